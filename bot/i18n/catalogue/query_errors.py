"""What is wrong with a typed query. Examples of queries are parts: what is typed is the same in every language."""

from bot.i18n.text import Plural, Text

#: what is wrong, and how it would be right
ERROR = Text("{error}. {remedy}")
#: the same, with the words around the error
ERROR_HERE = Text("{error} (here: {context}). {remedy}")

TOO_LONG = Plural(
    "That is too long: {count} character, and a follow may have {limit}. Several follows can be parted by commas.",
    "That is too long: {count} characters, and a follow may have {limit}. Several follows can be parted by commas.",
)
ONLY_EXCLUSIONS = Text("That only says what to leave out. Name what to look for, too: {example}")
NO_WORD = Text("There is no word to follow. Name one, for example: {example}")
DOUBLE_EXCLUSION = Text(
    "A word to leave out stands within brackets that are left out. Write it without the second dash."
)
TOO_MANY_TERMS = Text("These brackets say too much at once. Split it into several follows, parted by commas.")
TOO_DEEP = Text("Brackets stand in brackets, more than {limit} deep. Write it with fewer.")

QUOTE_NOT_CLOSED = Text("A quote is opened and not closed")
BRACKET_NOT_CLOSED = Text("A bracket is opened and not closed")
BRACKET_NOT_OPENED = Text("This bracket closes nothing")
NOTHING_BEFORE_OR = Text("There is nothing before {sign}")
NOTHING_AFTER_OR = Text("There is nothing after {sign}")
EXCLUSION_IN_OR = Text("A word to leave out can't be a side of {sign}")
EXCLUSION_IN_OR_IN_BRACKETS = Text("Within brackets, a word to leave out can't be a side of OR")
UNKNOWN_FIELD = Text("{field}: is not known")
NOTHING_AFTER_FIELD = Text("There is nothing after {field}:")
UNKNOWN_LANGUAGE = Text("{language} is no language that I read")
STAR_AFTER_QUOTES = Text("A star stands behind a single word, not behind quotes")
STAR_IN_PHRASE = Text("A star stands at the end of a single word")
PREFIX_TOO_SHORT = Plural(
    "Before a star there must be {count} letter or more", "Before a star there must be {count} letters or more"
)
NOT_IS_A_DASH = Text("{word} is written as a dash here, right before the word")

RIGHT = Text("Right: {example}")
RIGHT_LANGUAGES = Text("Right: lang:en, lang:ru or lang:kk")
PHRASE_IN_QUOTES = Text("A phrase stands between two: {example}")
BRACKETS_IN_PAIRS = Text("Brackets come in pairs: {example}")
BETWEEN_TWO_WORDS = Text("It stands between two words: {example}")
EXCLUSION_AT_THE_END = Text("Put it at the end: {example}")
WORD_AT_ONCE = Text("The word follows at once: {example}")

UNKNOWN_SOURCE = Text("{source} is no source that I read.")
UNKNOWN_SOURCE_NEAREST = Text("{source} is no source that I read. The nearest is {example}.")
UNKNOWN_SOURCE_EXAMPLE = Text("{source} is no source that I read. Right, for example: {example}.")
