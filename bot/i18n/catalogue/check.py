"""What `check` prints: what is right, what is wrong, and how to fix it."""

from bot.i18n.text import Plural, Text

# numbers are whole words here, without groups of digits: scripts read them

#: how a finding begins, each, and the end
OK = Text("ok")
FAIL = Text("FAIL")
#: found: what is wrong; fix: what to do, from its verb on
WITH_FIX = Text("{found}. To fix: {fix}")
#: number: with one digit behind the point, or none
SIZE_BYTES = Plural("{number} byte", "{number} bytes")
SIZE_KB = Text("{number} kB")
SIZE_MB = Text("{number} MB")
SIZE_GB = Text("{number} GB")
SIZE_TB = Text("{number} TB")
PROBLEMS = Plural("{number} problem.", "{number} problems.")
ALL_GOOD = Text("All good.")
#: what: of what a part of the check looks at; seconds: how long it may take
TOO_SLOW = Text("{what}: no answer within {seconds} s")
FIX_TOO_SLOW = Text("look at the network, and check again")
UNEXPECTED = Text("{what} can't be looked at: {error}")
FIX_UNEXPECTED = Text("this is an error of mine: please report it with the log")

#: settings
SETTINGS_READ = Text("settings and sources file")
SETTINGS_READ_ONLY = Text("settings")
STRAY = Text("{name} is set, and nothing reads it")
FIX_STRAY = Text("take it away")
FIX_STRAY_NEAR = Text("take it away, or write {nearest}, if that is meant")
NOBODY_ALLOWS = Text("JARSHY_ACCESS is list, and JARSHY_ADMINS names nobody who could /allow people")
FIX_NOBODY_ALLOWS = Text("set JARSHY_ADMINS, or JARSHY_ACCESS=open")
NO_PAGE = Text("JARSHY_ADMIN_TOKEN is set, and no page is served: neither PORT nor PUBLIC_URL is set")
FIX_NO_PAGE = Text("set PORT or PUBLIC_URL, or take JARSHY_ADMIN_TOKEN away")
#: platform: with a capital
ADMIN_WITHOUT_TOKEN = Text("JARSHY_ADMINS names somebody on {platform}, which has no token")
FIX_ADMIN_WITHOUT_TOKEN = Text("set the tokens of {platform}, or take that operator away")
NOTHING_TO_OPEN = Text("JARSHY_EMBEDDINGS_KEY is set, and JARSHY_EMBEDDINGS_URL, which it opens, is not")
FIX_NOTHING_TO_OPEN = Text("set JARSHY_EMBEDDINGS_URL, or take the key away")
KEY_MISSING = Text("workspaces are installed, and JARSHY_SECRET_KEY, which opens their tokens, is not set")
FIX_KEY_MISSING = Text("set the key that was set when they installed the app")

#: database
DATABASE = Text("database {url}; alerts: {counts}")
DATABASE_NOTHING_OWED = Text("database {url}; alerts: none pending, none failed")
#: version: of the server, or of SQLite; size: as people write it
POSTGRESQL = Text("PostgreSQL {version}, {size}; its tables are those of this release ({revision})")
SQLITE = Text("SQLite {version}, {size}, write-ahead log {wal}; its tables are those of this release ({revision})")
NO_DATABASE = Text("database {url}: there is none yet, `run` makes it")
NO_TABLES = Text("database {url}: it has no tables yet, `run` makes them")
BEHIND = Text(
    "database {url}: its tables are of an earlier release ({revision}, this one needs {newest}); "
    "`run` and `migrate` bring them up to date"
)
NEWER = Text("database {url}: it was upgraded by a newer release of Jarshy ({revision}); this program knows {newest}")
FIX_NEWER = Text("upgrade the program, or restore a backup from before")
NO_FOLDER = Text("the database {url} can't be opened: there is no folder {folder}")
FIX_NO_FOLDER = Text("make it, or name another file in DATABASE_URL")
IN_MEMORY = Text("the database {url} is in memory: all is forgotten when the program ends")
FIX_IN_MEMORY = Text("name a file in DATABASE_URL, or leave it out")
NOT_WRITABLE = Text("the database {url} can't be written by this user")
FIX_NOT_WRITABLE = Text("give this user the right to write the file and its folder")
FIX_READ_ONLY = Text("name the server that takes writes in DATABASE_URL, not a copy of it")
DAMAGED = Text("the database {url} is damaged: {fault}")
FIX_DAMAGED = Text("stop every worker, keep a copy of the file, and restore the last backup")
#: seconds: how long was looked
NOT_LOOKED_THROUGH = Text("database {url}: too large to be looked through in {seconds} s; no damage in what was seen")
LOOKED_THROUGH = Text("database {url}: looked through, no damage")
WAL_LARGE = Text("the write-ahead log of {url} has {size}: something reads and never ends")
FIX_WAL_LARGE = Text("end what else has the file open, and start the workers again")
#: error: what the database says
DATABASE_NOT_NOW = Text("the database {url} can't be used now: {error}")
FIX_NOT_NOW = Text("check again in a moment; if it stays so, see whether another program holds it, and whether it runs")

#: what is owed
LETTERS = Text("notices to chats and operators: {counts}")
EDITS = Plural("{number} edit of a sent alert waits", "{number} edits of sent alerts wait")
GIVEN_UP = Text("an alert was given up: {platform} {chat}, «{title}»: {reason}")
PENDING = Text("{number} pending")
SENDING = Text("{number} sending")
HELD = Text("{number} held")
FAILED = Text("{number} failed")
DROPPED = Text("{number} dropped")
#: since: month, day and time
STUCK = Text("outbox of {lane}: alerts are due since {since} UTC and are not sent, though a worker runs")
FIX_STUCK = Text("look into the log of the worker for {lane}; if nothing helps, start it again")
NOBODY_SENDS = Text("outbox of {lane}: alerts are due since {since} UTC, and no worker runs that could send them")
FIX_NOBODY_SENDS = Text("start `run` or `worker`")
LEFT_SENDING = Plural(
    "outbox of {lane}: {number} alert is being sent or edited by a worker that is gone; the next one takes it over",
    "outbox of {lane}: {number} alerts are being sent or edited by a worker that is gone; the next one takes them over",
)
WORKERS = Plural("{number} worker runs", "{number} workers run")
NO_WORKER = Text("no worker runs now")
#: causes: each with its number
CHATS_WAIT = Plural(
    "{platform}: {number} chat is waiting, with retries: {causes}; "
    "if it should work by now, `python -m bot retry` tries it at once",
    "{platform}: {number} chats are waiting, with retries: {causes}; "
    "if they should work by now, `python -m bot retry` tries them at once",
)
FIX_CHATS_WAIT = Text("see whether the bot was put out or lost its rights everywhere; `python -m bot chats --waiting`")
CHATS_LIMITED = Plural(
    "{platform}: {number} chat is limited by the platform for now: {causes}",
    "{platform}: {number} chats are limited by the platform for now: {causes}",
)
CHATS_REST = Plural(
    "{platform}: {number} chat is paused until it writes again: {causes}",
    "{platform}: {number} chats are paused until they write again: {causes}",
)
CHATS_WHY = Text("{why} ({number})")
WORKSPACES = Plural(
    "{number} Slack workspace has the app installed", "{number} Slack workspaces have the app installed"
)
#: installed: how many have it; names: of those that have removed it
WORKSPACES_GONE = Plural(
    "{installed}; {number} has removed it: {names}", "{installed}; {number} have removed it: {names}"
)

#: platform: with the workspace's name; problem: a whole sentence
WORKSPACE_FAILS = Text("{platform}: {problem}")
WORKSPACES_NOT_ASKED = Plural(
    "{number} Slack workspace was not asked, for want of time",
    "{number} Slack workspaces were not asked, for want of time",
)
WORKSPACES_UNSERVED = Text("workspaces are installed, and what serves them is not set")
FIX_WORKSPACES_UNSERVED = Text("set SLACK_CLIENT_ID, SLACK_CLIENT_SECRET, SLACK_SIGNING_SECRET and PUBLIC_URL")

#: sources
NO_SOURCE_ENABLED = Text("no source is switched on")
FIX_NO_SOURCE = Text("set enabled = true for one at least in the sources file")
SOURCE_OFF = Text("source {source}: switched off by an operator, and not asked")
ALL_SWITCHED_OFF = Text("every source is switched off by an operator")
FIX_ALL_SWITCHED_OFF = Text("switch one on at /status")
#: error: what it did, as the end of a sentence
SOURCE_FAILS = Text("source {source}: {url} {error}")
FIX_SOURCE = Text("open it in a browser; if it has moved, change its feed in the sources file, or set enabled = false")
WAY_MOVED = Text("source {source}: {address} has moved for good to {moved_to}. To fix: put that into the sources file")
WAY_GONE = Text("source {source}: {address} answered 410 Gone at {since} UTC, and is not asked any more")
FIX_WAY_GONE = Text("write another address into the sources file, or set enabled = false")
WAY_IS_BACK = Text("source {source}: {address} had answered 410 Gone; it is there again, and is polled again")
SOURCE_READ = Plural("source {source}: {number} entry", "source {source}: {number} entries")
#: url: of the way in that was read; failed: the first one, and what it did
SOURCE_READ_OTHERWISE = Plural(
    "source {source}: {number} entry at {url}, for {failed}",
    "source {source}: {number} entries at {url}, for {failed}",
)

#: platforms and the web
NO_TOKEN = Text("no token is set: `python -m bot run` talks in the terminal")
PLATFORM_KNOWS_BOT = Text("{platform} is connected")
#: remark: what else there is to know, in small letters
PLATFORM_KNOWS_BOT_BUT = Text("{platform} is connected; {remark}")
PUBLIC_NOT_HTTPS = Text("PUBLIC_URL is http://, and platforms call https:// only")
FIX_PUBLIC_NOT_HTTPS = Text("put a server with a certificate before it, and write https:// into PUBLIC_URL")
PUBLIC_PORT = Text("PUBLIC_URL names port {port}, and Telegram calls 443, 80, 88 and 8443 only")
FIX_PUBLIC_PORT = Text("serve it at 443, and leave the port out of PUBLIC_URL")
PUBLIC_ANSWERS = Text("PUBLIC_URL: {url} answers")
#: error: what it did, as the end of a sentence
PUBLIC_FAILS = Text("PUBLIC_URL: {url} {error}")
PUBLIC_OTHER = Text("PUBLIC_URL: {url} answers something else: it is not this program")
FIX_PUBLIC = Text("see that PUBLIC_URL, its DNS entry and the server before the program lead to its port")
PUBLIC_NOT_YET = Text("PUBLIC_URL: {url} {error}; no worker runs now, so that may be well")
PORT_FREE = Text("PORT: {port} is free for the web app")
PORT_OURS = Text("PORT: Jarshy's web app answers at {port}")
#: reason: the system's own words
PORT_TAKEN = Text("PORT: nothing can listen on {port} ({reason}), and Jarshy does not answer there")
FIX_PORT = Text("set PORT to one that is free, or end the program that listens there")
SLACK_CALLS = Text("Slack calls {url}; its signing secret is set")
SLACK_SOCKET = Text("Slack is asked over a socket (SLACK_APP_TOKEN)")

#: the machine
CLOCK_GOOD = Plural(
    "the clock is right, by the answer of {number} server", "the clock is right, by the answers of {number} servers"
)
CLOCK_UNKNOWN = Text("the clock was compared with nothing: no server answered")
#: seconds: how far
CLOCK_AHEAD = Text("the clock of this machine is {seconds} s ahead")
CLOCK_BEHIND = Text("the clock of this machine is {seconds} s behind")
FIX_CLOCK = Text(
    "have it set by NTP (`timedatectl set-ntp true`): Slack's signatures hold for 300 s, "
    "and articles would come at wrong times"
)
ZONES = Text("time zones {version}: Asia/Almaty is UTC+5")
ZONES_WRONG = Text("the time zones ({version}) say that Asia/Almaty is UTC{offset}; it is UTC+5 since March 2024")
FIX_ZONES = Text("install tzdata from requirements.txt again")
#: what: whose folder; free: bytes as people write them
DISK = Text("disk at {folder}: {free} free")
DISK_FULL = Text("disk at {folder}: only {free} free")
FIX_DISK = Text("make room there, or make it larger")
NO_TEMPORARY = Text("there is no folder for temporary files that can be written")
FIX_NO_TEMPORARY = Text("make one, and name it in TMPDIR")
MEMORY = Text("memory: {free} free")
MEMORY_LOW = Text("memory: only {free} free")
FIX_MEMORY = Text("give the machine or the container 512 MB or more")
CHILD_STARTS = Text("the process that reads feeds and pages starts")
CHILD_FAILS = Text("the process that reads feeds and pages fails: {error}")
FIX_CHILD = Text("see whether this user may start processes, and how much memory there is")

#: the second voice of stories. error: why it says nothing; milliseconds: that it took for an article
MEANING = Text("stories are told by their meaning, too; an article takes {milliseconds} ms")
NO_MEANING = Text("stories are told by their words alone: {error}")
NO_MEANING_IN_TIME = Text("stories are told by their words alone: the model is too slow, or fails now and then")
FIX_MEANING = Text(
    "install the extra with `pip install 'jarshy[meaning]'`, look at JARSHY_EMBEDDINGS_URL, its key and its model, "
    "or take JARSHY_MEANING and JARSHY_EMBEDDINGS_URL away"
)
