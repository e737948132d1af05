"""What a digest shows of a period, and of sources that are silent."""

from bot.i18n.text import Plural, Text

#: follow · how many articles stand below it; more of them stand under follows above
GROUP_AND_ABOVE = Text("{follow} · {count} ({above} more above)")
#: all its articles stand under follows above
ONLY_ABOVE = Text("{follow}: {count} above")
NOTHING_ON = Text("Nothing new: {follows}")

#: behind an article: how many others tell of the same story, and who does
OTHERS = Text("+{count}", context="other articles of a story")
OTHERS_BY = Text("+{count}: {sources}", context="other articles of a story")
STORIES = Plural("{count} story.", "{count} stories.", context="of a digest")
NOTHING_PUBLISHED = Text("No articles were published.")
#: span: `2 days`; since: a moment
NOTHING_IN_SPAN = Text("No articles in the last {span} (since {since}).")
NOTHING_SO_FAR = Text("No articles. I have only {span} of news so far (since {since}).")
#: found: how many of all that were published
TOTAL = Plural("{found} of {count} article.", "{found} of {count} articles.")
TOTAL_IN_SPAN = Plural(
    "{found} of {count} article in the last {span} (since {since}).",
    "{found} of {count} articles in the last {span} (since {since}).",
)
TOTAL_SO_FAR = Plural(
    "{found} of {count} article. I have only {span} of news so far (since {since}).",
    "{found} of {count} articles. I have only {span} of news so far (since {since}).",
)
BEFORE_ARCHIVE = Text("I have nothing from then: my news begins on {since}.")
TEXTS_DROPPED = Text("Full texts of that time are no longer kept, so I searched headlines and leads.")

#: source: `Kazakhstan Today (English)`
UNREADABLE_SINCE = Text("{source} can't be reached since {since}.")
NOTHING_YET = Text("{source} hasn't published anything yet.")
SILENT_SINCE = Text("{source} hasn't published since {since}.")
