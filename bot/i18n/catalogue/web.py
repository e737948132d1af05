"""What is wrong with the web server: for the operator."""

from bot.i18n.text import Text

#: reason: the system's own words
PORT_NOT_USABLE = Text("PORT: nothing can listen on {port} ({reason}). Use a port that is free, or leave it out.")
