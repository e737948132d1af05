"""/privacy, /mydata and /forgetme: what is kept about a chat, how to get it, how to delete it."""

from bot.i18n.text import PerChat, Plural, Text

WHAT = PerChat(
    you=Text(
        "🔒 I keep your topics, settings and saved articles, and which alerts you got. Nothing else you write to me."
    ),
    chat=Text(
        "🔒 I keep this chat's topics, settings and saved articles, which alerts it got, and who took, saved or sorted "
        "out one. Nothing else."
    ),
    channel=Text("🔒 I keep the channel's topics and settings, and which alerts it got. No posts of yours."),
)
HOW_LONG = Plural(
    "What was sent is deleted after about {count} day, what you type as soon as it's answered.",
    "What was sent is deleted after about {count} days, what you type as soon as it's answered.",
)
LOST = Plural(
    "If I can't reach a chat for {count} day, I delete everything about it.",
    "If I can't reach a chat for {count} days, I delete everything about it.",
)
#: in Slack workspaces that installed the bot
WORKSPACE = Text("Of your workspace I keep its name, who installed me, and an encrypted token until I'm removed.")
WHO_SEES = Text("No ads, and nothing is passed on. Only the people who run this bot can see what's stored.")
GET_IT = Text("Get a copy: {command}")
DELETE_IT = Text("Delete everything: {command}")

GET_COPY = Text("Get a copy")
DELETE = Text("Delete everything")

COPY = PerChat(
    you=Text("📄 Everything I keep about you, as a file."),
    chat=Text("📄 Everything I keep about this chat, as a file."),
    channel=Text("📄 Everything I keep about the channel, as a file."),
)
#: in private, of a group
COPY_OF = Text("📄 Everything I keep about {chat}, as a file.")
#: a group without a name, in place of that
THIS_GROUP = Text("the group")
SENT_IN_PRIVATE = Text("📄 I've sent you the file in private.")
OPEN_PRIVATE = Text(
    "I can send that only in private, and you haven't opened a chat with me. Press Start there, then ask again."
)
WHO_ARE_YOU = Text("I send that in private, but you're writing as the group. Ask under your own name.")
OPEN_CHAT = Text("Open the chat")
ONLY_ADMINS = Text("Only admins can get or delete what I keep about this chat.")

SURE = PerChat(
    you=Text("Delete everything I keep about you? That can't be undone."),
    chat=Text("Delete everything I keep about this chat? That can't be undone."),
    channel=Text("Delete everything I keep about the channel? That can't be undone."),
)
#: what is meant by everything
ALL_OF_IT = Plural(
    "{count} topic, all settings, saved articles and the history go. Want to keep the topics? {command}",
    "{count} topics, all settings, saved articles and the history go. Want to keep the topics? {command}",
)
SURE_OF_TOPICS = Text("This group has topics, and each has a list of its own.")
#: where only a list of people and chats may use the bot, and this one is on it
LET_IN_AGAIN = PerChat(
    you=Text("You go off the list of who may use this bot, too, and have to be let in again."),
    chat=Text("A chat deleted whole goes off the list of who may use this bot, too, and has to be let in again."),
    channel=Text("The channel goes off the list of who may use this bot, too, and has to be let in again."),
)
CHANNELS_STAY = Text("Channels that you manage keep theirs. To delete a channel's, choose it first: {command}")
ONLY_HERE = Text("Delete only here")
WHOLE_GROUP = Text("Delete the whole group's")
KEEP = Text("Keep it")
KEPT = Text("Nothing was deleted.")
FORGOTTEN = PerChat(
    you=Text("🗑 Done. I've deleted everything about you and keep nothing. Write to me any time to start afresh."),
    chat=Text("🗑 Done. I've deleted everything about this chat and keep nothing. Any command starts afresh."),
    channel=Text("🗑 Done. I've deleted everything about the channel and keep nothing."),
)
