"""Letters about who may use the bot: to operators, to who asked, to chats that are shut out or let in again. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.i18n.catalogue import access as texts
from bot.i18n.translators import Translators
from bot.messages.access import let_in, shut_out, wants_in
from bot.messages.message import Message, say
from bot.messages.payload import to_json
from bot.model import Chat, ChatKind, Guest, LetterKind, NewLetter


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """A chat that is written to."""

    chat: Chat
    kind: ChatKind
    language: str | None = None  #: in which it is spoken to; None: not known
    timezone: str = ""  #: "": it is new


@dataclass(frozen=True, kw_only=True)
class AccessLetters:
    """Writes them."""

    translators: Translators
    timezone: str  #: of chats that are new
    now: datetime

    def to_decide(self, guest: Guest, operator: Recipient) -> NewLetter:
        """Somebody asks to be let in."""
        return self._letter(operator, wants_in(guest, translate=self.translators(operator.language)))

    def shut_out(self, recipient: Recipient) -> NewLetter:
        """No more alerts come."""
        chat = recipient.chat
        guest = Guest(platform=chat.platform, workspace=chat.workspace, id=chat.id, kind=recipient.kind)
        return self._letter(recipient, shut_out(guest, translate=self.translators(recipient.language)))

    def let_in(self, recipient: Recipient, *, again: bool) -> NewLetter:
        """The chat may use the bot; `again`: it did before."""
        return self._letter(recipient, let_in(again, translate=self.translators(recipient.language)))

    def refused(self, recipient: Recipient) -> NewLetter:
        """Who asked is not let in."""
        return self._letter(recipient, say(self.translators(recipient.language)(texts.REFUSED)))

    def _letter(self, recipient: Recipient, message: Message) -> NewLetter:
        return NewLetter(
            chat=recipient.chat,
            kind=LetterKind.ACCESS,
            payload=to_json(message),
            due_at=self.now,
            timezone=recipient.timezone or self.timezone,
            chat_kind=recipient.kind,
        )
