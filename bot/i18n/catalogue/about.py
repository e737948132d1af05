"""What the bot's profile says, where a platform shows one."""

from bot.i18n.text import Text

SHORT_DESCRIPTION = Text("Follow words, hear of news as soon as it is published, and why.")
#: the commands stay as they are
DESCRIPTION = Text(
    "I read Kazakhstan's news in English, Russian and Kazakh, the full articles, and tell you of those that have the "
    "words you follow. Say /follow AI, and /digest today for what came today."
)
