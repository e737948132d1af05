"""What the public pages of the web app say, and its short pages when something is refused."""

from bot.i18n.text import Plural, Text

SKIP = Text("Skip to the content")
LANGUAGES = Text("Languages", context="of this page")
HOME = Text("Jarshy, home")
TO_HOME = Text("To the first page")
PRIVACY = Text("Privacy")
#: the name explained, at the end of a page
HERALD = Text("Jarshy (жаршы) is Kazakh for herald.")

#: the heading of the first page
HEADING = Text("News on your topics, the moment it's out")
LEAD = Text(
    "Jarshy reads Kazakhstan's news in English, Russian and Kazakh, whole articles, and writes to you when your topics "
    "are in them."
)
OPEN_IN_TELEGRAM = Text("Open in Telegram")
ADD_TO_SLACK = Text("Add to Slack")
#: where not everybody is let in
INVITED = Text("This Jarshy is for people whom its operator has let in.")
#: above three topics
TOPICS = Text("Topics to begin with")
TOPICS_WHY = Text("A topic is anything: a word, a name, a place. It's found in all three languages.")

#: the heading above a drawn alert
ALERT = Text("What an alert looks like")
ALERT_WHY = Text("It says why it came: the sentence that your topic was found in, with the word in bold.")
#: an invented newsroom
EXAMPLE_SOURCE = Text("The Steppe Courier")
#: the article of the example, which is invented
EXAMPLE_TITLE = Text("Aktau port gets a third berth for containers")
EXAMPLE_LEAD = Text(
    "The first ships are to be unloaded there in spring. Cargo to Baku will take two days instead of four."
)
#: a sentence deep in that article; the word below stands in it as it is
EXAMPLE_SENTENCE = Text("The cranes are steered by an AI program that was trained on ten years of the port's journals.")
#: the topic that was found in the sentence, as it stands there
EXAMPLE_TOPIC = Text("AI", context="stands in a sentence")
EXAMPLE_INVENTED = Text("The article is invented.")

TODAY = Text("Today", context="a heading")
#: below a large number
ARTICLES_READ = Plural("article read", "articles read")
ALERTS_SENT = Plural("alert sent", "alerts sent")
#: city: `Almaty`, in whose time a day is meant
SINCE_MIDNIGHT = Text("Since midnight, {city} time")

SOURCES = Text("What it reads")
NO_SOURCES = Text("Nothing yet: its operator has named no source.")
#: of a source; ago: `3 minutes ago`
CHECKED = Text("checked {ago}")
NEWEST = Text("newest article {ago}")
#: of a source; span: `2 days`
SILENT = Text("nothing new for {span}, longer than usual")
OUT_OF_REACH = Text("out of reach for {span}")
NOT_CHECKED = Text("not checked yet")

PRIVACY_LEAD = Text("What is kept about you, for how long, and how to have it deleted.")
KEPT = Text("What is kept")
IN_PRIVATE = Text("In a private chat", context="a heading")
IN_GROUPS = Text("In a group or a channel", context="a heading")
HOW_LONG = Text("For how long")
WHO_SEES = Text("Who sees it")
YOURS = Text("It's yours")
#: command: `/mydata`, `/forgetme`
GET_COPY = Text("Send {command} to the bot to get a copy of all of it.")
DELETE_ALL = Text("Send {command} to have all of it deleted.")
THIS_SITE = Text("This site")
COOKIE = Text(
    "It sets one cookie, and only if you choose a language: that language. It has no scripts and no trackers."
)

NOT_FOUND = Text("There's nothing here")
NOT_FOUND_WHY = Text("The address may be mistyped, or the page has gone.")
NOT_ALLOWED = Text("That's not possible here")
NOT_ALLOWED_WHY = Text("This address doesn't take what your browser sent.")
TOO_OFTEN = Text("Too often", context="a heading")
TOO_OFTEN_WHY = Text("Wait a moment, then try again.")
WENT_WRONG = Text("Something went wrong", context="a heading")
WENT_WRONG_WHY = Text("That's our fault. It has been written down, and we'll look at it.")
AWAY = Text("Back in a moment")
AWAY_WHY = Text("Jarshy can't read its notes just now. Try again in a few seconds.")
REFUSED = Text("That didn't work")
REFUSED_WHY = Text("Jarshy can't do anything with this request.")
