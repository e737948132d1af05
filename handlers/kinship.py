"""Why two articles are, or are not, one story, in words: what both have, and what speaks against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.answers.story import Kinship, between, nearest, others_of
from bot.i18n.catalogue import story as texts
from bot.i18n.formats import HOUR
from bot.i18n.text import Text
from bot.messages.message import Line, Paragraph, bold
from bot.messages.sentences import listed
from bot.messages.story import StoryManner, linked
from bot.messages.summary import SOURCE_LIMIT
from bot.messages.text import shorten, tidy
from bot.model import Article
from bot.stories.likeness import Conflict, Likeness
from bot.stories.window import WINDOW
from handlers.request import Request

WORD_LIMIT = 40
CONFLICTS: Mapping[Conflict, Text] = {
    Conflict.NUMBERS: texts.CONFLICT_NUMBERS,
    Conflict.PLACES: texts.CONFLICT_PLACES,
    Conflict.DATES: texts.CONFLICT_DATES,
    Conflict.NAMES: texts.CONFLICT_NAMES,
    Conflict.TOPICS: texts.CONFLICT_TOPICS,
}


def why_in_story(article: Article, request: Request) -> Paragraph:
    """Which article it joined, or nearly joined, and by what; empty: nothing was like it, before or since."""
    found = nearest(article, request.command.chat, request.store)
    lines: list[Line] = []
    if found is not None:
        joined = texts.COPY if found.copied else texts.JOINED
        lines += [_about(joined if found.together else texts.NEARLY, found.other, request), *_reasons(found, request)]
    others = others_of(article, request.store)
    if others and not (found and found.together):
        lines.append(request.sentence(texts.BEGAN, count=others))
    return tuple(lines)


def compared(one: Article, other: Article, request: Request) -> Paragraph:
    """Are these two one story?"""
    found = between(one, other, request.command.chat, request.store)
    text = texts.ONE_STORY if found.together and not found.apart else texts.TWO_STORIES
    return (request.sentence(text, one=linked(one), other=linked(other)), *_reasons(found, request))


def _about(text: Text, other: Article, request: Request) -> Line:
    manner = StoryManner(timezone=request.zone.key, now=request.now, translate=request.translate)
    source = shorten(tidy(other.source_name), SOURCE_LIMIT)
    return request.sentence(text, other=linked(other), source=source, moment=manner.at(other.published_at))


def _reasons(found: Kinship, request: Request) -> Iterator[Line]:
    if found.apart:
        yield request.sentence(texts.SAID_APART)
    if found.likeness is None:
        yield request.sentence(texts.NOT_KEPT)
        return
    yield from _likeness(found.likeness, request)
    if found.together and found.likeness.score < found.likeness.threshold:
        yield request.sentence(texts.THROUGH_OTHERS)


def _likeness(likeness: Likeness, request: Request) -> Iterator[Line]:
    words = [(bold(shorten(tidy(word), WORD_LIMIT)),) for word in _each_once(likeness.shared)]
    if words:
        yield request.sentence(texts.SHARED, words=listed(request.translate, words))
    else:
        yield request.sentence(texts.NOTHING_SHARED)
    for conflict in likeness.conflicts:
        yield request.sentence(CONFLICTS[conflict])
    if likeness.too_far:
        yield request.sentence(texts.TOO_FAR, count=int(WINDOW / HOUR))
    score, threshold = (min(max(round(100 * each), 0), 100) for each in (likeness.score, likeness.threshold))
    yield request.sentence(texts.LIKENESS, score=score, threshold=threshold)


def _each_once(words: Sequence[str]) -> list[str]:
    """Without those that stand in a longer one: `порту Актау` says `порту`, and `Актау`, too."""
    parts = [f" {tidy(word).casefold()} " for word in words]
    found = zip(words, parts, strict=True)
    return [word for word, part in found if not any(part in each for each in parts if each != part)]
