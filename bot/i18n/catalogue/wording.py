"""What is followed, in words: noun phrases, one within the other.

`articles with both gold and zinc, not in Russian` is NOT_IN around WITH, whose articles are ARTICLES, its words BOTH.
"""

from bot.i18n.text import Plural, Text

ARTICLES = Text("articles")
ALL_ARTICLES = Text("all articles")
#: languages: `Kazakh or Russian`, names behind “in”
IN = Text("{articles} in {languages}")
FROM = Text("{articles} from {sources}")
#: words: one of the phrases below, or several as a list
WITH = Text("{articles} with {words}")
WITH_BUT = Text("{articles} with {words}, but not {unwanted}")
BUT = Text("{articles}, but not {unwanted}")
NOT_IN = Text("{articles}, not in {languages}")
NOT_FROM = Text("{articles}, not from {sources}")

BOTH = Text("both {first} and {second}")
EITHER = Text("either {first} or {second}")
#: words: three or more, the last with “or”
ANY_OF = Text("any of {words}")
UNWANTED_BOTH = Text("both {first} and {second}", context="unwanted only if they stand together")
#: words: three or more, the last with “and”; unwanted only if they stand together
UNWANTED_ALL = Text("all of {words}")

EXACT_WORD = Text("the exact word “{word}”")
EXACT_WORDS = Text("the exact words “{words}”")
SIDE_BY_SIDE = Text("the words “{words}” together")
CAPITALS = Text("{word} in capitals")
BEGINNING = Text("words that begin with {beginning}")
IN_HEADLINE = Text("{word} in the headline")
ONLY_THIS_NAME = Text("{word} (only this name)")
THE_SOURCE = Text("the source {source}")

#: the other names of the one thing that is followed
ALSO_FINDS = Text("Also finds: {names}")
ALSO_FINDS_AND_MORE = Plural("Also finds: {names} and {count} more", "Also finds: {names} and {count} more")
#: the other names of one of several things
ALSO_NAMED = Text("{name}: also {names}")
ALSO_NAMED_AND_MORE = Plural("{name}: also {names} and {count} more", "{name}: also {names} and {count} more")
#: query: in signs, `waste + (Aktau or Alatau) − sport`
READ_AS = Text("Read as: {query}")
#: words: those that are no requirements
READ_AS_LEFT_OUT = Text("Read as: {query} · left out: {words}")

#: a button: the query without the other names of its things
ONLY_NAME = Text("Exact word only")
ONLY_THESE_WORDS = Text("Exact words only")
#: a button below several follows
ONLY_FOLLOW = Text("Only «{follow}»")
