"""/manage: speak for a channel from a private chat, until Done or an hour without it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.i18n.catalogue import dispatch
from bot.i18n.catalogue import manage as texts
from bot.i18n.text import Text
from bot.messages.message import Button, Line, Message, Span, bold, command, say
from bot.messages.text import shorten
from bot.messages.wording import shown
from bot.model import Chat, ChatKind, Command
from bot.storage.store import ChatRecord
from handlers.phrases import cannot_post, follow_example, not_allowed
from handlers.request import Request

IDLE = timedelta(hours=1)  #: without a word about the channel: then the chat is about itself again
MOST_LISTED = 8  #: channels managed before, as buttons
LABEL = 24  #: characters of a channel's name on a button
CHOSEN = re.compile(r"(-?\d{1,20})(?:\s+(.*))?", re.DOTALL)
PRESSED = re.compile(r"to (-?\d{1,20})")  #: a channel managed before


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
    pressed = chosen_by_button(asked)
    if pressed is not None:
        return _take_again(request, pressed)
    if asked.text:
        return _keyboard(request)
    channel = request.store.chats.managed_channel(asked.chat, used_since=request.now - IDLE)
    return choice(request) if channel is None else _managing(request, channel)


def chosen_by_button(asked: Command) -> Chat | None:
    """The channel that a button chooses, whose rights are to be asked; None: it is another command."""
    found = PRESSED.fullmatch(asked.text) if asked.button and asked.name == "manage" else None
    private = asked.kind is ChatKind.PRIVATE and asked.facts.manages_channels
    return Chat(platform=asked.chat.platform, id=found[1]) if found and private else None


def choice(request: Request) -> Message:
    """The channels managed before, or the platform's own way to choose one."""
    known = _known(request)
    if not known:
        return _keyboard(request)
    return say(request.sentence(texts.WHICH)).with_buttons(*_channel_buttons(request, known), _another_button(request))


def after_idle(message: Message, request: Request) -> Message:
    """The answer about the chat itself, with a line if it spoke for a channel that nobody used for an hour."""
    channel = request.store.chats.managed_channel(request.command.chat)
    if channel is None or message.silent:  # what is not answered changes nothing, either
        return message
    request.store.chats.stop_managing(request.command.chat)
    left = request.sentence(texts.LEFT, channel=name_of(request, channel))
    back = Button(request.translate(texts.GO_ON, channel=_label(request, channel)), f"manage to {channel.chat.id}")
    rows = tuple(row for row in message.buttons if all(button.action != back.action for button in row))
    return replace(message, paragraphs=((left,), *message.paragraphs), buttons=(*rows, (back,)), private=False)


def done_button(request: Request) -> Button:
    """Ends speaking for the channel."""
    return Button(request.translate(texts.DONE), "manage done")


def name_of(request: Request, channel: ChatRecord) -> Span:
    """The channel as it is named in a text."""
    return _name(request, channel.chat.id, channel.title)


def closed(request: Request, channel: ChatRecord) -> Message:
    """The bot can't post there any more."""
    name = name_of(request, channel)
    return say(request.sentence(dispatch.CHANNEL_CLOSED, channel=name, command=command("manage")))


def _name(request: Request, channel_id: str, title: str) -> Span:
    return bold(shown(title) or request.translate(texts.CHANNEL, id=channel_id))


def _label(request: Request, channel: ChatRecord) -> str:
    return shorten(name_of(request, channel).text, LABEL)


def _speaking(request: Request, text: Text, channel: Span) -> Line:
    names = ("follow", "unfollow", "following", "digest")
    return request.sentence(text, channel=channel, **{name: command(name) for name in names})


def _elsewhere(request: Request) -> Message:
    if request.command.facts.manages_channels:
        return say(request.translate(texts.IN_PRIVATE), private=True)
    return say(request.sentence(texts.ONLY_TELEGRAM, command=follow_example(request)), private=True)


def _managing(request: Request, channel: ChatRecord) -> Message:
    """Which channel it is now, and the others."""
    others = _channel_buttons(request, [each for each in _known(request) if each.id != channel.id])
    if channel.paused:
        return closed(request, channel).with_buttons(*others, (_another_button(request)[0], done_button(request)))
    speaking = _speaking(request, texts.SPEAKING, name_of(request, channel))
    first = (_posts_button(request, channel.chat.id),)
    return say(speaking).with_buttons(first, *others, (*_another_button(request), done_button(request)))


def _known(request: Request) -> list[ChatRecord]:
    return request.store.chats.managed_channels(request.command.chat, MOST_LISTED)


def _channel_buttons(request: Request, channels: Sequence[ChatRecord]) -> list[tuple[Button, ...]]:
    return [(Button(_label(request, each), f"manage to {each.chat.id}"),) for each in channels]


def _another_button(request: Request) -> tuple[Button]:
    return (Button(request.translate(texts.ANOTHER), "manage other"),)


def _posts_button(request: Request, channel_id: str) -> Button:
    return Button(request.translate(texts.HOW_POSTS_LOOK), f"for {channel_id} posts")


def _keyboard(request: Request) -> Message:
    choose = Button(request.translate(texts.CHOOSE), request_channel=True)
    return say(request.translate(texts.CHOICE)).with_buttons((choose,))


def _done(request: Request) -> Message:
    channel = request.store.chats.managed_channel(request.command.chat)
    request.store.chats.stop_managing(request.command.chat)
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
    return _taken(request, channel, name)


def _take_again(request: Request, channel: Chat) -> Message:
    """Speak for a channel that is stored; `may_change` of a press is about that channel.

    Its name is told only to who has managed it, or may: the number on a button may be anybody's.
    """
    asked, record = request.command, request.store.chats.get(channel)
    if record is None or record.kind is not ChatKind.CHANNEL:
        return _keyboard(request)
    if not asked.rights_seen:
        return not_allowed(request)
    if not asked.may_change:
        known = any(each.id == record.id for each in _known(request))
        request.store.chats.stop_managing(asked.chat, forget=channel)
        return say(request.sentence(texts.NOT_ALLOWED, channel=name_of(request, record))) if known else choice(request)
    if record.paused:
        return closed(request, record)
    return _taken(request, channel, name_of(request, record))


def _taken(request: Request, channel: Chat, name: Span) -> Message:
    request.store.chats.manage(request.command.chat, channel, request.now)
    return say(
        _speaking(request, texts.SPEAKING_NOW, name),
        request.sentence(texts.BEGIN, command=follow_example(request)),
    ).with_buttons((_posts_button(request, channel.id), done_button(request)))
