"""What newer Telegram servers can do and older ones refuse: used until it is refused, and then left out for a while.

    part ─ without what was refused ─▶ sent ─ refused? ─▶ which feature ─▶ remembered ─▶ the same part without it

A server of one's own (TELEGRAM_API_URL) may be years old, and Telegram itself refuses some things in some chats.
Nothing is lost by it: the refused message was not sent, and goes out at once without the feature.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from telegram import InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden

from bot.platforms.telegram.errors import redacted
from bot.platforms.telegram.parts import Part

log = structlog.get_logger(__name__)

REMEMBERED = timedelta(days=1)  #: then it is tried again: the server may be a newer one by now
REMEMBERED_OF_CHAT = timedelta(hours=1)  #: administrators are made at any time
MOST_CHATS = 10_000  #: chats of which a refusal is remembered; more, and all are tried again

_TIME = re.compile(r"</?tg-time[^>]*>")
_QUOTE = re.compile(r"</?blockquote[^>]*>")


@dataclass(frozen=True, kw_only=True)
class Feature:
    """Something that a server may refuse."""

    name: str
    refused_by: tuple[str, ...]  #: words of a refusal, in small letters; any of them
    without: Callable[[Part], Part]  #: the fallback: the part without it, the same if it does not use it
    of_chat: bool = False  #: the refusal concerns one chat, and no other


def _without_tags(tags: re.Pattern[str]) -> Callable[[Part], Part]:
    def without(part: Part) -> Part:
        return part if part.plain or not part.text else replace(part, text=tags.sub("", part.text))

    return without


def _with_keys(change: Callable[[dict[str, Any]], dict[str, Any] | None]) -> Callable[[Part], Part]:
    """The part with its buttons changed; None: the button is left out."""

    def changed(part: Part) -> Part:
        if part.inline is None:
            return part
        rows = [[change(key) for key in row] for row in part.inline.to_dict()["inline_keyboard"]]
        kept = [row for row in ([key for key in row if key] for row in rows) if row]
        return replace(part, markup=InlineKeyboardMarkup.de_json({"inline_keyboard": kept}) if kept else None)

    return changed


def _unstyled(key: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in key.items() if name != "style"}


def _unless_it_copies(key: dict[str, Any]) -> dict[str, Any] | None:
    return None if "copy_text" in key else key


def _for_everybody(part: Part) -> Part:
    """The part as a message of the chat; what only one person saw can't be edited into one."""
    return replace(part, only_for="", press="", edits=None) if part.only_for and part.text is not None else part


#: what is said of it by servers that don't know it (TDLib's and the Bot API server's source)
FEATURES = (
    Feature(name="tg-time", refused_by=("tg-time", "date format", "date_time"), without=_without_tags(_TIME)),
    Feature(name="expandable quote", refused_by=("blockquote",), without=_without_tags(_QUOTE)),
    Feature(name="button style", refused_by=("style",), without=_with_keys(_unstyled)),
    Feature(
        name="copy-text button",
        refused_by=("copy_text", "copytext", "copy text", "text buttons are unallowed"),
        without=_with_keys(_unless_it_copies),
    ),
    Feature(name="ephemeral message here", refused_by=("bot_not_admin",), without=_for_everybody, of_chat=True),
    Feature(name="ephemeral message", refused_by=("ephemeral", "receiver_user"), without=_for_everybody),
)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Features:
    """Which features the server of one bot has refused of late."""

    def __init__(self, clock: Callable[[], datetime] = _utc_now) -> None:
        self._clock = clock
        self._refused: dict[tuple[str, ...], datetime] = {}  #: until when each is left out

    def fitting(self, part: Part) -> Part:
        """The part without what was refused."""
        now = self._clock()
        for feature in FEATURES:
            if self._refused.get(_key(feature, part), now) > now:
                part = feature.without(part)
        return part

    def simpler(self, part: Part, error: BadRequest | Forbidden) -> Part | None:
        """The part without the feature that this error refuses, which is remembered; None: it refuses none."""
        said = str(error).casefold()
        for feature in FEATURES:
            if any(words in said for words in feature.refused_by) and feature.without(part) != part:
                self._remember(feature, part, error)
                return feature.without(part)
        if not part.only_for or "can't parse" in said:
            return None
        if part.press:  # it may be too long ago
            return replace(part, press="")
        everybody = _for_everybody(part)  # who asked may be nobody whom Telegram would show it alone
        return everybody if everybody != part else None

    def _remember(self, feature: Feature, part: Part, error: BadRequest | Forbidden) -> None:
        if len(self._refused) > MOST_CHATS:
            self._refused.clear()
        span = REMEMBERED_OF_CHAT if feature.of_chat else REMEMBERED
        self._refused[_key(feature, part)] = self._clock() + span
        log.info("left out from now on", feature=feature.name, span=str(span), reason=redacted(str(error)))


def _key(feature: Feature, part: Part) -> tuple[str, ...]:
    return (feature.name, part.chat.id, "press" if part.press else "") if feature.of_chat else (feature.name,)
