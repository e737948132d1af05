"""The words of written dates in English, Russian and Kazakh: months, week days, zones, and words of no weight."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

#: Each line is a month: full names, genitives and short forms.
_MONTHS = (
    "january jan январь января янв қаңтар қаң қаңт",
    "february feb февраль февраля фев февр ақпан ақп",
    "march mar март марта мар наурыз нау наур",
    "april apr апрель апреля апр сәуір сәу",
    "may май мая мамыр мам",
    "june jun июнь июня июн маусым мау маус",
    "july jul июль июля июл шілде шіл",
    "august aug август августа авг тамыз там",
    "september sep sept сентябрь сентября сен сент қыркүйек қыр қырк",
    "october oct октябрь октября окт қазан қаз",
    "november nov ноябрь ноября ноя нояб қараша қар",
    "december dec декабрь декабря дек желтоқсан жел желт",
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}

#: From Monday, as datetime.weekday() counts.
_WEEKDAYS = (
    "monday mon понедельник пн пон дүйсенбі дс дүй",
    "tuesday tue tues вторник вт втр сейсенбі сс сей",
    "wednesday wed weds среда среду ср сәрсенбі ср сәр",
    "thursday thu thur thurs четверг чт чтв бейсенбі бс бей",
    "friday fri пятница пятницу пт птн жұма жм жұм",
    "saturday sat суббота субботу сб суб сенбі сен сб",
    "sunday sun воскресенье вс вск вос жексенбі жс жек",
)
#: "сен" is September in Russian as Saturday in Kazakh: the month, as no feed was seen with that short form of a day.
WEEKDAYS = {name: number for number, names in enumerate(_WEEKDAYS) for name in names.split() if name not in MONTHS}

#: Words that may stand in a date and change nothing.
IGNORED = frozenset(
    word
    for words in (
        "at on the of date time published updated posted created modified last added st nd rd th",
        "в во от на по г гг год года году дата время времени числа го е ое ого",
        "опубликовано опубликован опубликована обновлено обновлен обновлена добавлено создано изменено размещено",
        "ж жыл жылы жылғы жылдың айы айының күні сағат уақыты уақытымен бойынша ші шы і ы да де та те",
        "жарияланды жарияланған жаңартылды жаңартылған қосылды",
    )
    for word in words.split()
)
#: Endings of Kazakh months: қарашада, қарашаның.
KAZAKH_ENDINGS = ("ның", "нің", "дың", "дің", "тың", "тің", "да", "де", "та", "те", "сы", "ы", "і")

#: Days before today.
DAY_WORDS = {
    name: days
    for days, names in enumerate(("today сегодня бүгін", "yesterday вчера кеше", "позавчера алдыңғыкүні"))
    for name in names.split()
}


def _hours(hours: float) -> tzinfo:
    return timezone(timedelta(hours=hours))


#: Zones by the names that feeds use. A name of several zones has the one that RFC 822 gives it, else the commonest.
ZONES: dict[str, tzinfo] = {
    name: _hours(hours)
    for hours, names in {
        -10: "hst",
        -9: "akst",
        -8: "akdt pst",
        -7: "pdt mst",
        -6: "mdt cst",
        -5: "cdt est",
        -4: "edt ast",
        -3.5: "nst",
        -3: "adt brt art",
        -2.5: "ndt",
        0: "wet",
        1: "bst west cet met wat",
        2: "cest mest eet cat sast",
        3: "eest msk мск trt eat",
        3.5: "irst",
        4: "msd samt gst azt get amt",
        4.5: "irdt aft",
        5: "yekt uzt pkt tmt tjt",
        5.5: "ist",
        5.75: "npt",
        6: "omst kgt",
        7: "novt krat ict wib",
        8: "irkt hkt sgt pht awst",
        9: "jst kst yakt",
        9.5: "acst",
        10: "aest vlat",
        10.5: "acdt",
        11: "aedt",
        12: "nzst",
        13: "nzdt",
    }.items()
    for name in names.split()
} | {
    **dict.fromkeys(["almaty", "astana", "алматы", "астана", "астаны", "астане"], ZoneInfo("Asia/Almaty")),
    **dict.fromkeys(["moscow", "москва", "москвы", "москве", "московскому", "московское"], ZoneInfo("Europe/Moscow")),
    "z": UTC,
    "ut": UTC,
    "utc": UTC,
    "gmt": UTC,
    # Kazakhstan has had one offset since 2024-03-01, and had two before
    "almt": ZoneInfo("Asia/Almaty"),
    "qyzt": ZoneInfo("Asia/Qyzylorda"),
    "aqtt": ZoneInfo("Asia/Aqtobe"),
    "orat": ZoneInfo("Asia/Oral"),
}
