"""/start: three lines and topics by button; also the answer where the bot was added, and to a link to a topic."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.i18n.catalogue import manage as managing
from bot.i18n.catalogue import start as texts
from bot.i18n.formats import ago, enumerated
from bot.messages.message import Button, Line, Message, Paragraph, ReplyMode, bold, code, command, say
from bot.messages.text import shorten, tidy
from bot.messages.wording import LABEL_LIMIT, shown
from bot.model import ChatKind, SourceHealth
from handlers import language, links, packs
from handlers.phrases import cannot_post, first_read_progress, freshness
from handlers.request import Request

MOST_NAMES = 4  #: of sources; more are counted
MOST_TROUBLES = 3  #: sources that can't be read, a line each; /sources and `check` show all
NAME_LIMIT = 40

changes = links.changes


def answer(request: Request) -> Message:
    """What this is, what is read and what to do, with topics and languages by button; or what a link names.

    For a channel, how to speak for it, to who added the bot.
    """
    if request.kind is ChatKind.CHANNEL:
        return _channel_note(request)
    return links.opened(request) or _greeting(request)


def spoken(request: Request) -> Message:
    """A language pressed there: the same in that one."""
    if not language.speak(request.text, request):
        return _greeting(request)
    greeting = _greeting(replace(request, translate=request.rules.translators(request.text)))
    return replace(greeting, reply_mode=ReplyMode.REPLACE)


def _greeting(request: Request) -> Message:
    text = texts.WHO_IN_GROUP if request.kind is ChatKind.GROUP else texts.WHO
    who = request.sentence(text, name=bold(request.translate(texts.NAME)))
    paragraphs: list[Paragraph] = [(who, *_sources(request)), *first_read_progress(request, unread=False)]
    if not request.command.can_post:
        paragraphs.append(cannot_post(request, request.kind))
    asked = request.command
    hopeless = asked.facts.closed and not asked.can_post
    paragraphs.append(_how(request))
    message = Message(paragraphs=tuple(paragraphs))
    if hopeless or not asked.may_change:
        return message
    return message.with_buttons(*packs.rows(request), language.buttons(request, "speak"))


def _sources(request: Request) -> list[Line]:
    """`I read Kazakhstan Today · 2 minutes ago`, and those that can't be read now."""
    health = request.store.sources.health(request.now)
    well = [(each, each.last_ok_at) for each in health if each.failing_since_at is None and each.last_ok_at is not None]
    lines = [_reads([each for each, _ in well], min(at for _, at in well), request)] if well else []
    ill = [each for each in health if each not in [one for one, _ in well]]
    return lines + [freshness(each, request) for each in ill[:MOST_TROUBLES]]


def _reads(sources: list[SourceHealth], since: datetime, request: Request) -> Line:
    """All of them were read since then."""
    names = list(dict.fromkeys(shorten(tidy(each.name), NAME_LIMIT) for each in sources))
    shown_names = enumerated(names[:MOST_NAMES], request.translate)
    if len(names) > MOST_NAMES:
        shown_names = request.translate(texts.MORE_SOURCES, sources=shown_names, count=len(names) - MOST_NAMES)
    return request.sentence(texts.READS, sources=shown_names, ago=ago(since, request.now))


def _how(request: Request) -> Paragraph:
    """What to tap or to type; in a group also who may."""
    topic, all_commands = request.translate(packs.TOPICS[0]), command("help")
    if request.kind is not ChatKind.GROUP:
        return (request.sentence(texts.HOW, example=code(topic), help=all_commands),)
    who = request.sentence(texts.ADMINS_CHOOSE if request.admins_choose else texts.ANYONE_CHOOSES)
    if not request.command.may_change:
        return (who,)
    return (request.sentence(texts.HOW_IN_GROUP, example=command(f"follow {topic}"), help=all_commands), who)


def _channel_note(request: Request) -> Message:
    title = shown(request.command.title or request.translate(texts.THE_CHANNEL))
    added = request.sentence(texts.ADDED if request.command.can_post else texts.ADDED_BUT_CLOSED, channel=bold(title))
    note = say(added, request.sentence(texts.MANAGE, command=command("manage")), private=True)
    if not request.command.can_post:
        return note
    label = request.translate(managing.MANAGE_IT, channel=shorten(title, LABEL_LIMIT))
    return note.with_buttons((Button(label, f"manage to {request.command.chat.id}"),))
