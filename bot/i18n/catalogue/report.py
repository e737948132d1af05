"""What only /report and its table say."""

from bot.i18n.text import Plural, Text

ASK = Text("What shall I report on? For example: {example}")
ALL_FOLLOWS = Text("All topics", context="of a report")
#: articles: `62 articles`
STORIES = Plural("{follow} · {count} story · {articles}", "{follow} · {count} stories · {articles}")
TOPICS = Text("Topics: {topics}")
#: languages: `English 12, Russian 3`
LANGUAGES = Text("Languages: {languages}")
SOURCES = Text("Sources: {sources}")
SOURCES_AND_MORE = Plural("Sources: {sources} and {count} more", "Sources: {sources} and {count} more")
TOPICS_AND_MORE = Plural("Topics: {topics} and {count} more", "Topics: {topics} and {count} more")
NAME_AND_COUNT = Text("{name} {count}", context="in a list")
#: who wrote of it first
FIRST = Text("First: {source}, {moment} — {title}")
HEADLINES = Text("Headlines")

#: of a table that a spreadsheet opens
ROWS = Plural("{count} article in the table · {period}", "{count} articles in the table · {period}")
#: articles: `12 articles`
ROWS_OF_STORIES = Plural(
    "{count} story, {articles} in the table · {period}", "{count} stories, {articles} in the table · {period}"
)
NO_ROWS = Text("Nothing to put into a table · {period}")
ROWS_CUT = Text("Only the newest {limit} are in it.")
ROWS_UNREAD = Text("Some older articles could not be checked in time and are not in it.")
DATE = Text("Date", context="column of a table")
TITLE = Text("Headline", context="column of a table")
SOURCE = Text("Source", context="column of a table")
LANGUAGE = Text("Language", context="column of a table")
FOLLOWS = Text("Topics", context="column of a table")
LINK = Text("Link", context="column of a table")
#: a number, the same for all articles of one story
STORY = Text("Story", context="column of a table")
