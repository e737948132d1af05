"""Why what was typed can't be asked, and what can."""

from bot.i18n.text import Plural, Text

#: a query, and a whole sentence about it
ERROR = Text("{query}: {error}")
TOO_LONG = Plural(
    "{query} is too long: {count} character, at most {limit}.",
    "{query} is too long: {count} characters, at most {limit}.",
)
TOO_COMMON = Text("{query} is in nearly every article. Add a rarer word.")

FOLLOW = Text("Follow «{query}»")
TRY = Text("Try «{query}»")

ONLY_FIRST = Plural("These are the first {limit} of {count} follow.", "These are the first {limit} of {count} follows.")

DID_YOU_MEAN = Text("Did you mean this?")
DID_YOU_MEAN_ONE = Text("Did you mean one of these?")
