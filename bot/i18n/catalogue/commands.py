"""What each command does, in one line: in /help, in README and in the menus of platforms."""

from bot.i18n.text import Text

START = Text("what I do and which sources I read")
FOLLOW = Text("get alerts for a topic")
TRY = Text("preview before you follow")
UNFOLLOW = Text("stop following")
EDIT = Text("change a topic and keep its history")
FOLLOWING = Text("your topics and how much they bring")
DIGEST = Text("news of a day or a week")
QUIET = Text("hours of the day without alerts")
PAUSE = Text("no alerts for a while")
RESUME = Text("alerts again, at once")
MUTE = Text("no alerts of one topic for a while")
UNMUTE = Text("its alerts again")
LANGUAGES = Text("which languages you read")
LANGUAGE = Text("the language I speak")
ADD = Text("ask for a site that I don't read")
SOURCES = Text("what I read, and what you leave out")
WHY = Text("why you got (or didn't get) an article")
MANAGE = Text("manage a Telegram channel")
POSTS = Text("how a channel's posts look")
HELP = Text("all commands with examples")
