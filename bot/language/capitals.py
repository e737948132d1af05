"""Two to five capitals: an acronym, or a word written large.

An acronym matches capitals only (IT is not "it"). A place name or an ordinary Cyrillic word in capitals (АКТАУ, ГАЗ)
is only loud. Which it is must be told without a dictionary: short lists for what is short, a rule for the rest.
"""

from __future__ import annotations

import re

from bot.language.common import COMMON, words

#: places that fit into five Latin letters
PLACES = words(
    """
    aktau aqtau abai abay oral semey taraz arys shu osh baku kyiv kiev minsk dubai riga lviv rome oslo bern milan
    paris
    tokyo delhi seoul china iran iraq india japan italy spain qatar oman yemen syria egypt kenya nepal korea cuba peru
    chile libya mali togo ghana sudan niger congo gabon benin laos fiji texas haiti malta chad
    """
)
#: ordinary Cyrillic words and places of two and three letters, and longer ones that the rule takes for acronyms
CYRILLIC_WORDS = words(
    """
    газ суд дом лес сад рис мир год акт лед мед чай сыр мех хлеб век дни час путь порт тест шум вес том сон
    рак
    бой ток пар пол бык кот пес лук лен сок соя уран цена цены центр спорт рост рубль взрыв чу шу вода яд
    су сот жер мал нан ел қар ат мұз көл тау ай жол үй той ана әке кен дін заң шай сүт ет май бал ұн қой көз бас той
    """
)
_VOWELS = "аәеёиоөуұүыіэюя"
#: three vowels or, at the end, three consonants in a row can't be said: letters that are spelled
_UNSPEAKABLE = re.compile(f"[{_VOWELS}]{{3}}|[^{_VOWELS}]{{3}}$|[^{_VOWELS}]{{4}}")
_SIGNS = str.maketrans("", "", "ьъ")  # say nothing themselves
_SPEAKABLE = re.compile(f"[{_VOWELS}]")

#: acronyms that are ordinary words in lower case: a text written wholly in capitals does not prove them
DOUBTFUL = frozenset(word.upper() for word in COMMON if 2 <= len(word) <= 5) | words(
    """
    AM ACT AID AGE BIT CAP FAST GAP GO LED LAW LAWS PIN SAD START
    WAR WE AN OIL GAS ART MAP RAM SALT SMART TIP TRIP ВОЗ
    """
)


def is_loud_word(capitals: str) -> bool:
    """Do these 2–5 capitals spell a place or an ordinary word, so that their case says nothing?"""
    word = capitals.casefold()
    if word.isascii():
        return word in PLACES
    if word in CYRILLIC_WORDS:
        return True
    spoken = word.translate(_SIGNS)
    return len(word) > 3 and bool(_SPEAKABLE.search(spoken)) and not _UNSPEAKABLE.search(spoken)
