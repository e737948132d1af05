"""Follows that watch: for news that stays in one language, for silence, for days with far more than usual."""

from bot.i18n.text import Text

# behind a topic, as `AI · ≈3 a day · 🔕 silent`; span: `6 hours`, `14 days`
IS_ALONE = Text("🌐 only what stays in one language for {span}")
IS_QUIET = Text("🤫 tells of {span} without news")

#: what it is now; follow: a topic
NOW_ALONE = Text("{follow}: only stories that no other language has for {span}. Each comes when that time is over.")
NOW_ALL = Text("{follow}: every story, whichever languages have it.")
NOW_QUIET = Text("{follow}: I'll tell you once when nothing came for {span}.")
NOW_UNTOLD = Text("{follow}: I won't tell you when nothing comes.")

#: how each is typed; command: `follow lang:kk alone:6h`
NO_TOPIC = Text("Name a topic with it, for example {command}")
#: what was typed is too short, too long, or unreadable
ALONE_BEYOND = Text("A story can stay in one language for {least} to {most} hours, for example {command}")
QUIET_BEYOND = Text("Silence can be {least} to {most} days long, for example {command}")

# one topic's screen
#: a button that opens it
WATCH = Text("Watch for …")
#: above its buttons
HOW = Text("{follow}: should I watch for something?")
#: buttons; what is chosen is ticked
ALL_LANGUAGES = Text("Every story")
ALONE_FOR = Text("Only one language: {span}")
NEVER_TOLD = Text("Silence: off")
QUIET_FOR = Text("Silence: {span}")

#: a line of an alert
ALONE = Text("🌐 No source in another language has had it for {span}.")

#: a message of its own, once; span: `14 days`
SILENT = Text("🤫 {follow}: nothing for {span}.")
LATEST = Text("The latest was:")
NEVER = Text("Nothing has come since it was followed.")
#: a message of its own, on a day with far more than usual; usual: how many on most days
MUCH = Text("📈 {follow}: {number} today; usually {usual}.")
MUCH_FOR_ONCE = Text("📈 {follow}: {number} today; usually none.")
#: above either, about a channel
FOR_CHANNEL = Text("In {channel}:")
#: a button below either
OPEN = Text("Show the topic")
