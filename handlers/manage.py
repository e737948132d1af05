"""/manage: speak for a Telegram channel from a private chat, until Done. In the channel the bot never answers."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from bot.messages.message import Button, Message, bold, command, line, say
from bot.messages.wording import shown
from bot.model import Chat, ChatKind, Command
from bot.storage.store import ChatRow
from handlers.phrases import cannot_post
from handlers.ruled import Store

CHOSEN = re.compile(r"(-?\d{1,20})(?:\s+(.*))?", re.DOTALL)
DONE = Button("Done", "manage done")
CHOOSE = Button("Choose a channel", request_channel=True)


def answer(heard: Command, store: Store, now: datetime) -> Message:
    """Offer the choice, take it, or end it."""
    if heard.kind is not ChatKind.PRIVATE or heard.chat.platform != "telegram":
        return _elsewhere(heard)
    if heard.text.casefold() == "done":
        return _done(heard, store)
    chosen = CHOSEN.fullmatch(heard.text) if heard.event else None  # the platform then asked who may; typed, nobody did
    if chosen:
        return _take(heard, store, now, chosen[1], (chosen[2] or "").strip())
    channel = store.chats.managing(heard.chat)
    if channel is None or heard.text:
        return _choice()
    return say(
        line("You speak for ", bold(name_of(channel)), ": ", *COMMANDS_THERE),
        line("Another one: ", command("manage other")),
    ).with_buttons((DONE,))


COMMANDS_THERE = (
    command("follow"), ", ", command("unfollow"), ", ", command("following"), " and ", command("digest"),
    " are about it until you are done.",
)  # fmt: skip


def name_of(channel: ChatRow) -> str:
    """The channel as it is named in a text."""
    return shown(channel.title) or f"channel {channel.chat.id}"


def _elsewhere(heard: Command) -> Message:
    if heard.chat.platform == "telegram":
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


def _done(heard: Command, store: Store) -> Message:
    channel = store.chats.managing(heard.chat)
    store.chats.manage(heard.chat, None)
    if channel is None:
        return say("You speak for no channel; what you type is about this chat.")
    return say(line("Done with ", bold(name_of(channel)), ". What you type is about this chat again."))


def _take(heard: Command, store: Store, now: datetime, channel_id: str, title: str) -> Message:
    channel = Chat(platform=heard.chat.platform, id=channel_id)
    named = bold(shown(title) or f"channel {channel_id}")
    asked = replace(heard, chat=channel, kind=ChatKind.CHANNEL, title=title)
    if not heard.may_change:
        return say(line("Only administrators of ", named, " may change what it follows."), private=True)
    if not heard.can_post:
        return Message(paragraphs=((line(named, ":"), *cannot_post(asked)), (line("Then ", command("manage"), "."),)))
    store.chats.upsert(asked, now, timezone=store.rules.timezone)
    store.chats.manage(heard.chat, channel)
    return say(
        line("You speak for ", named, " now: ", *COMMANDS_THERE),
        line("Begin with ", command("follow AI"), "."),
    ).with_buttons((DONE,))
