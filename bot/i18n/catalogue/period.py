"""Names of periods, and what /digest says of them."""

from bot.i18n.text import Plural, Text

TODAY = Text("today, {day}")
YESTERDAY = Text("yesterday, {day}")
LAST_DAYS = Plural("the last {count} day, {first} to {last}", "the last {count} days, {first} to {last}")

NO_SUCH_DAY = Text("{day} is no day of the calendar.")
NOT_YET = Text("{day} has not come yet.")
UNKNOWN_PERIOD = Text("{typed} is no period that I know.")
EXAMPLES = Text("These are read: {today}, {yesterday}, {week}, {day_and_month}, {date}")
EXAMPLE_WITH_WORDS = Text("With words of your own: {example}")

DIGEST_TODAY = Text("Today: {words}")
DIGEST_OF = Text("Digest of «{query}»")
DIGEST_OF_EVERYTHING = Text("Digest of everything")
