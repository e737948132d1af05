"""What is asked, or said, before something doubtful is followed. Each stands alone, or in a list of several follows."""

from bot.i18n.text import Plural, Text

#: question: one of the texts below, or `Nothing about павадок yet. Did you mean паводок?`
NOT_YET = Text("{question} Not following yet.")

#: names: `Kaspi or Halyk`
WHICH = Text("Did you mean {names}?")
#: buttons below it: of two names, of more
EITHER = Text("Either")
BOTH = Text("Both")
ANY = Text("Any")
ALL = Text("All", context="of several names in one article")
#: a button; rate: `≈3 a day`
WITH_RATE = Text("{label} · {rate}")

BUSY = Plural("{query}: about {count} article a day.", "{query}: about {count} articles a day.")
#: articles: `60 articles`; of an archive that is too young for a rate
BUSY_SO_FAR = Text("{query}: already {articles}, and I have only {span} of news so far.")
HEADLINES_ONLY = Text("Headlines only")

SIGN_LOST = Text("I can't search for the sign in {query}, only for {words}.")
TOO_LITTLE = Text("{query} alone finds all sorts of articles. Add a word.")
NO_TOPIC = Text("{query} doesn't say what about. Add a word for the topic.")
SENTENCE = Plural(
    "{query} is a whole sentence, and an article would need its {count} word. Which topic do you want?",
    "{query} is a whole sentence, and an article would need all {count} words. Which topic do you want?",
)
WHOLE_TEXT = Text("That's a whole text. Which topic in it do you want?")
WHOLE_TEXT_WITHOUT_NAMES = Text("That's a whole text. Send me the topic in a word or two.")

CONTRADICTION = Text("{query} asks for something and leaves it out, so no article can match.")
TWO_AT_ONCE = Text("{query}: one article can't be all of that at once. Did you mean either?")
LINK = Text("{link} is a link, not a topic. Send it alone and I'll say why it came or didn't.")
#: a site that is read, and its address as it was typed
SITE_READ = Text("Everything from {source}, or only articles that mention {query}?")
EVERYTHING = Text("Everything from it")
MENTIONS = Text("Mentions only")
SITE_NOT_READ = Text("I don't read {query}, but I can look for articles that mention it.")

#: words: `спорт`, typed with a minus and nothing else
LEAVE_OUT = Text("Leave out {words}: of which topic?")
