"""What /edit and the buttons that change a follow say."""

from bot.i18n.text import PerChat, Text

OUTDATED = Text("This button has expired. Your topics: {command}")
OLD_TO_NEW = Text("{old} → {new}")

CHANGED = Text("{old} is now {new}: {meaning}.")
BEFORE = Text("Before: {meaning}.")
SAME = Text("{old} and {new} mean the same, so nothing changed.")
ALREADY = PerChat(
    you=Text("You already follow {new}, so I unfollowed {old}."),
    chat=Text("This chat already follows {new}, so I unfollowed {old}."),
    channel=Text("The channel already follows {new}, so I unfollowed {old}."),
)
NOT_YET = Text("{question} Not changed yet.")
ANYWAY = Text("Change anyway")
TOO_LONG_TO_LEAVE_OUT = Text("{follow} is too long to leave anything else out.")
LEFT_OUT = Text("{name} is already left out.")
