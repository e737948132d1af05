"""What a sentence asks for, if a command does that: "хочу следить за новостями про Актау" is /follow Актау. Pure.

    text ─ words ─ without what is polite ─ its period named ─ the rules ─▶ (command, arguments)

What no rule fits is read again with words of one wrong letter corrected. Nothing is followed at once then, but offered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from bot.language import ru
from bot.speech.arguments import in_codes, language_of
from bot.speech.dated import dated
from bot.speech.digest_wishes import digest_wish
from bot.speech.periods import whole_period
from bot.speech.rules import PERIOD, Rule, expanded, rules_for, vocabulary, without_apostrophes
from bot.speech.sites import sites_in
from bot.speech.spelled import key, nearest, words_of
from bot.speech.topics import MOST_WORDS, is_generic, may_be_topic, topic_of
from bot.speech.words import COUNTED, GREETINGS, PLEASE, POLITE_AFTER, POLITE_BEFORE

LONGEST = 300  #: characters of a wish
MOST_WORDS_OF_WISH = 25
MOST_PERIOD_WORDS = 6
MOST_POLITE_WORDS = 3
_APART = re.compile(r"[\s:,.!?;«»\"()…]")  #: signs between words that are not one
_AS_HEARD = re.compile(r"(?:ца|тца|тся|цца)$")  #: an infinitive as it sounds
#: English words that look like a command's with a letter wrong; Russian ones are known to the dictionary
_NOT_MISSPELLED = frozenset("fellow hollow fallow tacked trick trace crack heading reading".split())  # noqa: SIM905


def wish(text: str, *, exact: bool = False) -> tuple[str, str] | None:
    """(command, arguments) of what a sentence asks for, name "" with the topic that is to be offered; None: nothing.

    `exact`: as it stands, no letter corrected.
    """
    if "\n" in text or len(text) > LONGEST:
        return None
    if on_time := digest_wish(text):
        return on_time
    whole = _Said.of(text)
    if len(whole.keys) > MOST_WORDS_OF_WISH:
        return None
    whole = whole.without_counts()
    bare = whole.without_polite()
    if not bare.keys:
        return ("start", "") if _known(GREETINGS).intersection(whole.keys) else None
    for said in (bare, whole) if bare != whole else (bare,):
        for reading in (said.with_period(), said):
            if found := reading.meant():
                return found
    if with_time := dated(bare.typed()):
        return "digest", " ".join(with_time)
    corrected = None if exact else bare.corrected()
    for reading in (corrected.with_period(), corrected) if corrected else ():
        if found := reading.meant():
            return ("", found[1]) if found[0] == "follow" and found[1] else found
    return None


@dataclass(frozen=True, kw_only=True)
class _Said:
    """A sentence as keys of its words, each with its place in the text."""

    text: str
    keys: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    period: str = ""  #: as it was typed

    @classmethod
    def of(cls, text: str) -> _Said:
        """A text with its words."""
        found = words_of(text)
        return cls(
            text=text,
            keys=tuple(without_apostrophes(key(one.group())) for one in found),
            places=tuple(one.span() for one in found),
        )

    def without_polite(self) -> _Said:
        """The same without what is only polite, at its beginning and end and "please" anywhere."""
        start, end = 0, len(self.keys)
        while start < end and (count := _phrase_length(self.keys[start:end], POLITE_BEFORE)):
            start += count
        while start < end and (count := _phrase_length(self.keys[start:end], POLITE_AFTER, at_end=True)):
            end -= count
        kept = [at for at in range(start, end) if self.keys[at] not in _known(PLEASE)]
        return replace(self, keys=tuple(self.keys[at] for at in kept), places=tuple(self.places[at] for at in kept))

    def without_counts(self) -> _Said:
        """The same without a number of news: "5 новостей про Актау"."""
        kept = [
            at
            for at, word in enumerate(self.keys)
            if not (word.isdigit() and at + 1 < len(self.keys) and self.keys[at + 1] in _counted())
        ]
        return replace(self, keys=tuple(self.keys[at] for at in kept), places=tuple(self.places[at] for at in kept))

    def typed(self) -> str:
        """Its words as they were typed, with what stands between them."""
        return self.text[self.places[0][0] : self.places[-1][1]]

    def with_period(self) -> _Said:
        """The same with its longest period as one sign; itself if it names none."""
        count = len(self.keys)
        for length in range(min(count, MOST_PERIOD_WORDS), 0, -1):
            for start in range(count - length + 1):
                typed = self.text[self.places[start][0] : self.places[start + length - 1][1]]
                if whole_period(typed):
                    keys = (*self.keys[:start], PERIOD, *self.keys[start + length :])
                    span = (self.places[start][0], self.places[start + length - 1][1])
                    places = (*self.places[:start], span, *self.places[start + length :])
                    return replace(self, keys=keys, places=places, period=typed)
        return self

    def corrected(self) -> _Said | None:
        """The same with each word that is a word of the rules with one letter wrong; None: there is none."""
        keys = tuple(_corrected(word) for word in self.keys)
        return None if keys == self.keys else replace(self, keys=keys)

    def meant(self) -> tuple[str, str] | None:
        """The command of the first rule that fits."""
        joined = "".join(f"{word} " for word in self.keys)
        keys = frozenset(self.keys)
        for rule in rules_for(keys):
            found = rule.fits(keys, joined)
            if found and (command := self._command(rule, found)):
                return command
        return None

    def _command(self, rule: Rule, found: re.Match[str]) -> tuple[str, str] | None:
        """The command with what was found in its arguments; None: the rule does not fit after all."""
        parts = {"period": self.period} if PERIOD in found.group() else {}
        for part, span in ((part, found.span(part)) for part, words in found.groupdict().items() if words):
            if part in ("lang", "langs"):
                parts[part] = in_codes(self._typed(found.string, *span))
                if not parts[part]:
                    return None
            elif part == "site":
                parts[part] = sites_in(self._typed(found.string, *span))
                if not parts[part]:
                    return None
            elif self._is_half_a_word(found.string, *span) or not may_be_topic(self._typed(found.string, *span)):
                return None
            else:
                parts[part] = topic_of(self._typed(found.string, *span), rule.language, self._word_before(found, part))
        return _with_topics(rule, parts)

    def _word_before(self, found: re.Match[str], part: str) -> str:
        """The key of the word before a part: a preposition tells the case of the next word."""
        first = found.string.count(" ", 0, found.start(part))
        return self.keys[first - 1] if first else ""

    def _is_half_a_word(self, joined: str, start: int, end: int) -> bool:
        """Does a sign join these words to those before or behind them, as in follow-up, AT&T?"""
        first, last = joined.count(" ", 0, start), joined.count(" ", 0, end) - 1
        left = self.text[self.places[first - 1][1] : self.places[first][0]] if first else " "
        right = self.text[self.places[last][1] : self.places[last + 1][0]] if last + 1 < len(self.places) else " "
        return not (_APART.search(left) and _APART.search(right))

    def _typed(self, joined: str, start: int, end: int) -> str:
        """The words between two places of the joined keys as they were typed, with the signs around them."""
        first, last = joined.count(" ", 0, start), joined.count(" ", 0, end) - 1
        left = self.places[first - 1][1] if first else 0
        right = self.places[last + 1][0] if last + 1 < len(self.places) else len(self.text)
        begin, finish = self.places[first][0], self.places[last][1]
        before = re.search(r"(?<!\w)[\"«=(-]*$", self.text[left:begin])
        behind = re.match(r"(?:[\"»*)]|\+\+|#)*", self.text[finish:right])
        return self.text[begin - len(before[0]) if before else begin : finish + (len(behind[0]) if behind else 0)]


def _with_topics(rule: Rule, parts: Mapping[str, str]) -> tuple[str, str] | None:
    """The command, its topics as they are followed: without prepositions and cases. Nothing but news is no topic."""
    made = dict(parts)
    for part in {"topic", "other"} & parts.keys():
        if is_generic(made[part]):
            return _of_all_news(rule.name)
    if "topic" in made and len(words_of(made["topic"])) > MOST_WORDS:
        return ("", made["topic"]) if rule.name in ("follow", "try") else None
    filled = re.sub(r"\{(\w+)\}", lambda part: made.get(part[1], ""), rule.arguments)
    return rule.name, " ".join(filled.split())


def _of_all_news(name: str) -> tuple[str, str] | None:
    """What is meant where the topic is only "news", "everything"."""
    return {
        "follow": ("follow", ""), "try": ("digest", "today"), "unfollow": ("unfollow", "all"),
        "leave-out": ("unfollow", "all"), "digest": None,
    }.get(name)  # fmt: skip


def _phrase_length(keys: Sequence[str], phrases: str, *, at_end: bool = False) -> int:
    """How many of the first words, or of the last, are one of the phrases."""
    known = _known(phrases)
    for count in range(min(MOST_POLITE_WORDS, len(keys)), 0, -1):
        if " ".join(keys[-count:] if at_end else keys[:count]) in known:
            return count
    return 0


@cache
def _known(phrases: str) -> frozenset[str]:
    return frozenset(expanded(phrases))


@cache
def _counted() -> frozenset[str]:
    """Words for news, which people ask for by number."""
    return frozenset(expanded(COUNTED))


@lru_cache(maxsize=2_000)
def _corrected(word: str) -> str:
    if word in vocabulary() or word in _NOT_MISSPELLED or ru.has(word) or language_of(word):
        return word
    if (spelled := _AS_HEARD.sub("ться", word)) in vocabulary():  # отписаца, подписатся
        return spelled
    return nearest(word, vocabulary()) or word
