"""Two to five capitals: an acronym, or a word written in capitals.

An acronym matches capitals only (IT is not "it"); a place name or an ordinary Cyrillic word in capitals (АКТАУ, ГАЗ)
matches in any case. The Russian dictionary decides for the words it has, lists decide for short Latin and Kazakh words,
and a rule for the rest.
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
    ақы ас аң аяқ бай бап бау бел би бір біз бұл гүл екі ем еш жас жақ жел жиі жөн жұп жүз жүк жүн зор игі ине
    іс іш кез кең көл көп көш күл күш қан қар қас қор қол қос қош құт қыр қап мән мол мұз мың нөл нұр ой он от оқ оң
    ою өз өрт өсу рет сақ сап сау сел сөз сен сіз сол соң сыр сын тән тең тор төр тұс түп тыс түр үн үш ұлы шаң шек
    шет шын шер шың ін із ең
    """
)
#: acronyms that the Russian dictionary has as names, or as words that nobody follows
ACRONYMS = words("гиа мот сизо тэо")
_VOWELS = "аәеёиоөуұүыіэюя"
#: sequences that no Kazakh word and no name has: the letters are spelled out
_UNPRONOUNCEABLE = re.compile(
    "|".join(
        (
            "[аәеёоөұүыіэ]{2}|[иу]{2}|и[ао]",  # two vowels in a row but for the glides у and и: ЕАЭС, ИАТА
            f"^(?![бвгдкпстф][рл]|с[ткп]|шт)[^{_VOWELS}]{{2}}",  # two consonants at its beginning, but Трамп
            f"[^{_VOWELS}йлңнрс](?<!м(?=п))[^{_VOWELS}]$",  # two at its end that are hard to pronounce: АӨМС
            f"[^{_VOWELS}]{{3}}$|[^{_VOWELS}]{{4}}",
            ".э|[цщ]",  # э but at its beginning, and letters that are in no name: АУЭС, ЕИРЦ
        )
    )
)
_HAS_VOWEL = re.compile(f"[{_VOWELS}]")

#: acronyms that are ordinary words in lower case: in a text in capitals they don't count
AMBIGUOUS_ACRONYMS = frozenset(word.upper() for word in COMMON if 2 <= len(word) <= 5) | words(
    """
    AM ACT AID AGE BIT CAP FAST GAP GO LED LAW LAWS PIN SAD START
    WAR WE AN OIL GAS ART MAP RAM SALT SMART TIP TRIP ВОЗ
    """
)


def is_word_in_capitals(capitals: str) -> bool:
    """Do these 2–5 capitals spell a place or an ordinary word, so that their case is not significant?"""
    word = capitals.casefold()
    if word.isascii():
        return word in PLACES
    if word in ACRONYMS or not _HAS_VOWEL.search(word):
        return False
    if word in KAZAKH_WORDS:
        return True
    spelled_out = ru.is_spelled_out(word.replace("ё", "е"))
    if spelled_out is not None:
        return not spelled_out
    return len(word) > 3 and not _UNPRONOUNCEABLE.search(word)
