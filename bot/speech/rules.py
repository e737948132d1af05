"""The rules of wishes, made ready: patterns of the keys of words, each word followed by a space.

A rule is a line of elements. A name in angle brackets is any phrase of that name; `?` makes an element optional, `*`
repeated; `a|b` is one of two, `word(s)` a word with or without its ending. TOPIC and OTHER are words of one's own, FEW
one or two, ONE and OTHER_ONE one, REST and ANY any, LANG a language, LANGS several, SITE sites. Arguments name what
was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from bot.speech import phrases_en, phrases_kk, phrases_ru, rules_en, rules_kk, rules_ru
from bot.speech.spelled import in_keys, words_of

PERIOD = "§"  #: stands for the words of a period
#: how often an element with a star may stand: with no limit, words that are phrases in two ways would take for ever
MOST_REPEATED = "{0,6}"
#: what a word of a rule stands for
_CAPTURED = {
    "TOPIC": r"(?P<topic>(?:[^\s§]+ )+?)",
    "OTHER": r"(?P<other>(?:[^\s§]+ )+?)",
    "FEW": r"(?P<topic>(?:[^\s§]+ ){1,2}?)",
    "ONE": r"(?P<topic>[^\s§]+ )",
    "OTHER_ONE": r"(?P<other>[^\s§]+ )",
    "ANY": r"(?:(?!(?:no|not|dont|stop|never|без|не|нет|хватит|емес|жоқ) )\S+ ){1,8}",
    "REST": r"(?:\S+ )+",
    "PERIOD": f"{PERIOD} ",
    "SITE": r"(?P<site>(?:[^\s§]+ ){2,20}?)",
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


@dataclass(frozen=True)
class Rule:
    """One rule; most sentences lack its words, so that its pattern is made only when one has them."""

    name: str
    arguments: str
    language: str
    text: str
    words: Mapping[str, str]

    def fits(self, keys: frozenset[str], joined: str) -> re.Match[str] | None:
        """The match of a sentence. Many rules are asked: a loop is done in a third of the time of `any`."""
        for first in self.needed:
            if keys.isdisjoint(first):
                return None
        return self._pattern.fullmatch(joined)

    @cached_property
    def needed(self) -> list[frozenset[str]]:
        """Of each element that is not optional the words with which its phrases begin."""
        elements = [element for element in self.text.split() if element[-1] not in "?*" and element not in _CAPTURED]
        return [frozenset(one.split()[0] for one in _phrases_of(element, self.words)) for element in elements]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("".join(_element(element, self.words) for element in self.text.split()))


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in the order in which they are tried."""
    return tuple(
        Rule(name, arguments, language, rule, words)
        for language, words, rules in LANGUAGES
        for name, arguments, text in rules
        for rule in _lines(text)
    )


def rules_for(keys: frozenset[str]) -> Iterator[Rule]:
    """The rules that a sentence of these words may fit, in their order."""
    numbers = {number for key in ("", *keys) for number in _by_word().get(key, ())}
    return (rules()[number] for number in sorted(numbers))


@cache
def _by_word() -> dict[str, list[int]]:
    """The numbers of rules, each by all words of one element that it needs: that of the fewest; under "" if of none."""
    found: dict[str, list[int]] = {}
    for number, rule in enumerate(rules()):
        for word in min(rule.needed, key=len, default=frozenset({""})):
            found.setdefault(word, []).append(number)
    return found


def _lines(text: str) -> list[str]:
    """The rules of a text, a line each; what begins further in goes on with the line above."""
    joined = re.sub(r"\|\n {9,}", "|", text)
    return [line.strip() for line in re.sub(r"\n {9,}", " ", joined).splitlines() if line.strip()]


def _element(element: str, words: Mapping[str, str]) -> str:
    sign = element[-1] if element[-1] in "?*" else ""
    element = element.removesuffix(sign) if sign else element
    sign = MOST_REPEATED if sign == "*" else sign
    if element in _CAPTURED:
        return f"(?:{_CAPTURED[element]}){sign}" if sign else _CAPTURED[element]
    return f"(?:{'|'.join(_alternatives(element, words))}){sign}"


def _phrases_of(element: str, words: Mapping[str, str]) -> set[str]:
    """The phrases that an element may be."""
    return {
        phrase
        for one in element.split("|")
        for phrase in (expanded(words[one.strip("<>")]) if one.startswith("<") else _forms(one))
    }


def _alternatives(element: str, words: Mapping[str, str]) -> Iterator[str]:
    for phrase in sorted(_phrases_of(element, words), key=lambda each: (-len(each), each)):
        yield "".join(f"{re.escape(word)} " for word in phrase.split())


@cache
def expanded(phrases: str) -> tuple[str, ...]:
    """The keys of all phrases of a list."""
    apart = re.split(r",(?![^(\[]*[)\]])", phrases)
    return tuple(form for phrase in apart for form in _forms(" ".join(phrase.split())))


def _forms(phrase: str) -> list[str]:
    """`подпиши(те) меня` with and without its ending, in keys; `новост[и,ей]` with each ending."""
    found = _SUFFIXED.search(phrase)
    if found is None:
        return [without_apostrophes(" ".join(one.group() for one in words_of(in_keys(phrase))))]
    endings = ([""] if found[2] == "(" else []) + [ending.strip() for ending in found[3].split(",")]
    return [
        form
        for ending in endings
        for form in _forms(f"{phrase[: found.start()]}{found[1]}{ending}{phrase[found.end() :]}")
    ]


@cache
def vocabulary() -> frozenset[str]:
    """Every word of the rules."""
    phrases = [phrase for _, words, _ in LANGUAGES for said in words.values() for phrase in expanded(said)]
    for _, _, rules in LANGUAGES:
        own = re.findall(r"(?:^|[\s|])([^\s|<>?*A-Z]+)", " ".join(text for _, _, text in rules))
        phrases += [form for word in own for form in _forms(word)]
    return frozenset(word for phrase in phrases for word in phrase.split())


def without_apostrophes(spelled: str) -> str:
    """Without apostrophes, which are left out as often as not: dont."""
    return spelled.replace("'", "")
