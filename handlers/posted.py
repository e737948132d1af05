"""A command that was posted in a channel: who manages it is told the answer, its readers are not."""

from __future__ import annotations

from dataclasses import replace

from bot.i18n.catalogue import manage as texts
from bot.messages.message import SILENCE, Button, Message, ReplyMode, command
from bot.messages.payload import to_json
from bot.messages.wording import shown
from bot.model import Chat, LetterKind, NewLetter
from bot.storage.store import ChatRecord
from handlers.manage import name_of
from handlers.request import Request


def hearer(request: Request) -> ChatRecord | None:
    """The private chat that is told: of who posted it, if that is known, else of who managed the channel last."""
    asked = request.command
    author = request.store.chats.get(Chat(platform=asked.chat.platform, id=asked.person)) if asked.person else None
    return author if author and not author.paused else request.store.chats.manager(asked.chat)


def told(message: Message, to: ChatRecord | None, channel: ChatRecord, request: Request, *, changes: bool) -> Message:
    """What is said in the channel itself: nothing; only if nobody else can hear of a change, its first line."""
    if to is None:
        public = Message(paragraphs=message.paragraphs[:1])
        return public if changes and not message.silent else SILENCE
    asked = command(shown(f"{request.command.name} {request.text}".strip()))
    heading = request.sentence(texts.POSTED, channel=name_of(request, channel), command=asked)
    label = request.translate(texts.MANAGE_IT, channel=shown(channel.title) or channel.chat.id)
    answer = replace(
        message,
        paragraphs=((heading,), *message.paragraphs),
        buttons=((Button(label, f"manage to {channel.chat.id}"),),),
        reply_mode=ReplyMode.NEW,
    )
    letter = NewLetter(
        chat=to.chat, kind=LetterKind.POSTED, payload=to_json(answer), due_at=request.now, timezone=to.timezone
    )
    request.store.chats.write_to(letter)
    return SILENCE
