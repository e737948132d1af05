"""What /following says: the list of topics, and those of them that bring nothing; span: `2 days`."""

from bot.i18n.text import PerChat, Plural, Text

TOPICS = PerChat(
    you=Plural("You follow {count} topic:", "You follow {count} topics:"),
    chat=Plural("This chat follows {count} topic:", "This chat follows {count} topics:"),
    channel=Plural("The channel follows {count} topic:", "The channel follows {count} topics:"),
)
IN_SPAN = PerChat(
    you=Text("You follow (articles in the last {span}):"),
    chat=Text("This chat follows (articles in the last {span}):"),
    channel=Text("The channel follows (articles in the last {span}):"),
)
IN_ONLY_SPAN = PerChat(
    you=Text("You follow (I have only {span} of news so far):"),
    chat=Text("This chat follows (I have only {span} of news so far):"),
    channel=Text("The channel follows (I have only {span} of news so far):"),
)
#: typed: a part of their names
LIKE = Text("Topics like {typed}:")

#: a follow that has brought no article
NONE_YET = Text("{follow} · nothing yet")
#: row: one of these; mode: `headlines only`
WITH_MODE = Text("{row} · {mode}")

HEADLINES_ONLY = Text("headlines only")
#: languages: `Kazakh or Russian`, names behind “in”
LANGUAGES_ONLY = Text("only in {languages}")
EXACT_WORDS = Text("exact words")

#: buttons that put the list into another order
BY_RATE = Text("By rate")
NEWEST_FIRST = Text("Newest first")
BY_NAME = Text("A–Z")

DEAD = Plural("{count} topic brought nothing in {span}.", "{count} topics brought nothing in {span}.")
#: the same above the list of them
THE_DEAD = Plural("{count} topic brought nothing in {span}:", "{count} topics brought nothing in {span}:")
#: a button
SHOW_DEAD = Text("Quiet topics")
NONE_DEAD = Text("All your topics bring news.")
#: a topic, and a word of it that may be misspelled
PERHAPS_MEANT = Text("{follow} · did you mean {other}?")
UNFOLLOW = Text("Unfollow …")
