"""Sentence splitting for English, Russian and Kazakh: one rule and sets of abbreviations.

A full stop, question or exclamation mark, followed by closing quotes or brackets and a space, is a candidate; the words
before and after it decide. Blank lines and bullets always split. The time is linear.
"""

from __future__ import annotations

import re

from bot.language.common import words

BULLETS = "•▪●◦‣·"
_OPENERS = "\"'“„«‘([¿¡"
_DASHES = "-–—−"
_SYMBOLS = "№#&$€£¥₸₽₺"  #: continue a sentence after an abbreviation
#: where a sentence may end; a pattern that begins with a set is the fastest to search
_CANDIDATE = re.compile(rf"[.!?…\n\u2029{BULLETS}]")
_MARKS = ".!?…"
_MARK = re.compile(r"[.!?…]++[\"'”“»’)\]]*+(?=\s)")
_BREAK = re.compile(rf"\n\s*\n|\n\s*(?=[{_DASHES}*]\s|\d{{1,2}}[.)]\s)|\u2029")
_WORD_BEFORE = re.compile(r"[\w.\-]+$")
_WORD_BEHIND = re.compile(r"[\w’'\-]+")
_REACH = 40  #: characters examined on either side
_REACH_OF_DATES = 80  #: "in the first half of 2025" may be long

#: precede what they belong to, and never end a sentence
BEFORE_NAME = words(
    """
    mr mrs ms dr prof gen lt gov govs sgt col capt cpl pvt maj brig adm cmdr cdr sen sens rep reps det insp supt atty
    amb hon rev msgr pres dept messrs mt mts ft vs cf e.g i.e viz ca approx est lt.gov fr wm jos pfc
    ул пр просп пр-т пр-кт пер пл д кв обл р-н акад проф чл.-корр ст см п пп ч тов гр св с пос пгт дер мкр мкрн м-н оз
    о-в хр вдхр наб бул б-р корп стр-е т.е т.к т.н и.о в.и.о т.ч напр ср доц полк кап лейт серж адм канд зам
    гл зав ред илл прим англ каз нац респ реж арх д-р г-н г-жа г-ну г-на ген.-майор ген.-лейт ген.-полк вл
    көш даң ауд ш.а ғ.к м.а мөлш
    """
)
#: precede a number; before anything else they are words, or end a sentence
BEFORE_NUMBER = words(
    """
    no nos vol vols fig figs pp art ch chap sect tel ext max min avg pop
    рис табл стр тел разд прил абз подп ок род соч макс мин вып нач кон сер
    сур бет
    """
)
#: end a sentence only if what follows can't be a name
MAYBE = words(
    """
    inc ltd co cos corp jr sr bros al assn assoc intl natl govt univ sec st a.m p.m u.s u.k u.n e.u d.c u.a.e ph.d m.d
    u.s.a ave blvd rd pct b.c a.d b.c.e c.e n.y n.j n.c s.c n.h n.m r.i w.va l.a
    янв фев февр апр авг сент окт ноя нояб дек долл им изд ген лат
    қаң ақп нау сәу мам мау шіл қырк желт б.з б.з.д б.з.б б.д.д
    """
)
#: the same with a capital; "sat", "sun" and "wash" without one are words
MAYBE_CAPITAL = words(
    """
    jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun
    ala ariz ark calif colo conn del fla ga ill ind kan ky la mass md mich minn miss mo mont neb nev okla ore pa penn
    tenn tex va vt wash wis wyo ont
    """
)
#: after a year they end a sentence, unless it is only a date so far
YEARS = words("г гг в вв н.э")
_ERA = "н.э"  #: era; the year before it may be written in many ways
#: Kazakh: "in the year"; a verb must follow, or the year is all that is said
KAZAKH_YEARS = words("ж жж ғ ғғ")
#: abbreviated units; after a number they end a sentence, elsewhere they precede a name
UNITS = words("к қ т м с ч р л см гр ft час мин сек сағ руб")
#: large numbers, which end a sentence unless what is counted follows
SCALES = words("тыс млн млрд трлн мың mln bln trln mn bn tn")
#: end an enumeration after и ("и пр."), and precede names elsewhere
AFTER_AND = words("пр др")
#: abbreviations of "and so on"
ENDINGS = words("т.д т.п т.б ж.б ж.т.б с.с т.с.с т.т")
#: begin sentences, and are not names
STARTERS = words(
    """
    the a an it he she they we you i this that these those in on at for but and as if when while after before however
    there his her its their our such some many most all no not with from by to also according meanwhile earlier now
    another although though since because then yet both each every several only who what how why where which until
    он она они оно это этот эта эти в во на по при для из за с со от к о об до после как также кроме однако между
    все мы вы я его её ее их если когда но и а так там здесь ранее сейчас тогда что кто где потом затем поэтому хотя
    этого этому этой этим того тому тем тот та те тех такой такая такие ещё еще уже лишь только даже чтобы через без под
    над перед среди согласно позже вскоре теперь сегодня вчера каждый многие некоторые другие у не ни
    ол олар бұл осы сол біз сіз мен бірақ және сондай қазір ал бұған оның олардың осылайша сондықтан егер оны оған онда
    одан мұны мұнда мұндай содан сонда кейін дегенмен алайда себебі өйткені сонымен бүгін енді тіпті барлық кейбір
    """
)
#: a date is not yet a sentence: В 2025 г. Казахстан …, По итогам мая 2025 г. Казахстан …, что в 700 г. до н. э. Рим …
_DATE_ALONE = re.compile(
    r"\W*(?:.*\b(?:что|как|где|когда|но|однако|напомним|сообщалось|известно)\b,?\s+)?"
    r"(?:(?:в|во|с|со|к|ко|до|на|по|за|от|из|о|об|около|после|том|этом|прошлом|же|и|лишь|только|именно|впервые|"
    r"[её]щ[её]|уже|также|затем|потом|позже|ранее|весной|летом|осенью|зимой|начал\w|кон[цч]\w+|середин\w|итогам|"
    r"состоянию|данным|течение|период\w?|перв\w+|втор\w+|трет\w+|четв[её]рт\w+|квартал\w?|полугоди\w|мес\w*\.?|"
    r"(?:янв|фев|март|апр|ма[йяею]|ию[нл]|авг|сен|окт|ноя|дек)\w*\.?(?:[–-]\w+)?|\d{1,4}(?:-\w{1,3})?)\s+)*"
    r"[\dIVXХІ–.-]+(?:-\w{1,3})?\s*(?:(?:гг?\.|вв?\.|года?|век\w?)\s*)?(?:до\s+)?",
    re.IGNORECASE,
)
#: a year as all that is said: Бұл 2025 ж., Ашылған уақыты – 1955 ж.
_YEAR_SAID = re.compile(r"(?:\W*(?:бұл|ол)|.*(?:\D\s[–—-]|:))\s+[\dIVXХІ–.-]+\s*", re.IGNORECASE)
_NUMBER_BEFORE = re.compile(
    r"(?:\d(?:-?\w{1,3})?|\b[IVXХІ]+(?:-\w{1,3})?|\b(?:тыс|млн|млрд|трлн|мың|кв|куб|пог|га)\.?)\s*$"
)
_PER = re.compile(r"\d\s*[^\W\d_]{1,5}/$")
_GLUED = re.compile(r"[\d.,-]*\d-?(?=[^\W\d_]+$)")
_SPACED = re.compile(r"(?:\b[^\W\d_]\.\s)+$")
_NUMBER_BEHIND = re.compile(r"[\d№#+]|[IVXLC]+\b|[^\W\d_]\b")
_MONEY_BEHIND = re.compile(
    r"\d|[^\W\d_]*+(?<=[A-ZА-ЯҚ]{2})|"
    r"(?:Америка|Қазақстан|Ресей|Қытай|Қырғыз|Өзбек|Түрік|Канада|Австралия|Швейцария|Гонконг|Сингапур)\w*\s+"
    r"(?:доллар|теңге|рубл|юан|сом|сум|лира|франк)"
)
_AFTER_NUMBER = YEARS | KAZAKH_YEARS | UNITS | SCALES
_SPACED_ONES = frozenset(word for word in BEFORE_NAME | MAYBE | YEARS | ENDINGS if "." in word)
#: of those without stops or hyphens inside
LONGEST_ABBREVIATION = max(
    len(word) for word in BEFORE_NAME | BEFORE_NUMBER | MAYBE | MAYBE_CAPITAL | _AFTER_NUMBER if word.isalpha()
)


def sentences(text: str) -> list[tuple[int, int]]:
    """The (start, end) of each sentence in order, without surrounding spaces; together they cover all visible text."""
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
    """The end of the sentence from `start` if it ends with the character at `place`, else 0."""
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
    """Does the sentence from `start` end with the mark at `mark`, whose closing quotes reach to `end`?"""
    if end == mark + 1 and text[end + 1 : end + 2].isupper():
        word = text[text.rfind(" ", start, mark) + 1 : mark]
        if len(word) > LONGEST_ABBREVIATION and word.isalpha():
            return True  # as most do
    after = text[end : end + _REACH].lstrip()
    bare = after.lstrip(_OPENERS + _DASHES + " \u00a0")
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
    before = text[max(start, found.start() - _REACH_OF_DATES) : found.start()]
    if word[0].isdigit():  # 2007г.
        glued = _GLUED.match(word)
        if glued and word[glued.end() :].casefold() in _AFTER_NUMBER:
            return _number_ends(word[glued.end() :].casefold(), before + glued.group(), bare)
    if len(word) == 1 and before.endswith((". ", ".\u00a0")):  # до н. э.
        spaced = _SPACED.search(before)
        whole = "".join(spaced.group().split()) + word if spaced else word
        if whole.casefold() in _SPACED_ONES:
            word, before = whole, before[: spaced.start()] if spaced else before
    return _word_ends(word, before, bare)


def _word_ends(word: str, before: str, bare: str) -> bool:
    """Is this word, followed by a full stop and a capital or number, the last of its sentence?"""
    small = word.casefold()
    if _PER.search(before):
        return True  # 90 км/ч.
    if small in _AFTER_NUMBER and (small == _ERA or _NUMBER_BEFORE.search(before)):
        return _number_ends(small, before, bare)
    if small in AFTER_AND and before.endswith(" и "):
        return True
    if small in BEFORE_NAME:
        return False
    if small in BEFORE_NUMBER:
        return _NUMBER_BEHIND.match(bare) is None or _starts_sentence(bare)
    if small in MAYBE or _are_initials(small) or (small in MAYBE_CAPITAL and word[0].isupper()):
        return not bare[0].isdigit() and _starts_sentence(bare)
    return small not in YEARS and small not in KAZAKH_YEARS


def _number_ends(small: str, before: str, bare: str) -> bool:
    """The same for an abbreviation after a number: a unit, a year, a thousand."""
    if bare[0] in _SYMBOLS:
        return False  # Указ от 5 мая 2025 г. № 12
    if small in YEARS:
        return not _DATE_ALONE.fullmatch(before) or _starts_sentence(bare)
    if bare[0].isdigit():
        return False  # 1 м. 20 см, 1943 ж. 1 желтоқсанда
    if small in KAZAKH_YEARS:
        return _starts_sentence(bare) or _YEAR_SAID.fullmatch(before) is not None
    return small in UNITS or _MONEY_BEHIND.match(bare) is None


def _are_initials(word: str) -> bool:
    """К, К.К, J.R.R, Дж; but not т.д and similar, which end sentences as any word does."""
    parts = word.replace("-", "").split(".")
    return word == "дж" or (word not in ENDINGS and all(len(part) == 1 and part.isalpha() for part in parts))


def _starts_sentence(bare: str) -> bool:
    found = _WORD_BEHIND.match(bare)
    if found is None:
        return bare[0] not in _SYMBOLS
    return found.group().casefold() in STARTERS and bare[found.end() : found.end() + 1] != "."
