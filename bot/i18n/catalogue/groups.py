"""What is said in a chat of several people: who changed something, and to whom nothing is offered."""

from bot.i18n.text import Text

#: change: a whole sentence without its full stop; person: a name, of somebody of whom nothing else is known
ADDED_BY = Text("{change} · added by {person}")
REMOVED_BY = Text("{change} · removed by {person}")
CHANGED_BY = Text("{change} · changed by {person}")
#: a button: the Undo of an unfollow, which says who did it
UNDO_UNFOLLOWED_BY = Text("Undo: {follow} · {person}")

MEMBERS = Text("Only admins choose the topics here. To see why an alert came, reply “why” to it.")
EXPIRED = Text("This button has expired.")
