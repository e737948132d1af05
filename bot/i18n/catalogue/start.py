"""What /start says, and what a person hears who adds the bot to a channel."""

from bot.i18n.text import Text

NAME = Text("Jarshy")
WHO = Text("I am {name}, a herald: tell me what to follow, and I tell you here once it is published.")
SOURCES = Text("I read:")
MORE_SOURCES = Text("and {count} more")
HOW = Text("Press one, or type {example}; all commands: {help}")

THE_CHANNEL = Text("the channel")
ADDED = Text("I was added to {channel} and can post there.")
ADDED_BUT_CLOSED = Text(
    "I was added to {channel}, but I can't post there yet: let me post messages as an administrator."
)
MANAGE = Text("Tell me here what it should follow: {command}")
