"""What is wrong with a typed query. Examples of queries are parts: what is typed is the same in every language."""

from bot.i18n.text import Plural, Text

#: what is wrong, and how it would be right
ERROR = Text("{error}. {remedy}")
#: the same, with the words around the error
ERROR_HERE = Text("{error} (here: {context}). {remedy}")

TOO_LONG = Plural(
    "That's too long: {count} character of {limit} at most. Separate topics with commas.",
    "That's too long: {count} characters of {limit} at most. Separate topics with commas.",
)
ONLY_EXCLUSIONS = Text("Add a topic to look for as well: {example}")
NO_WORD = Text("There's no word to follow. For example: {example}")
DOUBLE_EXCLUSION = Text(
    "A left-out word is inside brackets that are left out already. Write it without the second minus."
)
TOO_MANY_TERMS = Text("These brackets ask for too much at once. Split it into several topics, separated with commas.")
TOO_DEEP = Text("Brackets are nested more than {limit} deep. Use fewer.")

QUOTE_NOT_CLOSED = Text("Missing closing quote")
BRACKET_NOT_CLOSED = Text("Missing closing bracket")
BRACKET_NOT_OPENED = Text("Missing opening bracket")
NOTHING_BEFORE_OR = Text("There's nothing before {sign}")
NOTHING_AFTER_OR = Text("There's nothing after {sign}")
EXCLUSION_IN_OR = Text("A left-out word can't be next to {sign}")
EXCLUSION_IN_OR_IN_BRACKETS = Text("Inside brackets, a left-out word can't be next to OR")
UNKNOWN_FIELD = Text("I don't know “{field}:”")
NOTHING_AFTER_FIELD = Text("There's nothing after “{field}:”")
UNKNOWN_LANGUAGE = Text("I don't read {language}")
STAR_AFTER_QUOTES = Text("Put * after a single word, not after quotes")
STAR_IN_PHRASE = Text("Put * at the end of a single word")
PREFIX_TOO_SHORT = Plural("Put at least {count} letter before *", "Put at least {count} letters before *")
NOT_IS_A_DASH = Text("Use a minus instead of {word}, right before the word")

RIGHT = Text("Use: {example}")
RIGHT_LANGUAGES = Text("Use lang:en, lang:ru or lang:kk")
PHRASE_IN_QUOTES = Text("Put a phrase in quotes: {example}")
BRACKETS_IN_PAIRS = Text("Brackets come in pairs: {example}")
BETWEEN_TWO_WORDS = Text("It goes between two words: {example}")
EXCLUSION_AT_THE_END = Text("Put it at the end: {example}")
WORD_AT_ONCE = Text("Put the word right after it: {example}")

UNKNOWN_SOURCE = Text("I don't read {source}.")
UNKNOWN_SOURCE_NEAREST = Text("I don't read {source}. The closest is {example}.")
UNKNOWN_SOURCE_EXAMPLE = Text("I don't read {source}. For example: {example}.")
