"""What `python -m bot sources` prints of each source, in lines of 80 columns; nothing is cut."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo

from bot.i18n.catalogue import causes
from bot.i18n.catalogue import sources as texts
from bot.i18n.formats import ago, day_name, moment
from bot.i18n.text import Phrase
from bot.i18n.translator import ENGLISH
from bot.intake.discover.results import FoundSource, Headline
from bot.intake.discover.toml import as_toml, source_toml
from bot.model import Listing, Page, Source, SourceHealth, WayState

WIDTH = 80
HEADLINES = 10  #: that are shown of what would be read

FOUND = {
    "feed": texts.FOUND_FEED,
    "telegram": texts.FOUND_TELEGRAM,
    "sitemap": texts.FOUND_SITEMAP,
    "wordpress": texts.FOUND_WORDPRESS,
    "list": texts.FOUND_LIST,
}


def wrapped(text: str, indent: int = 0) -> str:
    """The text in lines of 80 columns; a long address stays whole."""
    first, further = " " * indent, " " * (indent + 2)
    return textwrap.fill(
        text, WIDTH, initial_indent=first, subsequent_indent=further, break_long_words=False, break_on_hyphens=False
    )


def source_lines(
    source: Source,
    health: SourceHealth | None,
    states: Sequence[WayState],
    zone: tzinfo,
    now: datetime,
    *,
    off_since: datetime | None = None,
) -> list[str]:
    """A source with its health, and what the servers of its ways said for good.

    `health` None: it is switched off, or no worker has seen it. `off_since`: an operator switched it off then.
    """
    head = ENGLISH(texts.SOURCE, key=source.key, name=source.name, language=source.language, kind=source.kind.value)
    if off_since is not None and source.enabled:
        off = ENGLISH(texts.OFF_BY_OPERATOR, at=moment(off_since, zone, now, ENGLISH))
        return [wrapped(head), wrapped(off, 2)]
    said = [*_health(source, health, zone, now), *_said_for_good(states, zone, now)]
    return [wrapped(head), *(wrapped(ENGLISH(phrase), 2) for phrase in said)]


def _health(source: Source, health: SourceHealth | None, zone: tzinfo, now: datetime) -> Iterator[Phrase]:
    if not source.enabled:
        yield Phrase(texts.OFF)
        return
    other = health is not None and health.way not in (None, source.ways[0].address)
    url = health.way if health and health.way else source.ways[0].address
    yield Phrase(texts.OTHER_WAY if other else texts.WAY, {"url": url})
    if health is None:
        yield Phrase(texts.NOT_SEEN)
        return
    if health.last_ok_at is None:
        yield Phrase(texts.NEVER_READ)
    else:
        yield Phrase(texts.READ, {"ago": ago(health.last_ok_at, now), "every": str(source.every)})
    if health.last_article_at is None:
        yield Phrase(texts.NO_ARTICLE)
    else:
        newest = texts.NEWEST_SILENT if health.silent_longer_than_usual else texts.NEWEST
        yield Phrase(newest, {"ago": ago(health.last_article_at, now)})
    yield from _troubles(health, zone, now)


def _troubles(health: SourceHealth, zone: tzinfo, now: datetime) -> Iterator[Phrase]:
    def at(instant: datetime) -> str:
        return moment(instant, zone, now, ENGLISH)

    error = health.last_error or Phrase(causes.UNKNOWN)
    if health.failing_since_at is not None:
        parts: dict[str, str | int | Phrase] = {
            "since": at(health.failing_since_at),
            "count": health.failures,
            "number": str(health.failures),
        }
        yield Phrase(texts.FAILS, {**parts, "error": error})
        if health.next_poll_at is not None and health.next_poll_at > now:
            yield Phrase(texts.NEXT_TRY, {"at": at(health.next_poll_at)})
    elif health.last_error_at is not None:
        yield Phrase(texts.FAILED_LAST, {"ago": ago(health.last_error_at, now), "error": error})
    if health.pages_waiting:
        yield Phrase(texts.PAGES_WAIT, {"count": health.pages_waiting, "number": str(health.pages_waiting)})
    yield from (Phrase(texts.PROBLEM, {"problem": problem}) for problem in health.problems)


def _said_for_good(states: Sequence[WayState], zone: tzinfo, now: datetime) -> Iterator[Phrase]:
    for state in states:
        if state.moved_to is not None:
            yield Phrase(texts.MOVED_FOR_GOOD, {"address": state.address, "url": state.moved_to})
        if state.gone_at is not None:
            yield Phrase(texts.GONE, {"address": state.address, "at": moment(state.gone_at, zone, now, ENGLISH)})


def approved_lines(source: Source) -> list[str]:
    """What stands below a source that is not in the file: the table to paste."""
    return [wrapped(ENGLISH(texts.APPROVED), 2), "", *source_toml(source).splitlines()]


def checked_lines(source: Source, listing: Listing, zone: tzinfo, now: datetime) -> list[str]:
    """What a source gave when it was fetched once: how many entries, the newest, problems."""
    entries = listing.entries
    parts: dict[str, int | str | Phrase] = {"key": source.key, "count": len(entries), "number": str(len(entries))}
    dated = [(entry.published_at, entry.title) for entry in entries if entry.published_at is not None]
    if dated:
        at, title = max(dated)
        head = Phrase(texts.CHECKED_NEWEST, parts | {"at": moment(at, zone, now, ENGLISH), "title": title})
    elif entries:
        head = Phrase(texts.CHECKED_UNDATED, parts | {"title": entries[0].title})
    else:
        head = Phrase(texts.CHECKED, parts)
    problems = (Phrase(texts.PROBLEM, {"problem": problem}) for problem in listing.problems)
    return [wrapped(ENGLISH(head)), *(wrapped(ENGLISH(problem), 2) for problem in problems)]


def found_lines(found: FoundSource, newest: Sequence[Headline], zone: tzinfo, now: datetime) -> list[str]:
    """What was found on a site, and the headlines that would be read."""
    number = len(found.headlines)
    lines = [
        wrapped(ENGLISH(FOUND[found.kind], url=found.url)),
        "",
        wrapped(ENGLISH(texts.WOULD_READ, count=number, number=str(number))),
    ]
    for one in newest[:HEADLINES]:
        lines.append(wrapped(f"{ENGLISH.part(_date(one, zone, now))}  {one.title}", 2))
    return lines


def _date(one: Headline, zone: tzinfo, now: datetime) -> str | Phrase:
    if one.published_at is not None and one.day_only:
        return day_name(one.published_at.astimezone(zone).date(), ENGLISH)
    if one.published_at is not None:
        return moment(one.published_at, zone, now, ENGLISH)
    return Phrase(texts.DATE_NOT_UNDERSTOOD, {"date": one.date}) if one.date else Phrase(texts.WITHOUT_DATE)


def text_lines(headline: Headline, page: Page) -> list[str]:
    """The full text of the newest article."""
    lines = ["", wrapped(ENGLISH(texts.FULL_TEXT, url=headline.link)), ""]
    paragraphs = [textwrap.fill(each, WIDTH - 2, break_long_words=False) for each in page.text.split("\n\n")]
    return [*lines, textwrap.indent("\n\n".join(paragraphs), "  ")]


def toml_lines(found: FoundSource) -> list[str]:
    """The table to paste."""
    return ["", wrapped(ENGLISH(texts.TO_PASTE)), "", *as_toml(found).splitlines()]
