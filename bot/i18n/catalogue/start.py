"""What /start says, and what a person hears who adds the bot to a channel."""

from bot.i18n.text import Text

NAME = Text("Jarshy")
WHO = Text("Hi, I'm {name}. Tell me a topic and I'll message you when it's in the news.")
WHO_IN_GROUP = Text("Hi, I'm {name}. I post the news on the topics you choose here.")
#: sources: their names; ago: `2 minutes ago`
READS = Text("I read {sources} · {ago}")
MORE_SOURCES = Text("{sources} and {count} more")
#: example: one word
HOW = Text("Tap a topic, or just type one, like {example}. All commands: {help}")
#: in a group, where only commands are heard
HOW_IN_GROUP = Text("Tap a topic, or send {example}. All commands: {help}")
ADMINS_CHOOSE = Text("Admins choose the topics of this chat.")
ANYONE_CHOOSES = Text("Anyone here can choose the topics of this chat.")

THE_CHANNEL = Text("the channel")
ADDED = Text("I'm in {channel} and can post there.")
ADDED_BUT_CLOSED = Text("I'm in {channel}, but I can't post there yet. Make me an admin with “Post messages”.")
MANAGE = Text("Choose its topics here: {command}")
