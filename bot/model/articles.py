"""What a source publishes, and what is recognized in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from bot.i18n.text import Phrase


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A raw item of a feed, without markup."""

    guid: str | None
    link: str | None  #: http(s) only, else None
    title: str  #: never empty: without a title, the beginning of the teaser
    teaser: str  #: plain text, may be empty
    published_at: datetime | None  #: as the feed says, not clamped; None: no date
    day_only: bool = False  #: the source tells no time: `published_at` is the beginning of that day
    titled: bool = True  #: False: its title is only made from its link
    text: str = ""  #: the article's full text, if the feed has it: paragraphs joined by "\n\n"
    complete: bool = False  #: nothing of it stands elsewhere, so its page need not be read


@dataclass(frozen=True, kw_only=True)
class Listing:
    """What was read at one way into a source."""

    entries: tuple[Entry, ...]  #: in its own order
    more: tuple[str, ...] = ()  #: addresses of the same kind still to be read for it: the sitemaps of an index
    every: int | None = None  #: seconds between polls that the source asks for
    hub: str | None = None  #: address of its WebSub hub
    topic: str | None = None  #: the address by which the hub knows it
    problems: tuple[Phrase, ...] = ()  #: what could not be read, for the source's health


@dataclass(frozen=True, kw_only=True)
class Page:
    """The article on a page, without furniture and other stories."""

    text: str  #: paragraphs joined by "\n\n", never empty unless it leads elsewhere
    title: str | None
    published_at: datetime | None  #: as the page says; None: no date found
    day_only: bool = False  #: the page tells no time: `published_at` is the beginning of that day
    declared_at: datetime | None = None  #: when it was published, as it tells machines; None: it does not
    leads_to: str | None = None  #: where it leads by itself (meta refresh); then there is nothing else of it


class KeyKind(StrEnum):
    """What a Key is made from, strongest first."""

    ID = "id"  #: the source's own id, within the source
    URL = "url"  #: the canonical address, across sources
    #: normalised title and published minute, across sources; without a minute a weak key: within the source, while its
    #: entry is listed, and 7 days after
    TITLE = "title"
    ALIAS_URL = "also"  #: the address of an entry that was known already by another key; only for /why


@dataclass(frozen=True, kw_only=True)
class Key:
    """One identity of an article; (kind, value) is unique in the database."""

    kind: KeyKind
    value: str
    expires_at: datetime | None = None  #: only a weak key: free again from then on, unless it is still listed


class PageState(StrEnum):
    """How far the reading of an article's page has come."""

    AWAITING = "awaiting"  #: stored from its entry, page not read yet
    READ = "read"  #: its text is there: from the page, or whole from the feed
    GIVEN_UP = "given_up"  #: no page after all attempts; the teaser is all there is


@dataclass(frozen=True, kw_only=True)
class Article:
    """A stored piece of news."""

    id: int
    source_key: str
    source_name: str
    language: str  #: of its text: "en", "ru" or "kk"; not always its source's
    url: str | None
    title: str
    teaser: str  #: what the feed said; plain text
    #: paragraphs joined by "\n\n": of its page, or the feed's full text if the page has less or is not read; None:
    #: there is neither, or it was dropped by retention
    body: str | None
    published_at: datetime  #: never later than first_seen_at; undated: first_seen_at
    first_seen_at: datetime
    page_state: PageState
    silent: bool  #: True: stored without alerts (first poll, older than the catch-up span)
    revision: int = 1  #: grows when its headline changes
    story_id: int | None = None  #: the event that it reports, with other articles; None: it was compared with none

    @property
    def text(self) -> str:
        """Title, teaser and body joined by blank lines, for matching; no teaser if the body begins with it."""
        body = self.body or ""
        teaser = "" if self.teaser and body.startswith(self.teaser[:80]) else self.teaser
        return "\n\n".join(part for part in (self.title, teaser, body) if part)


@dataclass(frozen=True, kw_only=True)
class Concept:
    """One thing and its names in three languages: AI = ИИ = ЖИ. Names are base forms; it has at least one."""

    key: str  #: never changes: "ai", "aktau"; a-z, 0-9 and -
    en: tuple[str, ...] = ()  #: the first is the one shown to readers of English
    ru: tuple[str, ...] = ()
    kk: tuple[str, ...] = ()
    proper: frozenset[str] = frozenset()  #: names that are words too ("Семей"): they count only with a capital
    #: forms, folded to lower case, that are an ordinary word or another's ("оралды", "oral", "таразы"): in small
    #: letters or at a sentence's start they are not the name; "оралды:kk": so in Kazakh texts
    common: frozenset[str] = frozenset()
    #: keys of concepts whose names still count inside a longer name of this one ("Port of Aktau" is "aktau" too; with
    #: "aktau:en" only those in English); for all others the longer name wins (Алматинская область is not "almaty")
    part_of: frozenset[str] = frozenset()
    kind: str = ""  #: "place": not meant within the name of a street or a river; "person": given names are part of it
    #: phrases, in base forms, that hold a name of it and mean another thing ("воздушное судно" is no court); a name
    #: with a capital ("Газа"); its forms, "…", words in whose sentence they do ("судов … порт")
    not_in: tuple[str, ...] = ()
    given: tuple[str, ...] = ()  #: of a person: given names that may be next to the surname, in any language

    @property
    def names(self) -> tuple[str, ...]:
        """All its names, each once: English, Russian, Kazakh."""
        return tuple(dict.fromkeys(self.en + self.ru + self.kk))


class Match(NamedTuple):
    """An Article that matches a Query, with the sentence that shows it; an article may have thousands of them."""

    query_id: int
    sentence: str  #: plain text of the sentence, uncut
    spans: tuple[tuple[int, int], ...]  #: (start, end) of the found words in `sentence`, code points, sorted
