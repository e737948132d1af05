"""How near an article comes to a follow that it does not answer: what follows on "it", as clauses with commas between.

`has Aktau, and gold only in its link, but not waste` is HAS, AND_ONLY_IN_LINK and BUT_NOT.
"""

from bot.i18n.text import Text

#: things: one, or a list with “and”
HAS = Text("has {things}")
#: things: one, or a list with “or”
BUT_NOT = Text("but not {things}")

NOT_IN_HEADLINE = Text("has {thing}, but not in its headline")
ONLY_IN_LINK = Text("has {thing} only in its link")
ONLY_IN_SMALL_LETTERS = Text("has {thing} only in small letters")
#: the same three behind another “has”
AND_NOT_IN_HEADLINE = Text("and {thing}, but not in its headline")
AND_ONLY_IN_LINK = Text("and {thing} only in its link")
AND_ONLY_IN_SMALL_LETTERS = Text("and {thing} only in small letters")

#: both: names behind “in”
IN_OTHER_LANGUAGE = Text("is in {language}, not in {wanted}")
FROM_OTHER_SOURCE = Text("comes from {source}, not from {wanted}")

#: words: with a minus before each, as they are typed
LEFT_OUT = Text("is left out by {words}")
HAS_BUT_LEFT_OUT = Text("has {things}, but is left out by {words}")
#: words that are left out only if they stand together
LEFT_OUT_TOGETHER = Text("{first} with {last}")
