"""The files that people send to the bot on Telegram, as messages name them."""

from __future__ import annotations

from typing import Any

from telegram import Message as TelegramMessage

from bot.platforms.documents import FILE, is_readable


def has_readable_file(message: TelegramMessage) -> bool:
    """Did somebody send a file that may be a list of topics?"""
    sent = message.document
    return sent is not None and is_readable(sent.file_name or "", sent.mime_type or "")


def file_context(message: TelegramMessage) -> dict[str, Any]:
    """What names the file of a message, or of the one that it answers; empty: neither has one."""
    answered = message.reply_to_message
    document = message.document or (answered.document if answered is not None else None)
    if document is None:
        return {}
    return {FILE: {"id": document.file_id, "name": document.file_name or "", "size": document.file_size or 0}}
