"""What newer Telegram servers can do and older ones refuse: used until it is refused, and then left out for a while.

    part ─ without what was refused ─▶ sent ─ refused? ─▶ which feature ─▶ remembered ─▶ the same part without it

A server of one's own (TELEGRAM_API_URL) may be years old, and Telegram itself refuses some things in some chats.
Nothing is lost by it: the refused message was not sent, and goes out at once without the feature.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import structlog
from telegram import InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden

from bot.bugs import report_failure, unquoted
from bot.errors import StorageError
from bot.platforms.telegram.errors import is_unchanged, redacted
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


#: words of refusals, in small letters, by the feature's name (TDLib's and the Bot API server's source)
REFUSED_BY = {
    "tg-time": ("tg-time", "date format", "date_time"),
    "expandable-quote": ("blockquote",),
    "button-style": ("style",),
    "copy-text-button": ("copy_text", "copytext", "copy text", "text buttons are unallowed"),
    "ephemeral-here": ("bot_not_admin",),
    "ephemeral": ("ephemeral", "receiver_user"),
}
FEATURES = (
    Feature(name="tg-time", without=_without_tags(_TIME)),
    Feature(name="expandable-quote", without=_without_tags(_QUOTE)),
    Feature(name="button-style", without=_with_keys(_unstyled)),
    Feature(name="copy-text-button", without=_with_keys(_unless_it_copies)),
    Feature(name="ephemeral-here", without=_for_everybody, of_chat=True),
    Feature(name="ephemeral", without=_for_everybody),
)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class FeatureMemory(Protocol):
    """Keeps what was refused beyond the end of this process. Synchronous; raises StorageError."""

    def refused(self, bot: str) -> dict[str, datetime]:
        """Until when each feature is left out in what this bot sends."""

    def remember(self, bot: str, feature: str, until: datetime) -> None:
        """Leave a feature out until then."""


class Features:
    """Which features the server of one bot has refused of late."""

    def __init__(
        self, bot: str = "", memory: FeatureMemory | None = None, *, clock: Callable[[], datetime] = _utc_now
    ) -> None:
        """`bot` names it in the memory; without one a restart tries everything again."""
        self._bot, self._memory = bot, memory
        self._clock = clock
        self._refused: dict[tuple[str, ...], datetime] = {}  #: until when each is left out
        self._recalled = memory is None

    async def recall(self) -> None:
        """Read what was refused before this process began; tried again until the database answers."""
        if self._memory is None or self._recalled:
            return
        try:
            before = await asyncio.to_thread(self._memory.refused, self._bot)
        except StorageError as error:
            report_failure("refused features are not known yet", error, platform="telegram")
            return
        self._recalled = True
        self._refused |= {(name,): until for name, until in before.items()}

    def fitting(self, part: Part) -> Part:
        """The part without what was refused."""
        now = self._clock()
        for feature in FEATURES:
            if self._refused.get(_key(feature, part), now) > now:
                part = feature.without(part)
        return part

    async def simpler(self, part: Part, error: BadRequest | Forbidden) -> Part | None:
        """The part without the feature that this error refuses, which is remembered; None: it refuses none."""
        feature = _refused(part, error)
        if feature is None:
            return _seen_by_more(part, error)
        await self._remember(feature, part, error)
        return feature.without(part)

    async def _remember(self, feature: Feature, part: Part, error: BadRequest | Forbidden) -> None:
        until = self._clock() + (REMEMBERED_OF_CHAT if feature.of_chat else REMEMBERED)
        if len(self._refused) > MOST_CHATS:
            self._refused.clear()
        self._refused[_key(feature, part)] = until
        reason = unquoted(redacted(str(error)), (part.text or "",))
        log.info("left out for now", feature=feature.name, until=until.isoformat(), reason=reason)
        if self._memory is None or feature.of_chat:
            return
        try:
            await asyncio.to_thread(self._memory.remember, self._bot, feature.name, until)
        except StorageError as failure:  # then the next process finds out itself
            report_failure("a refused feature is not stored", failure, platform="telegram")


def _key(feature: Feature, part: Part) -> tuple[str, ...]:
    return (feature.name, part.chat.id, "press" if part.press else "") if feature.of_chat else (feature.name,)


def _refused(part: Part, error: BadRequest | Forbidden) -> Feature | None:
    """Which feature of the part an error refuses."""
    said = str(error).casefold()
    named = (feature for feature in FEATURES if any(words in said for words in REFUSED_BY[feature.name]))
    return next((feature for feature in named if feature.without(part) != part), None)


def _seen_by_more(part: Part, error: BadRequest | Forbidden) -> Part | None:
    """An ephemeral part that is refused for whatever is not in its text: tried in another way, then for everybody."""
    if not part.only_for or part.text is None or is_unchanged(error) or "can't parse" in str(error).casefold():
        return None
    if part.edits is not None:  # it may be gone
        return replace(part, edits=None)
    if part.press:  # it may be too long ago
        return replace(part, press="")
    return _for_everybody(part)  # who asked may be nobody whom Telegram would show it alone
