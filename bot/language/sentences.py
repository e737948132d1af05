"""Where sentences begin and end, in English, Russian and Kazakh: one rule and sets of abbreviations.

A full stop, question or exclamation mark, with the quotes and brackets that close behind it and a space, is a
candidate; what stands before and behind it decides. Blank lines and bullets always part. The work is linear.
"""

from __future__ import annotations

import re

from bot.language.common import words

BULLETS = "•▪●◦‣·"
_OPENERS = "\"'“„«‘([¿¡"
_DASHES = "-–—−"
#: where a sentence may end; a pattern that begins with a set is searched fastest
_CANDIDATE = re.compile(rf"[.!?…\n\u2029{BULLETS}]")
_MARKS = ".!?…"
_MARK = re.compile(r"[.!?…]++[\"'”“»’)\]]*+(?=\s)")
_BREAK = re.compile(rf"\n\s*\n|\n\s*(?=[{_DASHES}*]\s|\d{{1,2}}[.)]\s)|\u2029")
_WORD_BEFORE = re.compile(r"[\w.\-]+$")
_WORD_BEHIND = re.compile(r"[\w’'\-]+")
_REACH = 40  #: characters looked at on either side

#: stand before what they belong to, and end no sentence
BEFORE_NAME = words(
    """
    mr mrs ms dr prof gen col lt sgt st sen rep gov hon rev capt maj messrs mt ft no nos vol fig pp cf vs e.g i.e
    approx dept est adm brig cmdr pres supt viz
    ул пр просп пер пл д кв обл р-н им акад проф ст стр см рис табл тел п пп ч тов гр св с пос пгт мкр оз наб бул корп
    т.е т.к т.н и.о в.и.о т.ч напр ср доц ген полк канд зам гл ред илл прим англ лат д-р г-н г-жа
    көш даң ауд ш.а ғ.к м.а
    """
)
#: end a sentence only if what follows can't be a name
MAYBE = words(
    """
    inc ltd co corp jr sr bros etc jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun
    a.m p.m u.s u.k u.n e.u d.c u.a.e ph.d m.d b.c a.d u.s.a ave blvd rd
    янв фев февр апр авг сент окт ноя нояб дек долл қаң ақп нау сәу шіл
    """
)
#: after a number they are a unit or "year" and end a sentence before a capital; without one they stand before a name
AFTER_NUMBER = words("г ж гг жж в вв ғ ғғ қ к т м")
#: are shortened ends of enumerations behind и, and stand before names elsewhere
AFTER_AND = words("пр др")
#: begin sentences, and are no names
STARTERS = words(
    """
    the a an it he she they we you i this that these those in on at for but and as if when while after before however
    there his her its their our such some many most all no not with from by to also according meanwhile earlier now
    он она они оно это этот эта эти в во на по при для за из с со от к о об до после как также кроме однако между
    все мы вы я его её ее их если когда но и а так там здесь ранее сейчас тогда что кто где
    ол олар бұл осы сол біз сіз мен бірақ және сондай қазір ал бұған оның олардың осылайша сондықтан егер
    """
)
#: shortened ends of enumerations: "and so on"
ENDINGS = words("т.д т.п т.б ж.б ж.т.б с.с")
#: a date alone says nothing yet: В 2025 г. Казахстан …, 5 мая 2025 г. Президент …
_DATE_ALONE = re.compile(
    r"\W*(?:(?:в|во|с|со|к|ко|до|на|по|за|от|из|о|об|около|после)\s+)?(?:\d{1,2}\s+\w+\s+)?[\dIVX–-]+\s*", re.IGNORECASE
)
LONGEST_ABBREVIATION = max(map(len, BEFORE_NAME | MAYBE))


def sentences(text: str) -> list[tuple[int, int]]:
    """The (start, end) of each sentence, without the spaces around it; together they hold all that can be seen."""
    spans: list[tuple[int, int]] = []
    start = 0
    for found in _CANDIDATE.finditer(text):
        if found.start() < start:
            continue
        end = _end_at(text, start, found.start())
        if end > start:
            _add(spans, text, start, end)
            start = end
    _add(spans, text, start, len(text))
    return spans


def _end_at(text: str, start: int, place: int) -> int:
    """Where the sentence that began at `start` ends if it ends with the sign at `place`, else 0."""
    sign = text[place]
    if sign in BULLETS:
        return place if text[place - 1 : place].isspace() else 0
    if sign not in _MARKS:
        found = _BREAK.match(text, place)
        return found.end() if found else 0
    if place and text[place - 1] in _MARKS:
        return 0  # looked at with the first of its row
    found = _MARK.match(text, place)
    return found.end() if found and _ends(text, start, place, found.end()) else 0


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    seen = piece.strip()
    if seen:
        left = start + len(piece) - len(piece.lstrip())
        spans.append((left, left + len(seen)))


def _ends(text: str, start: int, mark: int, end: int) -> bool:
    """Does the sentence that began at `start` end with the mark at `mark`, whose closing quotes reach to `end`?"""
    if end == mark + 1 and text[end + 1 : end + 2].isupper():
        word = text[text.rfind(" ", start, mark) + 1 : mark]
        if len(word) > LONGEST_ABBREVIATION and word.isalpha():
            return True  # as most do
    behind = text[end : end + _REACH].lstrip()
    bare = behind.lstrip(_OPENERS + _DASHES + " \u00a0")
    if not bare or bare[0].islower():
        return not bare
    if text[mark] != "." or text[mark + 1 : mark + 2] == ".":
        return True
    return _full_stop_ends(text, start, mark, bare)


def _full_stop_ends(text: str, start: int, mark: int, bare: str) -> bool:
    found = _WORD_BEFORE.search(text, max(start, mark - _REACH), mark)
    if found is None:
        return True  # after a quote, a bracket, a percent sign
    word = found.group()
    if word.isdigit():
        return bool(text[start : found.start()].strip(BULLETS + " \n"))  # "1. Roads" is a list's number
    before = text[max(start, found.start() - _REACH) : found.start()]
    return _word_ends(word.casefold(), before, bare)


def _word_ends(word: str, before: str, bare: str) -> bool:
    """Is this word, followed by a full stop and something large, the last of its sentence?"""
    left = before.rstrip()[-1:]
    if word in AFTER_NUMBER and left and (left.isdigit() or left in "IVX"):
        return not _DATE_ALONE.fullmatch(before)
    if word in AFTER_AND and before.endswith(" и "):
        return True
    if word in BEFORE_NAME:
        return False
    if word in MAYBE or _are_initials(word):
        return not bare[0].isdigit() and _starts_sentence(bare)
    return word not in AFTER_NUMBER


def _are_initials(word: str) -> bool:
    """К, К.К, J.R.R, Дж: but not т.д and the like, which end sentences as any word does."""
    parts = word.replace("-", "").split(".")
    return word in ("дж", "ю") or (word not in ENDINGS and all(len(part) == 1 and part.isalpha() for part in parts))


def _starts_sentence(bare: str) -> bool:
    found = _WORD_BEHIND.match(bare)
    return found is None or (found.group().casefold() in STARTERS and bare[found.end() : found.end() + 1] != ".")
