"""The topics that /start offers by button, and what a tap on one says.

A topic is followed as it stands on its button: a translation is what readers of that language call it, it asks for the
same as the English one (a test), and is short enough for a phone.
"""

from bot.i18n.text import PerChat, Text

ALMATY = Text("Almaty", context="a topic to follow")
EXCHANGE_RATE = Text("Exchange rate", context="a topic to follow")
AI = Text("AI", context="a topic to follow")
EARTHQUAKE = Text("Earthquake", context="a topic to follow")
KASPI = Text("Kaspi", context="a topic to follow")
PETROL = Text("Petrol", context="a topic to follow")

#: a topic, and how many articles it brings; on a button
TOPIC_WITH_RATE = Text("{topic} · {rate}")
#: a topic that is followed, on its button
TICKED = Text("✓ {topic}", context="a topic that is followed")

FOLLOWED = PerChat(
    you=Text("✅ Following {follow}", context="after a tap on a topic"),
    chat=Text("✅ This chat follows {follow}", context="after a tap on a topic"),
    channel=Text("✅ The channel follows {follow}", context="after a tap on a topic"),
)
#: span: `30 days`
NOTHING_YET = Text("Nothing on it in the last {span}. I'll write when there is.")
#: span: `2 hours`; in so short a time there was nothing
ONLY_SPAN = Text("I have only {span} of news so far. I'll write when there is something on it.")
MORE = Text("Tap more, or type any topic. Your topics: {command}")
