"""/import: follow the topics of a file, or of the lines behind the command; of a list of sites, ask for each.

    file or lines ─ OPML? ─▶ import_sites
                  └ read ─▶ each topic: new, there already, not understood, no room ─▶ all new ones at one instant, Undo

What a list names is not asked about: somebody has followed it before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.i18n.catalogue import exchange as texts
from bot.i18n.catalogue import follow, phrases, summary
from bot.i18n.formats import enumerated
from bot.intake import opml
from bot.messages import topic_list
from bot.messages.message import Button, Line, Message, Paragraph, ReplyMode, bold, code, command, say
from bot.messages.text import shorten, tidy
from bot.messages.topic_list import ListedTopic
from bot.messages.wording import shown
from bot.model import ChatKind, Command, FileFault, NewFollow
from handlers.asking import Refused, read
from handlers.import_sites import ask_for
from handlers.request import Request
from handlers.undo import EPOCH, MICROSECOND

MOST_NAMED = 12  #: new topics of one answer
MOST_PROBLEMS = 8  #: lines that can't be read, each with its reason
NAME_SHOWN = 40
FAULTS = {
    FileFault.TOO_LARGE: texts.TOO_LARGE,
    FileFault.NO_TEXT: texts.NO_TEXT,
    FileFault.NOT_FETCHED: texts.NOT_FETCHED,
    FileFault.NOT_FOUND: texts.NOT_FOUND,
}
LINK = re.compile(r"<?https?://\S+", re.IGNORECASE)

_UNDO = re.compile(r"undo (\d{1,18})")


def changes(asked: Command) -> bool:
    """Alone it only says how."""
    return bool(asked.text or asked.document)


@dataclass
class _Sorted:
    """What was read of a list."""

    new: list[NewFollow] = field(default_factory=list)
    there: int = 0
    problems: list[Line] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)  #: of what was added all the same
    no_room: int = 0


def answer(request: Request) -> Message:
    """Follow what the list names, and say what became of each line."""
    undo = _UNDO.fullmatch(request.text) if request.command.button else None
    if undo:
        return _undone(request, EPOCH + int(undo[1]) * MICROSECOND)
    sent = request.command.document
    if sent is not None and sent.fault is not None:
        name = bold(shorten(tidy(sent.name), NAME_SHOWN))
        return say(request.sentence(FAULTS[sent.fault], name=name), private=True)
    text = sent.text if sent is not None else request.text
    if sent is None and not text.strip():
        return _how(request)
    if opml.is_opml(text):
        return ask_for(request, opml.addresses(text))
    if sent is None and LINK.fullmatch(text.strip()):
        return say(request.sentence(texts.LINK, command=command("import")), private=True)
    topics = topic_list.read(text)
    return _followed(request, topics) if topics else _how(request, request.sentence(texts.NO_TOPICS))


def _how(request: Request, *before: Line) -> Message:
    """Where the file comes from, and how it is sent on this platform."""
    facts, group = request.command.facts, request.kind is ChatKind.GROUP
    if request.kind is ChatKind.TERMINAL:
        send = request.sentence(texts.NAME_A_FILE, command=command("import jarshy-topics.txt"))
    elif group and facts.mention:
        send = request.sentence(texts.SEND_FILE_WITH_MENTION, mention=code(f"{facts.mention} import"))
    elif group:
        send = request.sentence(texts.SEND_FILE_WITH_COMMAND, command=command("import"))
    else:
        send = request.sentence(texts.SEND_FILE, command=command("import"))
    made = request.sentence(texts.MADE_BY, command=command("export"))
    return say(*before, send, made, request.translate(texts.SITES_TOO), private=True)


def _followed(request: Request, topics: Sequence[ListedTopic]) -> Message:
    found = _sort(request, topics)
    at = _instant(request)
    if found.new:
        request.store.follows.subscribe_all(request.command.chat, found.new, at)
    message = Message(paragraphs=tuple(filter(None, _told(request, found))), private=not found.new)
    if not found.new:
        return message
    action = f"import undo {(at - EPOCH) // MICROSECOND}"
    return message.with_buttons((Button(request.translate(phrases.UNDO), action),))


def _instant(request: Request) -> datetime:
    """An instant at which the chat has followed nothing yet, nor will by another command: it names the import."""
    used = {each.created_at for each in request.follows()}
    at = request.now - MICROSECOND
    while at in used:
        at -= MICROSECOND
    return at


def _sort(request: Request, topics: Sequence[ListedTopic]) -> _Sorted:
    """What is new, and what is not; nothing is changed yet."""
    follows = request.follows()
    followed = {each.canonical for each in follows}
    room = request.rules.follows - len(follows)
    found = _Sorted()
    for topic in topics:
        query = read(topic.typed, request, common=True)
        if isinstance(query, Refused):
            found.problems.append(request.sentence(texts.LINE, line=str(topic.line), reason=query.reason))
        elif query.canonical in followed:
            found.there += 1
        elif len(found.new) >= room:
            found.no_room += 1
        else:
            followed.add(query.canonical)
            found.new.append(_new(topic, query.canonical, request))
            found.notes += _unknown_settings(topic, request)
    return found


def _new(topic: ListedTopic, canonical: str, request: Request) -> NewFollow:
    chosen = topic.attention
    if chosen.muted_until_at is not None and chosen.muted_until_at <= request.now:
        chosen = replace(chosen, muted_until_at=None)
    return NewFollow(canonical=canonical, typed=topic.typed, grammar=request.rules.grammar, attention=chosen)


def _unknown_settings(topic: ListedTopic, request: Request) -> list[Line]:
    line, name = str(topic.line), bold(shown(topic.typed))
    return [request.sentence(texts.NO_SETTING, line=line, follow=name, word=shown(word)) for word in topic.unknown[:1]]


def _told(request: Request, found: _Sorted) -> list[Paragraph]:
    """First what was added; below it what was not, and why."""
    head: list[Line] = []
    if found.new:
        head.append(request.sentence(texts.ADDED, count=len(found.new), follows=bold(_names(request, found.new))))
        head += [request.sentence(texts.ALREADY, count=found.there)] if found.there else []
    elif found.there:
        head.append(request.sentence(texts.NOTHING_NEW, count=found.there))
    else:
        head.append(request.sentence(texts.NOTHING_ADDED))
    if found.no_room:
        limit, drop = request.rules.follows, command("unfollow")
        head.append(request.sentence(follow.NO_ROOM, count=limit, more=found.no_room, command=drop))
    return [tuple(head), tuple(found.notes[:MOST_PROBLEMS]), _problems(request, found.problems)]


def _problems(request: Request, problems: Sequence[Line]) -> Paragraph:
    if not problems:
        return ()
    more = len(problems) - MOST_PROBLEMS
    rest = (request.sentence(texts.MORE_LINES, count=more),) if more > 0 else ()
    return (request.sentence(texts.NOT_ADDED, count=len(problems)), *problems[:MOST_PROBLEMS], *rest)


def _names(request: Request, new: Sequence[NewFollow]) -> str:
    listed = enumerated([shown(each.typed) for each in new[:MOST_NAMED]], request.translate)
    if len(new) <= MOST_NAMED:
        return listed
    return request.translate(summary.FOLLOWS_AND_MORE, follows=listed, count=len(new) - MOST_NAMED)


def _undone(request: Request, at: datetime) -> Message:
    count = request.store.follows.unsubscribe_at(request.command.chat, at)
    text = request.sentence(texts.UNDONE, count=count) if count else request.sentence(texts.ALREADY_UNDONE)
    return say(text, reply_mode=ReplyMode.REPLACE)
