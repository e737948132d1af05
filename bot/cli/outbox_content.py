"""What a row of the outbox would send, made as the sender makes it."""

from __future__ import annotations

from datetime import datetime

from bot.delivery.fold import next_parcel
from bot.matching.concepts import compiled
from bot.messages.message import Message
from bot.messages.summary import AlertContext
from bot.model import Delivery, Letter, LetterKind
from config.concepts import load_concepts
from config.settings import Settings
from config.translations import load_translations


def message_of(owed: Delivery | Letter, settings: Settings, now: datetime) -> Message | None:
    """The message of a row by itself, not folded; None: it is made when it is sent, or can't be read."""
    if isinstance(owed, Letter) and owed.letter_kind is LetterKind.DIGEST:
        return None
    context = AlertContext(concepts=compiled(load_concepts(settings.jarshy_concepts)))
    translators = load_translations(settings.jarshy_language)
    try:
        return next_parcel([owed], now, fold=False, translators=translators, context=context).message
    except (ValueError, KeyError, TypeError):  # another release has written it
        return None
