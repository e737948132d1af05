"""What each command does, in one line: in /help, in README and in the menus of platforms."""

from bot.i18n.text import Text

START = Text("what this is and which sources are read")
FOLLOW = Text("hear of articles with these words")
TRY = Text("what it would have brought, without following it")
UNFOLLOW = Text("stop; alone: choose from the list")
EDIT = Text("change a follow, and keep its history")
FOLLOWING = Text("what you follow and what it brought")
DIGEST = Text("articles of a day or of the week")
LANGUAGES = Text("which languages you read")
LANGUAGE = Text("the language I speak")
WHY = Text("why an article came, or did not")
MANAGE = Text("follow for a Telegram channel")
HELP = Text("all commands, with examples")
