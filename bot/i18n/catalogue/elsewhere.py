"""What is said of a command that is about another chat: `/follow AI in #ai-news`."""

from bot.i18n.text import Text

#: chat: the name of another chat, in bold; follow, follows: what it follows from now on
FOLLOWS = Text("✅ {chat} follows {follow} now")
FOLLOWS_SEVERAL = Text("✅ {chat} follows {count} more now: {follows}")
FOLLOWS_AGAIN = Text("✅ {chat} follows {follow} again")
FOLLOWS_SEVERAL_AGAIN = Text("✅ {chat} follows {count} again: {follows}")
#: above an answer that is about that chat
ABOUT = Text("In {chat}:")
#: a topic of a group, as a name of a chat
TOPIC = Text("{group}, topic {number}")

#: in that other chat, in one line
ADDED = Text("➕ {person} added {follows}")
REMOVED = Text("➖ {person} removed {follows}")
CHANGED = Text("⚙️ {person} changed what comes here: {command}")
#: the same where it is not known who it was
ADDED_THERE = Text("➕ Added from another chat: {follows}")
REMOVED_THERE = Text("➖ Removed from another chat: {follows}")
CHANGED_THERE = Text("⚙️ What comes here was changed from another chat: {command}")

#: why it can't be about another chat, and what to do
NO_OTHER_CHAT = Text("There's no other chat here, so leave out {chat}: {command}")
#: examples: names of chats
NAMED_OTHERWISE = Text("I don't know a chat by the name {chat}. Name it like this: {examples}")
NOT_FOUND = Text("I don't see {chat}. You and I both have to be in it: join it, add me there, then ask again.")
NO_TOPIC = Text("The topic {chat} is closed or gone. Open the topic you mean, copy its link and ask again.")
IN_PRIVATE = Text("Ask me about other chats in a private chat with me, so that only you see the answer.")
UNSEEN = Text("I couldn't look into {chat}, so I changed nothing. Try again in a minute.")
NOT_ALLOWED = Text("Only admins of {chat} can change what it follows. Ask one of them.")
#: to a button whose chat could not be looked into
PRESSED_IN_VAIN = Text("I couldn't see whether you may do that there, so I changed nothing. Ask once more.")
NOTHING_FOLLOWED = Text("{chat} doesn't follow anything yet. To begin: {command}")
