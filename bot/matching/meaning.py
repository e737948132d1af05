"""Whether an occurrence of a name means its concept: decided by its capital, its form and the words around it.

an occurrence ─ written as the name? ─ not within a longer name? ─ not another person? ─▶ it counts
"""

from __future__ import annotations

import re

from bot.language import kk, ru_names
from bot.language.forms import bases
from bot.language.tokens import TOKEN, exact, fold, stem
from bot.matching import heads
from bot.matching.concept_names import ConceptName
from bot.matching.keys import Pattern, TextSpan
from bot.matching.text import TokenizedText

_REACH = 40  #: characters examined on either side
_OPENING, _CLOSING = "«“„\"'‘", "»”“\"'’"
#: the word before or after a name, across a space, the full stop of an abbreviation, a quote
_BEFORE = re.compile(rf"({TOKEN.pattern})(\.?)\)?[^\S\n]+[{_OPENING}]?$")
_AFTER = re.compile(rf"^[{_CLOSING}]?[^\S\n]+({TOKEN.pattern})")
_TITLE = re.compile(
    rf"({TOKEN.pattern})[^\S\n]+[«“„\"][^«»“”„\"]*$"
)  #: the word before an open quote: its text is a title of that
_MORE_LETTERS = re.compile(r"\.[^\W\d_](?![^\W_])")  #: A.I.G. is not A.I.
#: a Kazakh noun in the singular with a possessive ending: көшесі, ауданында, өзеніне
_OF_ONE = re.compile("(?<![лдт][ае]р)[сыі]?[ыі](?:нда|нде|на|не|нан|нен|ның|нің|н|мен|ндағы|ндегі)?$")
#: a list of names that share the noun at its end: Алматы мен Атырау облыстары, Алматинской и Атырауской областях
_LISTED = re.compile(
    r"(?:(?:,|\s+(?:мен|пен|бен|және))\s+[А-ЯӘҒҚҢӨҰҮҺІ][\w-]+(?:\s+Қазақстан)?)+\s+(облыс|аудан|көше|өзен)(?:тар|дар|лер|дер)"
    r"|(?:(?:,|\s+(?:и|или))\s+[\w-]+(?:ской|ская|скую|ских|ские))+\s+(област|район)"
)
_REGION = ("облыс", "облас")
_LIST_REACH = 150  #: characters of such a list
_INITIAL = re.compile(r"(?:^|[\s\u00a0(«])[А-ЯЁA-ZӘҒҚҢӨҰҮҺІ]\.[\s\u00a0]?$")


def means(name: ConceptName, span: TextSpan, excluded_spans: list[TextSpan], tokenized: TokenizedText) -> bool:
    """Does the name at this span mean its concept? `excluded_spans`: those of longer names that mean other things."""
    if any(start <= span[0] and span[1] <= end for start, end in excluded_spans):
        return False
    surface = tokenized.text[span[0] : span[1]]
    if name.unspaced and (any(sign.isspace() for sign in surface) or _MORE_LETTERS.match(tokenized.text, span[1])):
        return False
    if name.uninflected and not only_last_inflects((*name.uninflected, ""), surface):
        return False
    if not _is_written_as_name(name, surface, span, tokenized) or _is_other_sense(name, surface, span, tokenized):
        return False
    if not isinstance(name.pattern, str):
        return True
    if name.verb and kk.after_converb(fold(_Context(name, span, tokenized).before), fold(surface)):
        return False
    if name.is_surname:
        around = _Context(name, span, tokenized)
        if around.is_quoted() or not tokenized.capital_is_significant(span):
            return around.has_given()  # the show «Маска»
    if name.kind == "place":
        return not _Context(name, span, tokenized).is_longer_name()
    return name.kind != "person" or not _Context(name, span, tokenized).is_namesake()


def only_last_inflects(pattern: Pattern, surface: str) -> bool:
    """Do all words of a phrase except the last one have the form that they have in the name, as in Kazakh?"""
    return tuple(map(exact, TOKEN.findall(surface)[:-1])) == pattern[:-1]


def _is_written_as_name(name: ConceptName, surface: str, span: TextSpan, tokenized: TokenizedText) -> bool:
    """Is it written as the name is, not as the ordinary word that looks like it?"""
    word = fold(surface)
    if tokenized.language == "kk" and name.kazakh_name and name.pattern not in kk.name_bases(word):
        return False
    if name.lowercase_only and surface[0].isupper() and tokenized.capital_is_significant(span):
        return False
    common = word in name.common or f"{word}:{tokenized.language}" in name.common
    if not surface[0].isupper():
        return not name.proper and not common
    return not common or tokenized.capital_is_significant(span)


def _is_other_sense(name: ConceptName, surface: str, span: TextSpan, tokenized: TokenizedText) -> bool:
    """Does a word in the sentence show that this form means another thing: судов near порт?"""
    form, anywhere = fold(surface), tokenized.phrase_words  # a sentence is cut only if the text has such a word
    contexts = [words for forms, words in name.excluded_by if form in forms and not words.isdisjoint(anywhere)]
    if not contexts:
        return False
    start, end = tokenized.sentence_at(span[0])
    raws = TOKEN.findall(tokenized.text[start:end])
    around = {base for raw in raws for base in bases(stem(raw), tokenized.language)}
    return any(not words.isdisjoint(around) for words in contexts)


class _Context:
    """The words around a name of one word."""

    def __init__(self, name: ConceptName, span: TextSpan, tokenized: TokenizedText) -> None:
        self._name = name
        self._span = span
        self._tokenized = tokenized
        self._language = tokenized.language
        self._surface = tokenized.text[span[0] : span[1]]
        self._text_before = tokenized.text[max(span[0] - _REACH, 0) : span[0]]
        self._text_after = tokenized.text[span[1] : span[1] + _REACH]
        before, after = _BEFORE.search(self._text_before), _AFTER.match(self._text_after)
        self.before = before.group(1) if before else ""
        self._after = after.group(1) if after else ""
        self._is_shortened = before is not None and bool(before.group(2))
        if self._is_shortened and fold(self.before) not in heads.RUSSIAN_SHORT:
            self.before = ""  # the end of another sentence

    def is_longer_name(self) -> bool:
        """Is the place a part of the name of a street, a river, a club, a person?"""
        if self.is_quoted() and self._is_beside_sport():
            return True
        match self._language:
            case "en":
                return self._is_longer_in_english()
            case "ru":
                return self._is_surname() or self._is_longer_in_russian()
        return self._is_longer_in_kazakh()

    def _is_beside_sport(self) -> bool:
        start, end = self._tokenized.sentence_at(self._span[0])
        return any(self._has(word, heads.SPORT) for word in TOKEN.findall(self._tokenized.text[start:end]))

    def _is_longer_in_english(self) -> bool:
        after, before = self._after[:1].isupper() and self._after, self.before[:1].isupper() and self.before
        adjacent = (after and fold(after) in heads.ENGLISH_AFTER) or (before and fold(before) in heads.ENGLISH_BEFORE)
        if self._name.capitalised and self.before in heads.ENGLISH_SHIPS:
            return True
        return bool(adjacent) and not self._surface.isupper()  # the US District Court

    def _is_longer_in_russian(self) -> bool:
        before = fold(self.before)
        if self._opens_title() and self._has(before, heads.RUSSIAN_BEFORE_QUOTED):
            return True  # газета «Казахстанская правда»
        title = _TITLE.search(self._text_before)
        if title and self._has(fold(title.group(1)), heads.RUSSIAN_BEFORE_TITLES):
            return True
        if not self._name.capitalised:
            adjacent = before in heads.RUSSIAN_STREETS or self._has(self._after, heads.RUSSIAN_AFTER_ADJECTIVE)
            shortened = heads.RUSSIAN_HYPHENED_AFTER.match(self._text_after)
            return self._surface[0].isupper() and (adjacent or shortened is not None or self._is_listed())
        if self.is_quoted():
            return self._has(before, heads.RUSSIAN | heads.RUSSIAN_BEFORE_QUOTED)
        if self._is_shortened and before in heads.RUSSIAN_SHORT:
            return True
        if before in heads.RUSSIAN_STREETS or before in heads.RUSSIAN_SHORT_ALONE:
            return True
        if (
            before in heads.RUSSIAN_STREETS_OF
            and fold(self._surface) == self._name.pattern
            and _declines(self._surface)
        ):
            return True  # на площади Астана, but площади Астаны
        if heads.RUSSIAN_HYPHENED.search(self._text_before):
            return True
        if fold(self._surface) != self._name.pattern:  # газеты Франции, в районе Байконура
            return False
        return self._has(before, heads.RUSSIAN) and (before != "районе" or _declines(self._surface))

    def _is_longer_in_kazakh(self) -> bool:
        after = fold(self._after)
        if not self._name.capitalised or fold(self._surface) != self._name.pattern:
            return False  # алматылық мектептер, Қырғызстанның тауы
        if self._is_listed() or after.startswith(heads.KAZAKH_NAMED) or fold(self.before) in heads.KAZAKH_BEFORE:
            return True
        if heads.KAZAKH_AFTER.match(self._text_after):
            return True
        quoted = self.is_quoted() and self._has_any(heads.KAZAKH_AFTER_QUOTED)
        return quoted or (self._has(after, heads.KAZAKH) and bool(_OF_ONE.search(after)))

    def _has_any(self, bases_: frozenset[str]) -> bool:
        """Is one of the next two words a form of one of these: «Қазақстан» ұлттық арнасы?"""
        return any(self._has(fold(word), bases_) for word in TOKEN.findall(self._text_after)[:2])

    def has_given(self) -> bool:
        """Is one of the person's given names next to the surname?"""
        return any(self._has(word, self._name.given) for word in (self.before, self._after))

    def is_namesake(self) -> bool:
        """Is another given name next to the surname, and none of that person's?"""
        if not self._name.given or self.has_given():
            return False
        adjacent = [self.before] if self._is_before_a_name() else [self.before, self._after]
        return any(word[:1].isupper() and ru_names.is_given_name(stem(word)) for word in adjacent)

    def _is_before_a_name(self) -> bool:
        """Токаев Владимиру Путину позвонил: the given name after the surname belongs to another person."""
        words = TOKEN.findall(self._text_after)[1:2]
        return bool(words) and words[0][0].isupper()

    def _is_surname(self) -> bool:
        """Анна Грузинская, А. Казахстанский: an adjective with a capital after a given name."""
        if self._language != "ru" or self._name.capitalised or not self._surface[0].isupper():
            return False
        named = self.before[:1].isupper() and ru_names.is_given_name(stem(self.before))
        return named or bool(_INITIAL.search(self._text_before))

    def is_quoted(self) -> bool:
        """Is it alone in quotes?"""
        return self._text_before[-1:] in tuple(_OPENING) and self._text_after[:1] in tuple(_CLOSING)

    def _is_listed(self) -> bool:
        """Is it in a list of regions, districts or streets: Алатау, Наурызбай аудандарында?"""
        listed = _LISTED.match(self._tokenized.text, self._span[1], self._span[1] + _LIST_REACH)
        if listed is None:
            return False
        region = (listed.group(1) or listed.group(2)).startswith(_REGION)
        return not region or any(pattern[-1].startswith(_REGION) for pattern in self._name.not_within)

    def _opens_title(self) -> bool:
        """Is it the first of several words in quotes?"""
        return self._text_before[-1:] in tuple('«“„"') and any(sign in self._text_after for sign in '»”"')

    def _has(self, word: str, bases_: frozenset[str]) -> bool:
        """Is the word a form of one of these?"""
        return bool(word) and not bases_.isdisjoint((*bases(stem(word), self._language), fold(word)))


def _declines(name: str) -> bool:
    """Is a Russian place name declined? Those in -ы, -у, -и, -о, -е are not."""
    return name[-1] not in "ыуиоеэюү"
