"""What /language says: in which language the bot speaks."""

from bot.i18n.text import Text

#: the name of the language of this catalogue, in itself: Русский, Қазақша
OWN_NAME = Text("English", context="the language of this catalogue, in its own words")
#: a language on its button
TICKED = Text("✓ {language}", context="the language that the bot speaks")
SPEAKS = Text("I speak English here.", context="the language of this catalogue")
#: language: as behind “in”
CHANNEL_SPEAKS = Text("In the channel I write in {language}.")
UNKNOWN = Text("I don't speak {language}. Choose one, or type {example}.")
