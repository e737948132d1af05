"""What a message of Telegram brings besides its words: posts passed on, quotes, links behind words, pictures.

a forwarded post, a quote ─▶ its words, and below them the links that it hides, a line each
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from telegram import (
    ExternalReplyInfo,
    MessageEntity,
    MessageOrigin,
    MessageOriginChannel,
    Update,
)
from telegram import Message as TelegramMessage
from telegram.constants import MessageEntityType

from bot.platforms.typed_text import as_typed

WORDS_WITHIN = 1.0  #: seconds in which the pictures of an album come


def typed_in(message: TelegramMessage) -> str:
    """What somebody typed: a text, or what stands below a picture."""
    return as_typed(message.text or message.caption or "")


def hidden_links(message: TelegramMessage) -> list[str]:
    """The addresses behind words of the message."""
    return _links(message.entities or message.caption_entities)


def is_passed_on(message: TelegramMessage) -> bool:
    """Was it written elsewhere: forwarded, or made by a bot and inserted?"""
    return message.forward_origin is not None or message.via_bot is not None


def post(message: TelegramMessage) -> str:
    """A message that was passed on, with its links; "": there is nothing to read."""
    links = [*hidden_links(message), *_of_origin(message.forward_origin)]
    return _with_links(typed_in(message), links)


def quoted(message: TelegramMessage) -> str:
    """What a message quotes or answers of another person, with its links; "": nothing."""
    answered = message.reply_to_message
    if answered is not None and _is_by_bot(answered):
        return ""
    words, links = "", list[str]()
    if message.quote is not None:
        words, links = as_typed(message.quote.text), _links(message.quote.entities or ())
    if message.external_reply is not None:
        links += _of_external(message.external_reply)
    if answered is not None:
        words, links = words or typed_in(answered), [*links, *hidden_links(answered)]
    return _with_links(words, links) if words or links else ""


def links_of_bot(answered: TelegramMessage | None) -> str:
    """The links in a bot's message that is answered, with a space between them: those of a digest name its articles."""
    ours = answered is not None and _is_by_bot(answered)
    return " ".join(dict.fromkeys(hidden_links(answered))) if answered is not None and ours else ""


def has_no_words(message: TelegramMessage) -> bool:
    """Is it a voice, a sticker, a place …: something that was sent to us, and in which there is nothing to read?"""
    if message.successful_payment or message.invoice or message.passport_data:
        return False
    return message.effective_attachment is not None


def album_of(message: TelegramMessage | None) -> str:
    """What names the album that a picture belongs to; "": none."""
    if message is None or not message.media_group_id:
        return ""
    return f"album:{message.chat.id}:{message.media_group_id}"


def others_of_albums(updates: Sequence[Update]) -> set[int]:
    """The updates that are the other pictures of an album: one speaks for all, the first that has words."""
    speaks: dict[str, Update] = {}
    others: set[int] = set()
    for update in updates:
        album = album_of(update.message)
        if not album:
            continue
        before = speaks.setdefault(album, update)
        if before is update:
            continue
        if _has_caption(update) and not _has_caption(before):
            speaks[album], update = update, before
        others.add(update.update_id)
    return others


class Albums:
    """Albums that come picture by picture, as Telegram calls for each: a moment is left for the one with words."""

    def __init__(self) -> None:
        self._since: dict[str, float] = {}  #: when the first picture of an album was seen, while none has words

    def unspoken(self, updates: Sequence[Update], now: float) -> set[int]:
        """The pictures that are to wait. `updates` are all that are not answered yet, `now` of a monotonic clock."""
        albums = [(update, album) for update in updates if (album := album_of(update.message))]
        spoken = {album for update, album in albums if _has_caption(update)}
        self._since = {album: self._since.get(album, now) for _, album in albums if album not in spoken}
        return {
            update.update_id
            for update, album in albums
            if album not in spoken and now - self._since[album] < WORDS_WITHIN
        }


def _has_caption(update: Update) -> bool:
    return update.message is not None and bool(update.message.caption)


def _is_by_bot(message: TelegramMessage) -> bool:
    return message.from_user is not None and message.from_user.is_bot


def _links(entities: Iterable[MessageEntity]) -> list[str]:
    hidden = [entity.url for entity in entities if entity.type == MessageEntityType.TEXT_LINK and entity.url]
    return [link for link in hidden if link.lower().startswith(("http://", "https://"))]


def _of_origin(origin: MessageOrigin | None) -> list[str]:
    """The address of a post in its public channel."""
    if isinstance(origin, MessageOriginChannel) and origin.chat.username:
        return [f"https://t.me/{origin.chat.username}/{origin.message_id}"]
    return []


def _of_external(reply: ExternalReplyInfo) -> list[str]:
    preview = reply.link_preview_options
    return [*([str(preview.url)] if preview and preview.url else []), *_of_origin(reply.origin)]


def _with_links(words: str, links: Sequence[str]) -> str:
    new = [link for link in dict.fromkeys(links) if link not in words]
    return "\n".join(filter(None, (words, *new)))
