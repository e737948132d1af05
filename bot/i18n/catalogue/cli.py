"""What the command line prints. Its help stands beside each command, where typer looks for it."""

from bot.i18n.text import Plural, Text

# numbers are whole words here, without groups of digits: scripts read them

STOPPED_BY_ERROR = Text("Jarshy stopped because of an unexpected error; {file} has the details.")
CANNOT_GO_ON = Text("Jarshy can't start.\n{problem}")
#: error: what the database says
DATABASE_NOT_NOW = Text("the database can't be used now: {error}")
DATABASE_OF_URL_NOT_NOW = Text("the database {url} can't be used now: {error}")

VERSION = Text("jarshy {version}")

#: of `check`: how a finding begins, each, and the end
OK = Text("ok")
FAIL = Text("FAIL")
SETTINGS_READ = Text("settings and sources file")
DATABASE = Text("database {url}; alerts: {counts}")
DATABASE_NOTHING_OWED = Text("database {url}; alerts: none pending, none failed")
LETTERS = Text("notices to chats and operators: {counts}")
GIVEN_UP = Text("an alert was given up: {platform} {chat}, «{title}»: {reason}")
#: causes: each with its number
CHATS_WAIT = Plural(
    "{platform}: {number} chat is waiting, with retries: {causes}; "
    "if it should work by now, `python -m bot retry` tries it at once",
    "{platform}: {number} chats are waiting, with retries: {causes}; "
    "if they should work by now, `python -m bot retry` tries them at once",
)
CHATS_LIMITED = Plural(
    "{platform}: {number} chat is limited by the platform for now: {causes}",
    "{platform}: {number} chats are limited by the platform for now: {causes}",
)
CHATS_REST = Plural(
    "{platform}: {number} chat is paused until it writes again: {causes}",
    "{platform}: {number} chats are paused until they write again: {causes}",
)
CHATS_WHY = Text("{why} ({number})")
NO_SOURCE_ENABLED = Text("no source is switched on: set enabled = true for one at least in the sources file")
#: error: what it did, as the end of a sentence
SOURCE_FAILS = Text(
    "source {source}: {url} {error}. To fix: "
    "open it in a browser; if it has moved, change its feed in the sources file, or set enabled = false"
)
WAY_MOVED = Text("source {source}: {address} has moved for good to {moved_to}. To fix: put that into the sources file")
#: since: year, month, day and time
WAY_GONE = Text(
    "source {source}: {address} answered 410 Gone at {since} UTC, and is not asked any more. To fix: "
    "write another address into the sources file, or set enabled = false"
)
WAY_IS_BACK = Text("source {source}: {address} had answered 410 Gone; it is there again, and is polled again")
SOURCE_READ = Text("source {source}: {number} entries")
#: url: of the way in that was read; failed: the first one, and what it did
SOURCE_READ_OTHERWISE = Text("source {source}: {number} entries at {url}, for {failed}")
NO_TOKEN = Text("no token is set: `python -m bot run` talks in the terminal")
PLATFORM_KNOWS_BOT = Text("{platform} is connected")
#: remark: what else there is to know, in small letters
PLATFORM_KNOWS_BOT_BUT = Text("{platform} is connected; {remark}")
PROBLEMS = Plural("{number} problem.", "{number} problems.")
ALL_GOOD = Text("All good.")

#: of deliveries in each state; sent ones are not counted
PENDING = Text("{number} pending")
SENDING = Text("{number} sending")
HELD = Text("{number} held")
FAILED = Text("{number} failed")
DROPPED = Text("{number} dropped")

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
NO_CHAT = Text("{name}: use telegram:123 or slack:C1.")

#: of `try`
UNDERSTOOD = Text("Understood as: {query}")
TITLE = Text("Title")
SENTENCE = Text("Sentence")
WORDS = Text("Words")
FOUND = Text("{number} of {all} match.")
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
BACKFILL_BEGINS = Text("{key}: {address}")
#: rate: articles a minute; left: of the page of the archive that is being read; waiting: pages after it
BACKFILL_PROGRESS = Text(
    "{stored} stored, {known} known, {problems} not read; {left} left on this page, {waiting} pages"
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
