"""What is said to who wants to hear no more of something that they do not follow."""

from bot.i18n.text import Text

#: above buttons: each is a topic as it will be, `Aktau -sports`
COMES_WITH = Text("There's no topic {topic} here, but other topics bring it. Change one?")
COMES_WITH_NONE = Text("There's no topic {topic} here, and no other topic brought it in the last 30 days.")
