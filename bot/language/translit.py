"""One word in other letters: Latin, Russian and Kazakh spellings of it, and what a wrong keyboard layout made of it.

    карагандыда, qaragandy, Қарағанды ─ skeleton ─▶ karagandi…     rough: what sounds alike is one
    Шольц ─ latin ─▶ sholts, scholz…   Bekbauov ─ russian ─▶ бекбауов   Нурлан ─ kazakh ─▶ нұрлан   the likeliest first
    gfdjljr ─ other_layouts ─▶ паводок

Spellings are made by rules with a price each: a piece of a word, and what it becomes, the usual first. Sources: ICAO
Doc 9303 (passports), BGN/PCGN 1947 for Russian and 1979 for Kazakh, the Kazakh Latin alphabets of 2018 and 2021, and
how newspapers spell the foreign names that they do not take from a passport (Scholz). Words come folded.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from functools import lru_cache
from typing import NamedTuple

_CYRILLIC = re.compile("[Ѐ-ԯ]")
#: Russian and Kazakh surnames by their ends, and Kazakh letters
_NATIVE = re.compile(
    "[әғқңөұүһі]|.{2}(?:[ое]ва?|[иы]на?|[сц]к(?:ий|ая)|енко|[оё]вич|[еи]вич|улы|кызы|бай|бек|хан|жан)$"
)
_NATIVE_LATIN = re.compile(
    ".{2}(?:[oe]va?|ina?|yna?|[st]k(?:iy?|y|aya)|enko|[oe]vich|uly|[kq]yzy|ba[iy]|bek|khan|[zj]h?an)$"
)
BEAM = 24  #: beginnings of a word that are kept while it is spelled
SPREAD = 3.2  #: a spelling that costs so much more than the cheapest is not meant
NATIVE_SPREAD = 1.6  #: the same of Russian and Kazakh surnames, which passports spell
SPLIT = 2.5  #: price of reading letter by letter what is usually read together: s·h
_START, _END = "^", "$"
_SINGLE_S = re.compile("(?<=[aeiouy])s(?=[aeiouy])")


class _Rules(NamedTuple):
    """What each piece of a word may become, each with its price."""

    pieces: dict[str, tuple[tuple[str, float], ...]]
    longest: int


def _rules(table: str) -> _Rules:
    """A table's words are "piece=one,another~2": the second costs what stands behind ~, else its place in the row."""
    pieces: dict[str, tuple[tuple[str, float], ...]] = {}
    for word in table.split():
        piece, _, outputs = word.partition("=")
        outs = [out.partition("~") for out in outputs.split(",")]
        pieces[piece] = tuple((out, float(price) if price else float(at)) for at, (out, _, price) in enumerate(outs))
    return _Rules(pieces, max(map(len, pieces)))


#: letters of Russian and Kazakh. A vowel before е makes it ye; endings of surnames are those of passports
_TO_LATIN = _rules(
    """
    а=a ә=a б=b в=v,w~2 г=g,h~3 ғ=g,gh д=d е=e ж=zh,j,g~3.5 з=z,s~2.5 и=i,y~2.5,ee~3.5,ie~3.5,ea~4 й=y,i
    к=k,c~1.7,ck~3.5 қ=k,q~.5
    л=l,ll~2.8 м=m,mm~4.2 н=n,nn~4 ң=n,ng о=o,au~4 ө=o п=p р=r,rr~4.5 с=s,ss~2.8,c~4 т=t,tt~4.2,th~4
    у=u,oo~3,ou~3.2,w~4 ұ=u ү=u
    ф=f,ph~2.5 х=kh,h~.5,ch~3 һ=h ц=ts,z~1.5,tz~2,c~2.5 ч=ch,tch~3.5,tsch~3.5 ш=sh,sch~1.5 щ=shch,sch~2 ъ= ы=y,i~2
    і=i ь= э=e,a~3 ю=yu,iu,u~2 я=ya,ia,a~3
    ^е=ye,e~.2 ^э=e ^я=ya,ia~1.5,ja~2 ^ю=yu,iu~1.5 ^х=kh,h~.2 ^в=v,w~1 ^у=u,w~1.5 ^ш=sh,sch~.8 ^л=l ^м=m ^н=n
    ^р=r ^с=s,c~4 ^т=t,th~3.5 льц$=lts,lz~.4 ц$=ts,z~.6,tz~1.5
    ае=aye,ae~.2,ie~3.5 ее=eye,ee~.2 ие=iye,ie~.2 ое=oye,oe~.2 уе=uye,ue~.2 ье=ye,ie~1 ье$=ye,ier~3 ъе=ye ью=yu,iu~1
    ья=ya,ia~1 ия=iya,ia~.2 ия$=ia,iya~.2 ии=ii,iyi ьи=yi,i
    ай=ai,ay~.2,i~3,ei~3 ей=ey,ei~.2,ay~3 ой=oy,oi~.2,eu~3 уй=uy,ui~.2
    ий$=y,iy~1,i~1,ii~1.5 ый$=y,yy~1.5,iy~2 кс=ks,x~.5 кс$=x,ks~.5 дж=j,dzh~.5,dj~1,g~2 сс=ss нн=nn лл=ll тт=tt
    ше=she,sche~1.5 шт=sht,st~1.5,scht~3 шп=shp,sp~1.5 нг=ng к$=k,ck~2,c~2.5 ф$=f,ff~3,v~3 ль=l,ll~3
    ян$=yan,ian~.2 ьян=yan,ian
    ев$=ev,yev~1.5 аев$=ayev,aev~.2 уев$=uyev,uev~.2 иев$=iyev,iev~.2 ьев$=yev,iev~1 оев$=oyev,oev~.2 еев$=eyev,eev~.2
    ева$=eva,yeva~1.5 аева$=ayeva,aeva~.2 уева$=uyeva,ueva~.2 иева$=iyeva,ieva~.2 ьева$=yeva,ieva~1
    оева$=oyeva,oeva~.2 еева$=eyeva,eeva~.2 ов$=ov,off~3.5
    лтон$=lton,leton~.3 джон=john,jon~.2,dzhon~1 ич$=ich,ic~1 чич$=chich,cic~1 ович$=ovich,ovic~1 евич$=evich,evic~1
    ский$=sky,skiy~.5,ski~.5,skii~1 ская$=skaya,skaia~.5
    цкий$=tsky,tskiy~.5,tski~.5 цкая$=tskaya,tskaia~.5 улы$=uly ұлы$=uly қызы$=kyzy,qyzy~.2 мп=mp
    """
)
#: Latin letters, of passports first, then of other languages' names
_TO_RUSSIAN = _rules(
    """
    a=а,э~3,е~3.5 b=б c=к,с~2,ц~2.5 d=д e=е,и~3,э~2.5 f=ф g=г,ж~3,дж~2.5 h=х,г~2,~2.5 i=и,ы~2,й~2,ай~3 j=дж,ж~.3,й~1.5
    k=к l=л,ль~1.5 m=м n=н o=о,оу~3 p=п q=к r=р s=с,з~2.5,ш~3 t=т u=у,а~2.5,ю~2.5 v=в,ф~3 w=в,у~.7 x=кс,х~2 y=ы,и~.7
    z=з,ц~1.2 ß=с,сс ä=а,е ö=о,е~.5 ü=у,ю~.5 ş=ш ç=ч ğ=г ñ=н,нь ı=ы,и
    shch=щ sch=ш,щ~2 tsch=ч tch=ч zh=ж kh=х ch=ч,х~1.5,к~2,ш~2.5 sh=ш ts=ц tz=ц th=т ph=ф ck=к gh=г,х~3 qu=кв dzh=дж
    dj=дж ce=се,ке~2 ci=си ge=ге,дже~1.5 ee=и oo=у ou=у,оу~1 ea=и,еа~1,ие~2,ей~2.5 ie=и,ие~.3 ei=ей,ай~.7
    eu=еу,ой~1,е~2
    ai=ай,ей~2 ay=ай,ей~1 au=ау,о~2,оу~2 aw=о ow=оу,ау ey=ей,и~.7 oy=ой oi=ой,уа~2 uy=уй ui=уй,уи
    ya=я yu=ю yo=е,йо~1 ye=е ia=ия,я~.3,иа~2 iu=ю,иу iya=ия iye=ие io=ио,е~2
    ^e=е,э~.3 ^ye=е ^yo=е,йо ^h=х,г~1.5 ^w=в,у~.5 ^y=й,и ^ya=я ^yu=ю ^i=и,ы~2 aye=ае eye=ее oye=ое uye=уе
    ayev$=аев ayeva$=аева uyev$=уев uyeva$=уева oyev$=оев ic$=ич,ик~.3 eau$=о ^sp=сп,шп ^st=ст,шт
    ^schw=шв ^mc=мак ^x=кс,с ^j=дж,ж~.3,й~1,х~2 ll=лл,л~.3 nn=нн,н~.5 ss=сс,с~.5 tt=тт,т~.5 rr=рр,р~.5
    mm=мм,м~.5 ff=ф,фф~.5
    cc=кк,чч pp=пп,п~.5 bb=бб,б~.5 zz=цц,зз gg=гг dd=дд,д~.5 kk=кк
    y$=и,ий~.3,ы~1.5,ый~1.5,й~3 iy$=ий ii$=ий,ии~1 yy$=ый ay$=ай,ей~1 ey$=ей,и~.7 oy$=ой uy$=уй ia$=ия e$=е,~1 a$=а
    lz$=льц,лц~.3,лз~.6 skyy$=ский sky$=ский skiy$=ский ski$=ский,ски~.3 skaya$=ская skaia$=ская tsky$=цкий
    tskaya$=цкая ov$=ов off$=ов,офф~1 ev$=ев
    yev$=ев,ьев~1 iev$=иев,ьев~1 ovich$=ович evich$=евич enko$=енко uly$=улы kyzy$=кызы qyzy$=кызы er$=ер,эр~3
    ham$=хэм,ем~2
    air$=эр,аир~1 oe=е,оу~1,ое~.6 hn=н,хн~.5 hm=хм,м~1 hl=л,хл~.3 hr=р,хр~.3 l$=л,ль~.7 el$=ел,ель~.5
    son$=сон man$=ман,мен~2 ton$=тон le$=л,ле~.5 ne$=н,не~.3 x$=кс ard$=ард,ар~2
    zhan$=жан jan$=жан bek$=бек
    """
)
#: Kazakh letters in Russian spelling
_TO_RUSSIAN_LETTERS = _rules(
    """
    ә=а,я~1.5,е~2 ғ=г қ=к ң=н,нг~2 ө=о,у~1,е~2,ю~2.5 ұ=у ү=у,ю~1.5 һ=х,г~2,~2 і=и,ы~1.5,~2,е~2.5
    л$=л,ль~.3 ль$=ль ұлы$=улы қызы$=кызы ^ы=ы,и~.3 ^і=и иы=ии,и~.3 уы=у,уы~.3 ії=и йы=и,йы~.3,ии~1 йі=и,йи~.5
    ия=ия уұ=уу ій=ий,ей~1 іл=ил,л~1.5 әуе=ауэ,ауе~.3
    """
)
#: Russian letters in Kazakh spelling, beside back vowels and beside front ones, as in _rules
_TO_KAZAKH = {
    "back": _rules("к=қ,к~.6 г=ғ,г~.6 и=и,ы~.7,і~1.1 у=ұ,у~.4,ү~1 а=а,ә~2 о=о,ө~1.5 н=н,ң~2 х=х,қ~2.5,һ~2.5 ь=ь,~.7"),
    "front": _rules(
        "к=к,қ~1.5 г=г,ғ~1.5 и=и,і~.4,ы~1.2 у=ү,у~.3,ұ~.7,ө~1.1 а=а,ә~.7 о=о,ө~.6 н=н,ң~2 х=х,һ~2.5 ь=ь,~.3"
    ),
}
#: names that are Kazakh by a part of theirs: their и is і or ы
_KAZAKH_NAME = re.compile(
    "улы$|кызы$|бай|бек|хан(?:ов|$)|жан|гали|султан|нур|мурат|жол|к[еу]л|таев|ерди|[кг]ож|дау|бол|гуль?|ай$|[тд]ил"
)
_FRONT_VOWELS = "еиіэәөүю"
_VOWELS = "аоыұяу" + _FRONT_VOWELS
#: beginnings of names that Kazakh spells with letters of its own: Абдуллаев, Абдыкаликов; Ауэзов
_KAZAKH_BEGINNING = (("абды", "әбді"), ("абди", "әбді"), ("ауэз", "әуез"), ("ауел", "әуел"), ("уали", "уәли"))
_FRONT_BEGINNING = re.compile("а[бгдзклмнпрст][ие]")  #: Алимханов, Асемов: their а is ә
#: ends of surnames that stay as they are, or nearly
_FIXED_END = re.compile("(?:[ое]ва?|ина?|улы|кызы)$")
_KAZAKH_END = {"улы": "ұлы", "кызы": "қызы"}


@lru_cache(maxsize=4096)
def latin(word: str, limit: int = 8) -> tuple[str, ...]:
    """Latin spellings of a folded Cyrillic word, Russian or Kazakh, the likeliest first."""
    native = bool(_NATIVE.search(word))
    found = _spellings(word, _TO_LATIN, limit, NATIVE_SPREAD if native else SPREAD)
    if native:  # as Kazakh passports have it: Assaubayeva
        found = (found[0], *(_SINGLE_S.sub("ss", one) for one in found), *found[1:])
    return tuple(dict.fromkeys(found))[:limit]


@lru_cache(maxsize=4096)
def russian(word: str, limit: int = 4) -> tuple[str, ...]:
    """Russian spellings of a folded word in Latin or Kazakh letters, the likeliest first."""
    if _CYRILLIC.search(word):
        return _spellings(word, _TO_RUSSIAN_LETTERS, limit, NATIVE_SPREAD)
    return _spellings(
        without_diacritics(word, _TO_RUSSIAN.pieces),
        _TO_RUSSIAN,
        limit,
        NATIVE_SPREAD if _NATIVE_LATIN.search(word) else SPREAD,
    )


@lru_cache(maxsize=4096)
def kazakh(word: str, limit: int = 5, *, given: bool = False) -> tuple[str, ...]:
    """Kazakh spellings of a folded word in Russian or Latin letters: as it is, then the likeliest first.

    Only surnames that look Kazakh have others than the first: foreign ones are spelled as in Russian. `given`: it is a
    given name, of which Kazakh ones have no such look.
    """
    if not _CYRILLIC.search(word):
        word = _spellings(without_diacritics(word).replace("q", "қ"), _TO_RUSSIAN, 1)[0]
    if not given and not _NATIVE.search(word) and not _KAZAKH_NAME.search(word):
        return (word,)
    end = _FIXED_END.search(word)
    base, last = (word[: end.start()], end.group()) if end else (word, "")
    first = next(((one, own) for one, own in _KAZAKH_BEGINNING if base.startswith(one)), ("", ""))
    native, heads = bool(first[0]) or bool(_KAZAKH_NAME.search(word)), {first[1]: 0.0}
    for at in range(len(first[0]), len(base)):
        outs = _kazakh_letter(base, at, native)
        heads = dict(_cheapest({head + out: paid + price for head, paid in heads.items() for out, price in outs}, BEAM))
    found = _cheapest(heads, limit)
    last = _KAZAKH_END.get(last, last)
    return tuple(dict.fromkeys((word, *(f"{head}{last}" for head, paid in found if paid <= found[0][1] + 1.6))))[:limit]


def _kazakh_letter(word: str, at: int, native: bool) -> tuple[tuple[str, float], ...]:
    """What a letter may be in Kazakh: its vowels decide, beside it for к and г, the next one for a vowel."""
    letter, before, after = word[at], word[at - 1 : at], word[at + 1 : at + 2]
    if at in (0, 2) and _FRONT_BEGINNING.match(word):
        return (("ә", 0.0), ("а", 0.3)) if at == 0 else (("і", 0.0), ("и", 0.3)) if letter == "и" else ((letter, 0.0),)
    if letter in "уи" and any(sign and sign in f"{_VOWELS}й" for sign in (before, after)):
        return ((letter, 0.0),)
    around = after + before if letter in "кг" else word[at + 1 :] + word[:at][::-1]
    near = [sign for sign in around if sign in _VOWELS]
    ahead = next((sign for sign in near if sign not in "уи"), "и" if "и" in near else "у" if near else "е")
    outs = _TO_KAZAKH["front" if ahead in _FRONT_VOWELS else "back"].pieces.get(letter, ((letter, 0.0),))
    if letter == "и" and native:
        return tuple((out, 0.9 if out == letter else price) for out, price in outs)
    return outs


def _spellings(word: str, rules: _Rules, limit: int, spread: float = SPREAD) -> tuple[str, ...]:
    """The cheapest spellings: at each place of the word, the cheapest beginnings that reach it."""
    marked = f"{_START}{word}{_END}"
    reached: list[dict[str, float]] = [{"": 0.0}, *({} for _ in marked)]
    for at in range(len(marked)):
        heads = _cheapest(reached[at], BEAM)
        for piece, out, price in _transliterations(marked, at, rules):
            ahead = reached[at + len(piece)]
            for head, paid in heads:
                if paid + price < ahead.get(head + out, float("inf")):
                    ahead[head + out] = paid + price
    found = _cheapest(reached[-1], limit)
    return tuple(spelling for spelling, price in found if price <= found[0][1] + spread)


def _cheapest(prices: dict[str, float], limit: int) -> list[tuple[str, float]]:
    return sorted(prices.items(), key=lambda item: (item[1], item[0]))[:limit]


def _transliterations(marked: str, at: int, rules: _Rules) -> list[tuple[str, str, float]]:
    """What may be read at a place of a word: (the piece, what it becomes, its price)."""
    found: list[tuple[str, str, float]] = []
    for length in range(rules.longest, 0, -1):
        piece = marked[at : at + length]
        if len(piece) == length and piece in rules.pieces:
            split = SPLIT if found else 0.0
            found += [(piece, out, price + split) for out, price in rules.pieces[piece]]
    letter = marked[at]
    if letter not in rules.pieces:
        found.append((letter, "" if letter in (_START, _END) else letter, SPLIT if found else 0.0))
    return found


# ------------------------------------------------------------------------------------------------- how it sounds

#: letters with a mark that are other sounds than the bare ones; all other marks fall
_MARKED = str.maketrans(
    {"ş": "sh", "š": "sh", "ç": "ch", "č": "ch", "ž": "zh", "ı": "i", "ə": "a", "ɵ": "o", "ß": "ss"}
)
#: Cyrillic letters by sound; J, C and S are the sounds of zh, ch and sh
_SOUNDS = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфх", "abvgdeziiklmnoprstufh", strict=True)),
        **dict(zip("әғқңөұүһыіэжчшщ", "agknouuhiieJCSS", strict=True)),
        **{"ц": "ts", "ю": "iu", "я": "ia", "ь": "", "ъ": "", "ё": "e", "'": ""},
    }
)
#: Latin pieces by sound, the longest first
_LATIN_SOUNDS = (
    *(("shch", "S"), ("sch", "S"), ("zh", "J"), ("kh", "h"), ("gh", "g"), ("ch", "C"), ("sh", "S"), ("ph", "f")),
    *(("ck", "k"), ("j", "J"), ("q", "k"), ("y", "i"), ("w", "u"), ("x", "h"), ("c", "ts"), ("'", "")),
)
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=4_000)
def phonetic_key(word: str) -> str:
    """How a word sounds, roughly: the same for its Latin, Russian and Kazakh spellings.

    Vowels that Kazakh keeps apart by letters of its own are one, so are к and қ, ы and и, щ and ш; what is
    written twice
    counts once. Only for asking whether a word may be one that is known.
    """
    if _CYRILLIC.search(word):
        sounds = word.translate(_SOUNDS)
    else:
        sounds = without_diacritics(word.translate(_MARKED))
        for piece, sound in _LATIN_SOUNDS:
            sounds = sounds.replace(piece, sound)
    return _DOUBLED.sub(r"\1", _DOUBLED.sub(r"\1", sounds).replace("ie", "e"))


def is_latin(word: str) -> bool:
    """Is it written without a Cyrillic letter?"""
    return not _CYRILLIC.search(word)


def without_diacritics(word: str, kept: Container[str] = ()) -> str:
    """Without marks above and below, but on the letters that are to be kept: ó is o."""
    if word.isascii():
        return word
    return "".join(sign if sign in kept else unicodedata.normalize("NFD", sign)[:1] for sign in word)


# ---------------------------------------------------------------------------------------------------- keyboards

_QWERTY = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>"
_RUSSIAN_KEYS = "ёйцукенгшщзхъфывапролджэячсмитьбюЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ"
_KAZAKH_KEYS = ("234567890-=", "әіңғ,.үұқөһ")  #: digits of the Kazakh layout, else the Russian one
_TO_RUSSIAN_LAYOUT = str.maketrans(_QWERTY, _RUSSIAN_KEYS)
_TO_KAZAKH_LAYOUT = str.maketrans(_QWERTY + _KAZAKH_KEYS[0], _RUSSIAN_KEYS + _KAZAKH_KEYS[1])
_TO_LATIN_LAYOUT = str.maketrans(_RUSSIAN_KEYS, _QWERTY)


def other_layouts(typed: str) -> tuple[str, ...]:
    """What the same keys write in the other layouts, letter for letter: frnfe is актау, ыфьыгтп is samsung."""
    if _CYRILLIC.search(typed):
        return (typed.translate(_TO_LATIN_LAYOUT),)
    return tuple(dict.fromkeys((typed.translate(_TO_RUSSIAN_LAYOUT), typed.translate(_TO_KAZAKH_LAYOUT))))
