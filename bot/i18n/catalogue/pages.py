"""What is said below a page of a long answer."""

from bot.i18n.text import Text

PAGE = Text("Page {page} of {pages}")
MORE = Text("More")
BACK = Text("Back")
CUT = Text("The rest doesn't fit here. Ask for less at once.")
CUT_FOLLOWS = Text("The rest doesn't fit here. All topics: {command}")
