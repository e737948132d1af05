"""How a follow comes, between what is stored of it and what people read and type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.i18n.catalogue import doubts
from bot.i18n.catalogue import modes as texts
from bot.i18n.formats import moment
from bot.i18n.text import Text
from bot.messages.message import Line, Span, bold, command
from bot.messages.wording import shown
from bot.model import Attention, FollowMode
from bot.speech.modes import Manner
from bot.speech.watching import NOTHING, Watch
from handlers import watch
from handlers.request import Request

#: one of them at a time; headlines only is chosen besides, as a part of the query
CHOICES = (Manner.INSTANT, Manner.SILENT, Manner.DIGEST, Manner.RINGS)
LABELS: Mapping[Manner, Text] = {
    Manner.INSTANT: texts.INSTANT,
    Manner.SILENT: texts.SILENT,
    Manner.DIGEST: texts.DIGEST,
    Manner.RINGS: texts.RINGS,
    Manner.HEADLINES: doubts.HEADLINES_ONLY,
}
SIGNS: Mapping[Manner, Text] = {
    Manner.INSTANT: texts.IS_INSTANT,
    Manner.SILENT: texts.IS_SILENT,
    Manner.DIGEST: texts.IS_DIGEST,
    Manner.RINGS: texts.IS_RINGING,
}
_NOW: Mapping[Manner, Text] = {
    Manner.INSTANT: texts.NOW_INSTANT,
    Manner.SILENT: texts.NOW_SILENT,
    Manner.RINGS: texts.NOW_RINGS,
}
_MODES = {Manner.SILENT: FollowMode.SILENT, Manner.DIGEST: FollowMode.DIGEST}


def manner_of(attention: Attention) -> Manner:
    """How a follow comes."""
    if attention.mode is FollowMode.DIGEST:  # it brings nothing that could ring
        return Manner.DIGEST
    if attention.rings:
        return Manner.RINGS
    return Manner.SILENT if attention.mode is FollowMode.SILENT else Manner.INSTANT


def stored_as(manner: Manner) -> dict[str, Any]:
    """The fields that `store.attention.set` is given."""
    return {"mode": _MODES.get(manner, FollowMode.INSTANT), "rings": manner is Manner.RINGS}


def attention_for(manner: Manner | None, request: Request, watches: Watch = NOTHING) -> Attention:
    """How a new follow is to come, and what it watches for; manner None: as the chat has set it."""
    watched = watch.fields_of(watches)
    if manner not in CHOICES or manner is None:
        return Attention(mode=request.preferences.mode, **watched)
    return Attention(**stored_as(manner), **watched)


def signs(attention: Attention, request: Request) -> list[Line]:
    """What is special about how a follow comes: `🔕 silent`, `🔇 muted until 14:05`."""
    found: list[Line] = []
    manner = manner_of(attention)
    if manner is not Manner.INSTANT:
        found.append(request.sentence(SIGNS[manner]))
    if is_muted(attention, request):
        found.append(request.sentence(texts.IS_MUTED, moment=muted_until(attention, request)))
    return [*found, *watch.signs(attention, request)]


def how_it_comes(typed: str, attention: Attention, request: Request) -> Line:
    """`AI: an alert at once, but without a sound.`"""
    manner, name = manner_of(attention), bold(shown(typed))
    if manner is Manner.DIGEST:
        return request.sentence(texts.NOW_DIGEST, follow=name, command=command("digest"))
    return request.sentence(_NOW[manner], follow=name)


def without_digests(request: Request) -> tuple[Line, ...]:
    """That no digest comes by itself, below what comes only in digests; nothing where one does."""
    if request.store.digests.schedule(request.command.chat) is not None:
        return ()
    return (request.sentence(texts.NO_SCHEDULE, command=command("digest daily 8:30")),)


def is_muted(attention: Attention, request: Request) -> bool:
    """Does it bring no alerts for now?"""
    return attention.muted_until_at is not None and attention.muted_until_at > request.now


def muted_until(attention: Attention, request: Request) -> Span:
    """When it will bring alerts again."""
    until = attention.muted_until_at or request.now
    return Span(moment(until, request.zone, request.now, request.translate), at=until)


def label(manner: Manner, request: Request, *, ticked: bool = False) -> str:
    """A button's label."""
    said = request.translate(LABELS[manner])
    return request.translate(texts.TICKED, label=said) if ticked else said
