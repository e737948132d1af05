"""Several articles in one message."""

from bot.i18n.text import Plural, Text

#: follows: `Алматы 11, AI 1`; title: of the most important article, which may be cut
NEW_OF = Plural("{count} new: {follows} — {title}", "{count} new: {follows} — {title}")
NEW = Plural("{count} new — {title}", "{count} new — {title}")
#: a follow, and how many of the articles it brought
FOLLOW = Text("{follow} {count}")
WHILE_QUIET = Text("🌙 Came while it was quiet.")
