"""Why a source or a page can't be read: what it did, as the end of a sentence, without its full stop."""

from bot.i18n.text import Plural, Text

#: status: a number of HTTP; phrase: its name there
ANSWERED = Text("answered {status}")
ANSWERED_WITH_NAME = Text("answered {status} {phrase}")
NO_ANSWER_IN_TIME = Text("did not answer within {seconds} s")
#: reason: of the network, or the name of an error in the code
NOT_REACHED = Text("could not be reached: {reason}")
UNUSABLE_ADDRESS = Text("has no address that can be fetched")
OTHER_SCHEME = Text("is no http or https address")
ASKED_TO_WAIT = Text("asked to be left alone for a while")
REDIRECTED = Text("redirected to another place: {url}")
#: error: another of these texts, which says what that place did
REDIRECTED_TO_FAILURE = Text("redirected to another place: {url} (which {error})")
#: error: what is wrong with what came from there
REDIRECTED_TO_OTHER = Text("redirected to another place: {url} ({error})")
REDIRECTED_TOO_OFTEN = Plural("redirected more than {count} time", "redirected more than {count} times")
ROBOTS_REFUSED = Text("robots.txt asks not to read this page")
ROBOTS_NOT_READ = Text("robots.txt {error}")
BROKEN_GZIP = Text("answered a broken gzip body")
BODY_TOO_LARGE = Text("body over {megabytes} MB")
OTHER_ENCODING = Text("answered in an encoding that was not asked for: {encoding}")

NOTHING_FOR_FEED = Text("answered nothing in place of a feed")
HTML_FOR_FEED = Text("answered HTML in place of a feed")
NO_FEED = Text("what it answered is no feed")
#: error: its name in the code
FEED_UNREADABLE = Text("the feed can't be read: {error}")
PAGE_EMPTY = Text("the page is empty")
PAGE_WITHOUT_TEXT = Text("no article text on the page")
PAGE_WITHOUT_BODY = Text("the page has nothing at '{selector}'")
LEADS_ELSEWHERE = Text("leads by itself to another place: {url}")
#: title: the page's own headline
SHOWS_OTHER_TITLED = Text("shows something else in place of the article: “{title}”")
SHOWS_OTHER = Text("shows something else in place of the article")
PAGE_BROKEN = Text("the page can't be read")
PAGE_UNREADABLE = Text("the page can't be read: {error}")
TOO_SLOW = Text("takes longer than {seconds} s to read")
#: code: of its exit
KILLED_READER = Text("killed its reader (exit {code})")
TOO_MUCH_MEMORY = Text("needs too much memory to read")
UNREADABLE = Text("can't be read: {error}")
