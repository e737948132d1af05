"""How many articles of the archive match a query; span: `30 days`, articles: `about 62 articles, about 2 a day`."""

from bot.i18n.text import Plural, Text

ABOUT_ARTICLES = Plural("about {count} article", "about {count} articles")
NOTHING = Text("nothing")
ABOUT_A_DAY = Text("about {count} a day")
ABOUT_A_WEEK = Text("about {count} a week")
WITH_RATE = Text("{articles}, {rate}")
#: of all articles in that time
OF_ALL = Text("{articles} of {count}")
OF_ALL_WITH_RATE = Text("{articles} of {count}, {rate}")

IN_LAST = Text("In the last {span}: {articles}.")
ONLY_SPAN = Text("I have only {span} of news so far: {articles}.")
ONLY_SPAN_AND_NOTHING = Text("I have only {span} of news so far.")

#: all of them are shown below
ALL_IN_LAST = Text("In the last {span}, {articles}:")
ALL_IN_ONLY_SPAN = Text("I have only {span} of news so far, with {articles}:")
#: the newest of them are shown below
LATEST_IN_LAST = Text("In the last {span}, {articles}. The latest:")
LATEST_IN_ONLY_SPAN = Text("I have only {span} of news so far, with {articles}. The latest:")
#: source: `Kazakhstan Today · 25 Nov, 13:20`
LATEST = Text("Latest: {title} · {source}")

#: often: `about 14 a day`
STANDS_IN = Text("{query} is in {percent}% of all articles, {often}. Not following yet.")
IS = Text("{query} is {percent}% of all articles, {often}. Not following yet.")
ARTICLES_IN_LAST = Text("{articles} in the last {span}")
