"""Does a text say when something was published? In English, Russian and Kazakh (pure).

Wider than what is parsed to an instant: a time alone and "5 minutes ago" show where a list has its dates.
"""

from __future__ import annotations

import re

#: A longer text is no date but has one in it.
LONGEST = 60

_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек"
    r"|қаң|ақп|нау|сәу|мам|мау|шіл|там|қыр|қаз|қар|жел)[^\W\d_]*\.?"
)
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?"
_DAY = (
    rf"\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}|\d{{4}}[./-]\d{{1,2}}[./-]\d{{1,2}}|\d{{1,2}}\.\d{{2}}\b"
    rf"|\d{{4}}\s*(?:жыл\w*|ж\.)\s*\d{{1,2}}\s*{_MONTH}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[\s-]*{_MONTH}(?:[\s,-]*\d{{4}})?"
    rf"|{_MONTH}\s*\d{{1,2}}(?:st|nd|rd|th)?(?:[\s,]*\d{{4}})?"
    r"|сегодня|вчера|позавчера|today|yesterday|бүгін|кеше"
)
_UNIT = (
    r"(?:s|sec\w*|m|min\w*|h|hrs?|hours?|d|days?|weeks?|months?|сек\w*|мин\w*|ч|час\w*|дн\w*|день|недел\w*|месяц\w*"
    r"|секунд\w*|минут\w*|сағат\w*|күн\w*|апта\w*|ай)\.?"
)
_AGO = (
    rf"(?:an?\s+|\d{{1,3}}\s*)?{_UNIT}(?:\s*\d{{1,2}}\s*{_UNIT})?\s*(?:ago|назад|бұрын)|just now|только что|жаңа ғана"
)
_DATE = re.compile(
    rf"(?:{_DAY})(?:\s*(?:г\.?|года|ж\.?)(?!\w))?(?:[\s,|/·•T–-]*(?:в\s+|at\s+|сағат\s+)?{_CLOCK})?"
    rf"|{_CLOCK}(?:[\s,|/·•–-]*(?:{_DAY}))?|{_AGO}",
    re.IGNORECASE,
)
#: What every date has: a digit, or one of these words; looked for first, as most texts have none.
_HINT = re.compile(r"\d|дня|чера|назад|только|today|yesterday|ago|now|бүгін|кеше|бұрын|жаңа", re.IGNORECASE)
_LETTER = re.compile(r"\w")


def looks_dated(text: str) -> bool:
    """Is the text a date, a time or an age, maybe with a word or a counter beside it?"""
    if len(text) > LONGEST or not _HINT.search(text):
        return False
    found = _DATE.search(text)
    if found is None:
        return False
    around = text[: found.start()] + text[found.end() :]
    if text[found.start() - 1 : found.start()].isalnum() or text[found.end() : found.end() + 1].isalpha():
        return False
    return len(_LETTER.findall(around)) <= max(12, len(found[0])) and found.start() < 30
