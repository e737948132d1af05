"""/manage: speak for a channel from a private chat, until Done. In the channel the bot never answers."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.messages.message import Button, Message, bold, command, line, say
from bot.messages.wording import shown
from bot.model import Chat, ChatKind
from bot.storage.store import ChatRecord
from handlers.phrases import cannot_post
from handlers.request import Request

CHOSEN = re.compile(r"(-?\d{1,20})(?:\s+(.*))?", re.DOTALL)
DONE = Button("Done", "manage done")
CHOOSE = Button("Choose a channel", request_channel=True)


def answer(request: Request) -> Message:
    """Offer the choice, take it, or end it."""
    asked = request.command
    if asked.kind is not ChatKind.PRIVATE or not asked.facts.manages_channels:
        return _elsewhere(request)
    if asked.text.casefold() == "done":
        return _done(request)
    chosen = CHOSEN.fullmatch(asked.text) if asked.event else None  # the platform then asked who may; typed, nobody did
    if chosen:
        return _take(request, chosen[1], (chosen[2] or "").strip())
    channel = request.store.chats.managed_channel(asked.chat)
    if channel is None or asked.text:
        return _choice()
    return say(
        line("You speak for ", bold(name_of(channel)), ": ", *COMMANDS_THERE),
        line("Another one: ", command("manage other")),
    ).with_buttons((DONE,))


COMMANDS_THERE = (
    command("follow"), ", ", command("unfollow"), ", ", command("following"), " and ", command("digest"),
    " are about it until you are done.",
)  # fmt: skip


def name_of(channel: ChatRecord) -> str:
    """The channel as it is named in a text."""
    return shown(channel.title) or f"channel {channel.chat.id}"


def _elsewhere(request: Request) -> Message:
    if request.command.facts.manages_channels:
        return say("Channels are managed from a private chat with me: write to me there.", private=True)
    return say(
        line("That is for Telegram's channels, in a private chat with me. Here just type ", command("follow AI"), "."),
        private=True,
    )


def _choice() -> Message:
    return say(
        "Choose the channel that I shall post to. You must be an administrator of it, and so must I, "
        "with the right to post messages."
    ).with_buttons((CHOOSE,))


def _done(request: Request) -> Message:
    channel = request.store.chats.managed_channel(request.command.chat)
    request.store.chats.manage(request.command.chat, None)
    if channel is None:
        return say("You speak for no channel; what you type is about this chat.")
    return say(line("Done with ", bold(name_of(channel)), ". What you type is about this chat again."))


def _take(request: Request, channel_id: str, title: str) -> Message:
    """Speak for the channel that was chosen; `may_change` and `can_post` of this event are about that channel."""
    asked = request.command
    channel = Chat(platform=asked.chat.platform, id=channel_id)
    named = bold(shown(title) or f"channel {channel_id}")
    if not asked.may_change:
        return say(line("Only administrators of ", named, " may change what it follows."), private=True)
    if not asked.can_post:
        how = cannot_post(ChatKind.CHANNEL, asked.facts.invitation)
        return Message(paragraphs=((line(named, ":"), *how), (line("Then ", command("manage"), "."),)))
    request.store.chats.upsert(
        replace(asked, chat=channel, kind=ChatKind.CHANNEL, title=title), request.now, timezone=request.rules.timezone
    )
    request.store.chats.manage(asked.chat, channel)
    return say(
        line("You speak for ", named, " now: ", *COMMANDS_THERE),
        line("Begin with ", command("follow AI"), "."),
    ).with_buttons((DONE,))
