"""Why a database can't be used, and how to fix it: for the operator."""

from bot.i18n.text import Text

WRONG_ADDRESS = Text(
    "DATABASE_URL: this is not the address of a database. "
    "Use sqlite:///jarshy.db, or postgresql://user:password@host:5432/name"
)
#: name: of the database's kind, as the address has it
OTHER_DATABASE = Text(
    "DATABASE_URL names {name}: this is not the address of a database. "
    "Use sqlite:///jarshy.db, or postgresql://user:password@host:5432/name"
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
SERVER_NOT_OPENED = Text(
    "the database {url} can't be opened: {reason}. "
    "Look whether the server runs, and at host, port, name, user and password in DATABASE_URL"
)

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
