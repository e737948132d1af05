"""What went wrong on our own side with a message; error: its name in the code."""

from bot.i18n.text import Text

NOT_MADE = Text("{error} in making the message")
NOT_SENT = Text("{error} in sending")
NOT_BEGUN = Text("it could not be written down that sending begins")
