"""What operators are told of ways into sources: that one has moved, that one is withdrawn. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from hashlib import sha256

from bot.messages.notice import Notice, way_gone, way_moved
from bot.model import Source, WayState


def way_notices(ways: Sequence[WayState], sources: Sequence[Source], names: Mapping[str, str]) -> dict[str, Notice]:
    """By subject, what there is to tell; a subject names the way and what its server said, so that each is told once.

    `names`: of sources, by key.
    """
    gone_keys = withdrawn_sources(ways, sources)
    told: dict[str, Notice] = {}
    for way in ways:
        name = names.get(way.source_key, way.source_key)
        if way.gone_at is not None:
            only = way.source_key in gone_keys
            told[_subject("gone", way, str(way.gone_at))] = partial(way_gone, name, way, only=only)
        elif way.moved_to is not None:
            told[_subject("moved", way, way.moved_to)] = partial(way_moved, name, way)
    return told


def withdrawn_sources(ways: Sequence[WayState], sources: Sequence[Source]) -> set[str]:
    """The keys of sources all of whose ways are withdrawn: they are not polled, and of that operators are told."""
    gone = {(way.source_key, way.address) for way in ways if way.gone_at is not None}
    return {source.key for source in sources if all((source.key, way.address) in gone for way in source.ways)}


def _subject(kind: str, way: WayState, said: str) -> str:
    digest = sha256(f"{way.source_key} {way.address} {said}".encode()).hexdigest()
    return f"{kind}:{digest[:32]}"
