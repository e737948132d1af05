"""What /unfollow and the ⋯ menu of an alert say."""

from bot.i18n.text import PerChat, Plural, Text

GONE = PerChat(
    you=Text("You no longer follow {follow}."),
    chat=Text("This chat no longer follows {follow}."),
    channel=Text("The channel no longer follows {follow}."),
)
ALL_GONE = PerChat(
    you=Plural(
        "You no longer follow anything: {count} follow dropped.",
        "You no longer follow anything: {count} follows dropped.",
    ),
    chat=Plural(
        "This chat no longer follows anything: {count} follow dropped.",
        "This chat no longer follows anything: {count} follows dropped.",
    ),
    channel=Plural(
        "The channel no longer follows anything: {count} follow dropped.",
        "The channel no longer follows anything: {count} follows dropped.",
    ),
)
NOT_ANY_MORE = Text("That is not followed any more.")
BACK = Text("Back to the list")
SHOW_LIST = Text("Show the list")
PRESS = Text("Press what to unfollow:")
PRESS_OF_PAGE = Text("Press what to unfollow ({first}–{last} of {count}):")
DROP_THE_ONLY = Text("Drop the only follow?")
DROP_ALL = Plural("Drop all {count} follow?", "Drop all {count} follows?")
YES = Text("Yes, unfollow all")
NO = Text("No")
UNDO_ONE = Text("Undo {follow}")

UNFOLLOW = Text("Unfollow {follow}")
UNDO_UNFOLLOWED = Text("Undo: unfollowed {follow}")
WHY = Text("Why this?")
CLOSE = Text("‹ Close")
