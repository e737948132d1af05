"""What a sentence asks for, if a command does that: "хочу следить за новостями про Актау" is /follow Актау. Pure.

    text ─ words ─ without what is polite ─ its period named ─ the rules ─▶ (command, arguments)

What no rule fits is read again with words of one wrong letter corrected. Nothing is followed at once then, but offered.

A rule is a line of elements. A name in angle brackets is any phrase of that name; `?` makes an element optional, `*`
repeated; `a|b` is one of two, `word(s)` a word with or without its ending. TOPIC and OTHER are words of one's own, ONE
and OTHER_ONE one word, REST anything, LANG a language, LANGS several, PERIOD a period. Arguments name what was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from bot.language import ru
from bot.speech import phrases_en, phrases_kk, phrases_ru, rules_en, rules_kk, rules_ru
from bot.speech.arguments import in_codes, language_of
from bot.speech.periods import whole_period
from bot.speech.spelled import in_keys, key, nearest, words_of
from bot.speech.topics import MOST_WORDS, is_generic, may_be_topic, topic_of
from bot.speech.words import GREETINGS, PLEASE, POLITE_AFTER, POLITE_BEFORE

LONGEST = 300  #: characters of a wish
MOST_PERIOD_WORDS = 6
MOST_POLITE_WORDS = 3
_PERIOD = "§"  #: stands for the words of a period
#: what a word of a rule stands for
_CAPTURED = {
    "TOPIC": r"(?P<topic>(?:[^\s§]+ )+?)",
    "OTHER": r"(?P<other>(?:[^\s§]+ )+?)",
    "FEW": r"(?P<topic>(?:[^\s§]+ ){1,2}?)",
    "ONE": r"(?P<topic>[^\s§]+ )",
    "OTHER_ONE": r"(?P<other>[^\s§]+ )",
    "REST": r"(?:\S+ )+",
    "PERIOD": f"{_PERIOD} ",
    "LANG": r"(?P<lang>[^\s§]+ )",
    "LANGS": r"(?P<langs>(?:[^\s§]+ ){1,5}?)",
}
#: in each language the phrases by their names, and the rules that they stand in
LANGUAGES = (
    ("en", phrases_en.PHRASES, rules_en.RULES),
    ("ru", phrases_ru.PHRASES, rules_ru.RULES),
    ("kk", phrases_kk.PHRASES, rules_kk.RULES),
)
_SUFFIXED = re.compile(r"(\w+)(\(|\[)([^)\]]*)[)\]]")
#: English words that look like a command's with a letter wrong; Russian ones are known to the dictionary
_NOT_MISSPELLED = frozenset("fellow hollow fallow tacked trick trace crack heading reading".split())  # noqa: SIM905


def wish(text: str) -> tuple[str, str] | None:
    """(command, arguments) of what a sentence asks for, name "" with the topic that is to be offered; None: nothing."""
    if "\n" in text or len(text) > LONGEST:
        return None
    whole = _Said.of(text)
    bare = whole.without_polite()
    if not bare.keys:
        return ("start", "") if _known(GREETINGS).intersection(whole.keys) else None
    for said in (bare, whole) if bare != whole else (bare,):
        for reading in (said.with_period(), said):
            if found := reading.meant():
                return found
    corrected = bare.corrected()
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
            text=text, keys=tuple(_bare(key(one.group())) for one in found), places=tuple(one.span() for one in found)
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

    def with_period(self) -> _Said:
        """The same with its longest period as one sign; itself if it names none."""
        count = len(self.keys)
        for length in range(min(count, MOST_PERIOD_WORDS), 0, -1):
            for start in range(count - length + 1):
                typed = self.text[self.places[start][0] : self.places[start + length - 1][1]]
                if whole_period(typed):
                    keys = (*self.keys[:start], _PERIOD, *self.keys[start + length :])
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
        for rule in _compiled():
            found = rule.pattern.fullmatch(joined)
            if found and (command := self._command(rule, found)):
                return command
        return None

    def _command(self, rule: _Rule, found: re.Match[str]) -> tuple[str, str] | None:
        """The command with what was found in its arguments; None: the rule does not fit after all."""
        parts = {"period": self.period} if _PERIOD in found.group() else {}
        for part, span in ((part, found.span(part)) for part, words in found.groupdict().items() if words):
            if part in ("lang", "langs"):
                parts[part] = in_codes(self._typed(found.string, *span))
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
        """Does a hyphen join these words to those before or behind them, as in follow-up?"""
        first, last = joined.count(" ", 0, start), joined.count(" ", 0, end) - 1
        begin, finish = self.places[first][0], self.places[last][1]
        return bool(re.search(r"\w[-‐‑]$", self.text[:begin]) or re.match(r"[-‐‑]\w", self.text[finish:]))

    def _typed(self, joined: str, start: int, end: int) -> str:
        """The words between two places of the joined keys as they were typed, with the signs around them."""
        first, last = joined.count(" ", 0, start), joined.count(" ", 0, end) - 1
        left = self.places[first - 1][1] if first else 0
        right = self.places[last + 1][0] if last + 1 < len(self.places) else len(self.text)
        begin, finish = self.places[first][0], self.places[last][1]
        before = re.search(r"(?<!\w)[\"«=(-]*$", self.text[left:begin])
        behind = re.match(r"(?:[\"»*)]|\+\+|#)*", self.text[finish:right])
        return self.text[begin - len(before[0]) if before else begin : finish + (len(behind[0]) if behind else 0)]


def _with_topics(rule: _Rule, parts: Mapping[str, str]) -> tuple[str, str] | None:
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


def _bare(spelled: str) -> str:
    """Without apostrophes, which are left out as often as not: dont."""
    return spelled.replace("'", "")


@cache
def _known(phrases: str) -> frozenset[str]:
    return frozenset(_expanded(phrases))


@lru_cache(maxsize=2_000)
def _corrected(word: str) -> str:
    if word in _vocabulary() or word in _NOT_MISSPELLED or ru.has(word) or language_of(word):
        return word
    return nearest(word, _vocabulary()) or word


@cache
def _vocabulary() -> frozenset[str]:
    """Every word of the rules."""
    phrases = [phrase for _, words, _ in LANGUAGES for said in words.values() for phrase in _expanded(said)]
    for _, _, rules in LANGUAGES:
        own = re.findall(r"(?:^|[\s|])([^\s|<>?*A-Z]+)", " ".join(text for _, _, text in rules))
        phrases += [form for word in own for form in _forms(word)]
    return frozenset(word for phrase in phrases for word in phrase.split())


@dataclass(frozen=True)
class _Rule:
    """One rule, ready to be read."""

    name: str
    arguments: str
    language: str
    pattern: re.Pattern[str]


@cache
def _compiled() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(name, arguments, language, re.compile(_pattern(rule, words)))
        for language, words, rules in LANGUAGES
        for name, arguments, text in rules
        for rule in _lines(text)
    )


def _lines(text: str) -> list[str]:
    """The rules of a text, a line each; what begins further in goes on with the line above."""
    joined = re.sub(r"\|\n {9,}", "|", text)
    return [line.strip() for line in re.sub(r"\n {9,}", " ", joined).splitlines() if line.strip()]


def _pattern(rule: str, words: Mapping[str, str]) -> str:
    """The pattern of one rule: each of its words is followed by a space."""
    return "".join(_element(element, words) for element in rule.split())


def _element(element: str, words: Mapping[str, str]) -> str:
    sign = element[-1] if element[-1] in "?*" else ""
    element = element.removesuffix(sign) if sign else element
    if element in _CAPTURED:
        return f"(?:{_CAPTURED[element]}){sign}" if sign else _CAPTURED[element]
    return f"(?:{'|'.join(_alternatives(element, words))}){sign}"


def _alternatives(element: str, words: Mapping[str, str]) -> Iterator[str]:
    phrases = {
        phrase
        for one in element.split("|")
        for phrase in (_expanded(words[one.strip("<>")]) if one.startswith("<") else _forms(one))
    }
    for phrase in sorted(phrases, key=lambda each: (-len(each), each)):
        yield "".join(f"{re.escape(word)} " for word in phrase.split())


@cache
def _expanded(phrases: str) -> tuple[str, ...]:
    """The keys of all phrases of a list."""
    apart = re.split(r",(?![^(\[]*[)\]])", phrases)
    return tuple(form for phrase in apart for form in _forms(" ".join(phrase.split())))


def _forms(phrase: str) -> list[str]:
    """`подпиши(те) меня` with and without its ending, in keys; `новост[и,ей]` with each ending."""
    found = _SUFFIXED.search(phrase)
    if found is None:
        return [_bare(" ".join(one.group() for one in words_of(in_keys(phrase))))]
    endings = ([""] if found[2] == "(" else []) + [ending.strip() for ending in found[3].split(",")]
    return [
        form
        for ending in endings
        for form in _forms(f"{phrase[: found.start()]}{found[1]}{ending}{phrase[found.end() :]}")
    ]
