"""Notices for operators: a source or a platform fails, and works again. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.i18n.catalogue import causes
from bot.i18n.catalogue import notice as texts
from bot.i18n.text import Phrase
from bot.i18n.translator import Translator
from bot.messages.message import Message, bold, say
from bot.messages.sentences import sentence
from bot.model import SourceHealth, WayState
from bot.model.workspaces import title_of

Notice = Callable[..., Message]  #: makes a notice with `translate`, a Translator


def source_fails(health: SourceHealth, *, translate: Translator) -> Message:
    """A source has failed for an hour."""
    since, error = f"{health.failing_since_at:%Y-%m-%d %H:%M}", health.last_error or Phrase(causes.UNKNOWN)
    return say(
        sentence(translate, texts.SOURCE_UNREADABLE, source=bold(f"{health.name} ({health.language})")),
        translate(texts.SOURCE_UNREADABLE_WHY, since=since, error=error),
    )


def way_moved(name: str, way: WayState, *, translate: Translator) -> Message:
    """A way into a source has moved for good, and is read where it went."""
    return say(
        sentence(translate, texts.WAY_MOVED, source=bold(name)),
        translate(texts.WAY_MOVED_HOW, moved_to=way.moved_to or "", address=way.address),
    )


def way_gone(name: str, way: WayState, *, only: bool, translate: Translator) -> Message:
    """A way into a source is withdrawn. `only`: the source has no other that can be asked."""
    since = f"{way.gone_at:%Y-%m-%d %H:%M}"
    return say(
        sentence(translate, texts.WAY_GONE if only else texts.WAY_OF_SEVERAL_GONE, source=bold(name)),
        translate(texts.WAY_GONE_HOW, since=since, address=way.address),
    )


def platform_refused(platform: str, reason: Phrase, *, translate: Translator) -> Message:
    """A platform refuses the token."""
    return say(
        sentence(translate, texts.TOKEN_REFUSED, platform=bold(platform)),
        translate(texts.TOKEN_REFUSED_WHY, reason=reason),
    )


def platform_was_refused(
    platform: str, refused_at: datetime, regained_at: datetime, *, translate: Translator
) -> Message:
    """A platform refused the token and takes it again; nobody could be told meanwhile."""
    return say(
        sentence(
            translate,
            texts.TOKEN_WAS_REFUSED,
            platform=bold(platform),
            since=f"{refused_at:%Y-%m-%d %H:%M}",
            until=f"{regained_at:%Y-%m-%d %H:%M}",
        )
    )


def platform_cut_off(platform: str, reason: Phrase, *, translate: Translator) -> Message:
    """Nothing comes from a platform."""
    return say(
        sentence(translate, texts.CUT_OFF, platform=bold(platform)),
        translate(texts.CUT_OFF_WHY, reason=reason),
    )


def many_refused(platform: str, *, translate: Translator) -> Message:
    """A platform refuses so many chats that all wait."""
    return say(
        sentence(translate, texts.MANY_REFUSED, platform=bold(platform)),
        translate(texts.MANY_REFUSED_WHY),
    )


def source_silent(health: SourceHealth, *, translate: Translator) -> Message:
    """A source can be read and publishes nothing, for longer than it is used to."""
    return say(
        sentence(translate, texts.SOURCE_SILENT, source=bold(f"{health.name} ({health.language})")),
        translate(texts.SOURCE_SILENT_HOW, since=f"{health.last_article_at:%Y-%m-%d %H:%M}"),
    )


def source_speaks(health: SourceHealth, *, translate: Translator) -> Message:
    """A source that was silent publishes again."""
    return say(sentence(translate, texts.SOURCE_SPEAKS, source=bold(f"{health.name} ({health.language})")))


def outbox_stuck(platform: str, since: datetime, *, translate: Translator) -> Message:
    """Alerts are due on a platform, and none is sent."""
    name = title_of(platform)
    return say(
        sentence(translate, texts.OUTBOX_STUCK, platform=bold(name)),
        translate(texts.OUTBOX_STUCK_HOW, since=f"{since:%Y-%m-%d %H:%M}", platform=name),
    )


def outbox_moves(platform: str, *, translate: Translator) -> Message:
    """Alerts go out on a platform again."""
    return say(sentence(translate, texts.OUTBOX_MOVES, platform=bold(title_of(platform))))


def disk_full(free: int, *, translate: Translator) -> Message:
    """The database's disk is nearly full; `free`: bytes."""
    return say(sentence(translate, texts.DISK_FULL), translate(texts.DISK_FULL_HOW, free=free // 1_000_000))


def disk_has_room(*, translate: Translator) -> Message:
    """The database's disk has room again."""
    return say(sentence(translate, texts.DISK_HAS_ROOM))


def well_again(name: str, *, translate: Translator) -> Message:
    """What failed is well."""
    return say(sentence(translate, texts.WELL_AGAIN, name=bold(name)))
