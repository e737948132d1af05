"""Several articles in one message."""

from bot.i18n.text import Plural, Text

#: follows: `Алматы 11, AI 1`; title: of the most important article, which may be cut
NEW_OF = Plural("{count} new: {follows} — {title}", "{count} new: {follows} — {title}")
NEW = Plural("{count} new — {title}", "{count} new — {title}")
#: a follow, and how many of the articles it brought
FOLLOW = Text("{follow} {count}")
#: in place of the message of a quiet time that may have arrived; a button shows it
MAY_BE_MISSING = Plural(
    "🌙 {count} article that came while it was quiet may not have arrived: I was interrupted while sending it.",
    "🌙 {count} articles that came while it was quiet may not have arrived: I was interrupted while sending them.",
)
WHILE_QUIET = Text("🌙 Came while it was quiet.")
