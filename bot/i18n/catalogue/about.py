"""What the bot's profile says, where a platform shows one."""

from bot.i18n.text import Text

SHORT_DESCRIPTION = Text("Follow topics and get the news as soon as it's out, with the reason.")
#: the commands stay as they are
DESCRIPTION = Text(
    "I read Kazakhstan's news in English, Russian and Kazakh, whole articles, and message you when your topics are in "
    "them. Try /follow AI, or /digest today for today's news."
)
