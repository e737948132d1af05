"""What a sentence asks of digests on time: "присылай дайджест каждое утро в 8" is /digest каждое утро в 8. Pure.

words ─ those of a schedule ─▶ the schedule     ─ the rest: only what asks for a digest ─▶ (digest, schedule)
"""

from __future__ import annotations

import re
from functools import cache

from bot.speech.schedules import read_schedule, recurs
from bot.speech.spelled import key, words_of

MOST_WORDS = 20
_ALL_MESSAGES = "newsletter рассылка рассылку подписка подписку"
_DIGEST = """
    digest digests summary recap roundup newsletter overview дайджест дайджеста дайджесты дайджестов дайджестом
    сводка сводку сводки обзор обзоры рассылка рассылку подборка подборку дайджестті дайджестін дайджестер
    дайджестің дайджестке шолу шолуды шолулар
    """
#: they may be brought as a digest, if it is said at what time
_NEWS = """
    news headlines новости новостей новость жаңалық жаңалықтар жаңалықтарды жаңалықты хабарлар хабарларды
    """
_ASKING = """
    send me us a an the my our get give want i we would like to i'd please can you could will deliver post bring set
    up make have receive with of here let's schedule start sending i'll need new all latest daily weekly morning
    evening for присылай присылайте пришли присылать шли шлите слать отправляй отправляйте отправлять получать хочу
    хотим хотел хотела бы мне нам сделай сделайте настрой настройте поставь включи включите включить давай чтобы
    приходил приходила приходило приходили сюда можешь можете можно прошу собирай собирайте делай нужен нужна пусть
    приходит приходят буду хотелось последние свежие все главные новостной один утренний утреннюю вечерний вечернюю
    move change reschedule switch time перенеси перенесите перенести поменяй поменяйте поменять измени измените
    изменить сдвинь смени время времени ауыстыр ауыстырыңыз ауыстыршы өзгерт өзгертіңіз өзгертші уақытын
    ежедневный ежедневную пожалуйста өтінемін please plz pls hi hello hey привет здравствуйте сәлем бот bot jarshy
    джарши жаршы маған бізге жібер жіберіп тұр жіберіңіз тұрыңыз жіберші тұршы жібере бер алғым келеді алып отырғым
    қой қойшы орнат қос осында берші бер болсын керек жаса жинап барлық соңғы келсін келіп тұрсын
    """
_ENDING = """
    stop off cancel disable remove no more don't dont unsubscribe mute delete without отключи отключите отключить
    выключи выключите выключить останови отмени отменить убери уберите убрать удали не хватит больше отпиши отпишись
    прекрати перестань надо нужен нужны өшір өшіріңіз өшіріп таста тоқтат тоқтатыңыз жіберме жібермеңіз керек емес
    алып болмасын жой
    """
_ENDERS = """
    stop off cancel disable remove no don't dont unsubscribe mute delete without отключи отключите отключить выключи
    выключите выключить останови отмени отменить убери уберите убрать удали не хватит отпиши отпишись прекрати
    перестань өшір өшіріңіз өшіріп таста тоқтат тоқтатыңыз жіберме жібермеңіз емес болмасын жой
    """
_AROUND_END = """
    the my me any turn switch all please anymore with from send sending me мне нам мой присылай присылайте шли слать
    от с меня этот эту по расписанию утренний вечерний ежедневный енді маған кесте бойынша бұл
    """
_ASKING_WHEN = """
    subscribe sign up for to a set i want подпиши подпишите подписаться меня на настрой настройте хочу жазыл жазылу
    жазылғым келеді when is does do will the my next come coming arrive time change at what schedule set digest's
    когда будет придет придёт приходит следующий следующая мой моя расписание время измени изменить поменяй поменять
    сменить настроить во сколько қашан келеді келесі кесте кестесі уақыты уақытын өзгерт менің
    """
_WHENS = """
    subscribe sign set подпиши подпишите подписаться настрой настройте настроить жазыл жазылу when schedule time
    когда расписание время сколько қашан кесте кестесі уақыты уақытын
    """


@cache
def _keys(words: str) -> frozenset[str]:
    return frozenset(map(key, words.split()))


def digest_wish(text: str) -> tuple[str, str] | None:
    """(digest, what stands behind it) that a sentence asks for; None: it asks for none on time."""
    if recurs(text):
        return ("digest", text)
    words = [(key(found.group()), found.span()) for found in words_of(text)]
    keys = [word for word, _ in words]
    if not 1 < len(words) <= MOST_WORDS or not (_keys(_DIGEST) | _keys(_NEWS)).intersection(keys):
        return None
    named = bool(_keys(_DIGEST).intersection(keys))
    all_of_ours = bool(_keys(_ALL_MESSAGES).intersection(keys))  # who ends these wants nothing more at all
    if named and not all_of_ours and _only(keys, _ENDING, _AROUND_END) and _keys(_ENDERS).intersection(keys):
        return ("digest", "off")
    if named and _only(keys, _ASKING_WHEN) and _keys(_WHENS).intersection(keys):
        return ("digest", "schedule")
    for length in range(len(words) - 1, 0, -1):
        for start in range(len(words) - length + 1):
            rest = keys[:start] + keys[start + length :]
            if not _only(rest, _ASKING):
                continue
            typed = _with_signs(text, words[start][1][0], words[start + length - 1][1][1])
            found = read_schedule(typed)
            if found is not None and (named or re.search(r"\d", typed)) and not _only(keys[start : start + length]):
                return ("digest", typed)
    return None


def _only(keys: list[str], *lists: str) -> bool:
    """Are they only words of these lists, and what names a digest?"""
    known = _keys(_DIGEST) | _keys(_NEWS) | frozenset().union(*(_keys(each) for each in lists))
    return known.issuperset(keys)


def _with_signs(text: str, start: int, end: int) -> str:
    """The words as they were typed, with what belongs to a time behind them: 8 a.m."""
    behind = re.match(r"\.(?=\s|$)", text[end:])
    return text[start : end + (1 if behind and re.search(r"[ap]\.m$", text[start:end], re.IGNORECASE) else 0)]
