"""An entry from the fields of a feed, whatever form the feed has (pure).

fields, as they stand ─▶ plain text, cut ─▶ Entry
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.i18n.catalogue import intake as texts
from bot.i18n.text import Phrase
from bot.intake.dates import WrittenDate
from bot.intake.furniture import teaser_of
from bot.intake.plain_text import RAW_CAP, cut, paragraphs, plain_paragraphs, plain_text, plain_title
from bot.model import Entry

#: Characters of a title; a longer one is text in the wrong field.
TITLE_LIMIT = 500
#: Characters of a title made from a teaser.
MADE_TITLE_LIMIT = 120
#: Characters of a teaser; some feeds contain the whole article.
TEASER_LIMIT = 5_000
#: Characters of a lost entry that are told.
LOST_LIMIT = 60


def made_entry(
    *,
    guid: str,
    link: str | None,
    title: str,
    described: str,
    contents: Sequence[str],
    published: WrittenDate | None,
    plain: str = "",
) -> Entry | None:
    """The entry; None: one with neither text nor a link can't be shown.

    `described` is its teaser, "" if it has none; `contents` is whatever may be its full text, with markup; `plain` is
    its full text without.
    """
    told = paragraphs(described or next(iter(contents), "")) or plain_paragraphs(plain[:RAW_CAP])
    teaser = cut(teaser_of(told), TEASER_LIMIT)
    shown = cut(plain_title(title), TITLE_LIMIT) or cut(teaser, MADE_TITLE_LIMIT) or link
    if not shown:
        return None
    whole = (*contents, described) if len(teaser) > TEASER_LIMIT // 2 else contents
    whole_texts = [*map(paragraphs, dict.fromkeys(whole)), plain_paragraphs(plain[:RAW_CAP])]
    return Entry(
        guid=plain_text(guid)[:TITLE_LIMIT] or None,
        link=link,
        title=shown,
        teaser=teaser,
        published_at=published and published.at,
        day_only=published is not None and not published.has_time,
        text=_full_text(max(whole_texts, key=len), teaser, is_described=bool(described)),
    )


def _full_text(longest: str, teaser: str, *, is_described: bool) -> str:
    """The longest of the texts; "" if it says no more than the teaser, and the teaser was not made from it."""
    is_longer = len(longest.replace("\n\n", " ")) > len(teaser)
    return longest if is_longer or (not is_described and "\n\n" in longest) else ""


def lost_signs(count: int) -> tuple[Phrase, ...]:
    """What is told of characters that could not be read."""
    return (Phrase(texts.LOST_CHARACTERS, {"count": count}),) if count else ()


def lost_entries(lost: Sequence[str]) -> tuple[Phrase, ...]:
    """What is told of entries that could not be read; each is given as it stood in the feed."""
    if not lost:
        return ()
    beginning = cut(plain_text(lost[0]), LOST_LIMIT) or "?"
    return (Phrase(texts.LOST_ENTRIES, {"count": len(lost), "beginning": beginning}),)
