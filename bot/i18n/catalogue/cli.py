"""What the command line prints. Its help stands beside each command, where typer looks for it."""

from bot.i18n.text import Plural, Text

# numbers are whole words here, without groups of digits: scripts read them

STOPPED_BY_ERROR = Text("Jarshy stopped because of an unexpected error; {file} has the details.")
CANNOT_GO_ON = Text("Jarshy can't start.\n{problem}")
#: error: what the database says
DATABASE_NOT_NOW = Text("the database can't be used now: {error}")

VERSION = Text("jarshy {version}")

UP_TO_DATE = Text("The database {url} is up to date.")
MOVED = Text("{rows} rows in {tables} tables are now in {url}, counted on both sides.")
OWED_AGAIN = Plural(
    "{number} failed alert of the last week is pending again; `run` or `worker` sends it.",
    "{number} failed alerts of the last week are pending again; `run` or `worker` sends them.",
)
TRIED_NOW = Plural(
    "{number} waiting chat is tried now.",
    "{number} waiting chats are tried now.",
)

#: of `try`
UNDERSTOOD = Text("Understood as: {query}")
TITLE = Text("Title")
SENTENCE = Text("Sentence")
WORDS = Text("Words")
FOUND = Text("{number} of {all} match.")
#: summary: how many articles and how often, whole sentences
LATEST_SHOWN = Text("{summary}. These are the latest.")
