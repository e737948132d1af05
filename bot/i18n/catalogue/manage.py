"""What /manage says: speaking for a channel."""

from bot.i18n.text import Text

DONE = Text("Done")
CHOOSE = Text("Choose a channel")
#: a channel without a title, by its id
CHANNEL = Text("channel {id}")

SPEAKING = Text(
    "You speak for {channel}: {follow}, {unfollow}, {following} and {digest} are about it until you are done."
)
SPEAKING_NOW = Text(
    "You speak for {channel} now: {follow}, {unfollow}, {following} and {digest} are about it until you are done."
)
ANOTHER = Text("Another one: {command}")
BEGIN = Text("Begin with {command}.")
CHOICE = Text(
    "Choose the channel that I shall post to. You must be an administrator of it, and so must I, "
    "with the right to post messages."
)
SPEAKING_FOR_NONE = Text("You speak for no channel; what you type is about this chat.")
DONE_WITH = Text("Done with {channel}. What you type is about this chat again.")
NOT_ALLOWED = Text("Only administrators of {channel} may change what it follows.")
CHANNEL_ABOVE = Text("{channel}:")
THEN = Text("Then {command}.")

IN_PRIVATE = Text("Channels are managed from a private chat with me: write to me there.")
ONLY_TELEGRAM = Text("That is for Telegram's channels, in a private chat with me. Here just type {command}.")
