"""What /start says, and what a person hears who adds the bot to a channel."""

from bot.i18n.text import Text

NAME = Text("Jarshy")
WHO = Text("Hi, I'm {name}. Tell me a topic and I'll message you when it's in the news.")
SOURCES = Text("I read:")
MORE_SOURCES = Text("and {count} more")
HOW = Text("Try one, or just type a word, like {example} · all commands: {help}")

THE_CHANNEL = Text("the channel")
ADDED = Text("I'm in {channel} and can post there.")
ADDED_BUT_CLOSED = Text("I'm in {channel}, but I can't post there yet. Make me an admin with “Post messages”.")
MANAGE = Text("Choose its topics here: {command}")
