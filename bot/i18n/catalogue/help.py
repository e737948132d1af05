"""What /help says under the table of commands; the parts are commands."""

from bot.i18n.text import Text

ROW = Text("{command} — {summary}")

FORMS = Text("A word is found in all its forms, a well-known name in three languages: {example}")
BOTH = Text("A space means both: {example}")
EITHER = Text("Either: {example}, or in brackets: {brackets}")
WITHOUT = Text("Without: {word}, {words}")
EXACT = Text("The exact words: {exact}; without other names: {only}")
BEGINNING = Text("The beginning of a word: {example}")
IN_HEADLINE = Text("In the headline: {headline}; in one language: {language}")
FROM_SOURCE = Text("From one source: {example}")
SEVERAL = Text("Several topics at once: {example}")
CAPITALS = Text("Short words in capitals, like IMF, are found in capitals only.")

#: three lines of one sentence about digests
DIGEST_OF_DAYS = Text("Digests: {today}, {yesterday},")
DIGEST_OF_OTHER_DAYS = Text("{week} or a date: {date}, {day_and_month}")
DIGEST_OF_WORDS = Text("for other words: {words}, for everything: {all}")
