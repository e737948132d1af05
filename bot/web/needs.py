"""What needs the operator: what is wrong, said first on the page. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.i18n.catalogue import operation as texts
from bot.i18n.text import Phrase, Text
from bot.model import SourceHealth
from bot.storage.store import Backlog
from bot.web.facts import StatusFacts

FAILS_LONG = timedelta(minutes=30)  #: a source that has failed for less may work again by itself
WAITS_LONG = timedelta(minutes=10)  #: something is due, and nothing has come to its end for so long

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
    found = [*_workers(facts), *_told(facts, moment), *_outbox(facts, moment), *_sources(facts, moment)]
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
                platform = subject.removeprefix(beginning).capitalize()
                yield Need(said=Phrase(text, {"platform": platform, "moment": moment(at)}), place="outbox")


def _outbox(facts: StatusFacts, moment: Moment) -> Iterator[Need]:
    for text, backlogs in ((texts.OUTBOX_STUCK, facts.outbox.pending), (texts.LETTERS_STUCK, facts.outbox.letters)):
        for lane, backlog in backlogs.items():
            if since := _stuck_since(backlog, facts.moved_at.get(lane), facts.at):
                yield Need(said=Phrase(text, {"lane": lane, "moment": moment(since)}), place="outbox")


def _stuck_since(backlog: Backlog, moved_at: datetime | None, now: datetime) -> datetime | None:
    """Since when nothing moves; None: it does. A night's alerts take their time, and are no fault while they go out."""
    if backlog.oldest_at is None or now - max(backlog.oldest_at, moved_at or backlog.oldest_at) < WAITS_LONG:
        return None
    return backlog.oldest_at


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
