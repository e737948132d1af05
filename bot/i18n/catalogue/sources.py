"""What `python -m bot sources` prints, and why nothing is found on a site."""

from bot.i18n.text import Plural, Text

# numbers are whole words here, without groups of digits: scripts read them

#: why a document is not what it was taken for, as the end of a sentence
NO_POSTS_OF_WORDPRESS = Text("what it answered are no posts of WordPress")

#: of `sources`: one source after the other
NO_SOURCES = Text("The sources file names no source.")
#: kind: feed, list …
SOURCE = Text("{key}: {name} ({language}), {kind}")
OFF = Text("It is switched off.")
OFF_BY_OPERATOR = Text("It is switched off by an operator, since {at}.")
CHECK_LEFT_OUT = Text("{key}: switched off by an operator, and left out.")
NOT_SEEN = Text("No worker has seen it yet.")
NEVER_READ = Text("It has not been read yet.")
READ = Text("Read {ago}, every {every} s.")
WAY = Text("From {url}")
OTHER_WAY = Text("From another way in, since the first can't be read: {url}")
NEWEST = Text("The newest article came {ago}.")
NEWEST_SILENT = Text("The newest article came {ago}: it is silent for longer than usual.")
NO_ARTICLE = Text("No article has come yet.")
PAGES_WAIT = Plural("{number} page is still to be read.", "{number} pages are still to be read.")
#: error: what it did, as the end of a sentence
FAILS = Plural(
    "It can't be read since {since}, {number} time in a row: {error}",
    "It can't be read since {since}, {number} times in a row: {error}",
)
NEXT_TRY = Text("The next try is at {at}.")
FAILED_LAST = Text("It failed last {ago}: {error}")
#: problem: what could not be read there
PROBLEM = Text("Problem: {problem}")
MOVED_FOR_GOOD = Text("{address} has moved for good: put {url} into the sources file.")
GONE = Text("{address} is not asked any more: its server says since {at} that it is gone.")

APPROVED = Text("Asked for with /add, and approved. To keep it in the sources file (JARSHY_SOURCES), paste:")

#: of `sources check`
CHECKED = Plural("{key}: {number} entry", "{key}: {number} entries")
CHECKED_NEWEST = Plural(
    "{key}: {number} entry, the newest of {at}: {title}", "{key}: {number} entries, the newest of {at}: {title}"
)
CHECKED_UNDATED = Plural(
    "{key}: {number} entry without a date: {title}", "{key}: {number} entries without dates: {title}"
)
CHECK_FAILED = Text("{key} FAILS: {url} {error}.")
NO_SUCH_KEY = Text("no source has the key {key}; there are {keys}")

#: of `sources try`
FOUND_FEED = Text("A feed: {url}")
FOUND_TELEGRAM = Text("A channel of Telegram, by its public preview: {url}")
FOUND_SITEMAP = Text("A sitemap: {url}")
FOUND_WORDPRESS = Text("The posts of a WordPress: {url}")
FOUND_LIST = Text("A list of headlines on the page: {url}")
NOTHING_AT = Text("Nothing to read was found at {url}: {error}.")
WOULD_READ = Plural("{number} article would be read:", "{number} articles would be read, the newest of them:")
#: date: as the page says it
DATE_NOT_UNDERSTOOD = Text("{date}, a date that is not understood")
WITHOUT_DATE = Text("without a date")
FULL_TEXT = Text("The newest in full, {url}:")
NO_FULL_TEXT = Text("The newest can't be read in full: {url} {error}.")
TO_PASTE = Text("To read it, paste this into the sources file (JARSHY_SOURCES):")
NO_SUCH_KIND = Text("the kinds are {kinds}")

#: of `backfill`
NO_RULES_FOR_ARCHIVE = Text(
    "{url} is neither a feed nor a sitemap, and the source {key} has no rules for a page of headlines. "
    "Name a feed or a sitemap, or add a way of the kind list to the source: docs/sources.md"
)
