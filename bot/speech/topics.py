"""The topic that a wish is about, as it is followed: without prepositions, and in the nominative. Pure.

    "про цены на бензин" ─▶ "цены на бензин"      "за ценами на бензин" ─▶ the same      "Ақтаудың" ─▶ "Ақтау"

A word is changed only if both forms have the same bases, so that a guess never changes what is found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language import kk, ru, ru_cases
from bot.language.given_names import may_be_given_name
from bot.language.stopwords import NEWS
from bot.language.tokens import fold
from bot.speech.spelled import key, words_of
from bot.speech.words import ABOUT, ALL_NEWS, BEHIND_TOPIC, NO_BEGINNING, NO_END

MOST_WORDS = 6  #: of a topic; more are a sentence
#: endings of cases that are taken off a Kazakh topic: Ақтауды, Ақтаудың, Ақтаудағы, Ақтауға, Ақтаудан
_CASES = (
    *(
        "ндағы",
        "ндегі",
        "дағы",
        "дегі",
        "тағы",
        "тегі",
        "ның",
        "нің",
        "дың",
        "дің",
        "тың",
        "тің",
        "ны",
        "ні",
        "ды",
        "ді",
    ),
    *("ты", "ті", "ға", "ге", "қа", "ке", "дан", "ден", "тан", "тен", "нан", "нен", "да", "де", "та", "те"),
    *("нда", "нде", "на", "не", "н"),
)
_CONVERB = re.compile(r".{3,}[ыі]п")
_OF_POSSESSED = frozenset(("ндағы", "ндегі", "нда", "нде", "нан", "нен", "на", "не", "н"))  #: бағасын, бағасына
_JOINED_CASE = re.compile(rf"(?<=[A-Za-zА-Я0-9])[-'’ʼ]?(?:{'|'.join(_CASES)})$")  #: AI-ды, Kaspi-ге
#: the cases behind a preposition; none is ever the nominative
_OF_PREPOSITIONS = {
    **dict.fromkeys(("о", "об", "обо"), ("loct",)),
    **dict.fromkeys(("от", "для", "из", "без"), ("gent",)),
    **{"за": ("ablt",), "про": ("accs", "gent"), "по": ("datv", "loct"), "с": ("ablt", "gent")},
}
_OPERATOR = re.compile(r"[\"«»()|*=+#:]|(?<!\w)-")


def topic_of(typed: str, language: str, before: str = "") -> str:
    """The topic of what was said around the words of a wish in this language; `before`: the key of the word before."""
    typed = typed.strip(" ,.;!?:")
    bare = _without_prepositions(typed)
    before = key(words_of(typed[: typed.find(bare)])[-1].group()) if typed.find(bare) > 0 else before
    if _OPERATOR.search(bare):
        return bare
    return _two_names(bare, language, before) or _nominative(bare, language, before)


def without_preposition(text: str) -> str:
    """What stands behind the name of a command: на AI of /подписаться на AI is AI."""
    first, _, rest = text.partition(" ")
    return rest.strip() if rest.strip() and key(first) in _OF_COMMANDS else text


def is_generic(topic: str) -> bool:
    """Does it say nothing but "news", "everything"?"""
    return all(key(word.group()) in _GENERIC for word in words_of(topic))


def may_be_topic(topic: str) -> bool:
    """Can it be followed? "хватит ли воды" and "без вести" only begin like a wish."""
    found = words_of(topic)
    if found and found[-1].group().islower() and _CONVERB.fullmatch(found[-1].group()):  # "көмектесіп жібер": help
        return False
    if topic.count('"') % 2 or topic.count("«") != topic.count("»"):  # half of what is quoted
        return False
    return bool(found) and key(found[0].group()) not in _NO_BEGINNING and key(found[-1].group()) not in _NO_END


def _without_prepositions(text: str) -> str:
    """The text without the little words before and behind a topic."""
    while len(found := words_of(text)) > 1 and key(found[0].group()) in _BEFORE and text[found[0].end()].isspace():
        text = text[found[1].start() :]
    while len(found) > 1 and key(found[-1].group()) in _BEHIND:
        text = text[: found[-2].end()]
        found = words_of(text)
    return text


def _two_names(text: str, language: str, before: str) -> str:
    """`Актау, Алматы` of "Актау и Алматы": of two names either is meant, of other words both; else ""."""
    found = re.fullmatch(r"([\w-]+)(?:,? (?:и|and|мен|пен|бен|және|или|or|немесе) )([\w-]+)", text)
    names = found and all(part[0].isupper() for part in found.groups())
    return ", ".join(_nominative(part, language, before) for part in found.groups()) if found and names else ""


def _nominative(text: str, language: str, before: str) -> str:
    """The text in the nominative, as far as its language has cases."""
    match language:
        case "ru":
            return _in_russian(text, _OF_PREPOSITIONS.get(before, ()))
        case "kk":
            return _in_kazakh(text)
    return text


def _in_russian(text: str, cases: Sequence[str]) -> str:
    """Its first noun and the adjectives before it: что за ценами на бензин are цены на бензин."""
    found = words_of(text)
    if not cases and ru_cases.is_nominative(fold(found[0].group())):
        return text
    for case in cases or ru_cases.CASES:
        changed = text
        for word, behind in zip(found, [*found[1:], None], strict=True):
            nominative = ru_cases.nominative(fold(word.group()), case)
            if nominative is None or word.group()[1:].isupper():
                break
            written, is_noun = nominative
            if is_noun and word.group()[0].isupper() and ru.is_common_word(written):  # Тесле is not of тесло, a tool
                break
            written = written.capitalize() if word.group()[0].isupper() else written
            place = len(changed) - len(text) + word.start()
            changed = f"{changed[:place]}{written}{changed[place + len(word.group()) :]}"
            if is_noun and not (behind and behind.group().istitle() and may_be_given_name(written.lower())):
                return changed
    return text


def _in_kazakh(text: str) -> str:
    """Its last word without the ending of a case."""
    bare = _JOINED_CASE.sub("", text)
    if bare != text:
        return bare
    found = words_of(text)
    last = found[-1].group()
    bases = kk.bases(fold(last))  # any will do: the verb of the wish says that there is a case
    for ending in _CASES:
        base = fold(last.removesuffix(ending))
        if last.endswith(ending) and base in bases and (ending not in _OF_POSSESSED or base[-1] in "ыі"):
            return text[: found[-1].start()] + last.removesuffix(ending)
    return text


_OF_COMMANDS = frozenset(("на", "за", "от", "про", "о", "об", "to", "from"))
_BEFORE = frozenset(key(word) for word in ABOUT.split())
_BEHIND = frozenset(map(key, BEHIND_TOPIC.split()))
_GENERIC = frozenset(key(word) for word in (*ALL_NEWS.split(), *NEWS)) | _BEFORE | _BEHIND
_NO_BEGINNING = frozenset(map(key, NO_BEGINNING.split()))
_NO_END = frozenset(map(key, NO_END.split()))
