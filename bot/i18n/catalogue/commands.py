"""What each command does, in one line: in /help, in README and in the menus of platforms."""

from bot.i18n.text import Text

START = Text("what I do and which sources I read")
FOLLOW = Text("get alerts for a topic")
TRY = Text("preview before you follow")
UNFOLLOW = Text("stop following")
EDIT = Text("change a topic and keep its history")
FOLLOWING = Text("your topics and how much they bring")
DIGEST = Text("news of a day or a week")
TREND = Text("a chart of how often topics are in the news")
REPORT = Text("numbers and headlines of a week or a month")
LANGUAGES = Text("which languages you read")
LANGUAGE = Text("the language I speak")
ADD = Text("ask for a site that I don't read")
SOURCES = Text("what I read, and what you leave out")
WHY = Text("why you got (or didn't get) an article")
MANAGE = Text("manage a Telegram channel")
POSTS = Text("how a channel's posts look")
HELP = Text("all commands with examples")
