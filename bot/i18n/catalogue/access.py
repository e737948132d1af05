"""Who may use the bot where it is not open to all: what strangers are told, and what operators do about it."""

from bot.i18n.text import Plural, Text

#: id: what an operator needs, as `telegram:123`
NOT_OPEN = Text("This bot is not open to everybody. Ask whoever runs it to let you in. Your id is {id}")
NOT_OPEN_CHAT = Text("This bot is not open to everybody. Ask whoever runs it to let this chat in. Its id is {id}")
ASK = Text("Ask to be let in")
ASKED = Text("I've asked the people who run this bot. I'll tell you here what they decide.")
ASKED_ALREADY = Text("The people who run this bot have been asked. I'll tell you here what they decide.")
ASKED_REFUSED = Text("The people who run this bot decided against it. You can ask again in a month.")
TOO_MANY = Text("Many people have asked today. Please try again tomorrow.")

#: what chats are told later
LET_IN = Text("👋 You may use this bot now. {command} shows how.")
LET_IN_AGAIN = Text("👋 You may use this bot again, and alerts come as before.")
REFUSED = Text("The people who run this bot decided not to let you in.")
SHUT_OUT = Text(
    "The people who run this bot have chosen who may use it, and this chat is not among them: no more alerts come. "
    "What is followed here is kept. To be let in, ask them and name the id {id}"
)

#: to operators; guest: a name with an id
WANTS_IN = Text("🙋 {guest} asks to use this bot.")
ALLOW = Text("Allow")
REFUSE = Text("Refuse")
ALLOWED = Text("✅ {guest} may use this bot.")
REMOVE = Text("Take off the list")
REFUSED_BY_YOU = Text("{guest} may not use this bot, and has been told if they asked.")
REMOVED = Text("{guest} may not use this bot any more: alerts stop, what is followed is kept.")
NOT_LISTED = Text("{guest} is not on the list.")
IS_OPERATOR = Text("{guest} runs this bot and may always use it.")
HERE = Text("This chat may not use the bot yet. Shall it?")
ALLOW_HERE = Text("Allow this chat")
ONLY_OPERATORS = Text("Only the people who run this bot choose who may use it.")
#: example: a command; all: another one
HOW = Text("Name who may use this bot by id: {example}. In a group, {here} lets the group in. {all} shows the list.")
NO_GUEST = Text("I don't see an id in “{typed}”. Try {example}")
NOBODY_NAMED = Text("Nobody named “{typed}” has asked. Use the id: {example}")
#: value: that of the setting
OPEN_NOW = Text("For now everybody may use it: this counts once JARSHY_ACCESS is “{value}”.")
LISTED = Plural("{count} on the list of who may use this bot:", "{count} on the list of who may use this bot:")
NOBODY_LISTED = Text("Nobody is on the list. {example} adds all chats that follow something now.")
REQUESTS = Plural("{count} request waits:", "{count} requests wait:")
MORE = Plural("… and {count} more", "… and {count} more")
EVERYONE = Plural(
    "{count} chat was added to the list: it follows something.",
    "{count} chats were added to the list: all that follow something.",
)
FOUND = Text("Let {guest} use this bot?")
