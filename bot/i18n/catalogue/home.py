"""The bot's own page in Slack, and what is posted from what one person sees."""

from bot.i18n.text import Text

ADD = Text("Add a topic")
TODAY = Text("Digest of today")
HELP = Text("Help")
HOME = Text("⌂ Home")
POST_HERE = Text("Post here")
