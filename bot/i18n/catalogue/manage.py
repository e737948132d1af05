"""What /manage says: speaking for a channel."""

from bot.i18n.text import Text

DONE = Text("Done")
CHOOSE = Text("Choose a channel")
#: a channel without a title, by its id
CHANNEL = Text("channel {id}")

SPEAKING = Text(
    "You're managing {channel}. {follow}, {unfollow}, {following} and {digest} are about it "
    "until you tap Done or take an hour's break."
)
SPEAKING_NOW = Text(
    "You're now managing {channel}. {follow}, {unfollow}, {following} and {digest} are about it "
    "until you tap Done or take an hour's break."
)
LEFT = Text("An hour has passed, so this is about your own chat, not {channel}.")
#: buttons
GO_ON = Text("Continue with {channel}")
ANOTHER = Text("Another channel")
HOW_POSTS_LOOK = Text("How posts look")
MANAGE_IT = Text("Manage {channel}")
#: above the answer to a command that somebody posted there
POSTED = Text("Posted in {channel}: {command}")
WHICH = Text("Which channel?")
BEGIN = Text("Start with {command}.")
CHOICE = Text("Choose a channel. You and I both need admin rights there, mine with “Post messages”.")
SPEAKING_FOR_NONE = Text("You're not managing a channel.")
DONE_WITH = Text("Done with {channel}. Back to your own chat.")
NOT_ALLOWED = Text("Only admins of {channel} can change its topics.")
CHANNEL_ABOVE = Text("{channel}:")
THEN = Text("Then {command}.")

IN_PRIVATE = Text("Channels are managed in a private chat with me. Message me there.")
ONLY_TELEGRAM = Text("That's for Telegram channels, in a private chat with me. Here just type {command}.")
