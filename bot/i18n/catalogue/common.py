"""Texts that several areas say."""

from bot.i18n.text import Plural, Text

ARTICLES = Plural("{count} article", "{count} articles")
#: a follow and what it asks for: `AI: articles with AI.`
MEANING = Text("{follow}: {meaning}.")
