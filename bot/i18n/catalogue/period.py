"""Names of periods, and what /digest says of them."""

from bot.i18n.text import Plural, Text

TODAY = Text("today, {day}")
YESTERDAY = Text("yesterday, {day}")
LAST_DAYS = Plural("the last {count} day, {first} to {last}", "the last {count} days, {first} to {last}")

NO_SUCH_DAY = Text("{day} isn't a date.")
NOT_YET = Text("{day} is in the future.")
UNKNOWN_PERIOD = Text("I don't understand {typed}.")
EXAMPLES = Text("Try: {today}, {yesterday}, {week}, {day_and_month}, {date}")
EXAMPLE_WITH_WORDS = Text("Or for other words: {example}")

DIGEST_TODAY = Text("Today: {words}")
DIGEST_OF = Text("Digest of «{query}»")
DIGEST_OF_EVERYTHING = Text("Digest of everything")
