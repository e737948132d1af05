"""What a chat is told, once a month at most, of topics that bring more than anybody reads."""

from bot.i18n.text import Plural, Text

#: follow: a topic; count: articles a day
ONE = Plural(
    "{follow} brings about {count} alert a day. Too many? Get fewer with one tap:",
    "{follow} brings about {count} alerts a day. Too many? Get fewer with one tap:",
)
SEVERAL = Text("Some topics bring a lot of alerts. Get fewer with one tap:")
A_DAY = Plural("{follow} · ≈{count} alert a day", "{follow} · ≈{count} alerts a day")
#: below it, about the channel that a private chat manages
FOR_CHANNEL = Text("This is about {channel}.")
#: buttons
DAILY = Text("One digest a day")
#: the same of one of several topics; action: `Headlines only`
OF_TOPIC = Text("{follow}: {action}")
#: command: `mode`
OTHERWISE = Text("If you do nothing, all stays as it is, and I won't ask again for a month. More ways: {command}")
