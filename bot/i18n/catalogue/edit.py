"""What /edit and the buttons that change a follow say."""

from bot.i18n.text import PerChat, Text

OUTDATED = Text("That button is out of date. See what is followed: {command}")
HOW = Text("Write the follow, an arrow, and what it shall be: {command}")
KEPT = Text("What it brought so far is kept.")
FOLLOWED = Text("What is followed: {command}")
OLD_TO_NEW = Text("{old} → {new}")

CHANGED = Text("{old} is now {new}: {meaning}.")
BEFORE = Text("Before: {meaning}.")
SAME = Text("{old} and {new} ask for the same: nothing to change.")
ALREADY = PerChat(
    you=Text("You already follow {new}, so {old} is dropped."),
    chat=Text("This chat already follows {new}, so {old} is dropped."),
    channel=Text("The channel already follows {new}, so {old} is dropped."),
)
ANYWAY = Text("Change anyway")
TOO_LONG_TO_LEAVE_OUT = Text("{follow} is too long already to leave something out.")
LEFT_OUT = Text("{name} is left out already.")
