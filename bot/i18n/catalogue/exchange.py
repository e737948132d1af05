"""/export and /import: topics and sites as files."""

from bot.i18n.text import Plural, Text

EXPORTED = Plural("📄 {count} topic, as a file.", "📄 {count} topics, as a file.")
TO_FOLLOW_THEM = Text("To follow them in another chat, send me the file there: {command}")
SOURCES_EXPORTED = Plural("📄 {count} source, as OPML.", "📄 {count} sources, as OPML.")
#: the title of that file
SOURCES_TITLE = Text("Sources of Jarshy")
ONLY_OPERATORS = Text("That list is for the people who run me. What I read: {command}")
WHAT_TO_EXPORT = Text("{export} gives you this chat's topics as a file, {table} their articles as a table.")

#: within the file, above the topics
HEADING = Plural("Jarshy · {count} topic · {day}", "Jarshy · {count} topics · {day}")
#: silent, digest: what is written there in any language
HEADING_HOW = Text("One topic per line. After #: {silent}, {digest}, ! (always rings), @who gets mentioned.")

SEND_FILE = Text("Send me a text file with one topic per line, or paste the lines after {command}")
SEND_FILE_WITH_COMMAND = Text(
    "Send a text file with one topic per line and {command} as its caption, or paste the lines after it."
)
SEND_FILE_WITH_MENTION = Text("Post a text file with one topic per line and {mention}, or paste the lines after that.")
NAME_A_FILE = Text("Name a text file with one topic per line: {command}")
MADE_BY = Text("{command} makes such a file.")
SITES_TOO = Text("A list of sites (OPML) works too: the people who run me decide on each.")

ADDED = Plural("✅ Added {count} topic: {follows}", "✅ Added {count} topics: {follows}")
ALREADY = Plural("{count} was there already.", "{count} were there already.")
NOTHING_NEW = Plural(
    "Nothing to add: that topic is there already.", "Nothing to add: all {count} topics are there already."
)
NOTHING_ADDED = Text("Nothing was added.")
NO_TOPICS = Text("I found no topics in it.")
NOT_ADDED = Plural("I couldn't read {count} line:", "I couldn't read {count} lines:")
LINE = Text("Line {line} · {reason}")
MORE_LINES = Plural("… and {count} more line", "… and {count} more lines")
NO_SETTING = Text("Line {line} · “{word}” isn't a setting, so {follow} goes without it.")
UNDONE = Plural("Undone: {count} topic removed.", "Undone: {count} topics removed.")
ALREADY_UNDONE = Text("That's undone already.")

TOO_LARGE = Text("{name} is too large. 1 MB is the most I read.")
NO_TEXT = Text("I can't read {name}: it isn't a text file.")
NOT_FETCHED = Text("I couldn't download {name}. Please send it again.")
NOT_FOUND = Text("There's no file {name} here.")
LINK = Text("I couldn't read a list there. Send me the file itself, or paste the lines after {command}")

SITES_ASKED = Plural(
    "✅ Asked for {count} site: {sites}. I'll tell you what the people who run me decide.",
    "✅ Asked for {count} sites: {sites}. I'll tell you what the people who run me decide.",
)
SITES_READ = Plural("I read {count} site of the list already.", "I read {count} sites of the list already.")
SITES_LEFT = Plural(
    "{count} site is left: ask again tomorrow, {limit} a day is the most.",
    "{count} sites are left: ask again tomorrow, {limit} a day is the most.",
)
SITES_REFUSED = Plural("{count} site can't be added.", "{count} sites can't be added.")
NO_SITES = Text("I found no addresses of sites in that list.")
