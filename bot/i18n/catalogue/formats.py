"""Patterns of dates, spans of time and lists.

Babel has no Kazakh days in long form, its Kazakh list ends without "and", its English one has a comma before it: so
these are texts. The letters of a date's pattern are Unicode's: y year, MMM month, d day, HH:mm the time.
"""

from bot.i18n.text import Plural, Text

MOMENT = Text("d MMM, HH:mm", context="pattern of a date")
MOMENT_WITH_YEAR = Text("d MMM y, HH:mm", context="pattern of a date")
DAY = Text("d MMMM y", context="pattern of a date")
SHORT_DAY = Text("d MMM", context="pattern of a date")
SHORT_DAY_WITH_YEAR = Text("d MMM y", context="pattern of a date")
#: where there is little room: `25 нояб.`
CHART_DAY = Text("d MMM", context="pattern of a date below a chart")
MONTH = Text("LLLL", context="pattern of a date")
MONTH_WITH_YEAR = Text("LLLL y", context="pattern of a date")
CLOCK = Text("HH:mm", context="pattern of a date")

#: `22–28 Nov`; first: a number, last: a day with its month
DAYS_OF_MONTH = Text("{first}–{last}", context="days of one month")
DAYS_OF_MONTH_WITH_YEAR = Text("{first}–{last} {year}", context="days of one month")
#: `29 Oct – 4 Nov`
DAYS_OF_TWO_MONTHS = Text("{first} – {last}", context="days of two months")

DAYS = Plural("{count} day", "{count} days")
HOURS = Plural("{count} hour", "{count} hours")
MINUTES = Plural("{count} minute", "{count} minutes")

JUST_NOW = Text("just now")
AGO_DAYS = Plural("{count} day ago", "{count} days ago")
AGO_HOURS = Plural("{count} hour ago", "{count} hours ago")
AGO_MINUTES = Plural("{count} minute ago", "{count} minutes ago")

AND = Text("{first} and {last}")
OR = Text("{first} or {last}")
COMMA = Text("{first}, {last}")
