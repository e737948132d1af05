"""Why nothing to read is found on a site, as the end of a sentence, without its full stop."""

from bot.i18n.text import Plural, Text

NOTHING_FOUND = Text("it has no feed, sitemap or WordPress that can be read, and no list of headlines on the page")
ONLY_JSON_LD = Plural(
    "{count} article is named in the page's JSON-LD, but no list on the page links to it: scripts make the page, and "
    "there is no feed, sitemap or WordPress that can be read",
    "{count} articles are named in the page's JSON-LD, but no list on the page links to them: scripts make the page, "
    "and there is no feed, sitemap or WordPress that can be read",
)
#: source: its name
READ_ALREADY = Text("it's what {source} brings already")
TOOK_TOO_LONG = Text("it took too long")
