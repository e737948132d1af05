"""What is wrong with what was read at a way into a source: the end of a sentence, without its full stop."""

from bot.i18n.text import Plural, Text

#: selector: of CSS; url: where it was read
NOTHING_AT_SELECTOR = Text("the selector '{selector}' finds nothing on {url}")
NO_HEADLINE = Text("nothing that '{selector}' finds on {url} has a link and a title")
WITHOUT_LINK = Plural(
    "{count} item at '{selector}' has no link, and is left out",
    "{count} items at '{selector}' have no link, and are left out",
)
WITHOUT_TITLE = Plural(
    "{count} item at '{selector}' has no title, and is left out",
    "{count} items at '{selector}' have no title, and are left out",
)
WITHOUT_DATE = Plural(
    "{count} item at '{selector}' has no date",
    "{count} items at '{selector}' have no date",
)
NO_ARTICLES = Text("the rules find no whole article on {url}")
NOT_WHOLE = Plural(
    "{count} article has no title, no text or no date, and is left out",
    "{count} articles have no title, no text or no date, and are left out",
)
EMPTY_BODY = Text("answered nothing")

NO_SITEMAP = Text("what it answered is no sitemap")
UNPACKED_TOO_LARGE = Text("is over {megabytes} MB when it is unpacked")
ROWS_UNREADABLE = Plural(
    "{count} address can't be read, and is left out", "{count} addresses can't be read, and are left out"
)
TOO_MANY_UNDATED = Text("has {number} addresses without a date, of which only the first and the last {shown} are read")

NO_JSON = Text("what it answered is no JSON")
NO_POSTS = Text("what it answered is no list of posts. Use an address as https://site/wp-json/wp/v2/posts")
#: message: of the site
POSTS_REFUSED = Text("answered no posts: {message}")
#: path: of JMESPath
PATH_FINDS_NO_LIST = Text("the path '{path}' finds no list on {url}")
PATH_FINDS_NO_TITLE = Text("the path '{path}' finds no title in any item on {url}")
PATH_FAILS = Text("the path '{path}' can't be followed: {error}")
ITEMS_WITHOUT_TITLE = Plural(
    "{count} item of '{path}' has no title, and is left out",
    "{count} items of '{path}' have no title, and are left out",
)
ITEMS_WITHOUT_DATE = Plural("{count} item of '{path}' has no date", "{count} items of '{path}' have no date")

NO_CHANNEL = Text("shows no posts of a channel. Use the address of its preview, as https://t.me/s/name")

#: url: of a way into a source; error: what it did
WAY_FAILED = Text("{url} {error}")
PART_ELSEWHERE = Text("is on another site, and is not read")
