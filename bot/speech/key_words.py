"""What a sentence is about: its names and nouns, to be offered one by one, because the whole would find nothing. Pure.

"Говорят, что в Актау скоро откроют завод по переработке отходов" ─▶ Актау, завод, переработка отходов
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language import ru, ru_cases
from bot.language.common import COMMON, FREQUENT
from bot.language.detect import language
from bot.language.stopwords import STOPWORDS
from bot.language.tokens import fold
from bot.matching.concepts import Concepts
from bot.speech.spelled import in_keys, key, words_of
from bot.speech.topics import topic_of
from bot.speech.words import ALL_NEWS, NO_NOUNS

MOST = 4
MOST_CONTENT_WORDS = 4  #: of what is offered whole
MOST_WORDS_OF_QUESTION = 3
MOST_WORDS = 7  #: of a part that is looked for as a whole
_SIGNS = re.compile(r"[\"«»()|*=#]|(?<!\w)-\w|\w:\w|\b(?:OR|ИЛИ|НЕМЕСЕ)\b")
_BREAKS = re.compile(r"[,;\n]+|[.!?]+(?:\s+|$)")
_QUESTION = re.compile(
    r"(?:how|what|who|whom|why|when|where|which|is|are|do|does|did|can|could|should|will|"
    r"как|кто|что|где|когда|почему|зачем|сколько|какой|какая|какие|куда|откуда|"
    r"калаи|ким|каида|кашан|канша|неге|кандаи)\s",
    re.IGNORECASE,
)
#: asks what something is: only that is its topic
_DEFINED = re.compile(
    r"^(?:кто|что) так(?:ой|ая|ое|ие)\s+\w|^(?:who|what)(?:'s| is| are| was)\s+\w"
    r"|\w\s+деген(?:имиз)?\s+(?:ким|не|кимдер)\b",
    re.IGNORECASE,
)
#: forms of verbs anywhere in a Kazakh sentence, and those at its end, where nouns have the same endings elsewhere
_KAZAKH_PARTICIPLE = re.compile(
    r".+(?:(?:ған|ген|қан|кен)(?:[ыі]|[ыі][мң])?(?:[дт][ыі]|н[ыі])?|[ыі]п|ап|еп|йтын|йтін|атын|етін|ыңыз|іңіз)"
)
_KAZAKH_VERB = re.compile(r".+(?:[дт][ыі](?:м|ң|қ|к|ңыз|ңіз)|[аей](?:мын|мін|сың|сің|мыз|міз|ды|ді))")
_KAZAKH_PREDICATE = re.compile(
    r".+(?:[дт][ыі](?:м|ң|қ|к|ңыз|ңіз)?|[аеий](?:мын|мін|сың|сің|мыз|міз|ды|ді)|ар|ер|са|се|йын|йін|ма|ме|у)"
)
_ENGLISH_NO_NOUN = re.compile(r".+(?:ly|ing|ed)")
_SHORTEST = 3


def is_sentence(text: str) -> bool:
    """Is it more than a topic: a question, or too many words to be looked for together?"""
    if _SIGNS.search(text):
        return False
    parts = [part for part in _BREAKS.split(text) if part.strip()]
    words = words_of(text)
    if any(len(_content(part)) > MOST_CONTENT_WORDS or len(words_of(part)) > MOST_WORDS for part in parts):
        return True
    asks = text.rstrip().endswith("?") or bool(_QUESTION.match(key(words[0].group()) + " ")) if words else False
    verb = any(ru_cases.is_verb(fold(word.group())) for word in words) or (
        bool(words) and bool(_KAZAKH_VERB.fullmatch(fold(words[-1].group())))
    )
    tells = len(words) > MOST_WORDS_OF_QUESTION and verb
    asks_of_one = text.rstrip().endswith("?") and verb and len(words) > 1
    return (
        tells or asks_of_one or bool(_DEFINED.search(in_keys(text))) or (asks and len(words) > MOST_WORDS_OF_QUESTION)
    )


def key_words(text: str, concepts: Concepts) -> list[str]:
    """Up to four topics: names first, then nouns, each group in the order of the text."""
    names: list[str] = []
    nouns: list[str] = []
    spoken = language(text)
    text = text.lower() if text.isupper() else text
    for part in filter(str.strip, _BREAKS.split(text)):
        words = words_of(part)
        at = 0
        while at < len(words):
            count, is_name = _name_at(part, words, at, concepts)
            if not count and not (spoken == "kk" and _is_predicate(words, at)):
                count = _noun_at(words, at, spoken)
            if count:
                typed = part[words[at].start() : words[at + count - 1].end()]
                named = _concept_named(typed, concepts) if is_name else ""
                same = is_name and count > 1  # Илон is also a form of Илона
                (names if is_name else nouns).append(named or (typed if same else topic_of(typed, spoken)))
            at += count or 1
    return list({key(one): one for one in reversed([*names, *nouns])}.values())[::-1][:MOST]


def _concept_named(typed: str, concepts: Concepts) -> str:
    """The name of a concept in the nominative, if that names the same: Астане, Астана; "" if none does."""
    words = typed.split()
    term = concepts.term(words)
    if term is None or not term.concept or len(words) > 1 or ru_cases.is_nominative(fold(typed)):
        return ""
    same = [one for one in ru_cases.any_nominatives(fold(typed)) if concepts.term([one]) == term]
    return (same[0].capitalize() if typed[0].isupper() else same[0]) if same else ""


def _content(part: str) -> list[str]:
    return [word.group() for word in words_of(part) if _means_something(word.group())]


def _means_something(word: str) -> bool:
    folded = fold(word)
    return folded not in STOPWORDS and folded not in COMMON and key(word) not in _NOTHING


def _name_at(part: str, words: Sequence[re.Match[str]], at: int, concepts: Concepts) -> tuple[int, bool]:
    """How many words from this one on are a name: of a concept, of a person, or with a capital within the sentence."""
    for count in range(min(concepts.longest, len(words) - at), 0, -1):
        typed = [word.group() for word in words[at : at + count]]
        apart = part[words[at].start() : words[at + count - 1].end()].split()
        term = concepts.term(typed) if len(apart) <= count and _means_something(typed[0]) else None
        if term is not None and (term.concept or term.name) and (count > 1 or not _is_ordinary(typed[0])):
            return count, True
    count = 0
    while at + count < len(words) and _has_capital(words[at + count].group(), first=at + count == 0):
        count += 1
    return count, count > 0


def _is_ordinary(word: str) -> bool:
    """Is it a word in lower case that only might be a name, too?"""
    return word.islower() and ru_cases.is_verb(fold(word))


def _has_capital(word: str, *, first: bool) -> bool:
    if not word[0].isupper() or not _means_something(word) or len(word) < 2:
        return False
    return word.isupper() if first and (ru.has(fold(word)) or word.isascii()) else not first or word.isupper()


def _noun_at(words: Sequence[re.Match[str]], at: int, spoken: str) -> int:
    """How many words from this one on are a noun: with its adjective, or with the noun that it is of."""
    if not is_noun(words[at].group(), spoken):
        with_noun = (
            spoken == "ru"
            and at + 1 < len(words)
            and ru_cases.is_adjective(fold(words[at].group()))
            and fold(words[at].group()) not in FREQUENT
            and _means_something(words[at].group())
            and is_noun(words[at + 1].group(), spoken)
        )
        return 2 if with_noun else 0
    of_another = (
        spoken == "ru"
        and at + 1 < len(words)
        and is_noun(words[at + 1].group(), spoken)
        and ru_cases.nominative(fold(words[at + 1].group()), "gent") is not None
    )
    return 2 if of_another else 1


def _is_predicate(words: Sequence[re.Match[str]], at: int) -> bool:
    """Is it the verb of a Kazakh sentence? It stands last, but for little words."""
    last = not any(_means_something(word.group()) for word in words[at + 1 :])
    return last and len(words) > 1 and bool(_KAZAKH_PREDICATE.fullmatch(fold(words[at].group())))


def is_noun(word: str, spoken: str) -> bool:
    """May this word of a text in that language be a noun that means something?"""
    folded = fold(word)
    if len(word) < _SHORTEST or not _means_something(word) or folded in FREQUENT or word.isdigit():
        return False
    if spoken == "ru":
        return ru_cases.is_noun(folded) or not (ru.has(folded) or word.isascii())
    if spoken == "kk":
        return not _KAZAKH_PARTICIPLE.fullmatch(folded)
    return not _ENGLISH_NO_NOUN.fullmatch(folded)


_NOTHING = frozenset(map(key, (*ALL_NEWS.split(), *NO_NOUNS.split())))
