"""What needs the operator: what is wrong, said first on the page. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.answers.health import is_nearly_full, stuck_lanes
from bot.i18n.catalogue import operation as texts
from bot.i18n.text import Phrase, Text
from bot.model import SourceHealth
from bot.model.workspaces import title_of
from bot.web.facts import StatusFacts

FAILS_LONG = timedelta(minutes=30)  #: a source that has failed for less may work again by itself

Moment = Callable[[datetime], str]  #: writes an instant as the page does

#: what workers tell operators of, by how its subject begins
TOLD: dict[str, Text] = {
    "platform:": texts.TOKEN_REFUSED,
    "listener:": texts.CUT_OFF,
    "refusals:": texts.MANY_REFUSED,
}


@dataclass(frozen=True, kw_only=True)
class Need:
    """Something that is wrong."""

    said: Phrase
    place: str  #: where more of it stands: the id of a part of the page


def needs(facts: StatusFacts, moment: Moment) -> tuple[Need, ...]:
    """What is wrong, the worst first; nothing: all is well."""
    found = [*_workers(facts), *_disk(facts), *_told(facts, moment), *_outbox(facts, moment)]
    found += _sources(facts, moment)
    if facts.outbox.failed.count:
        count = facts.outbox.failed.count
        number = Phrase(texts.MORE_THAN, {"number": count}) if facts.outbox.failed.more else count
        found.append(Need(said=Phrase(texts.ALERTS_FAILED, {"count": count, "number": number}), place="outbox"))
    return tuple(found)


def _workers(facts: StatusFacts) -> Iterator[Need]:
    if not facts.workers:
        yield Need(said=Phrase(texts.NO_WORKER), place="workers")


def _told(facts: StatusFacts, moment: Moment) -> Iterator[Need]:
    for beginning, text in TOLD.items():
        for subject, at in facts.notices.items():
            if subject.startswith(beginning):
                lane = subject.removeprefix(beginning)
                platform = title_of(lane, facts.titles.get(lane, ""))
                yield Need(said=Phrase(text, {"platform": platform, "moment": moment(at)}), place="outbox")


def _outbox(facts: StatusFacts, moment: Moment) -> Iterator[Need]:
    for lane, since in sorted(stuck_lanes(facts.lanes, facts.at).items()):
        parts = {"lane": title_of(lane, facts.titles.get(lane, "")), "moment": moment(since)}
        yield Need(said=Phrase(texts.OUTBOX_STUCK, parts), place="outbox")


def _disk(facts: StatusFacts) -> Iterator[Need]:
    if facts.disk is not None and is_nearly_full(facts.disk):
        free = f"{facts.disk.free / 1_000_000:.0f}"
        yield Need(said=Phrase(texts.DISK_FULL, {"number": free}), place="workers")


def _sources(facts: StatusFacts, moment: Moment) -> Iterator[Need]:
    for source in facts.sources:
        said = _of_source(source, facts.at, moment)
        if said is not None:
            yield Need(said=said, place="sources")


def _of_source(source: SourceHealth, now: datetime, moment: Moment) -> Phrase | None:
    name = source_name(source.name, source.language)
    since = source.failing_since_at
    if since is not None and now - since >= FAILS_LONG:
        if source.last_ok_at is None and source.last_error is None:
            return Phrase(texts.SOURCE_NEVER_READ, {"source": name})
        reason = source.last_error or Phrase(texts.NO_REASON)
        return Phrase(texts.SOURCE_FAILS, {"source": name, "moment": moment(since), "reason": reason})
    if since is None and source.silent_longer_than_usual and source.last_article_at is not None:
        return Phrase(texts.SOURCE_SILENT, {"source": name, "moment": moment(source.last_article_at)})
    return None


def source_name(name: str, language: str) -> str:
    """`Kazakhstan Today (ru)`: its editions share one name."""
    return f"{name} ({language})"
