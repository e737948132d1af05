"""What a text names that one may follow: concepts, people, and other names. Pure.

a post ─ its concepts ─▶ ┐
       ─ its capitals  ─▶ people, «names in quotes», names ─▶ the ones named first and most often
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.language import ru
from bot.language.common import COMMON, FREQUENT, words
from bot.language.given_names import may_be_given_name
from bot.language.stopwords import STOPWORDS
from bot.language.tokens import TOKEN, stem
from bot.matching.analysis import AnalyzedText
from bot.matching.concepts import Concepts
from bot.matching.keys import CONCEPT, TextSpan, merge_spans
from bot.matching.people import MAX_NAME_WORDS, PERSON, person_term

PLACE = "place"
MOST_READ = 5_000  #: characters of a text; no post is longer
MOST_IN_NAME = 4  #: words of a name
TITLED = 0.6  #: share of capitals from which a line is a headline Written Like This
TITLED_FROM = 4  #: words of such a line

#: addresses, @names and signs of a hashtag, which name nothing
_NO_WORDS = re.compile(
    r"https?://\S+|(?:[\w-]+\.)+(?:[a-zа-я]{2,}/\S*|(?:kz|ru|com|org|net|info|io|me|uz|kg|қаз|рф)\b)|@\w+|\S+@\S+",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[«“„\"]([^«»“”„\"\n]{2,60})[»”“\"]")
_SURNAME = re.compile(r"(.+(?:[оеё]в|[иы]н))(?:а|у|ым|е|ой)?")
_JOINS = re.compile(r"[ -]")
#: words with a capital that name nothing one follows
_NO_NAMES = words(
    """
    i january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday
    mr mrs ms dr minister president prime deputy chairman director governor mayor akim breaking update photo video
    видео фото источник подробнее читать читайте подписаться подписывайтесь внимание срочно
    жедел дереккөз фотосы толығырақ
    telegram whatsapp instagram facebook youtube twitter tiktok
    """
)


class Kind(StrEnum):
    """What is named."""

    PLACE = "place"
    PERSON = "person"
    TOPIC = "topic"  #: a concept that is neither
    NAME = "name"  #: of an organization, a thing, somebody of whom nothing is known


@dataclass(frozen=True)
class Mentioned:
    """A name in a text."""

    name: str  #: as it may be followed
    kind: Kind
    concept: str = ""  #: its key; "": it is none
    at: int = 0  #: where it stands first
    count: int = 1

    @property
    def weight(self) -> float:
        """How much the text is about it: what stands in its first lines, and what comes again and again."""
        of_kind = 0.0 if self.name[:1].islower() else 1.0 if self.kind is Kind.NAME else 1.5
        early = 2.0 if self.at < 100 else 0.0
        return min(self.count, 4) + early + of_kind - (6.0 if self.name.casefold() in FREQUENT else 0.0)


def mentioned(text: str, concepts: Concepts, reader: str, limit: int) -> tuple[Mentioned, ...]:
    """The names in a text, those first that it is most about; concepts in the language of the `reader`."""
    text = text[:MOST_READ]
    analyzed = AnalyzedText(_NO_WORDS.sub(lambda found: " " * len(found[0]), text), concepts=concepts)
    found: dict[str, Mentioned] = {}
    surnames: dict[str, str] = {}  #: a person's key by what their surname may be a form of
    for each in (*_concepts(analyzed, concepts, reader), *_names(analyzed)):
        key = each.concept or each.name.casefold()
        if each.kind is Kind.PERSON and not each.concept:
            surnames |= dict.fromkeys(ru.bases(stem(each.name.split()[-1])), key)
        elif each.kind is Kind.NAME:
            key = next((surnames[base] for base in ru.bases(stem(each.name)) if base in surnames), key)
        known = found.get(key)
        found[key] = replace(known, count=known.count + 1, at=min(known.at, each.at)) if known else each
    ranked = sorted(found.values(), key=lambda one: (-one.weight, one.at))
    return tuple(ranked[:limit])


def _concepts(text: AnalyzedText, concepts: Concepts, reader: str) -> Iterator[Mentioned]:
    for key, spans in text.concepts.items():
        concept = concepts[key.removeprefix(CONCEPT)]
        kind = {PLACE: Kind.PLACE, PERSON: Kind.PERSON}.get(concept.kind, Kind.TOPIC)
        own = {"en": concept.en, "ru": concept.ru, "kk": concept.kk}[reader]
        name = (own or concept.names)[0]
        for start, _ in merge_spans(list(spans)):
            yield Mentioned(name, kind, concept.key, start)


def _names(text: AnalyzedText) -> Iterator[Mentioned]:
    """People and other names, beside the concepts."""
    taken = [span for spans in text.concepts.values() for span in spans]
    for found in _QUOTED.finditer(text.text):
        raws = TOKEN.findall(found[1])
        if 0 < len(raws) <= MOST_IN_NAME and raws[0][:1].isupper() and not _overlaps(found.span(1), taken):
            name = " ".join(found[1].split())
            yield Mentioned(_nominative(name) if len(raws) == 1 else name, Kind.NAME, at=found.start(1))
            taken.append(found.span(1))
    for line in re.finditer(r"[^\n]+", text.text):
        tokens = list(TOKEN.finditer(text.text, *line.span()))
        titled = _is_titled(tokens)
        for run in _runs(tokens, text.text, taken):
            named = None if _is_part(run, text.text, taken) else _named(run, text, titled=titled)
            if named:
                yield named


def _is_titled(tokens: list[re.Match[str]]) -> bool:
    """Does nearly every word of the line begin with a capital?"""
    capitals = sum(token.group()[0].isupper() for token in tokens)
    return len(tokens) >= TITLED_FROM and capitals > TITLED * len(tokens)


def _runs(tokens: list[re.Match[str]], text: str, taken: list[TextSpan]) -> Iterator[list[re.Match[str]]]:
    """Words with capitals that stand side by side, without those of a name that is known already."""
    run: list[re.Match[str]] = []
    for token in tokens:
        apart = run and not _JOINS.fullmatch(text, run[-1].end(), token.start())
        if run and (apart or len(run) == MAX_NAME_WORDS):
            yield run
            run = []
        if _may_be_named(token.group()) and not _overlaps(token.span(), taken):
            run.append(token)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _may_be_named(raw: str) -> bool:
    word = stem(raw)
    return raw[0].isupper() and word not in _NO_NAMES and word not in STOPWORDS and word not in COMMON


def _is_part(run: list[re.Match[str]], text: str, taken: list[TextSpan]) -> bool:
    """Does it stand at a name that is known already: Қасым-Жомарт before Тоқаев?"""
    first, last = run[0].start(), run[-1].end()
    behind = any(start >= last and _JOINS.fullmatch(text, last, start) for start, _ in taken)
    return behind or any(end <= first and _JOINS.fullmatch(text, end, first) for _, end in taken)


def _named(run: list[re.Match[str]], text: AnalyzedText, *, titled: bool) -> Mentioned | None:
    """The name that words with capitals are; None: they begin a sentence, or are too short.

    Where capitals say nothing (`titled`) only a whole name of a person is one.
    """
    raws = [token.group() for token in run]
    person = person_term(raws) if len(run) > 1 else None
    if person is not None:
        return Mentioned(_person_nominative(person.words), Kind.PERSON, at=run[0].start())
    foreign = text.language != "en" and raws[0].isascii()  # Tesla in a Russian text is a name wherever it stands
    if titled and not foreign:
        return None
    if not foreign and not text.capital_is_significant(run[0].span()):
        run = run[1:]
    if not run:
        return None
    name = text.text[run[0].start() : run[-1].end()]
    ordinary = len(run) == 1 and (len(name) < 3 or stem(name) in FREQUENT)
    if ordinary:
        return None
    return Mentioned(_nominative(name) if len(run) == 1 else name, Kind.NAME, at=run[0].start())


def _person_nominative(words: Sequence[str]) -> str:
    """A person's name without its case: Олжасу Нуртаеву, Динаре Нуртаевой → Олжас Нуртаев, Динара Нуртаева."""
    *given, surname = words
    woman = surname.endswith(("ой", "ова", "ева", "ина"))
    first = [_given_nominative(word, woman=woman) for word in given]
    ending = _SURNAME.fullmatch(surname)
    if first == given or ending is None:
        return " ".join([*first, surname if first == given else _nominative(surname)])
    return " ".join([*first, ending[1] + ("а" if first[0].endswith(("а", "я")) else "")])


def _given_nominative(word: str, *, woman: bool) -> str:
    """Динаре is a form of Динар, too: of a woman the name that ends in а counts."""
    bases = ru.bases(stem(word)) if ru.is_known(stem(word)) else ()
    names = [base.capitalize() for base in bases if may_be_given_name(base)]
    return next(
        (name for name in names if not woman or name.endswith(("а", "я"))), word if woman else [*names, word][0]
    )


def _nominative(word: str) -> str:
    """A word of a Russian name without its case: Олжаса, Бектенову → Олжас, Бектенов."""
    if not ru.is_known(stem(word)):
        return word
    base = ru.bases(stem(word))[0]
    return base[:1].upper() + base[1:]


def _overlaps(span: TextSpan, taken: list[TextSpan]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)
