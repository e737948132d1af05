"""What several commands say of the chat, its rights and the sources."""

from bot.i18n.text import PerChat, Plural, Text

NOTHING_FOLLOWED = PerChat(
    you=Text("You follow nothing yet. Try {command}, or press one:"),
    chat=Text("This chat follows nothing yet. Try {command}, or press one:"),
    channel=Text("The channel follows nothing yet. Try {command}, or press one:"),
)
NOT_FOLLOWED = PerChat(
    you=Text("You don't follow {follow}."),
    chat=Text("This chat doesn't follow {follow}."),
    channel=Text("The channel doesn't follow {follow}."),
)
UNDO = Text("Undo")
DIGEST_OF_WEEK = Text("Digest of the week")

INVITE = Text("I can't post in this channel yet. Let me in with {command}.")
CLOSED = Text("I can't post in a group message. Type {command} in a channel, or write to me directly.")
MAKE_ADMINISTRATOR = Text("I can't post there yet. Make me an administrator of the channel who may post messages.")
ALLOW_MESSAGES = Text("I can't post here yet. An administrator can allow me to send messages.")

SOURCE_FAILS = Text("{source} · can't be read since {moment}")
SOURCE_NOT_READ = Text("{source} · not read yet")
#: ago: `2 minutes ago`
SOURCE_READ = Text("{source} · read {ago}")
SOURCE_COMING = Text("{source} has not been read yet; it will be in a moment.")
FIRST_READ = Plural(
    "Still reading {source} for the first time: {waiting} of {count} page to go.",
    "Still reading {source} for the first time: {waiting} of {count} pages to go.",
)
