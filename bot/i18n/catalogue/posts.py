"""What /posts says: what the posts of a channel show."""

from bot.i18n.text import Text

#: above an example of a post
HEADING = Text("Posts look like this. Tap to change:")
ANY_ARTICLE = Text("Nothing has matched its topics yet, so this is just the newest article.")
NO_ARTICLE = Text("There's no article yet to show it with.")

#: buttons
TICKED = Text("✓ {option}")
SOURCE = Text("Source and time")
SENTENCE = Text("Matched sentence")
#: of three on a row
NO_TEXT = Text("No text")
SHORT_TEXT = Text("Short text")
LONG_TEXT = Text("Long text")
HASHTAGS = Text("Hashtags")
CLOSING = Text("Closing line")
#: of three on a row
NO_PREVIEW = Text("No preview")
PREVIEW_BELOW = Text("Preview ↓")
PREVIEW_ABOVE = Text("Preview ↑")
REMOVE = Text("Remove it")
BACK = Text("‹ Back")

CLOSING_NOW = Text("Each post ends with: {line}")
CLOSING_NONE = Text("Posts have no closing line yet.")
CLOSING_HOW = Text("To set one, send {example}. It has up to {limit} characters; {removal} removes it.")
#: typed behind /posts: one of those that handlers/post_style.py knows
CLOSING_WORD = Text("closing")
CLOSING_EXAMPLE = Text("Read us at {site}")
CLOSING_TOO_LONG = Text("A closing line has up to {limit} characters; yours has {length}.")
