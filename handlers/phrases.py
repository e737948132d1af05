"""Sentences that several commands say."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.messages.dates import ago, moment
from bot.messages.digest import source_name
from bot.messages.message import Button, Line, Message, Paragraph, Span, bold, command, line, say
from bot.model import ChatKind, Command, SourceHealth
from handlers.ruled import Store

FIRST_PAGES = 50  #: pages that the first poll of a source reads
FIRST_READING = timedelta(hours=1)  #: pages that wait longer are not waiting for the first poll
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


def nothing_followed(heard: Command, *buttons: Button) -> Message:
    """The chat follows nothing: how to begin."""
    said = line(f"{you_follow(heard.kind)} nothing yet. Try ", command("follow AI"), ", or press one:")
    message = say(said, private=True)
    rows = (example_buttons(), buttons) if buttons else (example_buttons(),)
    return message.with_buttons(*rows)


def not_allowed() -> Message:
    """Who typed may not change what the chat follows."""
    return say("Only administrators may change what is followed here.", private=True)


def cannot_post(heard: Command) -> Paragraph:
    """How to let the bot post where it can't."""
    if heard.chat.platform == "slack":
        return (line("I can't post in this channel yet. Let me in with ", bold("/invite @Jarshy"), "."),)
    if heard.kind is ChatKind.CHANNEL:
        return (line("I can't post there yet. Make me an administrator of the channel who may post messages."),)
    return (line("I can't post here yet. An administrator can allow me to send messages."),)


def freshness(source: SourceHealth, zone: ZoneInfo, now: datetime) -> Line:
    """`Kazakhstan Today (English) · read 2 minutes ago`."""
    if source.failing_since_at is not None:
        return line(f"{source_name(source)} · can't be read since {moment(source.failing_since_at, zone, now)}")
    if source.last_ok_at is None:
        return line(f"{source_name(source)} · not read yet")
    return line(f"{source_name(source)} · read {ago(source.last_ok_at, now)}")


def reading(store: Store, now: datetime, *, unread: bool = True) -> list[Paragraph]:
    """How far the first poll of each source is; nothing once all is read. Sources that were never read are named
    unless the answer does so already."""
    health = [each for each in store.sources.health(now) if unread or each.first_polled_at is not None]
    lines = [(Span(said),) for each in health if (said := _progress(each, store, now))]
    return [tuple(lines)] if lines else []


def _progress(source: SourceHealth, store: Store, now: datetime) -> str:
    if source.first_polled_at is None:
        if source.failing_since_at is not None:
            return ""
        return f"{source_name(source)} has not been read yet; it will be in a moment."
    if not source.pages_waiting or now - source.first_polled_at > FIRST_READING:
        return ""
    total = max(min(store.articles.count_silent(source.key), FIRST_PAGES), source.pages_waiting)
    return f"Still reading {source_name(source)} for the first time: {source.pages_waiting} of {total} pages to go."
