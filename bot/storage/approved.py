"""The sources that operators approved, beside those of the sources file; and a found site as it is stored."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import Connection, select

from bot.model import FoundSite, ProposalState, SiteHeadline, Source, Way, WayKind
from bot.storage import schema as t

_p = t.proposal.c
#: built once: every worker asks for it each few seconds
_APPROVED = select(_p.found).where(_p.state == ProposalState.APPROVED).order_by(_p.id)


def approved_sources(db: Connection) -> list[Source]:
    """The approved sources, in the order in which they were asked for."""
    return [from_json(each).source for each in db.scalars(_APPROVED)]


def to_json(found: FoundSite) -> str:
    """A found site as it is stored."""
    return json.dumps(asdict(found), ensure_ascii=False)


def from_json(stored: str) -> FoundSite:
    """The found site that was stored; what another release added to it is passed over."""
    plain = json.loads(stored)
    source = _known(Source, plain["source"])
    source["ways"] = tuple(_way(way) for way in source["ways"])
    headlines = tuple(SiteHeadline(**_known(SiteHeadline, each)) for each in plain["headlines"])
    return FoundSite(**{**_known(FoundSite, plain), "source": Source(**source), "headlines": headlines})


def _way(plain: dict[str, Any]) -> Way:
    way = _known(Way, plain)
    return Way(**{**way, "kind": WayKind(way["kind"]), "stop": tuple(way["stop"])})


def _known(noun: type, plain: dict[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(noun)}
    return {name: value for name, value in plain.items() if name in names}
