"""Is this the entry's article? Judged by what the page says of itself (pure).

its headline ─▶ a wall? ─▶ its own address ─▶ where a redirect led ─▶ its text ─▶ what it declares to be

A page that nothing speaks for is not the article: a wall, a page of consent or of an error with status 200 knows
nothing of the entry. One sign is enough, for headlines are edited, teasers written anew, addresses left out.
The words of walls stand in wall_words.py.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.intake.dedup import canonical_url, normal_title, source_id
from bot.intake.wall_words import WALL
from bot.model import Entry, Source

#: Share of the words of one headline that stand in the other: more is the same headline, edited.
HEADLINE_SHARE = 0.6
#: Share of the words of a title, teaser or full text of a feed that stand in the text of its page.
TEXT_SHARE = 0.5
#: Characters that are compared of a page, and of an entry.
COMPARED, COMPARED_ENTRY = 20_000, 1_000
#: A longer text is no wall's; and where in it the wall speaks.
WALL_LIMIT, WALL_HEAD = 1_500, 300
#: Letters by which a word is compared, whatever its ending; a word of fewer than SHORTEST is a little word.
STEM, SHORTEST = 5, 4

_WORD = re.compile(r"[^\W_]+")
_WALL = re.compile(WALL, re.IGNORECASE)
#: The end of an address to which redirects lead when the article can't be had.
_ELSEWHERE = re.compile(
    r"/(?:40[134]|errors?|(?:page-?)?not-?found|log-?in|sign-?in|auth|account|consent|captcha|challenge|blocked"
    r"|access-?denied|search|poisk)(?:[./_?-].*)?$",
    re.IGNORECASE,
)
#: Stems of words that any two texts share.
_COMMON = frozenset(
    "with from that this these those have will been were they their about after more than into over said says when"  # noqa: SIM905 - a dozen lines as a list
    " what would could also your which where news который котор также после более между того чтобы этого будет"
    " может новос казах kazak қазақ және үшін туралы турал бойын болды жаңал".split()
)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a page says of itself."""

    headlines: tuple[str, ...] = ()  #: its first headings, its title, the title that it gives to those who share it
    addresses: tuple[str, ...] = ()  #: what it calls its own address: canonical, og:url
    text: str = ""  #: what was taken for the article
    declared: bool = False  #: it declares that it is an article: og:type, schema.org


def is_article(shown: Shown, entry: Entry, source: Source, url: str) -> bool:
    """Is a page the article of an entry? `url`: where it was read, after redirects."""
    likeness = _likeness(entry, shown)
    if _is_wall(shown, entry, likeness):
        return False
    if any(is_same_headline(entry.title, headline) for headline in shown.headlines):
        return True
    if any(_is_same_address(address, entry.link, source) for address in shown.addresses):
        return True
    if is_elsewhere(entry.link or "", url, source):
        return False
    if not entry.titled or not _words(entry.title):
        return True  # "x", "…", or made from the link: nothing to compare
    return likeness >= TEXT_SHARE or (shown.declared and not _is_foreign(shown, url))


def is_same_headline(one: str, other: str) -> bool:
    """Are two headlines the same, or one an edition of the other, with or without the name of the site?"""
    if normal_title(one) == normal_title(other):
        return bool(one.strip())
    first, second = _words(one), _words(other)
    common = len(first & second)
    return common > 0 and (
        common >= HEADLINE_SHARE * len(first) or (common > 1 and common >= HEADLINE_SHARE * len(second))
    )


def is_away(asked: str, reached: str, source: Source) -> bool:
    """Does a redirect certainly lead away from the article: to another id, or to a front page?"""
    before, after = _path(asked), _path(reached)
    if before == after:
        return False
    own = source_id(asked, source)
    return not after if own is None else source_id(reached, source) != own


def is_elsewhere(asked: str, reached: str, source: Source) -> bool:
    """Does a redirect seem to lead away: as `is_away`, to a folder above it, to a page of errors?"""
    before, after = _path(asked), _path(reached)
    own = source_id(asked, source)
    if before == after or (own is not None and source_id(reached, source) == own):
        return False
    above = before.startswith(f"{after}/")
    return is_away(asked, reached, source) or above or _ELSEWHERE.search(after) is not None


def _path(url: str) -> str:
    """Path and query of an address without the slash at its end; "" for a front page."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return parts.path.rstrip("/") + (f"?{parts.query}" if parts.query else "")


def _is_wall(shown: Shown, entry: Entry, likeness: float) -> bool:
    """Does it ask for something in place of the article, or say that there is none? An article may quote a wall."""
    if likeness >= TEXT_SHARE or _WALL.search(f"{entry.title} {entry.teaser}"):
        return False
    text = shown.text[:WALL_HEAD] if len(shown.text) <= WALL_LIMIT else ""
    others = (headline for headline in shown.headlines if not is_same_headline(entry.title, headline))
    return any(_WALL.search(said) for said in (text, *others))


def _is_same_address(address: str, link: str | None, source: Source) -> bool:
    own = source_id(link, source)
    if own is not None and source_id(address, source) == own:
        return True
    known = canonical_url(link)
    return known is not None and _path(address) != "" and _bare(canonical_url(address)) == _bare(known)


def _bare(address: str | None) -> str:
    return (address or "").rstrip("/").casefold()


def _is_foreign(shown: Shown, url: str) -> bool:
    """Does it name only addresses that are neither where it was read nor a front page, as careless templates do?"""
    others = [address for address in shown.addresses if _path(address)]
    return bool(others) and not any(_bare(canonical_url(each)) == _bare(canonical_url(url)) for each in others)


def _likeness(entry: Entry, shown: Shown) -> float:
    """The share of the words of its title, teaser or full text that stand in the text of the page: the largest."""
    found = _words(_without_listed(shown.text[:COMPARED], entry))
    parts = (entry.title, entry.teaser[:COMPARED_ENTRY], entry.text[:COMPARED_ENTRY])
    return max(_share(_words(part), found) for part in parts)


def _without_listed(text: str, entry: Entry) -> str:
    """The text without the entry as a list of news shows it: its title alone in a line, and the teaser after it."""
    kept: list[str] = []
    teaser_may_follow = False
    for line in text.split("\n\n"):
        listed = normal_title(line.removeprefix("- ")) == normal_title(entry.title)
        if not listed and not (teaser_may_follow and line in entry.teaser):
            kept.append(line)
        teaser_may_follow = listed
    return "\n\n".join(kept)


def _share(words: Set[str], among: Set[str]) -> float:
    """The share of `words` that are `among` others; a single word says nothing unless it is all there is to say."""
    return len(words & among) / max(len(words), 2) if words else 0.0


def _words(text: str) -> frozenset[str]:
    """Its words by their first letters, without little words: endings differ, and so do ё and е."""
    plain = unicodedata.normalize("NFC", text).casefold().replace("ё", "е")
    words = {word for word in _WORD.findall(plain) if len(word) >= SHORTEST or word.isdigit()} - _COMMON
    return frozenset(word if word.isdigit() else word[: min(STEM, len(word) - 1)] for word in words) - _COMMON
