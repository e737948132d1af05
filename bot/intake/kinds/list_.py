"""An HTML page of headlines: each item found by CSS selectors.

page ──▶ items ──▶ link, title, date, teaser ──▶ one headline for each link ──▶ Listing
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from bot.errors import ParseError
from bot.i18n.catalogue import kinds as texts
from bot.i18n.text import Phrase
from bot.intake.dates import unread_dates
from bot.intake.dedup import canonical_url, same_site, source_id
from bot.intake.entries import TEASER_LIMIT, TITLE_LIMIT
from bot.intake.kinds.document import Document, dated
from bot.intake.kinds.markup import base_of, by_item, date_of, pieces, select, text_of, tree_of, written_date
from bot.intake.plain_text import cut, tidy
from bot.model import Entry, Listing

#: Words that a headline has at least; what is shorter is "Read on" or the number of comments, if something else links.
HEADLINE_WORDS = 3
#: A date, with its time or without.
_DATE = r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?:\s*[,|-]?\s*\d{1,2}:\d{2}(?::\d{2})?)?"
#: Such a date before a headline, perhaps with a view counter glued to it, or behind one.
_BEFORE = re.compile(rf"(?P<date>{_DATE})(?P<views>\d+)?[\s,|·•—–-]*(?=\S)")
_AFTER = re.compile(rf"[\s,|·•—–-]*(?P<date>{_DATE})(?:\s*\d+)?$")
#: A piece of text that is only a date, or only its time; and one that is only a number, as that of the views.
_DATE_ALONE = re.compile(
    rf"\s*(?:{_DATE}|\d{{1,2}}:\d{{2}}|\d{{1,2}}\s+[^\W\d_]{{3,10}}\.?,?\s+\d{{4}}(?:\s*(?:г\.?|года|ж\.?))?"
    r"(?:,?\s*(?:в\s+|at\s+)?\d{1,2}:\d{2})?)\s*"
)
_NUMBER_ALONE = re.compile(r"\s*\d[\d\s.,]*[KkКк]?\s*")


class _Headline(NamedTuple):
    title: str
    date: str  #: what stood beside the title as a date


def read(document: Document) -> Listing:
    """The headlines of the page in its order.

    Raises:
        ParseError: the selector of the items finds nothing, or nothing that has a link and a title.
    """
    tree = tree_of(document)
    selector = document.way.item or ""
    items = select(tree, selector)
    if not items:
        raise ParseError(texts.NOTHING_AT_SELECTOR, selector=selector, url=document.url)
    base, own = base_of(tree, document), canonical_url(document.url)
    way = document.way
    rules = {"title": way.title, "link": way.link, "date": way.date, "teaser": way.teaser}
    parts = {name: by_item(tree, items, rule) for name, rule in rules.items()}
    found = [_entry(item, {name: of[item] for name, of in parts.items()}, document, base) for item in items]
    linked = [entry for entry in found if entry.link is not None and canonical_url(entry.link) != own]
    merged = list(_merged(linked, document))
    entries = [entry for entry in merged if entry.title]
    if not entries:
        raise ParseError(texts.NO_HEADLINE, selector=selector, url=document.url)
    written: dict[str | None, str] = {}
    for item, entry in zip(items, found, strict=True):
        identity = _identity(entry, document)
        written[identity] = written.get(identity) or next(filter(None, map(written_date, parts["date"][item])), "")
    undated = [written[_identity(entry, document)] for entry in entries if entry.published_at is None]
    counts = {
        texts.WITHOUT_LINK: sum(entry.link is None for entry in found),
        texts.WITHOUT_TITLE: len(merged) - len(entries),
        texts.WITHOUT_DATE: undated.count("") if document.way.date else 0,
    }
    problems = tuple(Phrase(text, {"count": count, "selector": selector}) for text, count in counts.items() if count)
    return Listing(entries=tuple(entries), problems=problems + unread_dates(list(filter(None, undated))))


def _entry(item: Any, parts: dict[str, list[Any]], document: Document, base: str) -> Entry:
    """The entry of an item; without a link or a title, if it has none. `parts`: what the rules find in it."""
    way = document.way
    dates, teaser = parts["date"], next(iter(parts["teaser"]), None)
    titled = next((one for one in parts["title"] if text_of(one)), None)
    linked = _at(parts["link"]) if way.link else _link(item, titled)
    apart = frozenset(dates if teaser is None else (*dates, teaser))
    headline = _headline(item, titled, linked, apart)
    published = next((found for date in dates if (found := date_of(date, document))), None)
    return Entry(
        guid=None,
        link=None if linked is None else document.link(linked.get("href") or "", base),
        title=cut(headline.title, TITLE_LIMIT),
        teaser="" if teaser is None else cut(text_of(teaser), TEASER_LIMIT),
        **dated(published or document.date_within(headline.date.replace("|", ","), way.date_format)),
    )


def _at(found: list[Any]) -> Any:
    """The element with the address of an item, at the selector of its link."""
    return next((one for at in found for one in ([at] if at.get("href") else _anchors(at))), None)


def _link(item: Any, titled: Any) -> Any:
    """The element with the address of an item: around or within its title, else the one with the longest text."""
    around = [] if titled is None else _anchors(titled)
    return next(iter(around), None) if around else max(_anchors(item), key=lambda one: len(text_of(one)), default=None)


def _anchors(element: Any) -> list[Any]:
    """The links within an element, itself included, else the one that it stands in."""
    within = [one for one in element.iter("a", "area") if (one.get("href") or "").strip()]
    return within or [one for one in element.iterancestors("a") if one.get("href")]


def _headline(item: Any, titled: Any, linked: Any, apart: frozenset[Any]) -> _Headline:
    """The title of an item: at its selector, else the text of its link, else of the item, else what names the link."""
    for element in (one for one in (titled, linked, item) if one is not None):
        headline = without_date(list(pieces(element, apart - {element})))
        if headline.title:
            return headline._replace(title=_uncut(headline.title, linked))
    named = [] if linked is None else [linked, *linked.iter("img")]
    names = (element.get(name) for element in named for name in ("title", "aria-label", "alt"))
    return _Headline(next((tidy(name) for name in names if name), ""), "")


def _uncut(title: str, linked: Any) -> str:
    """A title that the list has cut, as the link's own `title` has it whole."""
    begun = title.removesuffix("…").removesuffix("...").rstrip()
    whole = "" if linked is None or begun == title else tidy(linked.get("title") or "")
    return whole if whole.startswith(begun) else title


def without_date(parts: list[str]) -> _Headline:
    """The headline that these pieces of text are, without the date and the view counter before or behind it."""
    parts = [part for part in parts if part.strip() or part == " "]
    date = ""
    while parts and _stands_apart(parts[0], date):
        date = date or parts[0].strip()
        del parts[0]
    text = tidy("".join(parts))
    if not date and (before := _BEFORE.match(text)):
        return _Headline(text[before.end() :], before["date"])
    if not date and (after := _AFTER.search(text)) and after.start():
        return _Headline(text[: after.start()], after["date"])
    return _Headline(text, date)


def _stands_apart(part: str, date: str) -> bool:
    """Is the first piece of a headline no part of it? `date`: the one that was found before it."""
    return not part.strip() or bool(_DATE_ALONE.fullmatch(part)) or bool(date and _NUMBER_ALONE.fullmatch(part))


def _merged(entries: Iterable[Entry], document: Document) -> Iterator[Entry]:
    """One entry for each article, known by the source's own id in the link, else by the address.

    The link on the site of the list is the article's: another one shares it.
    """
    articles: dict[str | None, list[Entry]] = {}
    for entry in entries:
        articles.setdefault(_identity(entry, document), []).append(entry)
    for same in articles.values():
        if len(same) == 1:
            yield same[0]
            continue
        own = [entry for entry in same if same_site(entry.link, document.url)] or same
        yield replace(own[0], **_best(own))


def _identity(entry: Entry, document: Document) -> str | None:
    return source_id(entry.link, document.source) or canonical_url(entry.link)


def _best(same: list[Entry]) -> dict[str, Any]:
    """The first title that is a headline, the first date, the first teaser."""
    titles = [entry.title for entry in same]
    dates = [entry for entry in same if entry.published_at is not None]
    date = next((entry for entry in dates if not entry.day_only), next(iter(dates), same[0]))
    whole = (title for title in titles if len(title.split()) >= HEADLINE_WORDS)
    return {
        "title": next(whole, max(titles, key=len)),
        "published_at": date.published_at,
        "day_only": date.day_only,
        "teaser": next((entry.teaser for entry in same if entry.teaser), ""),
    }
