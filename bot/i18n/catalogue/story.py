"""What /story says: everything known of an event, and why two articles are, or are not, one story."""

from bot.i18n.text import Plural, Text

#: buttons
STORY = Text("🧵 Story", context="a button")
#: number: that of the article in the list
NOT_SAME = Text("{number}: not the same story")
#: in the menu of an alert; the second asks which of several
NOT_ONE = Text("Not the same story", context="a button")
WHICH_NOT = Text("Not the same story …", context="a button")
UNDO = Text("Undo: {title}", context="what was taken out of a story")

HOW = Text("I'll show everything I know of a story. Send me a link with {command}, or tap ⋯ under an alert, then 🧵.")
BY_REPLY = Text("Or reply {command} to an alert.", context="how to ask for a story")
WHICH = Text("That message tells of several stories. Which one?")
#: below either question about a message of very many
FIRST_OF_THEM = Plural("The first {limit} of {count}:", "The first {limit} of {count}:")
ALONE = Text("Nobody else has written about this yet.")

HEADING = Plural("🧵 {count} article, one story", "🧵 {count} articles, one story")
#: who wrote of it first
FIRST = Text("First: {source}, {moment}", context="a story")
#: languages: links
READ_IN = Text("Read it in: {languages}")
#: number: that of another article of the list; both have one press release
COPIED = Text("Nearly word for word as {number}")
#: moment: when it was changed
RENAMED = Text("Headline changed {moment}: {old} → {new}")
NEW_IN_IT = Text("New here:")

#: what this chat took out of the story
TAKEN_OUT = Text("Not the same story, as you said: {title} · {source}")
TAKEN_OUT_BY = Text("Not the same story, as {person} said: {title} · {source}")
SPLIT = Text("OK, {title} is another story here. It comes by itself.")
IS_SPLIT = Text("OK, {title} is another story here.")
REJOINED = Text("{title} is part of the story again.")
NOT_SPLIT = Text("I no longer have that story.")

#: why an article is in a story; other: the headline of another article
JOINED = Text("🧵 One story with {other} ({source}, {moment}).")
COPY = Text("🧵 One story with {other} ({source}, {moment}): nearly the same words.")
BEGAN = Plural(
    "🧵 It began a story that {count} more article tells of.", "🧵 It began a story that {count} more articles tell of."
)
NEARLY = Text("🧵 Not one story with {other} ({source}, {moment}), though it comes near.")
ONE_STORY = Text("🧵 Yes, these two are one story: {one} and {other}.")
TWO_STORIES = Text("🧵 No, these are two stories: {one} and {other}.")
SAID_APART = Text("Here somebody said that it isn't the same story.")
SHARED = Text("Both have: {words}.", context="two articles")
NOTHING_SHARED = Text("They have hardly a telling word in common.")
#: what speaks against it
CONFLICT_NUMBERS = Text("But: they give other numbers.")
CONFLICT_PLACES = Text("But: they name other places.")
CONFLICT_DATES = Text("But: they are about other days.")
CONFLICT_NAMES = Text("But: they name other people.")
CONFLICT_TOPICS = Text("But: one headline is about something that the other article leaves out.")
TOO_FAR = Plural("They are more than {count} hour apart.", "They are more than {count} hours apart.")
#: score, threshold: hundredths
LIKENESS = Text("Likeness {score} of 100; from {threshold} on it's one story.")
THROUGH_OTHERS = Text("They came together through other articles of the story.")
NOT_KEPT = Text("I no longer keep what I compared them by.")
