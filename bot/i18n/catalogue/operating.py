"""What `chats`, `outbox` and `export` print. Their help stands beside each command, where typer looks for it."""

from bot.i18n.text import Plural, Text

# numbers are whole words here, without groups of digits: scripts read them

NO_CHAT = Text(
    "{name}: this names no chat. Use telegram:123, with a topic telegram:-100123:7, slack:C1, "
    "or with its workspace slack:T1/C1."
)
#: name: as it was typed
UNKNOWN_CHAT = Text("{name}: no such chat. `python -m bot chats --search TEXT` looks for one.")
#: names: of chats
UNKNOWN_CHAT_NEAR = Text("{name}: no such chat. Near to it: {names}.")
CHAT_OF_SEVERAL = Text("{name}: there are several. Name one with its workspace: {names}.")

NO_ROW = Text("{name}: this names no row of the outbox. Use the number that `outbox list` shows: 123-45, or L7.")
UNKNOWN_ROW = Text("{name}: no such row in the outbox. What is over is deleted after a while.")
UNKNOWN_ROW_NEAR = Text("{name}: no such row in the outbox. Near to it: {names}.")
NO_STATE = Text("{name}: no such state. Use {names}.")
NO_CAUSE = Text("{name}: no such cause. Use one of: {names}.")
NO_PLATFORM = Text("{name}: no such platform. Use {names}.")
NO_TIME = Text("{name}: this is not a time. Use 2026-11-25, 2026-11-25T13:20, or 7d or 12h for so long ago.")
TIMES_TURNED = Text("the period ends before it begins: turn --since and --until.")
NOT_OVER_ARCHIVE = Text("{file} is the database itself: name another file")
NO_FORMAT = Text("{name}: no such format. Use jsonl or csv.")
NOTHING_NAMED = Text("name rows, or say which with --state, --lane, --chat or --cause.")
NAMED_TWICE = Text("name rows, or say which with options: not both.")

#: of a list: how a chat stands
WELL = Text("well")
#: until, since: month, day and time; why: the end of a sentence
WAITS = Text("waits until {until}: {why}")
RESTS = Text("at rest since {since}: {why}")
FOLLOWS = Plural("{number} follow", "{number} follows")
LAST_ALERT = Text("last alert {at}")
NO_ALERT = Text("no alert yet")
#: parts of one line, as a mere list
BESIDE = Text("{first} · {last}")
#: of a chat or an article
TITLE = Text("«{title}»")
NO_CHATS = Text("no chats")
#: shown: how many are listed; all: how many there are
MORE_CHATS = Text("{shown} of {all} chats. --limit shows more, --search TEXT looks for one, --json lists all.")
FIRST_CHATS = Plural("the first {number} chat. --limit shows more.", "the first {number} chats. --limit shows more.")

#: of one chat
CREATED = Text("known since {at}")
SPEAKS = Text("language {language}, time zone {zone}")
NOT_KNOWN = Text("not known")
READS = Text("articles in {languages}")
READS_ALL = Text("articles in every language")
LEFT_OUT = Text("without {sources}")
MODE = Text("new follows: {mode}")
QUIET_HOURS = Text("quiet from {start} to {end}")
SNOOZED = Text("snoozed until {until}")
DIGEST_AT = Text("next digest {at}")
EDITORS = Text("who may change follows: {editors}")
ITS_SETTINGS = Text("Its settings")
FOLLOWED = Text("Follows")
NOTHING_FOLLOWED = Text("It follows nothing.")
#: typed: the follow; at: since when
FOLLOW = Text("{typed} (since {at})")
#: how: its mode, and what else is set
FOLLOW_HOW = Text("{typed} ({how}; since {at})")
RINGS = Text("always rings")
MUTED = Text("muted until {until}")
#: span: `6 hours`, `14 days`
ALONE = Text("only what no other language has for {span}")
QUIET = Text("told when nothing comes for {span}")
OWED = Text("Sendable")
NOTHING_OWED = Text("Nothing is owed to it.")
ON_THE_WAY = Plural("{number} alert on its way", "{number} alerts on their way")
#: why: the end of a sentence
WAITING = Plural("{number} alert waits until {until}: {why}", "{number} alerts wait, the first until {until}: {why}")
FAILED = Plural(
    "{number} alert failed within a day: {why}",
    "{number} alerts failed within a day, the last one: {why}",
)
LAST_ALERTS = Text("Last alerts")
NO_ALERTS = Text("It was owed no alert of late.")

#: a row of the outbox
SINCE = Text("since {at}")
ROW_LETTER = Text("{kind}, no alert")
#: about: its title, or that it is a letter; why: the end of a sentence
ROW_WHY = Text("{about}: {why}")
WITH_REASON = Text("{why}: {reason}")
AFTER_ATTEMPTS = Plural("{why} ({number} attempt)", "{why} ({number} attempts)")
NO_ROWS = Text("the outbox is empty")
EDITS = Plural("{number} alert that was sent is to be edited.", "{number} alerts that were sent are to be edited.")
NO_SUCH_ROWS = Text("nothing in the outbox is like that")
MORE_ROWS = Text("{shown} of {all}. --limit shows more, `export deliveries` writes all.")
LANE = Text("lane {lane}")
NOT_BEFORE = Text("not before {at}")
ATTEMPTS = Plural("{number} attempt, the first {at}", "{number} attempts, the first {at}")
SENT_AT = Text("sent {at}, as message {ref}")
CLAIMED = Text("being sent by {worker}")
#: a digest: whether it arrived is not known
IN_DOUBT = Text("sending it began {at}, and nobody knows whether it arrived: the chat is asked with a button")
JOINED = Text("shown in the message of {head}")
ANSWERS = Text("a reply to the message of {head}")
PUBLISHED = Text("published {at} by {source}")
BECAUSE = Text("Because of")
#: typed: the follow; sentence: where it was found
REASON = Text("{typed}: {sentence}")
NO_REASON = Text("No follow of the chat asks for it any more: it is dropped when it is its turn.")
WOULD_BE_SENT = Text("What would be sent")
WAS_SENT = Text("What was sent, as it would look now")
MADE_WHEN_SENT = Text("It is made when it is sent.")
NOT_READABLE = Text("What it carries can't be read by this release.")

#: number: how many rows
ASK_RETRY = Plural("Try {number} row again?", "Try {number} rows again?")
ASK_DROP = Plural("Drop {number} row for good?", "Drop {number} rows for good?")
RETRIED = Plural(
    "{number} row is pending again; `run` or `worker` sends it.",
    "{number} rows are pending again; `run` or `worker` sends them.",
)
DROPPED = Plural("{number} row is dropped.", "{number} rows are dropped.")
#: names: of rows
NOT_RETRIED_SENT = Text("{name} was sent: it is not sent twice.")
#: head: the row of its story's alert
NOT_RETRIED_JOINED = Text("{name} is told in the message of {head}: it is not sent by itself.")
NOT_RETRIED_SENDING = Text("{name} is being sent right now.")
NOT_RETRIED_RESTING = Text("{name}: its chat {chat} is at rest. `python -m bot retry {chat}` tries it first.")
NOT_RETRIED_WAITING = Text("{name}: its chat {chat} refuses for now. `python -m bot retry {chat}` tries it at once.")
#: of those that failed
STAY_FAILED = Plural(
    "{number} row stays: its chat is at rest or refuses for now. `python -m bot retry` tries such chats.",
    "{number} rows stay: their chats are at rest or refuse for now. `python -m bot retry` tries such chats.",
)
NOT_DROPPED_SENDING = Text("{name} is being sent right now: it is too late to drop it.")
NOT_DROPPED_OVER = Text("{name} is over: it is {state}.")

#: of `export`
EXPORTED = Plural("{number} row in {file}.", "{number} rows in {file}.")
#: reason: what the system says
NOT_WRITTEN = Text("{file} can't be written: {reason}. Name another file, or make room there.")
