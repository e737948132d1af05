"""What people say to have no alerts for a while, in plain words: "не беспокой ночью", "pause for 2 hours". Pure.

a phrase, before or behind a time ─▶ (command, arguments); a phrase without a time only if it asks for it by itself
"""

from __future__ import annotations

import re

from bot.speech.hours import hours_typed
from bot.speech.spans import duration, duration_at_end, until_at_end, until_typed
from bot.speech.spelled import in_keys

LONGEST = 120  #: characters of what is said
_PLEASE = r"(?:please|pls|plz|пожалуиста|плиз|отинемин|jarshy|джарши|жаршы|бот|hey|can\s+you|could\s+you)"
_POLITE = re.compile(rf"(?:^|(?<=\s)){_PLEASE}[\s,!.]*|[\s,]*{_PLEASE}[\s!.]*$")
_WHOM = r"(?:\s+(?:to\s+)?(?:me|us|меня|нас|мне|нам|мени|маган|бизди))?"
_WHAT = (
    r"(?:\s+(?:the|my|all|any|все|мои|барлык))*(?:\s+(?:up|anything|alerts?|news|notifications?|messages?|everything|it|"
    r"ничего|новости|уведомления|сообщения|алерты|рассылку|жаналыктарды?|хабарламаларды?|ештене))?"
)
#: that there are hours of quiet
_QUIET = (
    r"(?:quiet\s+(?:hours|time|mode)|night\s+mode|do\s+not\s+disturb(?:\s+mode)?|dnd|тихи[еи]\s+(?:часы|режим|время)|"
    r"тихое\s+время|ночнои\s+режим|режим\s+(?:тишины|сна)|не\s+беспокоить|тыныш\s+(?:уакыт|сагат(?:тар)?|режим)|"
    r"тыныштык(?:\s+уакыты)?|тунги\s+режим)"
)
#: what is turned off, and on
_ALERTS = (
    r"(?:(?:the|my|all|все|мои)\s+)*(?:alerts?|notifications?|sounds?|уведомления|оповещения|алерты|сообщения|звуки?)"
)
#: no alerts, from when or until when is to be said
_DISTURB = (
    r"(?:(?:do\s+not|don'?t|dont|never|stop)\s+(?:disturb|bother|wake|ping|message|messaging|write|notify|text|alert|send)"
    rf"(?:ing)?{_WHOM}{_WHAT}|no\s+(?:alerts|notifications|news|messages|sounds?)|be\s+(?:quiet|silent)|"
    rf"(?:mute|silence|hush|quiet){_WHAT}|"
    rf"(?:turn|switch)\s+(?:{_ALERTS}\s+)?off(?:\s+{_ALERTS})?|(?:disable|silence|mute)\s+{_ALERTS}|"
    r"не\s+(?:беспокои(?:ть)?|пиши|буди|шли|присылаи|отправляи|звени|трогаи|отвлекаи|уведомляи|дергаи)(?:те)?"
    rf"{_WHOM}{_WHAT}|(?:тихо|тишина|без\s+звука|без\s+уведомлении|помолчи(?:те)?|молчи(?:те)?|"
    rf"(?:отключи|выключи|приглуши|убери)(?:те|ть)?(?:\s+{_ALERTS}))|"
    r"(?:мазалама|жазба|жиберме|оятпа|хабарлама\s+жиберме)(?:ныз|низ)?(?:шы|ши)?|тыныш(?:\s+бол(?:шы)?)?)"
)
_PAUSE = (
    rf"(?:(?:put\s+(?:it\s+)?on\s+)?(?:pause|snooze){_WHAT}|take\s+a\s+(?:break|pause)|hold{_WHAT}|"
    r"пауза|(?:(?:поставь|сделаи|возьми|нужна)(?:те)?\s+)?(?:на\s+)?паузу"
    rf"|приостанови(?:те|ть)?{_WHAT}|перерыв|(?:узилис|кидирис|кидирту)(?:\s+жаса(?:ныз|шы)?)?|"
    rf"кидирте?\s+тур(?:шы)?|токтата\s+тур(?:шы)?)"
)
_RESUME = re.compile(
    rf"(?:resume|unpause|(?:end|stop)\s+(?:the\s+)?(?:pause|snooze)|wake\s+up|continue|go\s+on){_WHAT}|"
    r"(?:(?:turn|switch)\s+)?(?:alerts?|notifications?)\s+back\s+on|(?:turn|switch)\s+(?:alerts?|notifications?)\s+on\s+again|"
    r"верни(?:те)?\s+(?:уведомления|оповещения|алерты|новости)|хабарламаларды\s+(?:кайта\s+кос|кайтар)|"
    r"(?:возобнови(?:те|ть)?|продолжить|продолжаи(?:те)?|сними(?:те)?\s+с\s+паузы|хватит\s+паузы|можно\s+(?:снова\s+)?писать|"
    rf"включи(?:те)?\s+(?:обратно|снова)){_WHAT}|"
    r"(?:жалгастыр(?:а\s+бер)?|кайта\s+кос|узилисти\s+(?:токтат|аякта))(?:ыныз|шы)?"
)
#: each kind of phrase before a time and behind it, or alone; with the command that it is alone
_SAID = tuple(
    (alone, re.compile(pattern))
    for alone, said in (("pause", _PAUSE), ("quiet", _QUIET), ("", _DISTURB))
    for pattern in (rf"{said}(?:[\s,:]+(?P<rest>.+))?", rf"(?P<rest>.+?)[\s,:]+{said}")
)
#: Kazakh, in which the verb comes last: хабарламаларды бір сағатқа өшір
_WITHIN = re.compile(
    r"(?:хабарлама|ескертпе|жаналык)(?:лар|тар)?(?:ды|ны|ты)?\s+(?P<rest>.+?)\s+"
    r"(?:ошир|токтат|жиберме|кидирт)(?:ип\s+(?:кои|тур))?(?:ши|шы|иниз|ыныз|ениз){0,2}"
)
#: a chat without sounds is a setting of it
_NO_SOUND = re.compile(
    r"(?:без|убери(?:те)?|отключи(?:те|ть)?|выключи(?:те|ть)?|не\s+надо|хватит)\s+(?:весь\s+|эти\s+)?(?:звуки?|звуков|звука)|"
    r"беззвучн(?:о|ый|ыи)(?:\s+режим)?|(?:(?:turn|switch)\s+)?(?:the\s+|all\s+)?sounds?\s+off|"
    r"(?:turn|switch)\s+off\s+(?:the\s+|all\s+)?sounds?|(?:no|without|mute\s+(?:the\s+)?|disable)\s*sounds?|silent\s+mode|"
    r"дыбыссыз(?:\s+режим)?|дыбыс(?:ты|ын)?\s+(?:ошир|керек\s+емес)(?:ши|иниз)?"
)
_SOUND = re.compile(
    r"(?:включи(?:те|ть)?|верни(?:те)?)\s+звуки?|со\s+звуком|(?:(?:turn|switch)\s+)?(?:the\s+)?sounds?\s+(?:back\s+)?on|"
    r"(?:turn|switch)\s+on\s+(?:the\s+)?sounds?|дыбыс(?:ты|ын)?\s+кос(?:шы|ыныз)?"
)
_QUIETER = re.compile(
    r"(?:сделаи(?:те)?\s+|давай\s+|а\s+можно\s+|можно\s+)?(?:по)?тише|quieter|(?:make\s+it|a\s+bit|a\s+little)\s+(?:bit\s+)?quieter|"
    r"тынышырак(?:\s+бол)?|акырынырак"
)
_SOUNDS = ((_NO_SOUND, "sound off"), (_SOUND, "sound on"), (_QUIETER, "sound"))
_MUTE = re.compile(r"(?:mute|hush|silence|заглуши(?:те)?|отключи(?:те)?\s+звук(?:\s+(?:у|для))?)\s+(?P<rest>.+)")
_OFF = re.compile(
    rf"(?:(?:turn\s+off|disable|cancel|no\s+more|выключи(?:те)?|отключи(?:те)?|отмени(?:те)?|убери(?:те)?)\s+"
    rf"(?:the\s+|my\s+)*{_QUIET})|{_QUIET}[\s:]+(?:off|выкл(?:ючи)?|отключи|убери|ошир|алып\s+таста)|"
    r"тыныш\s+уакытты\s+(?:ошир|алып\s+таста)(?:иниз|ыныз|ши|шы)?"
)


def resting_said(text: str) -> tuple[str, str] | None:
    """(command, arguments) of what is said; None: it is about something else."""
    if len(text) > LONGEST or "\n" in text:
        return None
    text = text.strip(" .!?,")
    keys = _POLITE.sub(lambda found: " " * len(found[0]), in_keys(text).lower().replace("й", "и"))
    begin = len(keys) - len(keys.lstrip(" ,"))
    keys, text = keys.strip(" ,.!"), text[begin:]
    if _RESUME.fullmatch(keys):
        return "resume", ""
    if _OFF.fullmatch(keys):
        return "quiet", "off"
    for pattern, setting in _SOUNDS:
        if pattern.fullmatch(keys):
            return "settings", setting
    within = _WITHIN.fullmatch(keys)
    if within and (meant := _meant("", text[within.start("rest") : within.end("rest")])):
        return meant
    for alone, pattern in _SAID:
        found = pattern.fullmatch(keys)
        meant = found and _meant(alone, found["rest"] and text[found.start("rest") : found.end("rest")].strip())
        if meant:
            return meant
    muted = _MUTE.fullmatch(keys)
    rest = text[muted.start("rest") : len(keys)] if muted else ""
    return ("mute", rest) if rest and (until_at_end(rest) or duration_at_end(rest)) else None


def _meant(alone: str, rest: str | None) -> tuple[str, str] | None:
    """The command of a phrase with a time, or alone."""
    if not rest:
        return (alone, "") if alone else None
    if alone != "pause" and hours_typed(rest) is not None:
        return "quiet", rest
    timed = duration(rest) is not None or (not rest.isdigit() and until_typed(rest) is not None)
    return ("pause", rest) if timed else None
