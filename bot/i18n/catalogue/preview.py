"""How many articles of the archive match a query; span: `30 days`, articles: `about 62 articles`."""

from bot.i18n.text import Plural, Text

ABOUT_ARTICLES = Plural("about {count} article", "about {count} articles")
NOTHING = Text("nothing")
A_DAY = Text("≈{count} a day")
A_WEEK = Text("≈{count} a week")
A_MONTH = Text("≈{count} a month")
#: of all articles in that time
OF_ALL = Text("{articles} of {count}")

ARTICLES_IN_LAST = Text("{articles} in the last {span}")
NOTHING_IN_LAST = Text("Nothing in the last {span}")
#: nothing: `Nothing in the last 30 days`
NOTHING_OF = Text("{nothing}: {follows}")
#: rate: `≈2 a day`, articles: `62 articles in the last 30 days`
RATE_AND_ARTICLES = Text("{rate} · {articles}")
#: of an archive that is too young for a rate
ARTICLES_SO_FAR = Text("{articles} · I have only {span} of news so far")
NOTHING_SO_FAR = Text("I have only {span} of news so far")
#: of several follows together
RATE_IN_ALL = Text("{rate} in all")
