"""Acronyms and loud words."""

from __future__ import annotations

import pytest

from bot.language.capitals import is_word_in_capitals
from bot.language.common import words


@pytest.mark.parametrize(
    "capitals",
    sorted(
        words(
            """
            АКТАУ ҚАЗАҚ ГАЗ СУД БАНК НЕФТЬ ВОДА ДОМ AKTAU ORAL SEMEY TARAZ ОРАЛ СЕМЕЙ ТАРАЗ СУ
            ПОРТ ТУР ӨРТ ҚАН СӨЗ ІС ОҚ ТРАМП ТАСҚЫН НАЛОГ БОРАН НЕСИЕ
            УРАН ШУ АБАЙ ЛЁД ТЕАТР ХАОС ВЗРЫВ ЗАГС ВУЗ МҰНАЙ ҚАЛА ТЕҢГЕ КӨМІР АУЫЛ БІЛІМ ҚАРЖЫ ТЕҢІЗ ОҚУ
            """
        )
    ),
)
def test_place_names_and_ordinary_cyrillic_words_are_words_in_capitals(capitals: str) -> None:
    assert is_word_in_capitals(capitals)


@pytest.mark.parametrize(
    "capitals",
    sorted(
        words(
            """
            AI IT UN WHO ИИ ЖИ ТБО ҚТҚ ООН АЭС ЕАЭС КНДР ОДКБ ЕНПФ АҚШ БҰҰ LAWS TRIPP
            ЦОД ДТП МИД СПИД СИЗО ТЭО ГИА МОТ ЕИРЦ АУЭС ИАТА ДНР ТЭЦ АӨМС
            США ВОЗ НДС МЧС ЦИК НАТО ВВП ТОО АО РК ОПЕК ОБСЕ ОЭСР БРИКС ЕНТ ЭКО ПО ҚТЖ КТЖ ЕҚЫҰ ІІМ МӘМС БЖЗҚ
            """
        )
    ),
)
def test_letters_that_are_spelled_are_acronyms(capitals: str) -> None:
    assert not is_word_in_capitals(capitals)
