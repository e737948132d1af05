"""A story: who told of an event, in the order of time, who was first, and what was new in each. Pure.

**🧵 3 articles, one story**
First: Tengrinews, 14:02
Read it in: русский · қазақша                     (links)

1. **A second line for the metro depot**          (linked)
Tengrinews · RU · 14:02
Headline changed 15:10: A line for the depot → A second line for the metro depot

2. **Метро депосының екінші желісі**
Qazinform · KK · 14:10
Nearly word for word as 1
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.i18n.catalogue import story as texts
from bot.i18n.formats import language_name
from bot.i18n.translator import Translator
from bot.messages.message import Line, Paragraph, Span, bold, line
from bot.messages.sentences import sentence
from bot.messages.summary import SOURCE_LIMIT, heading
from bot.messages.text import shorten, tidy
from bot.messages.times import time_span
from bot.model import Article, OldTitle, StoryEntry

TITLE_LIMIT = 120  #: of a headline within a line
NEW_LIMIT = 200  #: characters of a new sentence
MOST_NEW = 2  #: new sentences of one article
MOST_RENAMED = 3  #: changes of one headline, the latest


@dataclass(frozen=True, kw_only=True)
class StoryManner:
    """How a story is put into words."""

    timezone: str
    now: datetime
    translate: Translator

    def at(self, moment: datetime) -> Span:
        """An instant."""
        return time_span(moment, ZoneInfo(self.timezone), self.now, self.translate)


def story_head(count: int, first: Article, by_language: Mapping[str, Article], manner: StoryManner) -> Paragraph:
    """How many articles there are, whose was first, and a link in each language where they are several."""
    translate = manner.translate
    source = shorten(tidy(first.source_name), SOURCE_LIMIT)
    lines: list[Line] = [(bold(translate(texts.HEADING, count=count)),)]
    lines.append(sentence(translate, texts.FIRST, source=source, moment=manner.at(first.published_at)))
    if len(by_language) > 1:
        links: list[Span] = []
        for code, article in by_language.items():
            links += [Span(" · ")] if links else []
            links.append(Span(language_name(code, translate), url=article.url))
        lines.append(sentence(translate, texts.READ_IN, languages=tuple(links)))
    return tuple(lines)


def story_item(
    number: int, entry: StoryEntry, copied_from: int | None, old_titles: Sequence[OldTitle], manner: StoryManner
) -> Paragraph:
    """An article with its place in the story, and what is to be said of it."""
    article, translate = entry.article, manner.translate
    title, *others = heading(
        article, manner.timezone, manner.now, translate=translate, language=article.language.upper()
    )
    lines: list[Line] = [(Span(f"{number}. "), *title), *others, *_renamed(article, old_titles, manner)]
    if copied_from is not None:
        lines.append(sentence(translate, texts.COPIED, number=copied_from))
    new = [each for each in map(tidy, entry.new_sentences or ()) if each][:MOST_NEW]
    if new:
        lines += [sentence(translate, texts.NEW_IN_IT), *(line("› ", shorten(each, NEW_LIMIT)) for each in new)]
    return tuple(lines)


def _renamed(article: Article, old_titles: Sequence[OldTitle], manner: StoryManner) -> Iterator[Line]:
    """What its headline was before each change, and after."""
    titles = [*(each.title for each in old_titles), article.title]
    changes = list(zip(old_titles, pairwise(titles), strict=True))
    for changed, (old, new) in changes[-MOST_RENAMED:]:
        parts = {"old": named(old), "new": named(new)}
        yield sentence(manner.translate, texts.RENAMED, moment=manner.at(changed.until_at), **parts)


def named(title: str) -> str:
    """A headline within a line."""
    return shorten(tidy(title), TITLE_LIMIT)


def linked(article: Article) -> Span:
    """An article's headline within a line, linked."""
    return Span(named(article.title), bold=not article.url, url=article.url)
