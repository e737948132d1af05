"""Russian word forms, by pymorphy3: a word of a text matches a typed one if they share a base.

    text's word ─ bases ────────▶ the lemmas of its parses that are not rare, and itself
    typed word ── query_bases ──▶ the lemma that it is, else the lemmas that it is a form of

Words must be folded (NFC, lower case, е for ё), and so are bases. Acronyms have no forms: callers must not pass them. A
word with other than Russian letters is its only base.

A word outside the dictionary may be a form of everything that its letters allow (ru_endings), except of words in the
dictionary, which lists their forms. A name that is also a word (Маска) has the word's bases here; see ru_names.

Measured on half of a treebank, token-weighted: precision .994, F1 .996; the lemmas of all parses alone give .997 and
.987, and miss what the dictionary lacks: surnames, new words, new towns.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any, NamedTuple

from pymorphy3 import MorphAnalyzer
from pymorphy3.analyzer import ProbabilityEstimator, lang_dict_path

from bot.language.ru_endings import adjectives_begun, nominatives

#: A lemma with less than this share of a word's uses does not count: 2.5 % of "стали" are сталь, 0.1 % of "после"
#: are посол, 4.5 % of "суда" are судно. Any cut from .02 to .15 gives the same F1 (± .0002), from .2 on it falls; a
#: lemma with this share brings nine wrong alerts for each right one.
RARE = 0.1
#: share of uses from which a typed word is a noun, even if it is an adjective more often: данные, наличные
NOUN = 0.3

#: letters up to which an acronym may look like a particle, a pronoun or a verb: ПО, ИХ, ЕНТ
_LONGEST_TAKEN = 3

_RUSSIAN = re.compile("[а-я]+")
_SURNAME = re.compile(".{2,}(?:[ое]в|[иы]н)")  #: Бектенов: looks like a genitive plural
_ADJECTIVE_END = re.compile("(?:[ое]го|[ое]му|[иы]ми|[ое][ейм]|[иы][еймх]|[аую][юя]|яя)$")
_PAST = re.compile(".+[аеиуыя]л[аи]")
_SHORT_END = re.compile("[аоы]$")
_NAMES = frozenset(("Name", "Surn", "Patr", "Geox", "Orgn", "Trad", "Abbr", "Init"))
_FINITE = frozenset(("VERB", "GRND"))
_PARTICIPLES = frozenset(("PRTF", "PRTS"))
_DESCRIBING = frozenset(("NOUN", "ADJF", "ADJS"))
#: parts of speech guessed for unknown words; guessed verbs and short adjectives are junk ("жезказгать")
_GUESSED = frozenset(("NOUN", "ADJF", "PRTF"))
#: (word, tag, normal form, estimate, the methods that found it), as pymorphy3 gives it
_Parse = tuple[str, Any, str, float, tuple[Any, ...]]


class _Lemma(NamedTuple):
    """All parses of a word with the same base."""

    base: str
    verb: str  #: a participle's infinitive, else the base
    share: float  #: of the word's uses, relative to its other lemmas
    tags: list[Any]


def bases(word: str) -> tuple[str, ...]:
    """The bases of a word in a text, the likeliest first, and the word itself.

    A participle also has its verb: "построить" finds "построена".
    """
    if not _RUSSIAN.fullmatch(word):
        return _of_parts(word, bases)
    known, lemmas = _lemmas(word)
    counting = _not_rare(lemmas) if known else lemmas
    guessed = [] if known else [*_guessed(word, lemmas), *adjectives_begun(word)]
    return tuple(dict.fromkeys([form for one in counting for form in (one.base, one.verb)] + [*guessed, word]))


def query_bases(word: str) -> tuple[str, ...]:
    """The bases of a typed word. They always share a base with the same word in a text.

    People type nouns and adjectives: typed "стали" is steel, though in a text it is nearly always a verb.
    """
    if not _RUSSIAN.fullmatch(word):
        return _of_parts(word, query_bases)
    known, lemmas = _lemmas(word)
    if not known:
        return _unknown_query(word, lemmas)
    nominal = [one for one in lemmas if any(tag.POS not in _FINITE for tag in one.tags)] or lemmas
    if _is_lemma(word, nominal):
        return (word,)
    typed = [one.base for one in _not_rare(nominal)]
    own = any(one.base == word for one in nominal)  # банка, стали
    if own or _SURNAME.fullmatch(word) or not {*typed} & {*bases(word)} or not is_common_word(word):
        typed.append(word)  # Токаев, which the dictionary takes for bottles of Tokay; Фридом, which it takes for a case
    return tuple(dict.fromkeys(typed))


def _of_parts(word: str, bases_of: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
    """The bases of a name with an apostrophe, of which only the last part is inflected: О'Нила, д'Артаньяну."""
    head, apostrophe, name = word.rpartition("'")
    if not apostrophe or not _RUSSIAN.fullmatch(name) or not _RUSSIAN.match(head):
        return (word,)
    found = (*bases_of(name), *nominatives(name), name)  # a name, though the dictionary may have the word: О'Коня
    return tuple(dict.fromkeys(f"{head}'{base}" for base in found))


def is_known(word: str) -> bool:
    """Does the dictionary have this form?"""
    return bool(known_parses(word))


def is_surname(word: str) -> bool:
    """Does the dictionary have it as a surname, and not as a place?"""
    marks = [parse[1].grammemes for parse in known_parses(word)]
    return any("Surn" in one for one in marks) and not any("Geox" in one for one in marks)


def may_be_surname(word: str) -> bool:
    """Does the dictionary have it as a surname, whatever else it may be?"""
    return any("Surn" in parse[1].grammemes for parse in known_parses(word))


def has(word: str) -> bool:
    """Does the dictionary have it? A fast check, for what is most likely not a word."""
    return bool(_RUSSIAN.fullmatch(word)) and bool(_analyzer().word_is_known(word))


def is_common_word(word: str) -> bool:
    """Is it an ordinary word in the dictionary, not only a name, in at least RARE of its uses?"""
    parses = known_parses(word)
    pairs = zip(parses, _shares(word, parses), strict=True)
    return sum(share for parse, share in pairs if _NAMES.isdisjoint(parse[1].grammemes)) >= RARE


def is_name(word: str) -> bool:
    """Is it a given name in the singular in the dictionary, in at least RARE of its uses?"""
    parses = known_parses(word)
    pairs = zip(parses, _shares(word, parses), strict=True)
    return sum(share for (_, tag, *_), share in pairs if "Name" in tag and "sing" in tag) >= RARE


def nominal_bases(word: str) -> tuple[str, ...]:
    """The nouns and adjectives in the dictionary that this is a form of, however rarely."""
    return tuple(dict.fromkeys(_folded(parse[2]) for parse in known_parses(word) if parse[1].POS in _DESCRIBING))


def is_spelled_out(word: str) -> bool | None:
    """In capitals, is it spelled out (АЭС, ВОЗ) rather than a word (газ, загс)? None: not in the dictionary.

    Only nouns and adjectives are written in capitals: ПО is not a preposition.
    """
    parses = known_parses(word)
    if len(word) > _LONGEST_TAKEN and not any({"Abbr", "Orgn"} & parse[1].grammemes for parse in parses):
        return False if parses else None
    pronounced = spelled_out = 0.0
    for (_, tag, *_), share in zip(parses, _shares(word, parses), strict=True):
        if _is_cut_short(tag):
            continue
        if _is_pronounced(tag):
            pronounced += share
        else:
            spelled_out += share
    return spelled_out > pronounced if parses else None


def _is_pronounced(tag: Any) -> bool:
    marks: frozenset[str] = tag.grammemes
    if "Abbr" in marks:  # загс and вуз have cases and plurals; ООН has no cases, МИД and СПИД are one of their kind
        return marks.isdisjoint(("Fixd", "Orgn", "Sgtm"))
    lettered = {"Fixd", "Surn"} <= marks  # ЭКО is not Umberto
    return tag.POS in _DESCRIBING and not (lettered or {"Name", "plur"} <= marks)  # ЕНТ, not many an Ента


def _is_cut_short(tag: Any) -> bool:
    return "Abbr" in tag.grammemes and tag.POS == "ADJF"  # порт. for портативный, which nobody writes in capitals


def _unknown_query(word: str, guesses: list[_Lemma]) -> tuple[str, ...]:
    """The word itself, which may be a nominative; lemmas at least as likely; the masculine of a surname."""
    own = sum(one.share for one in guesses if one.base == word)
    likely = [one.base for one in guesses if one.share >= own or any("Surn" in tag for tag in one.tags)]
    return tuple(dict.fromkeys([word, *likely, *_guessed(word, guesses)]))


def _guessed(word: str, lemmas: list[_Lemma]) -> list[str]:
    """Nominatives of an unknown word, without words in the dictionary, which lists their forms."""
    if _PAST.fullmatch(word) and all(tag.POS in _FINITE for one in lemmas for tag in one.tags):
        return []  # забанили is not a case of a name; аветисля may be one, though it parses as a verb too
    return [one for one in nominatives(word) if not (_analyzer().word_is_known(one) and _is_taken(one))]


def _is_taken(word: str) -> bool:
    """Is it a lemma, or an ordinary word? Фридом, a form of Фрид, may be the nominative of another name."""
    return is_common_word(word) or any(_folded(parse[2]) == word for parse in known_parses(word))


def _is_lemma(word: str, lemmas: list[_Lemma]) -> bool:
    """Is the word primarily its own lemma? Ставок is a pond, but most often a form of ставка."""
    first, own = lemmas[0], next((one for one in lemmas if one.base == word), None)
    if own is None:
        return False
    if own.share >= first.share:
        return not _SURNAME.fullmatch(word) or all(one is own or one.share < own.share for one in lemmas)
    if first.tags[0].POS == "NOUN":
        return any("Geox" in tag for tag in own.tags)  # Газа is typed for the place, though in texts it is gas
    return own.share >= NOUN * sum(one.share for one in lemmas)


def _not_rare(lemmas: list[_Lemma]) -> list[_Lemma]:
    least = RARE * sum(one.share for one in lemmas)
    return [one for one in lemmas if one.share >= least]


@lru_cache(maxsize=4_000)
def _lemmas(word: str) -> tuple[bool, list[_Lemma]]:
    """Whether the dictionary has the word, and its lemmas, the likeliest first."""
    parses = _parses(word)
    known = _is_known(parses)
    if not known:
        parses = [parse for parse in parses if parse[1].POS in _GUESSED] or parses
    found = [_base(word, normal, tag) for _, tag, normal, _, _ in parses]
    uncounted = not known or len({*found}) == 1  # then the counts, which are slow to look up, tell nothing
    shares = [parse[3] for parse in parses] if uncounted else _shares(word, parses)
    uses: dict[str, list[tuple[_Parse, float]]] = defaultdict(list)
    for base, parse, share in zip(found, parses, shares, strict=True):
        uses[base].append((parse, share))
    return known, sorted((_lemma(base, of) for base, of in uses.items()), key=lambda one: -one.share)


def _lemma(base: str, uses: list[tuple[_Parse, float]]) -> _Lemma:
    verbs = [_folded(parse[2]) for parse, _ in uses if parse[1].POS in _PARTICIPLES]
    tags = [parse[1] for parse, _ in uses]
    return _Lemma(base, verbs[0] if verbs else base, sum(share for _, share in uses), tags)


def _base(word: str, normal: str, tag: Any) -> str:
    """The lemma; of participles and superlatives their own nominative.

    Пострадавший is not "пострадать" and высший is not "высокий": treebanks and readers treat them as separate words.
    """
    if tag.POS == "PRTS":
        stem = _SHORT_END.sub("", word)
        return stem + ("ный" if stem.endswith("н") else "ый")
    if tag.POS == "PRTF" or "Supr" in tag:
        stem = word.removesuffix("ся")
        bare = _ADJECTIVE_END.sub("", stem)
        return bare + ("ий" if bare.endswith(("ш", "щ")) else "ый") + word[len(stem) :]
    return _folded(normal)


def _shares(word: str, parses: list[_Parse]) -> list[float]:
    """The share of a known word's uses that each parse has; equal for each lemma if there are no counts."""
    chances: list[float] = [_counts().prob(word, parse[1]) for parse in parses]
    total = sum(chances)
    if total:
        return [chance / total for chance in chances]
    number = Counter(parse[2] for parse in parses)
    return [1 / len(number) / number[parse[2]] for parse in parses]


@lru_cache(maxsize=1_000)  # each takes 1.3 KB; of frequent words _lemmas has what is asked for
def _parses(word: str) -> list[_Parse]:
    """The parses of a word, cached: a typed word is looked up several times."""
    parses: list[_Parse] = _analyzer().parse(word)
    return parses


def known_parses(word: str) -> list[_Parse]:
    """The parses of a folded word that the dictionary has; none of what is only guessed."""
    parses = _parses(word) if _RUSSIAN.fullmatch(word) else []
    return parses if _is_known(parses) else []


def _is_known(parses: list[_Parse]) -> bool:
    """Was it found by the dictionary alone? Guesses use another method too, and non-words have no part of speech."""
    return any(len(parse[4]) == 1 and parse[1].POS for parse in parses)


def _folded(normal: str) -> str:
    return normal.replace("ё", "е")


@cache
def _analyzer() -> MorphAnalyzer:
    return MorphAnalyzer(lang="ru", result_type=None, probability_estimator_cls=None)


@cache
def _counts() -> Any:
    return ProbabilityEstimator(lang_dict_path("ru")).p_t_given_w
