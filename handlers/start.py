"""/start: what this is, which sources are read and how fresh they are; also said where the bot was added."""

from __future__ import annotations

from bot.messages.message import Message, Paragraph, bold, command, line, say
from bot.messages.wording import shown
from bot.model import ChatKind, Command
from handlers.phrases import cannot_post, example_buttons, first_read_progress, freshness
from handlers.request import Request

MOST_SOURCES = 20  #: named; more are counted


def answer(request: Request) -> Message:
    """One sentence, the sources, three follow buttons; for a channel, how to speak for it, to who added the bot."""
    if request.kind is ChatKind.CHANNEL:
        return _channel_note(request.command)
    what = line(
        "I am ", bold("Jarshy"), ", a herald: tell me what to follow, and I tell you here once it is published."
    )
    paragraphs: list[Paragraph] = [(what,)]
    health = request.store.sources.health(request.now)
    if health:
        lines = [
            freshness(source, request.zone, request.now, translate=request.translate)
            for source in health[:MOST_SOURCES]
        ]
        if len(health) > MOST_SOURCES:
            lines.append(line(f"and {len(health) - MOST_SOURCES} more"))
        paragraphs.append((line("I read:"), *lines))
    paragraphs += first_read_progress(request, unread=False)
    if not request.command.can_post:
        paragraphs.append(cannot_post(request.kind, request.command.facts.invitation))
    how = line("Press one, or type ", command("follow AI"), "; all commands: ", command("help"))
    return Message(paragraphs=(*paragraphs, (how,)), buttons=(example_buttons(),))


def _channel_note(asked: Command) -> Message:
    title = bold(shown(asked.title or "the channel"))
    if not asked.can_post:
        said = line("I was added to ", title, ", but I can't post there yet: let me post messages as an administrator.")
    else:
        said = line("I was added to ", title, " and can post there.")
    how = line("Tell me here what it should follow: ", command("manage"))
    return say(said, how, private=True)
