"""What /help says, and its screens; the parts are commands, or queries as they are typed."""

from bot.i18n.text import Plural, Text

ROW = Text("{command} — {summary}")

#: buttons, each of which opens a screen
TIPS = Text("Search tips")
DIGESTS = Text("Digests")
GROUPS = Text("Groups and channels")
COMMANDS = Text("All commands")
SETTINGS = Text("Settings")

TYPE_IT = Text("Type a topic as you would for a search:")
FORMS = Text("A word is found in all its forms, a well-known name in three languages: {example}")
BOTH = Text("A space means both: {example}")
EITHER = Text("Either: {example}, or in brackets: {brackets}")
WITHOUT = Text("Without: {word}, {words}")
EXACT = Text("The exact words: {exact}; without other names: {only}")
BEGINNING = Text("The beginning of a word: {example}")
IN_HEADLINE = Text("In the headline: {headline}; in one language: {language}")
FROM_SOURCE = Text("From one source: {example}")
SEVERAL = Text("Several topics at once: {example}")
CAPITALS = Text("Short words in capitals, like IMF, are found in capitals only.")
PREVIEW = Text("See what it would bring, before you follow: {command}")

DIGEST = Text("A digest is the news of a time on one page:")
TODAY = Text("{command} — your topics today")
YESTERDAY = Text("{command} — yesterday")
WEEK = Text("{command} — the last 7 days")
DAY = Text("{command} — any day")
OTHER_WORDS = Text("{command} — other words")
EVERYTHING = Text("{command} — everything")
BY_ITSELF = Text("{command} — every day at that time, by itself")
QUIET = Text("{command} — at night alerts wait until the morning")
PAUSE = Text("{command} — no alerts for a while")

GROUP = Text("In a group I write when its topics are in the news, and when somebody asks me. Otherwise I'm silent.")
GROUP_BEGINS = Text("Add me, then an admin types {command} there. In a forum, each thread has a list of its own.")
GROUP_WHY = Text("Anybody can ask why an alert came: reply “why” to it.")
CHANNEL = Text("For a channel, make me an admin with “Post messages”, then type {command} in a private chat with me.")
INVITED = Text("In a channel, type {invitation}, then {command}. Everybody there can choose its topics.")
THREAD_WHY = Text("Anybody can ask why an alert came: type {mention} in its thread.")
MOST = Plural("A chat can follow {count} topic.", "A chat can follow up to {count} topics.")
