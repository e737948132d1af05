"""Why a database can't be used, and how to fix it: for the operator."""

from bot.i18n.text import Text

WRONG_ADDRESS = Text(
    "DATABASE_URL: this is not the address of a database. "
    "Use sqlite:///jarshy.db, or postgresql://USER:PASSWORD@HOST:5432/NAME"
)
#: name: of the database's kind, as the address has it
OTHER_DATABASE = Text(
    "DATABASE_URL names {name}: this is not the address of a database. "
    "Use sqlite:///jarshy.db, or postgresql://USER:PASSWORD@HOST:5432/NAME"
)
#: version, oldest: whole numbers
OLD_POSTGRESQL = Text("DATABASE_URL names PostgreSQL {version}. Use version {oldest} or later; upgrade the server")
OTHER_ENCODING = Text(
    "DATABASE_URL names a database in {encoding}, which can't hold every letter. "
    "Use one made with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0"
)
#: url: without its password; reason: in the database's words, or another of these texts
FILE_NOT_OPENED = Text(
    "the database {url} can't be opened: {reason}. "
    "Name a file in a folder that exists and can be written in DATABASE_URL"
)
DISK_FULL = Text("the disk is full on which {url} lies. Make room there")
SERVER_NOT_OPENED = Text(
    "the database {url} can't be opened: {reason}. "
    "Look whether the server runs, and at host, port, name, user and password in DATABASE_URL"
)

#: found, known: revisions of the schema, as 0020
NEWER_DATABASE = Text(
    "{url} was upgraded by a newer release of Jarshy ({found}); this program knows {known}. "
    "Upgrade the program, or restore a backup from before"
)
RESTORE_UNFINISHED = Text("a restore into {url} was not finished: run the same `restore` again")

CONNECTIONS_IN_USE = Text("every connection to the database is in use")
#: error: its name in the driver; reason: in the database's words
DATABASE_SAYS = Text("{error}: {reason}")
#: lease: its name
LEASE_LOST = Text("another worker does now what is done under {lease}")

SAME_DATABASE = Text("both addresses name one database. Name where the archive is, then where it should be")
WORKER_AT_WORK = Text("a worker is at work on {url}: stop every worker, and try again")
NO_ARCHIVE = Text("there is no archive at {url}. Use the address that DATABASE_URL had so far")
#: tables: their names
OTHER_ARCHIVE = Text("{url} holds another archive already ({tables}). Use an empty database; nothing was changed")
OTHER_ARCHIVE_BEGUN = Text("{url} holds another archive already (begun). Use an empty database; nothing was changed")
#: counts: of each table in both
ARCHIVE_CHANGED = Text(
    "the archive changed while it was copied ({counts}). Stop every worker, empty the new database, and begin anew"
)
#: table: its name; before, after: rows here and there
COUNT_CHANGED = Text("{table}: {before} and {after}")
#: variable: where the keys come from
NOT_OPENED = Text(
    "{variable}: none of its keys opens what is stored of a Slack workspace. "
    "Add the key that it was stored with, behind the others."
)

#: file: as it was named; reason: in the system's words
FILE_EXISTS = Text("{file} is there already: name another file, or add --force to replace it")
NO_PLACE = Text("{file} is a folder, a device or a pipe: name a file")
FILE_BEING_WRITTEN = Text("another backup is writing {file} right now: wait for it, or name another file")
FILE_NOT_WRITTEN = Text("{file} can't be written: {reason}. Name a file in a folder that exists and can be written")
#: needed, free: megabytes
NO_ROOM = Text(
    "there is no room for {file}: it takes about {needed} MB, {free} MB are free there. "
    "Free some, or name a file on another disk; nothing was left behind"
)
ONLY_IN_MEMORY = Text("DATABASE_URL names a database in memory: there is nothing to back up, and nowhere to restore to")
#: file: of the backup; reason: what SQLite found
BACKUP_BROKEN = Text("{file} was written, but can't be read again: {reason}. Look after the disk, and try again")
#: tool: pg_dump or pg_restore; version, found: major versions of PostgreSQL
TOOL_MISSING = Text(
    "{tool} is not installed, which PostgreSQL needs for this. "
    "Install the client of PostgreSQL {version} or later (Debian: apt install postgresql-client), and try again"
)
TOOL_TOO_OLD = Text(
    "{tool} of PostgreSQL {found} is too old for this server or backup. "
    "Install the client of PostgreSQL {version} or later (https://www.postgresql.org/download/), and try again"
)
#: reason: what it says
TOOL_FAILED = Text("{tool} failed: {reason}")

NO_SUCH_FILE = Text("{file} can't be read: {reason}")
NO_BACKUP = Text("{file} is no backup of Jarshy: {reason}")
NEITHER_KIND = Text("it is neither a SQLite database nor a dump of PostgreSQL")
NO_TABLES = Text("Jarshy's tables are not in it")
BACKUP_DAMAGED = Text("{file} is damaged: {reason}. Use another backup")
NEWER_BACKUP = Text(
    "{file} is from a newer release of Jarshy ({found}); this program knows {known}. Upgrade the program, then restore"
)
#: other: of the database that it was taken from, "SQLite" or "PostgreSQL"
OTHER_KIND = Text(
    "{file} is a backup of {other}, and DATABASE_URL names {url}. Restore it to a database of {other} "
    "(DATABASE_URL={example}), then copy that one with `python -m bot move`"
)
#: url: the database that is to be replaced
TARGET_NOT_EMPTY = Text(
    "{url} holds an archive already. Use an empty database, or add --force: what is there now is kept beside it"
)
TARGET_UNREADABLE = Text(
    "there is something at {url} that is no archive that can be read. Add --force: it is kept beside the new one"
)
TARGET_IN_USE = Text("a program has {url} open: stop every worker and whatever else uses it, and try again")
SAME_FILE = Text("{file} is the database itself, no backup of it")
OTHER_SCHEMA = Text(
    "{file} has its tables in the schema {schema}, and DATABASE_URL leads to {other}. "
    "Add ?options=-csearch_path%3D{schema} to DATABASE_URL"
)
#: tables: their names
OTHER_TABLES = Text(
    "{url} holds tables that are not Jarshy's ({tables}). Use a database of its own; nothing was changed"
)
#: size: megabytes of the backup
NO_ROOM_ON_SERVER = Text(
    "there is no room on the disk of {url}, for a backup of {size} MB that is packed. Free some, and try again; "
    "nothing was changed"
)
