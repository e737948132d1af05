"""What the narrator of the demonstration says."""

from bot.i18n.text import Plural, Text

#: sources: the names of three editions
NEWSROOM_OPENS = Text("A newsroom opens on this machine, in three languages: {sources}.")
PUBLISHED_ALREADY = Plural(
    "It has published {count} article already. The bot reads it and disturbs nobody.",
    "It has published {count} articles already. The bot reads them and disturbs nobody.",
)
PUBLISHES = Text("The newsroom publishes: {title}")
SUMMARY = Plural(
    "{count} article was published, {asked_for} of them were asked for.",
    "{count} articles were published, {asked_for} of them were asked for.",
)
ALERT_MISSING = Text("This alert did not come: {title}")
YOUR_TURN = Text("Now it is your turn: the newsroom has no more news, but every command works.")
