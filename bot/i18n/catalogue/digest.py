"""What a digest shows of a period, and of sources that are silent."""

from bot.i18n.text import Plural, Text

#: period: `today, 25 November 2025`
HEADING = Text("Digest for {period}")
#: follow · how many articles stand below it; more of them stand under follows above
GROUP_AND_ABOVE = Text("{follow} · {count} and {above} above")
#: all its articles stand under follows above
ONLY_ABOVE = Text("{follow}: {count} above")
NOTHING_ON = Text("Nothing on: {follows}")

NOTHING_PUBLISHED = Text("In all: no articles were published.")
#: span: `2 days`; since: a moment
NOTHING_IN_SPAN = Text("In all: no articles in the {span} I have (since {since}).")
NOTHING_SO_FAR = Text("In all: no articles; I have only {span} of news so far (since {since}).")
TOTAL = Plural("In all: {count} article of {all} published.", "In all: {count} articles of {all} published.")
TOTAL_IN_SPAN = Plural(
    "In all: {count} article of {all} published in the {span} I have (since {since}).",
    "In all: {count} articles of {all} published in the {span} I have (since {since}).",
)
TOTAL_SO_FAR = Plural(
    "In all: {count} article of {all} published; I have only {span} of news so far (since {since}).",
    "In all: {count} articles of {all} published; I have only {span} of news so far (since {since}).",
)
BEFORE_ARCHIVE = Text("I have nothing from then: my archive begins on {since}.")
TEXTS_DROPPED = Text("Full texts of that time are no longer kept: titles and leads were searched.")

#: source: `Kazakhstan Today (English)`
UNREADABLE_SINCE = Text("{source} can't be read since {since}.")
NOTHING_YET = Text("{source} has brought nothing yet.")
SILENT_SINCE = Text("{source} has been silent longer than usual, since {since}.")
