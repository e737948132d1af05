"""What /saved says: articles that were saved from the ⋯ menu of an alert."""

from bot.i18n.text import PerChat, Plural, Text

#: buttons of the ⋯ menu
SAVE = Text("☆ Save")
SAVED = Text("★ Saved")
#: the same in a chat of several people; person: who saved it
SAVED_BY = Text("★ Saved · {person}")

HEADING = PerChat(
    you=Plural("You saved {count} article:", "You saved {count} articles:"),
    chat=Plural("This chat saved {count} article:", "This chat saved {count} articles:"),
    channel=Plural("The channel saved {count} article:", "The channel saved {count} articles:"),
)
NOTHING = PerChat(
    you=Text("You haven't saved anything yet. Tap ⋯ under an alert, then Save."),
    chat=Text("Nothing is saved here yet. Tap ⋯ under an alert, then Save."),
    channel=Text("Nothing is saved for the channel yet."),
)
#: below an article: when it was saved, and by whom
AT = Text("Saved {moment}")
AT_BY = Text("Saved {moment} · {person}")
#: buttons; number: that of the article in the list
REMOVE = Text("✕ {number}")
UNDO = Text("Undo: {title}")
GONE = Text("That article isn't there any more.")
