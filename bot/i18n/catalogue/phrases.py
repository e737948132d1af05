"""What several commands say of the chat, its rights and the sources."""

from bot.i18n.text import PerChat, Plural, Text

NOTHING_FOLLOWED = PerChat(
    you=Text("You don't follow anything yet. Try {command}, or tap one:"),
    chat=Text("This chat doesn't follow anything yet. Try {command}, or tap one:"),
    channel=Text("The channel doesn't follow anything yet. Try {command}, or tap one:"),
)
#: the same to who may not change that
NOTHING_FOLLOWED_HERE = Text("This chat doesn't follow anything yet.")
NOT_FOLLOWED = PerChat(
    you=Text("You don't follow {follow}."),
    chat=Text("This chat doesn't follow {follow}."),
    channel=Text("The channel doesn't follow {follow}."),
)
UNDO = Text("Undo")
DIGEST_OF_WEEK = Text("Digest of the week")

INVITE = Text("I can't post in this channel yet. Add me with {command}.")
CLOSED = Text("I can't post in a group message. Type {command} in a channel, or message me directly.")
MAKE_ADMINISTRATOR = Text("I can't post there yet. Make me an admin of the channel with “Post messages”.")
ALLOW_MESSAGES = Text("I can't post here yet. An admin can allow me to send messages.")

SOURCE_FAILS = Text("{source} · can't be reached since {moment}")
SOURCE_NOT_READ = Text("{source} · not read yet")
#: ago: `2 minutes ago`
SOURCE_READ = Text("{source} · read {ago}")
SOURCE_COMING = Text("I haven't read {source} yet, but will in a moment.")
FIRST_READ = Plural(
    "Still reading {source} for the first time: {waiting} of {count} page to go.",
    "Still reading {source} for the first time: {waiting} of {count} pages to go.",
)

#: in place of a picture or a file that a chat does not take
NO_PICTURE = Text("(I can't send pictures here.)")
NO_FILE = Text("(I can't send the file here. Write to me in private, and ask there.)")
