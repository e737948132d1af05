"""What /trend and /report say, and what stands in their pictures; days: `24 Nov` or `18–24 Nov`."""

from bot.i18n.text import Plural, Text

#: a topic, with how many articles there are of it
COUNTED = Plural("{follow} · {count} article", "{follow} · {count} articles")
ABOUT_COUNTED = Plural("{follow} · about {count} article", "{follow} · about {count} articles")
NOTHING = Text("{follow} · nothing")
#: the day or week with most articles
PEAK = Text("Peak · {days}: {count}")
PEAK_WITH_HEADLINE = Text("Peak · {days}: {count} — {title}")
#: numbers: `12`, of several topics `12 · 3 · 0`
NUMBERS = Text("{days}: {numbers}")
NUMBERS_SO_FAR = Text("{days}: {numbers} so far")
TEXTS_SINCE = Text("Before {day} I keep only headlines and leads, so older numbers are lower.")
ONLY_FIRST = Text("A chart shows up to {limit} topics, so these are the first.")
ASK = Text("What shall I chart? For example: {example}")

#: in the picture; period: `Last 30 days · 31 Oct – 29 Nov`
A_DAY = Text("{period} · articles a day")
A_WEEK = Text("{period} · articles a week")
NOT_HELD = Text("no news from then", context="in a chart")
#: what the picture shows, for who cannot see it
ALT = Text("Chart: {follows} · {period}")
WEEK = Text("Week", context="button of a chart")
MONTH = Text("Month", context="button of a chart")
QUARTER = Text("Quarter", context="button of a chart")
CHART = Text("Chart")
REPORT = Text("Report")
TABLE = Text("Table", context="button of a report")
TREND_OF = Text("Chart of «{query}»")
REPORT_OF = Text("Report on «{query}»")
