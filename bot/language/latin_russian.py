"""Russian words in Latin letters, as addresses of pages have them, back in Russian letters.

    v kieve zarabotalo metro ─ in_russian_letters ─▶ в киеве заработало метро       samsung ─▶ samsung

Addresses follow no standard: щ is shch, sch or shh, й is j, i or y, and ь is left out. Of the spellings that the rules
allow, the cheapest one counts that the dictionary has; a word without one stays as it is, and so does a text of which
most words have none.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.language import ru
from bot.language.spelling_rules import read_rules, spellings
from bot.language.translit import is_latin

MOST = 40  #: spellings of a word that are looked up
SPREAD = 5.0  #: a spelling that costs this much more than the cheapest is not
LONGEST = 30  #: letters; a longer word stays as it is
_WORD = re.compile(r"[a-z']+", re.IGNORECASE)
_RULES = read_rules(
    """
    a=а b=б,бь~2.5,бъ~2 c=ц,к~1.5,ч~1.5 d=д,дь~1.3,дъ~2.5 e=е,э~1 f=ф g=г h=х,г~2 i=и,й~1,ы~1.5 j=й,ж~.7,ь~1.5 k=к
    l=л,ль~.8 m=м,мь~2.5 n=н,нь~1 o=о p=п,пь~2.5 q=к,я~2 r=р,рь~1.3 s=с,сь~1.2 t=т,ть~1 u=у v=в,вь~1.5 w=в,ш~2
    x=х,кс~.7 y=ы,й~.5,и~1,у~2.5 z=з,зь~1.5 '=ь
    ch=ч,чь~2 ck=к cz=ц gh=ж,г~.5 kh=х ph=ф,пх~2 sch=щ,сч~1 sh=ш,шь~1.5,сх~3 shch=щ shh=щ tc=ц tch=ч ts=ц,тс~.7 tz=ц
    zh=ж,жь~2.5
    ya=я,ыа~3,иа~2 ia=я~.7,иа ja=я,жа~.7 yu=ю iu=ю~.7,иу ju=ю,жу~.7 yo=е,йо~1,ьо~1.5 io=ио,е~1,ьо~1.5 jo=е,жо~1,йо~1
    ye=е,ые~1.5,ье~1 ie=ие,е~.7,ые~.7,ье~1 je=е~.5,же ii=ий,ии~.3,ый~1 ij=ий,ый~1 iy=ий,ый~.5,ы~1.5,и~1.5
    yi=ы,ый~.5,йи~1,и~1.5 yi$=ый,ы~.5 yj=ый,ий~1 yy=ый yij=ый yiy=ый yie=ые iie=ие~1,ые
    aia=ая aya=ая eya=ея oia=оя oya=оя iia=ия ija=ия iya=ия ob=об,объ~1.5
    tsya=тся,ться~.3,ця~2 tsia=тся,ться~.3 tsja=тся,ться~.3 tca=ца,тся~1
    """
)


def in_russian_letters(text: str) -> str:
    """A Russian text in Latin letters, with the words of the dictionary in Russian ones; any other text as it is."""
    if not is_latin(text):
        return text
    words = _WORD.findall(text)
    known = sum(bool(_spelled(word.lower())) for word in words)
    return _WORD.sub(_in_russian, text) if known > len(words) / 2 else text


def _in_russian(found: re.Match[str]) -> str:
    word = found.group()
    spelled = _spelled(word.lower()) or word
    return spelled[0].upper() + spelled[1:] if word[0].isupper() else spelled


@lru_cache(maxsize=4_000)
def _spelled(word: str) -> str:
    """The likeliest Russian word; "": none in the dictionary."""
    if len(word) > LONGEST:
        return ""
    return next((each for each in spellings(word, _RULES, MOST, SPREAD) if ru.has(each)), "")
