"""Why a source or a page can't be read: what it did, as the end of a sentence, without its full stop."""

from bot.i18n.text import Plural, Text

#: status: a number of HTTP; phrase: its name there
ANSWERED = Text("answered {status}")
ANSWERED_WITH_NAME = Text("answered {status} {phrase}")
NO_ANSWER_IN_TIME = Text("did not answer within {seconds} s")
#: reason: one of the next, or of a platform's
NOT_REACHED = Text("could not be reached: {reason}")
NAME_NOT_LOOKED_UP = Text("its name can't be looked up at the moment")
REFUSED_CONNECTION = Text("the connection was refused")
CONNECTION_RESET = Text("the connection was reset")
NO_ROUTE = Text("there is no route to it")
TOO_MANY_FILES = Text("this machine has too many connections open")
NOT_ALLOWED_HERE = Text("this machine does not allow the connection")
CERTIFICATE_EXPIRED = Text("its certificate has expired")
CERTIFICATE_OF_LATER = Text("its certificate is not valid yet")
CERTIFICATE_SELF_SIGNED = Text("it signed its certificate itself")
CERTIFICATE_OF_UNKNOWN = Text("nobody whom we know signed its certificate")
CERTIFICATE_OF_OTHER = Text("its certificate is for another host")
CERTIFICATE_REVOKED = Text("its certificate was revoked")
SPEAKS_NO_TLS = Text("it speaks no https at that port")
OUTDATED_TLS = Text("its encryption is outdated")
#: reason: another of these
PROXY_NOT_REACHED = Text("the proxy could not be reached ({reason})")
PROXY_ASKS_PASSWORD = Text("the proxy asks for a user and a password")
PROXY_FORBIDS = Text("the proxy does not allow it")
PROXY_FINDS_NO_WAY = Text("the proxy finds no way to it")
PROXY_WAS_REFUSED = Text("the connection was refused to the proxy")
PROXY_FAILED = Text("the proxy failed")
PROXY_UNUSABLE = Text("the environment names a proxy that can't be used: only http, https, socks4 and socks5 can")
CLOSED_WITHOUT_ANSWER = Text("it closed the connection without an answer")
NO_HTTP = Text("what it answers is no HTTP, or is longer than it says")
HEADERS_TOO_LONG = Text("its headers are too long")
HEADERS_UNREADABLE = Text("its headers can't be read")
CHUNKS_BROKEN = Text("answered in broken chunks")
ENDED_EARLY = Text("ended its answer early")
UNUSABLE_ADDRESS = Text("has no address that can be fetched")
INNER_NETWORK = Text("stands in an inner network, where links of others must not lead")
OTHER_SCHEME = Text("is no http or https address")
ASKED_TO_WAIT = Text("asked to be left alone for a while")
REDIRECTED = Text("redirected to another place: {url}")
#: error: another of these texts, which says what that place did
REDIRECTED_TO_FAILURE = Text("redirected to another place: {url} (which {error})")
#: error: what is wrong with what came from there
REDIRECTED_TO_OTHER = Text("redirected to another place: {url} ({error})")
REDIRECTED_NOWHERE = Text("redirected without an address")
REDIRECTED_TOO_OFTEN = Plural("redirected more than {count} time", "redirected more than {count} times")
ROBOTS_REFUSED = Text("robots.txt asks not to read this page")
NOT_ITS_TURN = Text("robots.txt asks for a pause between pages")
ROBOTS_NOT_READ = Text("robots.txt {error}")
BROKEN_GZIP = Text("answered a broken gzip body")
#: coding: br or zstd
BROKEN_PACKING = Text("answered a broken {coding} body")
BODY_CUT = Text("its answer is packed and ends early: what is missing is lost")
BODY_TOO_LARGE = Text("body over {megabytes} MB")
OTHER_ENCODING = Text("answered in an encoding that was not asked for: {encoding}")

NOTHING_FOR_FEED = Text("answered nothing in place of a feed")
HTML_FOR_FEED = Text("answered HTML in place of a feed")
NO_FEED = Text("what it answered is no feed")
#: error: why
FEED_UNREADABLE = Text("the feed can't be read: {error}")
BREAKS_PARSER = Text("it breaks the parser")
#: what a source's health says: a whole sentence, without its full stop; example: a date as it stands in the feed
DATES_UNREAD = Plural(
    'The date of {count} entry can\'t be read, for example "{example}"',
    'The dates of {count} entries can\'t be read, for example "{example}"',
)
LOST_CHARACTERS = Plural(
    "{count} character can't be read, and is left out", "{count} characters can't be read, and are left out"
)
#: beginning: of the first of them, as the feed has it
LOST_ENTRIES = Plural(
    "{count} entry could not be read: {beginning}", "{count} entries could not be read, the first of them: {beginning}"
)
#: older ones, for there was no time to read them all
ENTRIES_LEFT_OUT = Plural(
    "too many entries to be read in time: the oldest {count} was left out",
    "too many entries to be read in time: the oldest {count} were left out",
)
FEED_CUT = Text("over {megabytes} MB: only its beginning is read, where the newest entries stand")
PAGE_EMPTY = Text("the page is empty")
PAGE_WITHOUT_TEXT = Text("no article text on the page")
PAGE_WITHOUT_BODY = Text("the page has nothing at '{selector}'")
LEADS_ELSEWHERE = Text("leads by itself to another place: {url}")
#: title: the page's own headline
SHOWS_OTHER_TITLED = Text("shows something else in place of the article: “{title}”")
SHOWS_OTHER = Text("shows something else in place of the article")
PAGE_UNREADABLE = Text("the page can't be read: {error}")
PAGE_BROKEN = Text("the page can't be read")
TOO_SLOW = Text("takes longer than {seconds} s to read")
#: code: of its exit
KILLED_READER = Text("killed its reader (exit {code})")
TOO_MUCH_MEMORY = Text("needs too much memory to read")
UNREADABLE = Text("can't be read: {error}")
OWN_FAULT = Text("a fault of mine, of which the log says more")
