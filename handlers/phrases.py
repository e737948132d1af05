"""Sentences that several commands say."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.i18n.translator import Translator
from bot.messages.dates import ago, moment
from bot.messages.digest import source_name
from bot.messages.message import Button, Line, Message, Paragraph, Span, bold, command, line, say
from bot.model import ChatKind, SourceHealth
from handlers.request import Request

FIRST_PAGES = 50  #: pages that the first poll of a source reads
FIRST_READ = timedelta(hours=1)  #: pages that wait longer are not waiting for the first poll
EXAMPLES = ("AI", "waste", "Aktau")


def you_follow(kind: ChatKind, what: str = "follow") -> str:
    """`You follow`, `This chat follows`, `The channel now follows`: who is spoken of, and the verb ("now follow")."""
    if kind in (ChatKind.PRIVATE, ChatKind.TERMINAL):
        return f"You {what}"
    return f"{'The channel' if kind is ChatKind.CHANNEL else 'This chat'} {what}s"


def follows_not(kind: ChatKind) -> str:
    """`You don't follow`, `This chat doesn't follow`."""
    if kind in (ChatKind.PRIVATE, ChatKind.TERMINAL):
        return "You don't follow"
    return f"{'The channel' if kind is ChatKind.CHANNEL else 'This chat'} doesn't follow"


def example_buttons(action: str = "follow") -> tuple[Button, ...]:
    """Three follows to begin with."""
    return tuple(Button(typed, f"{action} {typed}") for typed in EXAMPLES)


def nothing_followed(kind: ChatKind, *buttons: Button) -> Message:
    """The chat follows nothing: how to begin."""
    said = line(f"{you_follow(kind)} nothing yet. Try ", command("follow AI"), ", or press one:")
    message = say(said, private=True)
    rows = (example_buttons(), buttons) if buttons else (example_buttons(),)
    return message.with_buttons(*rows)


def not_allowed() -> Message:
    """Who typed may not change what the chat follows."""
    return say("Only administrators may change what is followed here.", private=True)


def cannot_post(kind: ChatKind, invitation: str) -> Paragraph:
    """How to let the bot post where it can't; `invitation`: what people type there to do so, if they can."""
    if invitation:
        return (line("I can't post in this channel yet. Let me in with ", bold(invitation), "."),)
    if kind is ChatKind.CHANNEL:
        return (line("I can't post there yet. Make me an administrator of the channel who may post messages."),)
    return (line("I can't post here yet. An administrator can allow me to send messages."),)


def freshness(source: SourceHealth, zone: ZoneInfo, now: datetime, *, translate: Translator) -> Line:
    """`Kazakhstan Today (English) · read 2 minutes ago`."""
    name = source_name(source, translate=translate)
    if source.failing_since_at is not None:
        return line(f"{name} · can't be read since {moment(source.failing_since_at, zone, now)}")
    if source.last_ok_at is None:
        return line(f"{name} · not read yet")
    return line(f"{name} · read {ago(source.last_ok_at, now)}")


def first_read_progress(request: Request, *, unread: bool = True) -> list[Paragraph]:
    """How far the first poll of each source is; nothing once all is read. Sources that were never read are named
    unless the answer does so already."""
    health = request.store.sources.health(request.now)
    lines = [
        (Span(said),)
        for each in health
        if (unread or each.first_polled_at is not None) and (said := _progress(each, request))
    ]
    return [tuple(lines)] if lines else []


def _progress(source: SourceHealth, request: Request) -> str:
    name = source_name(source, translate=request.translate)
    if source.first_polled_at is None:
        if source.failing_since_at is not None:
            return ""
        return f"{name} has not been read yet; it will be in a moment."
    if not source.pages_waiting or request.now - source.first_polled_at > FIRST_READ:
        return ""
    total = max(min(request.store.articles.count_silent(source.key), FIRST_PAGES), source.pages_waiting)
    return f"Still reading {name} for the first time: {source.pages_waiting} of {total} pages to go."
