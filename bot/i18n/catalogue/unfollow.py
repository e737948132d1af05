"""What /unfollow and the ⋯ menu of an alert say."""

from bot.i18n.text import PerChat, Plural, Text

GONE = PerChat(
    you=Text("Unfollowed {follow}."),
    chat=Text("This chat unfollowed {follow}."),
    channel=Text("The channel unfollowed {follow}."),
)
ALL_GONE = PerChat(
    you=Plural(
        "Unfollowed your only topic.",
        "Unfollowed all {count} topics.",
    ),
    chat=Plural(
        "This chat unfollowed its only topic.",
        "This chat unfollowed all {count} topics.",
    ),
    channel=Plural(
        "The channel unfollowed its only topic.",
        "The channel unfollowed all {count} topics.",
    ),
)
NOT_ANY_MORE = Text("That topic isn't followed any more.")
BACK = Text("Back to the list")
SHOW_LIST = Text("Show the list")
PRESS = Text("Tap to unfollow:")
PRESS_OF_PAGE = Text("Tap to unfollow ({first}–{last} of {count}):")
#: command: /unfollow with a part of the name of a topic
NARROW = Text("Or type a part of its name: {command}")
DROP_THE_ONLY = Text("Unfollow the only topic?")
DROP_ALL = Plural("Unfollow {count} topic?", "Unfollow all {count} topics?")
YES = Text("Yes, unfollow all")
NO = Text("No")
#: a button beside those two: no alerts for a while, the topics stay
ONLY_PAUSE = Text("⏸ Just pause alerts")
UNDO_ONE = Text("Undo {follow}")

UNFOLLOW = Text("Unfollow {follow}")
UNDO_UNFOLLOWED = Text("Undo: unfollowed {follow}")
WHY = Text("Why this?")
CLOSE = Text("‹ Close")
