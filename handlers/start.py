"""/start: what this is, which sources are read and how fresh they are; also said where the bot was added."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.messages.message import Message, Paragraph, bold, command, line, say
from bot.messages.wording import shown
from bot.model import ChatKind, Command
from handlers.phrases import cannot_post, example_buttons, freshness, reading
from handlers.ruled import Store

MOST_SOURCES = 20  #: named; more are counted


def answer(heard: Command, store: Store, now: datetime) -> Message:
    """One sentence, the sources, three follow buttons; for a channel, how to speak for it, to who added the bot."""
    if heard.kind is ChatKind.CHANNEL:
        return _channel_note(heard)
    row = store.chats.get(heard.chat)
    zone = ZoneInfo(row.timezone if row else store.rules.timezone)
    what = line(
        "I am ", bold("Jarshy"), ", a herald: tell me what to follow, and I tell you here once it is published."
    )
    paragraphs: list[Paragraph] = [(what,)]
    health = store.sources.health(now)
    if health:
        lines = [freshness(source, zone, now) for source in health[:MOST_SOURCES]]
        if len(health) > MOST_SOURCES:
            lines.append(line(f"and {len(health) - MOST_SOURCES} more"))
        paragraphs.append((line("I read:"), *lines))
    paragraphs += reading(store, now, unread=False)
    if not heard.can_post:
        paragraphs.append(cannot_post(heard))
    how = line("Press one, or type ", command("follow AI"), "; all commands: ", command("help"))
    return Message(paragraphs=(*paragraphs, (how,)), buttons=(example_buttons(),))


def _channel_note(heard: Command) -> Message:
    title = bold(shown(heard.title or "the channel"))
    if not heard.can_post:
        said = line("I was added to ", title, ", but I can't post there yet: let me post messages as an administrator.")
    else:
        said = line("I was added to ", title, " and can post there.")
    how = line("Tell me here what it should follow: ", command("manage"))
    return say(said, how, private=True)
