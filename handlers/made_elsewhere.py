"""What a chat is told of a change that somebody made from another one: one line without a sound, with Undo.

In a channel nothing is said: its readers can't press, and it is no news to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.i18n.catalogue import elsewhere as texts
from bot.i18n.catalogue import summary
from bot.i18n.formats import enumerated
from bot.i18n.text import Text
from bot.messages.message import Line, Message, bold, command
from bot.messages.payload import to_json
from bot.messages.person import person
from bot.messages.wording import shown
from bot.model import ChatKind, LetterKind, NewLetter, Subscription
from bot.storage.store import ChatRecord
from handlers.chat import after_absence
from handlers.request import Request
from handlers.undo import taking_back, undo_buttons

MOST_NAMED = 12  #: follows in that line


def tell(request: Request, inner: Request, record: ChatRecord, *, before: Sequence[Subscription]) -> None:
    """Owe the chat of `inner` the line about what it follows now and did not before, or no longer, or has set."""
    if inner.kind is ChatKind.CHANNEL:
        return
    translate = request.rules.translators(record.language or request.translate.language)
    there = replace(inner, translate=translate, tag="", there=None)
    message = _told(there, before)
    if record.paused and record.missed:
        message = after_absence(message, record.missed, there)
    letter = NewLetter(
        chat=record.chat,
        kind=LetterKind.CHANGED,
        payload=to_json(replace(message, quiet=True)),
        due_at=request.now,
        timezone=record.timezone,
    )
    request.store.chats.write_to(letter)


def _told(there: Request, before: Sequence[Subscription]) -> Message:
    after = there.follows()
    old, new = ({each.query_id for each in follows} for follows in (before, after))
    added = [each for each in after if each.query_id not in old]
    gone = [each for each in before if each.query_id not in new]
    if added and not gone:
        line = _named(there, added, texts.ADDED, texts.ADDED_THERE)
        return Message(paragraphs=((line,),), buttons=(taking_back(there),))
    if gone and not added:
        line = _named(there, gone, texts.REMOVED, texts.REMOVED_THERE)
        return Message(paragraphs=((line,),), buttons=tuple(undo_buttons(gone, there)))
    where = command("following" if gone else "settings")
    name = person(there.command.person_name)
    line = there.sentence(texts.CHANGED, person=name, command=where) if name else _changed(there, where.text)
    return Message(paragraphs=((line,),))


def _changed(there: Request, where: str) -> Line:
    return there.sentence(texts.CHANGED_THERE, command=command(where))


def _named(there: Request, follows: Sequence[Subscription], by: Text, nameless: Text) -> Line:
    names = [shown(each.typed) for each in follows[:MOST_NAMED]]
    more = len(follows) - len(names)
    listed = enumerated(names, there.translate)
    listed = there.translate(summary.FOLLOWS_AND_MORE, follows=listed, count=more) if more else listed
    name = person(there.command.person_name)
    if not name:
        return there.sentence(nameless, follows=bold(listed))
    return there.sentence(by, person=name, follows=bold(listed))
