"""What stands below one topic that was chosen from a list, and what its buttons say."""

from collections.abc import Mapping

from bot.i18n.text import Text

#: above the list that /edit shows
WHICH = Text("Which topic do you want to change?")
#: command: `edit AI -> AI -sport`
HOW = Text("To change it in your own way, type {command}")
#: a word that is left out in that example
WORD_LEFT_OUT = Text("sport")
WHOLE_TEXT = Text("Look in the text too")
ONLY_ENGLISH = Text("Only English")
ONLY_RUSSIAN = Text("Only Russian")
ONLY_KAZAKH = Text("Only Kazakh")
ONLY: Mapping[str, Text] = {"en": ONLY_ENGLISH, "ru": ONLY_RUSSIAN, "kk": ONLY_KAZAKH}
ALL_LANGUAGES = Text("All languages")
#: what was meant by a misspelled topic, in its place
INSTEAD = Text("{query} instead")
UNFOLLOW = Text("Unfollow")
ALL_TOPICS = Text("All topics")
#: person: a name, of somebody of whom nothing else is known
ADDED_BY = Text("Added by {person} · {time}")
