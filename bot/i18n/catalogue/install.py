"""What somebody reads who installs the Slack app in a workspace."""

from bot.i18n.text import Plural, Text

INSTALLED = Text("Jarshy is in your workspace")
#: follow: a command
INSTALLED_HOW = Text("In a channel, or in a message to Jarshy, type {follow}: news comes there as soon as it is out.")
INSTALLED_PRIVATE = Text("Into a private channel, invite it first: {invite}.")
OPEN_SLACK = Text("Open Slack")
INSTALLED_ALREADY = Text("Jarshy was in your workspace already: nothing has changed.")

NOT_INSTALLED = Text("Nothing was installed")
DENIED = Text("You pressed Cancel in Slack, or your workspace asks an administrator first.")
BEGIN_ANEW = Text("This page was opened twice, too late, or in another browser than the one where you began.")
SLACK_SAYS = Text("Slack does not allow it ({error}).")
SLACK_AWAY = Text("Slack can't be reached right now. Try again in a minute.")
NOT_SET_UP = Text("Jarshy is not set up for this yet; its operator can see why in the log.")
WHOLE_ORGANISATION = Text(
    "Jarshy is installed in one workspace at a time, not in a whole organization. Choose a workspace in Slack."
)
TOO_MANY_BEGUN = Plural(
    "Too many installations have been begun. Try again in {count} minute.",
    "Too many installations have been begun. Try again in {count} minutes.",
)
TRY_AGAIN = Text("Begin anew")
