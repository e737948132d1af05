"""What the command line prints. Its help stands beside each command, where typer looks for it."""

from bot.i18n.text import Plural, Text

# numbers are whole words here, without groups of digits: scripts read them

STOPPED_BY_ERROR = Text("Jarshy stopped because of an unexpected error; {file} has the details.")
CANNOT_GO_ON = Text("Jarshy can't do this.\n{problem}")
#: error: what the database says
DATABASE_NOT_NOW = Text("the database can't be used now: {error}")

VERSION = Text("jarshy {version}")
#: number: of an argument, from 1
NO_TEXT = Text("Argument {number} is no UTF-8 text. Write it in a terminal that uses UTF-8.")

UP_TO_DATE = Text("The database {url} is up to date.")
#: rows, tables: how many
MOVED = Text("{rows} in {tables}: now in {url}, counted on both sides.")
MOVED_ROWS = Plural("{number} row", "{number} rows")
MOVED_TABLES = Plural("{number} table", "{number} tables")
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
FOUND = Plural("{number} of {all} matches.", "{number} of {all} match.")
#: summary: how many articles and how often, whole sentences
LATEST_SHOWN = Text("{summary}. These are the latest.")

#: of `backup`. file: as it was named; size: megabytes; time: of the day, with its zone; seconds: what it took
BACKED_UP = Text("{file}: {size} MB, as of {time}, in {seconds} s. It was read again and is whole.")
BACKING_UP = Text("Copying")

#: of `restore`. time, since, until: date and time, with their zone
RESTORED = Text("{file}, as of {time}, is now {url}.")
KEPT_BESIDE = Text("What was there before is kept as {kept}: delete it when all is well.")
COUNTS_AS_TOLD = Text(
    "Alerts, digests and notices that were due between {since} and {until} count as sent, for they may have been. "
    "Articles published before {until} that are not in the backup are stored without alerts."
)
COUNTS_AS_OWED = Text("Nothing counts as sent since the backup: all that was due then is sent when a worker starts.")
#: on a terminal, followed by the choices
ASK_TOLD = Text(
    "The backup was taken at {since}. Alerts between then and {until} may have been sent already. "
    "Skip them, so that nobody is told twice (skip), or send them (send)?"
)
BOTH_CHOSEN = Text("choose one of --skip and --resend")
#: typed: as it was typed
NO_TIME = Text("{typed}: write a date, or a date and a time, as 2026-11-29 or 2026-11-29T14:30")
BEFORE_BACKUP = Text("{typed} is before the backup was taken, at {since}")

#: of `backfill`. key: of the source; keys: of all
NO_SUCH_SOURCE = Text("there is no source {key}; there are {keys}")
SWITCHED_OFF_SOURCE = Text("the source {key} is switched off by an operator: switch it on at /status, or leave it be")
BACKFILL_BEGINS = Text("{key}: {address}")
#: rate: articles a minute; left: of the page of the archive that is being read; waiting: pages after it
BACKFILL_PROGRESS = Plural(
    "{stored} stored, {known} known, {problems} not read; {left} left on this page, {waiting} page",
    "{stored} stored, {known} known, {problems} not read; {left} left on this page, {waiting} pages",
)
BACKFILL_RATE = Text("{rate} a minute")
STORED = Plural("{number} article stored", "{number} articles stored")
WOULD_STORE = Plural("{number} article would be read", "{number} articles would be read")
#: counted: one of these two; oldest, newest: dates
BACKFILL_SPAN = Text("{counted}, published from {oldest} to {newest}")
BACKFILL_END = Text("{key}: {counted}; {known} known already.")
UNDATED = Plural(
    "{number} article was left out: nobody knows when it was published.",
    "{number} articles were left out: nobody knows when they were published.",
)
NOT_READ = Plural("{number} page could not be read:", "{number} pages could not be read:")
#: error: what it did, as the end of a sentence
NOT_READ_ONE = Text("{address} {error}")
NOT_READ_MORE = Text("and {number} more")
RUN_AGAIN = Text("There is more: run it again to go on.")

#: of `stories`. number: of its articles; time: when the first was published; title: its headline; sources: each with
#: its language
STORY = Plural("{number} article, {time}: {title} [{sources}]", "{number} articles, {time}: {title} [{sources}]")
#: articles: how many
STORIES = Plural("{number} story of {articles}.", "{number} stories of {articles}.")
OF_ARTICLES = Plural("{number} article", "{number} articles")
#: reason: why their meaning is not known
WORDS_ALONE = Text("Grouped by their words alone: {reason}.")
#: line: its number; problem: one of the sentences below
BAD_LINE = Text("{file}, line {line}: {problem}")
MORE_BAD_LINES = Plural("and {number} more line", "and {number} more lines")
NO_JSON = Text("it is no JSON")
NO_OBJECT = Text("it is no JSON object")
NO_FIELD = Text('"{name}" is missing, or is no text')
NO_LANGUAGE = Text('"lang" is {typed}, and may be one of {languages}')
NO_INSTANT = Text('"published" is {typed}: write a date, a time and its zone, as 2026-11-29T14:30:00+05:00')
ID_TWICE = Text('"id" {id} stands in line {line}, too')
