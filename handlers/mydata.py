"""/mydata: everything that is kept about the chat, as JSON. A group's goes in private to the admin who asked."""

from __future__ import annotations

import json

from bot.i18n.catalogue import privacy as texts
from bot.messages.message import Attachment, Button, Line, Message, bold, command, say
from bot.messages.payload import to_json
from bot.messages.wording import shown
from bot.model import Chat, ChatKind, LetterKind, NewLetter
from handlers.request import Request

NAME = "jarshy-data.json"


def answer(request: Request) -> Message:
    """The file, or where it was sent to."""
    if request.kind is not ChatKind.GROUP:
        return _copy(request, request.sentence(texts.COPY))
    asked = request.command
    if not asked.person:
        return say(request.translate(texts.WHO_ARE_YOU), private=True)
    letter = _letter(request)
    if letter is None or not request.store.chats.write_to(letter):
        message = say(request.translate(texts.OPEN_PRIVATE), private=True)
        opens = Button(request.translate(texts.OPEN_CHAT), opens=asked.facts.address)
        return message.with_buttons((opens,)) if asked.facts.address else message
    return say(request.translate(texts.SENT_IN_PRIVATE), private=True)


def _letter(request: Request) -> NewLetter | None:
    """The file for who asked; None: they have no private chat with the bot."""
    asked = request.command
    to = Chat(platform=asked.chat.platform, id=asked.person, workspace=asked.chat.workspace)
    known = request.store.chats.get(to)
    if known is None and not asked.facts.direct:
        return None
    group = bold(shown(asked.title)) if asked.title else request.translate(texts.THIS_GROUP)
    return NewLetter(
        chat=to,
        kind=LetterKind.POSTED,
        payload=to_json(_copy(request, request.sentence(texts.COPY_OF, chat=group))),
        due_at=request.now,
        timezone=known.timezone if known else request.zone.key,
    )


def _copy(request: Request, heading: Line) -> Message:
    person = request.command.person if request.kind is ChatKind.PRIVATE else ""
    kept = request.store.kept.about(request.command.chat, person=person) or {}
    content = json.dumps(kept, ensure_ascii=False, indent=1).encode()
    delete = request.sentence(texts.DELETE_IT, command=command("forgetme"))
    return Message(paragraphs=((heading, delete),), attachment=Attachment(name=NAME, content=content), private=True)
