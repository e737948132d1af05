"""Names of periods, and what /digest says of them."""

from bot.i18n.text import Plural, Text

#: above a digest; day: `24 Nov`, days: `22–28 Nov`
TODAY = Text("Today", context="heading")
YESTERDAY = Text("Yesterday · {day}")
THIS_WEEK = Text("This week · {days}")
WEEK_BEFORE = Text("Last week · {days}")
LAST_DAYS = Plural("Last {count} day · {days}", "Last {count} days · {days}")
LAST_HOURS = Plural("Last {count} hour", "Last {count} hours")
WEEKEND = Text("Weekend · {days}")

NO_SUCH_DAY = Text("{day} isn't a date.")
NOT_YET = Text("{day} is in the future.")
UNKNOWN_PERIOD = Text("I don't understand {typed}.")
EXAMPLES = Text("Try: {today}, {yesterday}, {week}, {day_and_month}, {date}")
EXAMPLE_WITH_WORDS = Text("Or for other words: {example}")

DIGEST_TODAY = Text("Today: {words}")
DIGEST_OF = Text("Digest of «{query}»")
DIGEST_OF_EVERYTHING = Text("Digest of everything")
