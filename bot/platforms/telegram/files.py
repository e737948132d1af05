"""Sends a part with a file or a picture: as what it is, else as a file, else as its text that says there was one.

picture ─ refused here? ─▶ as a file ─ refused, too? ─▶ its text, and what stands for it
"""

from __future__ import annotations

import structlog
from telegram import Bot, InputMediaDocument, InputMediaPhoto, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError

from bot.bugs import unquoted
from bot.platforms.telegram.errors import redacted
from bot.platforms.telegram.parts import Part, ephemeral_parameters

log = structlog.get_logger(__name__)

#: what is said against a picture or file, and not against the chat (TDLib's and the Bot API server's source)
REFUSED_FILE = (
    "send photos",
    "send documents",
    "send media",
    "chat_send_photos_forbidden",
    "chat_send_docs_forbidden",
    "chat_send_documents_forbidden",
    "chat_send_media_forbidden",
    "image_process_failed",
    "photo_invalid",
    "photo_ext_invalid",
    "photo_save_file_invalid",
    "file_parts_invalid",
    "file must be non-empty",
    "file is too big",
    "wrong file",
    "request entity too large",
)


async def send_file(bot: Bot, part: Part) -> Message:
    """Send a part with what is attached to it, in a new message."""
    attached = part.attachment
    assert attached is not None  # noqa: S101 - only called for such
    thread = int(part.chat.thread) if part.chat.thread else None
    parse_mode = None if part.plain else ParseMode.HTML
    if part.is_picture:
        return await bot.send_photo(
            part.chat.id,
            attached.content,
            part.text or None,
            filename=attached.name,
            parse_mode=parse_mode,
            message_thread_id=thread,
            reply_markup=part.markup,
            disable_notification=part.quiet or None,
            allow_paid_broadcast=part.paid or None,
            api_kwargs=ephemeral_parameters(part),
        )
    return await bot.send_document(
        part.chat.id,
        attached.content,
        part.text or None,
        filename=attached.name,
        parse_mode=parse_mode,
        disable_content_type_detection=True,
        message_thread_id=thread,
        reply_markup=part.markup,
        disable_notification=part.quiet or None,
        allow_paid_broadcast=part.paid or None,
        api_kwargs=ephemeral_parameters(part),
    )


async def replace_file(bot: Bot, part: Part) -> None:
    """Put the part, with what is attached to it, in place of an older message; a text becomes a picture."""
    attached, parse_mode = part.attachment, None if part.plain else ParseMode.HTML
    assert attached is not None  # noqa: S101 - only called for such
    kind = InputMediaPhoto if part.is_picture else InputMediaDocument
    media = kind(attached.content, part.text or None, parse_mode=parse_mode, filename=attached.name)
    await bot.edit_message_media(media, part.chat.id, part.edits, reply_markup=part.inline)


def otherwise(part: Part, error: TelegramError) -> Part | None:
    """The part in another way, after this error; None: it says nothing against what is attached."""
    if part.attachment is None or not _is_against_file(part, error):
        return None
    reason = unquoted(redacted(str(error)), (part.text or "",))
    log.info("not sent with its file", picture=part.is_picture, reason=reason)
    if part.is_picture:
        return part.as_document()
    return part.without_file()


def _is_against_file(part: Part, error: TelegramError) -> bool:
    if part.or_to is not None and isinstance(error, BadRequest | Forbidden):  # the person never wrote to us
        return True
    said = str(error).casefold()
    return isinstance(error, BadRequest | Forbidden | NetworkError) and any(words in said for words in REFUSED_FILE)
