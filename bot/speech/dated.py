"""A topic with the time of its news: "Актау сегодня", "за 3 часа землетрясения". Pure.

Only words that count back from now are a time there: "чёрная пятница", "9 мая" and "Kazakhstan Today" are names.
"""

from __future__ import annotations

import re

from bot.language import ru_cases
from bot.language.common import words
from bot.language.detect import language
from bot.language.tokens import fold
from bot.speech.key_words import is_sentence
from bot.speech.periods import PeriodKind, TypedPeriod, period_at_end, period_at_start
from bot.speech.spelled import key, words_of
from bot.speech.topics import is_generic, may_be_topic, topic_of

MOST_WORDS = 4  #: of a topic beside a time
_FROM_NOW = (PeriodKind.DAY, PeriodKind.HOURS)
#: how a longer time begins that counts back from now: last 3 days, за неделю, осы апта
_BEGINS = re.compile(r"(?:за|last|past|this|over|последн\w*|эт\w+|прошл\w+|сонгы|осы|откен)\s")


#: words that ask: "кеше кім жеңді?" is about nothing that can be looked for
_ASKS = frozenset(
    map(
        key,
        words("who what why how when where which кто что почему зачем как где когда сколько кім не неге қалай қайда"),
    )
)


def dated(text: str) -> tuple[str, str] | None:
    """(the time as it was typed, the topic); None: the text is not both."""
    for found in (period_at_end(text), period_at_start(text)):
        if found is not None and _counts_from_now(found[0], found[1], text) and _is_topic(found[2]):
            return found[1], topic_of(found[2], language(found[2]))
    return None


def _counts_from_now(period: TypedPeriod, typed: str, text: str) -> bool:
    """Is it a time rather than a part of a name: Kazakhstan Today, today show?"""
    first = text.startswith(typed)
    if period.number < 0:  # tomorrow
        return False
    if typed[:1].isupper() and not first and not text.isupper():
        return False
    if first and typed.isascii() and period.kind is PeriodKind.DAY:
        return False
    return period.kind in _FROM_NOW or bool(_BEGINS.match(key(typed.split()[0]) + " "))


def _is_topic(rest: str) -> bool:
    """Is it no sentence, and no other time: "кеше мен бүгін"?"""
    found = words_of(rest)
    if not 0 < len(found) <= MOST_WORDS or not may_be_topic(rest) or period_at_start(rest) or period_at_end(rest):
        return False
    if any(key(word.group()) in _ASKS for word in found):
        return False
    verbs = any(ru_cases.is_verb(fold(word.group())) for word in found)
    return not (verbs or is_generic(topic_of(rest, language(rest))) or is_sentence(rest))
