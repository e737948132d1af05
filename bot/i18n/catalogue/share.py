"""What *Share this topic* says, and what a link to a topic says to who opens it."""

from bot.i18n.text import Text

SHARE = Text("Share this topic")
#: above the link
LINK = Text("With this link others can follow {follow} too:")
#: above the command, where there are no links to a topic
COMMAND = Text("Others follow {follow} with this command:")
SEND = Text("Send to a chat")
COPY = Text("Copy link")
#: opens the choice of a group to which the bot is added
ADD_TO_GROUP = Text("Add to a group")
#: beside the link, where it is sent
INVITATION = Text("Get the news on {follow} as soon as it's out")

#: a link was opened; rate: `≈3 a day`
ASK = Text("Follow {follow}?", context="a link was opened")
ASK_WITH_RATE = Text("Follow {follow}? {rate}.")
#: on its button
FOLLOW = Text("✅ Follow", context="on a button")
