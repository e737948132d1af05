"""What is wrong with the sources file or the concepts file, and what is expected instead: for the operator."""

from bot.i18n.text import Plural, Text

# what is quoted from a file has its quotes already, as it stands in the code of Python

#: name: of the file; noun: of its tables, source or concept
NOT_UTF8 = Text("{name}: it is not UTF-8 text. Save it as UTF-8.")
NOT_READABLE = Text("{name}: it can't be read ({error}). Use a file that is there.")
NOT_TOML = Text("{name}: it is not TOML: {error}.")
KEY_OUTSIDE = Text('{name}: key "{key}" is not known here. Use tables that begin with [[{noun}]].')
NO_SOURCE = Text("{name}: it names no source. Add at least one table that begins with [[source]].")
NO_CONCEPT = Text("{name}: it names no concept. Add at least one table that begins with [[concept]].")

#: place: one of the next; problem: one of those below
IN_TABLE = Text("{name}: {place}: {problem}.")
IN_LINE = Text("{name}: line {line}: {place}: {problem}.")
TABLE = Text("[[{noun}]] {number}")
TABLE_WITH_KEY = Text('[[{noun}]] {number} ("{key}")')
PAGE_OF_TABLE = Text("{place} [source.page]")

#: right: names of keys, or a name
KEY_NOT_KNOWN = Text('key "{key}" is not known. Use {right}')
KEY_MISSING = Text('key "{key}" is missing. Use {expected}')
KEY_WRONG = Text('key "{key}": {problem}')
VALUE_WRONG = Text('key "{key}" can\'t be {value}. Use {expected}')

#: number: of the way's table within the source, from 1
WAY_OF_TABLE = Text("{place} [[source.way]] {number}")
#: kinds: those that have the key
KEY_OF_OTHER_KIND = Text('key "{key}" is one of kind {kinds}, not of kind {kind}. Use {right}')
KEY_OF_SOURCE = Text('key "{key}" is one of [[source]], not of a way in. Write it above the first [[source.way]]')
FEED_AND_OTHER = Text('key "feed" is a way in by itself. Use a [[source.way]] with kind and url for each other way')
PAGES_WITHOUT_RULES = Text(
    'kind "pages" has no rules to split by. Use title and body, or date_format, here or in [source.page]'
)
NO_WAY = Text('key "feed" is missing. Use an http(s) address, or kind and url, or a table [[source.way]]')
WAY_KIND = Text("feed, list, pages, sitemap, wordpress, json or telegram")
WAY_TABLES = Text("tables, each under [[source.way]]")
WAY_ITEM = Text("the CSS selector of each item of the list")
WAY_TITLE = Text("the path of an item's title, for example headline")
NO_JSON_PATH = Text("{path} is not a path of JMESPath ({error})")

KEY_OF_TWO_SOURCES = Text('{name}: key "{key}" names more than one [[source]]. Use a key of its own for each.')
NO_SELECTOR = Text("{selector} is not a CSS selector ({error})")
NO_DATE_FORMAT = Text("{form} reads no whole date. Use for example %d.%m.%Y, %H:%M")
EMPTY_STOP = Text("an empty text would end every article at once")
NO_HTTP_ADDRESS = Text("{address} is not an http(s) address")
NO_TIME_ZONE = Text("there is no time zone {zone}. Use a name such as Asia/Almaty")
NO_PATTERN = Text("{pattern} is not a pattern ({error})")
OTHER_GROUPS = Plural(
    "{pattern} has {count} group. Use one, around the id itself",
    "{pattern} has {count} groups. Use one, around the id itself",
)
SOURCE_KEY = Text("a short name such as kt-eng that never changes")
SOURCE_NAME = Text("the name as people see it")
SOURCE_LANGUAGE = Text("en, ru or kk", context="language of a source")
SOURCE_FEED = Text("an http(s) address")
SOURCE_TIMEZONE = Text("a name such as Asia/Almaty")
SOURCE_EVERY = Text("a whole number of seconds from 1 to 86400, for example 300")
SOURCE_ENABLED = Text("true or false", context="is a source enabled")
SOURCE_PRIVATE = Text("true or false", context="may a source lead into inner networks")
#: example: a pattern
SOURCE_ID = Text("a pattern with one group, for example {example}")
SOURCE_PAGE = Text("a table, [source.page]")
PAGE_STOP = Text('a list of texts, for example ["All rights reserved"]')
PAGE_BODY = Text("the CSS selector of the article's text")
A_TEXT = Text("a text")

NAME_WITHOUT_LETTER = Text('the name {name} has no letter. Use a name, for example "Aktau"')
NAME_EMPTY = Text('a name is empty. Use a name, for example "Aktau"')
#: number: of the other table
KEY_OF_TWO_TABLES = Text('key "{key}" is that of table {number} too. Use one')
CONCEPT_WITHOUT_NAME = Text("it has no name. Add at least one, under en, ru or kk")
#: field: the key in the table; concept: the key of a concept; right: a name of it
NO_NAME_OF_CONCEPT = Text('key "{field}": "{name}" is no name of "{concept}". Use one of its names')
NO_NAME_OF_CONCEPT_NEAREST = Text('key "{field}": "{name}" is no name of "{concept}". Use "{right}"')
NAME_OF_TWO_CONCEPTS = Text(
    'key "{field}": "{name}" is a name of "{concept}" ({file}, table {number}) too. Use only one of them'
)
NO_OTHER_CONCEPT = Text('key "part_of": "{key}" is no other concept. Use the key of another concept')
NO_OTHER_CONCEPT_NEAREST = Text('key "part_of": "{key}" is no other concept. Use "{right}"')
CONCEPT_KEY = Text("a short name of a-z, 0-9 and -, such as aktau, that never changes")
#: example: a TOML list
CONCEPT_NAMES = Text("a list of names, for example {example}")
CONCEPT_PROPER = Text("a list of those of its names that are words too")
CONCEPT_COMMON = Text("a list of forms that are an ordinary word")
CONCEPT_KIND = Text('"place" or "person"; nothing else has one')
CONCEPT_NOT_IN = Text("a list of phrases that have a name of it and mean another thing, for example {example}")
CONCEPT_GIVEN = Text("a list of a person's given names and patronymics, in any language")
CONCEPT_PART_OF = Text("a list of keys of other concepts, for example {example}")
CONCEPT_DROP = Text("a list of names to take out of the concept")
A_TABLE = Text("a table")
