"""/manage: speak for a channel from a private chat, until Done. In the channel the bot never answers."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.i18n.catalogue import manage as texts
from bot.i18n.text import Text
from bot.messages.message import Button, Line, Message, Span, bold, command, say
from bot.messages.wording import shown
from bot.model import Chat, ChatKind
from bot.storage.store import ChatRecord
from handlers.phrases import cannot_post, not_allowed
from handlers.request import Request

CHOSEN = re.compile(r"(-?\d{1,20})(?:\s+(.*))?", re.DOTALL)


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
        return _choice(request)
    return say(
        _speaking(request, texts.SPEAKING, name_of(request, channel)),
        request.sentence(texts.ANOTHER, command=command("manage other")),
    ).with_buttons((done_button(request),))


def done_button(request: Request) -> Button:
    """Ends speaking for the channel."""
    return Button(request.translate(texts.DONE), "manage done")


def name_of(request: Request, channel: ChatRecord) -> Span:
    """The channel as it is named in a text."""
    return _name(request, channel.chat.id, channel.title)


def _name(request: Request, channel_id: str, title: str) -> Span:
    return bold(shown(title) or request.translate(texts.CHANNEL, id=channel_id))


def _speaking(request: Request, text: Text, channel: Span) -> Line:
    names = ("follow", "unfollow", "following", "digest")
    return request.sentence(text, channel=channel, **{name: command(name) for name in names})


def _elsewhere(request: Request) -> Message:
    if request.command.facts.manages_channels:
        return say(request.translate(texts.IN_PRIVATE), private=True)
    return say(request.sentence(texts.ONLY_TELEGRAM, command=command("follow AI")), private=True)


def _choice(request: Request) -> Message:
    choose = Button(request.translate(texts.CHOOSE), request_channel=True)
    return say(request.translate(texts.CHOICE)).with_buttons((choose,))


def _done(request: Request) -> Message:
    channel = request.store.chats.managed_channel(request.command.chat)
    request.store.chats.manage(request.command.chat, None)
    if channel is None:
        return say(request.translate(texts.SPEAKING_FOR_NONE))
    return say(request.sentence(texts.DONE_WITH, channel=name_of(request, channel)))


def _take(request: Request, channel_id: str, title: str) -> Message:
    """Speak for the channel that was chosen; `may_change` and `can_post` of this event are about that channel."""
    asked = request.command
    channel = Chat(platform=asked.chat.platform, id=channel_id)
    name = _name(request, channel_id, title)
    if not asked.rights_seen:
        return not_allowed(request)
    if not asked.may_change:
        return say(request.sentence(texts.NOT_ALLOWED, channel=name), private=True)
    if not asked.can_post:
        how = (request.sentence(texts.CHANNEL_ABOVE, channel=name), *cannot_post(request, ChatKind.CHANNEL))
        return Message(paragraphs=(how, (request.sentence(texts.THEN, command=command("manage")),)))
    request.store.chats.upsert(
        replace(asked, chat=channel, kind=ChatKind.CHANNEL, title=title), request.now, timezone=request.rules.timezone
    )
    request.store.chats.manage(asked.chat, channel)
    return say(
        _speaking(request, texts.SPEAKING_NOW, name),
        request.sentence(texts.BEGIN, command=command("follow AI")),
    ).with_buttons((done_button(request),))
