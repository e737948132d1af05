"""Texts that several areas say."""

from bot.i18n.text import Plural, Text

#: what somebody else wrote: no text of ours
PLAIN_WORDS = Text("{words}")
LINES = Text("{first}\n{second}")
ARTICLES = Plural("{count} article", "{count} articles")
#: a follow and what it asks for: `articles with both gold and zinc`
MEANING = Text("{follow}: {meaning}.")
#: a follow, and how many articles it has
FOLLOW_AND_COUNT = Text("{follow} · {count}")
