"""The button above the articles that are offered to who types `@bot AI` in another chat; it opens the bot."""

from bot.i18n.text import Text

NOTHING = Text("Nothing on «{query}» yet. Follow it")
NOT_UNDERSTOOD = Text("I don't understand that. How to ask")
CHOOSE = Text("Choose your topics")
