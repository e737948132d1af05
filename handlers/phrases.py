"""Sentences that several commands say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot.i18n.catalogue import dispatch, privacy
from bot.i18n.catalogue import phrases as texts
from bot.i18n.formats import ago
from bot.messages.digest import source_name
from bot.messages.message import Button, Line, Message, Paragraph, Span, code, command, say
from bot.messages.times import time_span
from bot.model import ChatKind, SourceHealth
from handlers.request import Request

FIRST_PAGES = 50  #: pages that the first poll of a source reads
FIRST_READ = timedelta(hours=1)  #: pages that wait longer are not waiting for the first poll
#: to begin with, by the language of who asks
EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "en": ("AI", "waste", "Aktau"),
    "ru": ("ИИ", "отходы", "Актау"),
    "kk": ("ЖИ", "қалдық", "Ақтау"),
}


def example_buttons(request: Request, action: str = "follow") -> tuple[Button, ...]:
    """Three follows to begin with."""
    return tuple(Button(typed, f"{action} {typed}") for typed in EXAMPLES[request.translate.language])


def follow_example(request: Request) -> Span:
    """`/follow AI`, in the language of who asks."""
    return command(f"follow {EXAMPLES[request.translate.language][0]}")


def nothing_followed(request: Request, *buttons: Button) -> Message:
    """The chat follows nothing: how to begin."""
    if not request.command.may_change:  # nothing is offered that would be refused
        message = say(request.translate(texts.NOTHING_FOLLOWED_HERE), private=True)
        return message.with_buttons(buttons) if buttons else message
    message = say(request.sentence(texts.NOTHING_FOLLOWED, command=follow_example(request)), private=True)
    rows = (example_buttons(request), buttons) if buttons else (example_buttons(request),)
    return message.with_buttons(*rows)


def with_instead(message: Message, request: Request) -> Message:
    """The message with what is said where its file or picture can't be sent."""
    attached = message.attachment
    if attached is None or attached.instead:
        return message
    instead = request.translate(texts.NO_PICTURE if attached.picture else texts.NO_FILE)
    return replace(message, attachment=replace(attached, instead=instead))


def not_allowed(request: Request) -> Message:
    """The person may not change what the chat follows, or it could not be seen whether they may."""
    unseen = dispatch.RIGHTS_NOT_SEEN if request.command.facts.admins_only else dispatch.RIGHTS_NOT_TOLD
    about_data = request.command.name in ("mydata", "forgetme")
    refused = privacy.ONLY_ADMINS if about_data else dispatch.NOT_ALLOWED
    text = refused if request.command.rights_seen else unseen
    return say(request.translate(text), private=True)


def cannot_post(request: Request, kind: ChatKind) -> Paragraph:
    """How to let the bot post in a chat of this kind."""
    invitation = request.command.facts.invitation
    if request.command.facts.closed:
        return (request.sentence(texts.CLOSED, command=follow_example(request)),)
    if invitation:
        return (request.sentence(texts.INVITE, command=code(invitation)),)
    return (request.sentence(texts.MAKE_ADMINISTRATOR if kind is ChatKind.CHANNEL else texts.ALLOW_MESSAGES),)


def freshness(source: SourceHealth, request: Request) -> Line:
    """`Kazakhstan Today (English) · read 2 minutes ago`."""
    name = source_name(source, translate=request.translate)
    if source.failing_since_at is not None:
        since = time_span(source.failing_since_at, request.zone, request.now, request.translate)
        return request.sentence(texts.SOURCE_FAILS, source=name, moment=since)
    if source.last_ok_at is None:
        return request.sentence(texts.SOURCE_NOT_READ, source=name)
    return request.sentence(texts.SOURCE_READ, source=name, ago=ago(source.last_ok_at, request.now))


def first_read_progress(request: Request, *, unread: bool = True) -> list[Paragraph]:
    """How far the first poll of each source is, one line each; empty once all is read.

    `unread`: also name the sources that were never read.
    """
    polls, since = request.store.sources.first_polls(), request.now - FIRST_READ
    young = [key for key, at in polls.items() if (unread if at is None else at >= since)]
    if not young:
        return []  # the usual case, for which no article is counted
    health = request.store.sources.health(request.now, young)
    lines = [progress for each in health if (progress := _progress(each, request))]
    return [tuple(lines)] if lines else []


def _progress(source: SourceHealth, request: Request) -> Line | None:
    if source.first_polled_at is None:
        if source.failing_since_at is not None:
            return None
        return request.sentence(texts.SOURCE_COMING, source=source_name(source, translate=request.translate))
    waiting = source.pages_waiting
    if not waiting or request.now - source.first_polled_at > FIRST_READ:
        return None
    total = max(min(request.store.articles.count_silent(source.key), FIRST_PAGES), waiting)
    return request.sentence(
        texts.FIRST_READ, source=source_name(source, translate=request.translate), waiting=waiting, count=total
    )
