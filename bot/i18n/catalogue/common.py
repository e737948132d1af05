"""Texts that several areas say."""

from bot.i18n.text import Plural, Text

#: what somebody else wrote: no text of ours
PLAIN_WORDS = Text("{words}")
LINES = Text("{first}\n{last}")
ARTICLES = Plural("{count} article", "{count} articles")
#: a follow and what it asks for: `articles with both gold and zinc`
MEANING = Text("{follow}: {meaning}.")
#: a follow, and how many articles it has
FOLLOW_AND_COUNT = Text("{follow} · {count}")
#: shown to who pressed a button, at most 200 characters
TOO_OLD = Text(
    "This message is too old: Telegram no longer tells me which topic it's in. "
    "Type the command there, or use a button of a newer message."
)
