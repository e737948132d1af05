"""How the articles of a topic reach people: at once, without a sound, only in digests; and the ⋯ menu of an alert."""

from bot.i18n.text import PerChat, Plural, Text

# buttons of one topic: how it is to come; the one that it has is ticked
INSTANT = Text("Instant")
SILENT = Text("Silent")
DIGEST = Text("Digest only")
RINGS = Text("Always rings")
TICKED = Text("✓ {label}")
#: a button that opens these; manner: one of them
MODE = Text("Mode: {manner}")
CHANGE_MODE = Text("Change mode")

#: as it is typed behind /mode AI in an example
TYPED_SILENT = Text("silent")

IS_INSTANT = Text("🔔 at once, with a sound")
# behind a topic, as `AI · ≈3 a day · 🔕 silent`
IS_SILENT = Text("🔕 silent")
IS_DIGEST = Text("📰 digests only")
IS_RINGING = Text("❗ always rings")
#: moment: `14:05`, `tomorrow, 14:05`
IS_MUTED = Text("🔇 muted until {moment}")

#: above the buttons; what it is now. follow: a topic
NOW_INSTANT = Text("{follow}: an alert at once, with a sound.")
NOW_SILENT = Text("{follow}: an alert at once, but without a sound.")
NOW_DIGEST = Text("{follow}: no alerts, only in digests: {command}")
NOW_RINGS = Text("{follow}: an alert with a sound, always, even in quiet hours.")
#: below "only in digests", where none comes by itself
NO_SCHEDULE = Text("No digest comes by itself yet. For one a day: {command}")
#: a button there
DAILY_AT = Text("Daily digest at {time}")
#: below it
HEADLINES = Text("Only articles that have it in the headline.")
SILENT_CHAT = PerChat(
    you=Text("You turned all sounds off in your settings, so only topics that always ring have one."),
    chat=Text("All sounds are off in this chat's settings, so only topics that always ring have one."),
    channel=Text("All sounds are off in the channel's settings, so only topics that always ring have one."),
)
MUTED = Text("Muted until {moment}: no alerts before then.")
#: several topics at once
ALL_NOW = Plural("{count} topic: {manner}.", "All {count} topics: {manner}.")

#: manner: `Silent`
WHICH = Text("{manner}: which topic?")
#: command: `mode AI silent`
HOW = Text("Tap a topic to choose how it comes, or type {command}")
NOT_NARROWED = Text("{follow} can't be narrowed to headlines.")
NOT_WIDENED = Text("{follow} already looks in the text too.")

# the ⋯ menu
#: a button that opens what can be changed of one of several topics
TUNE = Text("{follow} …")
MUTE = Text("Mute …")
#: word: leave out articles with it
NOT_THIS = Text("Not this: «{word}»")
#: buttons that take back what was just done; change: `AI · Silent`, `AI -концерт`
UNDO_CHANGE = Text("Undo: {change}")
UNDO_CHANGE_BY = Text("Undo: {change} · {person}")
#: a topic and how it comes now, on such a button
CHANGE = Text("{follow} · {manner}")
NO_LONGER = Text("That topic isn't followed any more, or has changed since.")
