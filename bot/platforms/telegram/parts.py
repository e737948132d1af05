"""A Message as the parts that Telegram takes, each one message. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from typing import Any

from telegram import InlineKeyboardMarkup

from bot.messages.message import Attachment, Message, ReplyMode
from bot.model import Chat, LinkPreview, Received
from bot.platforms.limits import TELEGRAM_PICTURE_BYTES
from bot.platforms.telegram.format import Markup, fits_below_file, markup, texts

#: commands whose answers a whole group may want to read, though Slack shows them to who asked alone
FOR_THE_GROUP = frozenset({"digest"})


@dataclass(frozen=True, kw_only=True)
class Part:
    """One message of Telegram."""

    chat: Chat
    text: str | None  #: None: change only the buttons of an older message; "": below a file there is none
    markup: Markup
    plain: bool = False
    edits: int | None = None  #: the id of the message to replace; None: a new one
    rest: tuple[str, ...] = ()  #: texts that follow it: with addresses written out one message may be too short
    reply_to: str = ""  #: the id of an earlier message that it replies to
    quiet: bool = False  #: without a sound
    paid: bool = False  #: may cost Stars if the free rate is used up
    preview: LinkPreview | None = None  #: where the page of its first link is shown
    only_for: str = ""  #: ephemeral: the id of the person who alone sees it; "": everybody in the chat
    press: str = ""  #: ephemeral: the press that it answers, for which the bot need not be an administrator
    attachment: Attachment | None = None  #: a file or a picture, with the text below it
    or_to: Chat | None = None  #: where it is said that the file can't be sent: it goes elsewhere than its text

    @property
    def inline(self) -> InlineKeyboardMarkup | None:
        """Its buttons under the text, if it has such."""
        return self.markup if isinstance(self.markup, InlineKeyboardMarkup) else None

    @property
    def is_picture(self) -> bool:
        """Does it go as a picture?"""
        attached = self.attachment
        return attached is not None and attached.picture and len(attached.content) <= TELEGRAM_PICTURE_BYTES

    def as_document(self) -> Part:
        """The same with the picture as a file."""
        return replace(self, attachment=replace(self.attachment, picture=False) if self.attachment else None)

    def without_file(self) -> Part:
        """What is said where the file can't be sent: its text, and that there was one."""
        assert self.attachment is not None and self.text is not None  # noqa: S101, PT018 - only asked of such
        instead = self.attachment.instead if self.plain else escape(self.attachment.instead, quote=False)
        text = "\n\n".join(filter(None, (self.text, instead)))
        part = replace(self, text=text or "…", attachment=None, or_to=None)
        return replace(part, chat=self.or_to, only_for=self.chat.id) if self.or_to else part


def message_parts(
    chat: Chat, message: Message, *, plain: bool = False, paid: bool = False, reply_to: str | None = None
) -> list[Part]:
    """The parts of a message, the buttons in the last one that has a text.

    What it is sent with has the text below it if that is short, else it follows the text.
    """
    one = Part(chat=chat, text=None, markup=None, plain=plain, paid=paid, quiet=message.quiet)
    parts = [replace(one, text=text) for text in texts(message, plain=plain)]
    parts[0] = replace(parts[0], preview=message.preview, reply_to=reply_to or "")
    if not plain:
        parts[-1] = replace(parts[-1], markup=markup(message))
    if message.attachment is None:
        return parts
    if not message.paragraphs or (len(parts) == 1 and fits_below_file(parts[0].text or "", plain=plain)):
        text = parts[0].text if message.paragraphs else ""
        return [replace(parts[0], text=text, preview=None, attachment=message.attachment)]
    return [*parts, Part(chat=chat, text="", markup=None, plain=plain, paid=paid, attachment=message.attachment)]


def answer_parts(chat: Chat, message: Message, received: Received) -> list[Part]:
    """The parts of an answer: as the message says, new ones, or in place of the pressed message or its buttons.

    The context of the update names the message `pressed`, or the `ephemeral` one, and the `asker` in a group.
    """
    context = received.context
    asker, ephemeral = str(context.get("asker", "")), context.get("ephemeral")
    pressed = context.get("pressed") if ephemeral is None else ephemeral
    seen_by = asker if ephemeral is not None else ""  # who alone sees what was pressed
    if pressed is not None and message.reply_mode is ReplyMode.BUTTONS:
        return [Part(chat=chat, text=None, markup=markup(message), edits=pressed, only_for=seen_by)]
    private = message.private and received.command.name not in FOR_THE_GROUP
    if message.attachment is not None and asker and (seen_by or private):
        return _apart(chat, message, received)
    first, *others = message_parts(chat, message)
    if message.reply_mode is ReplyMode.REPLACE and pressed is not None and (first.inline or first.markup is None):
        return [replace(first, edits=pressed, only_for=seen_by), *(replace(each, only_for=seen_by) for each in others)]
    if private and asker:
        press = str(context.get("query", ""))
        return [replace(each, only_for=asker, press=press) for each in (first, *others)]
    return [first, *others]


def _apart(chat: Chat, message: Message, received: Received) -> list[Part]:
    """A private answer with a file in a group: the text there for who asked alone, the file in their own chat with us.

    What only one person sees can't be a file; where the bot may not write to them, the text says so.
    """
    asker = str(received.context["asker"])
    said = answer_parts(chat, replace(message, attachment=None), received)
    own = Chat(platform=chat.platform, id=asker)
    return [*said, Part(chat=own, text="", markup=None, attachment=message.attachment, or_to=chat)]


def ephemeral_parameters(part: Part) -> dict[str, Any] | None:
    """What makes a new message one that a single person sees; a server that does not know it ignores it.

    The library has no parameter for it (https://core.telegram.org/bots/api#ephemeralmessageparameters).
    """
    if not part.only_for:
        return None
    press = {"callback_query_id": part.press} if part.press else {}
    return {"ephemeral_message_parameters": {"receiver_user_id": int(part.only_for), **press}}
