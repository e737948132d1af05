"""Two to five capitals: an acronym, or a word written large.

An acronym matches capitals only (IT is not "it"). A place name or an ordinary Cyrillic word in capitals (АКТАУ, ГАЗ)
is only loud. Which it is, the Russian dictionary says of the words it has; of Latin and Kazakh ones a list says it for
what is short, and of the rest a rule.
"""

from __future__ import annotations

import re

from bot.language import ru
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
#: ordinary Kazakh words of two and three letters, and the town of Shu; any other so short is an acronym
KAZAKH_WORDS = words(
    """
    чу шу су сот жер мал нан ел қар ат мұз көл оқу ұлт шөп сай күй тау ай жол үй той ана әке кен дін заң шай сүт ет
    май бал ұн қой көз бас құс тіл бар жоқ жаз күз қыс күн түн ер ұл қыз ән хан бек көк тас құм тұз ауа
    """
)
_VOWELS = "аәеёиоөуұүыіэюя"
#: what no Kazakh word does: two vowels in a row but for the glides у and и (ЕАЭС), more than one consonant at its
#: beginning, two at its end that don't flow (АӨМС), or four anywhere; letters that are spelled
_UNSPEAKABLE = re.compile(
    f"[аәеёоөұүыіэ]{{2}}|[иу]{{2}}|^[^{_VOWELS}]{{2}}|[^{_VOWELS}йлңнрс][^{_VOWELS}]$|[^{_VOWELS}]{{3}}$|[^{_VOWELS}]{{4}}"
)
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
    if word in KAZAKH_WORDS:
        return True
    spelled = ru.is_spelled(word.replace("ё", "е"))
    if spelled is not None:
        return not spelled
    return len(word) > 3 and bool(_SPEAKABLE.search(word)) and not _UNSPEAKABLE.search(word)
