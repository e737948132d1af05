"""What /sources says: what is read, how fresh it is, and what a chat leaves out."""

from bot.i18n.text import PerChat, Plural, Text

READ = Plural("I read {count} source:", "I read {count} sources:")
#: number: of those that are left out
READ_BUT = Plural("I read {count} source, left out here: {number}", "I read {count} sources, left out here: {number}")
NONE = Text("I don't read any source yet.")
#: each stands in the list; source: its tick, name and language; ago: `2 minutes ago`
FRESH = Text("{source} · {ago}")
SILENT = Text("{source} · nothing new since {moment}")
LEFT_OUT = Text("{source} · left out")
HOW = Text("Tap one to leave it out or bring it back.")
MISSING = Text("Is a site missing? {command}")

ONE_STAYS = PerChat(
    you=Text("One source has to stay, or you'd get no news at all."),
    chat=Text("One source has to stay, or this chat would get no news at all."),
    channel=Text("One source has to stay, or the channel would get no news at all."),
)
ALL_LEFT_OUT = Text("Every source is left out, so no news will come. Bring one back:")
NOT_READ = Text("{source} isn't among my sources.")
NOT_READ_NOW = Text("I no longer read that source.")
