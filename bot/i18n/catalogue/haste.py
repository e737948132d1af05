"""What is said to who asks faster than anybody reads."""

from bot.i18n.text import Text

SLOW_DOWN = Text("That was a lot at once. I'll be quiet for a moment, and go on when you do.")
