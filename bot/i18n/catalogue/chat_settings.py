"""What /settings says: all that can be chosen for a chat, and the screen of each."""

from bot.i18n.text import PerChat, Plural, Text

HEADING = PerChat(
    you=Text("Your settings. Tap one to change it:"),
    chat=Text("Settings of this chat. Tap one to change it:"),
    channel=Text("Settings of the channel. Tap one to change it:"),
)
ONLY_SHOWN = Text("Settings of this chat. Only admins can change them.")
#: one setting, and what it is set to
ROW = Text("{setting}: {value}")
#: buttons
BACK = Text("‹ Settings")
TICKED = Text("✓ {choice}")

# what can be set: on buttons, and before its value
LANGUAGE = Text("My language")
LANGUAGES = Text("Articles in")
ZONE = Text("Time zone")
QUIET = Text("Quiet hours")
DIGEST = Text("Digest", context="a setting")
SOURCES = Text("Sources")
MODE = Text("New topics")
SILENT = Text("Sound")
MENTIONS = Text("Sound of mentions")
STORIES = Text("One alert per story")
FOLLOW_UPS = Text("Follow-ups")
EXTRACT = Text("Text of an alert")
PREVIEW = Text("Link preview")
BADGE = Text("Language sign")
EDITORS = Text("Who can change")

# values, and the buttons that choose them
EVERY_LANGUAGE = Text("every language")
ALL_SOURCES = Text("all", context="sources")
SOURCES_OFF = Plural("{count} turned off", "{count} turned off", context="sources")
#: zone: `Aktau, UTC+5`; clock: `14:05`
ZONE_NOW = Text("{zone} · {clock} now")
HOURS = Text("{start}–{end}")
NEXT_DIGEST = Text("next {moment}")
OFF = Text("off", context="quiet hours, a digest")
INSTANTLY = Text("At once", context="how news of a topic comes")
SILENTLY = Text("Silently", context="how news of a topic comes")
IN_DIGESTS = Text("Only in digests", context="how news of a topic comes")
WITH_SOUND = Text("On", context="the sound of alerts")
WITHOUT_SOUND = Text("Off", context="the sound of alerts")
STORIES_ON = Text("On", context="one alert per story")
STORIES_OFF = Text("Off", context="one alert per story")
NEW_FACTS = Text("New facts", context="which follow-ups of a story come")
ALL_FOLLOW_UPS = Text("All", context="which follow-ups of a story come")
NO_FOLLOW_UPS = Text("None", context="which follow-ups of a story come")
NO_TEXT = Text("None", context="the text of an article")
SHORT_TEXT = Text("Short", context="the text of an article")
LONG_TEXT = Text("Long", context="the text of an article")
NO_PREVIEW = Text("None", context="a link preview")
PREVIEW_BELOW = Text("Below", context="a link preview")
PREVIEW_ABOVE = Text("Above", context="a link preview")
BADGE_AUTO = Text("If needed", context="the sign of a language")
BADGE_ALWAYS = Text("Always", context="the sign of a language")
BADGE_NEVER = Text("Never", context="the sign of a language")
ADMINS = Text("Admins", context="who may change a chat")
EVERYONE = Text("Everyone", context="who may change a chat")

# what each is about, on its screen
ABOUT_MODE = Text("How news of a topic comes that you follow from now on. Topics that you have stay as they are.")
ABOUT_SILENT = Text("Off: alerts come without a sound, unless a topic always rings.")
ABOUT_MENTIONS = Text("Off: no sound where a topic isn't in the headline, but only mentioned in the text.")
ABOUT_STORIES = Text("On: who else writes about a story is added to its alert, in silence. Off: an alert per article.")
ABOUT_FOLLOW_UPS = Text("Later articles of a story come as replies to its alert. New facts: if they say something new.")
ABOUT_EXTRACT = Text("How much of an article I show. The sentence that matched is always there.")
ABOUT_PREVIEW = Text("Whether a picture and a few words of the article's page are shown with an alert.")
ABOUT_BADGE = Text("The sign EN, RU or KK beside the source. If needed: where you read several languages.")
ABOUT_EDITORS = Text("Who can choose topics and settings here. Only admins can change this one.")
ADMINS_NOT_KNOWN = Text("Only an admin of the workspace can leave it to admins.")

TEAMWORK = Text("Sharing out")
ABOUT_TEAMWORK = Text("Under each alert: ✋ to take it, ✅ when it's done.")
SHARED_OUT = Text("On", context="alerts are shared out")
NOT_SHARED_OUT = Text("Off", context="alerts are shared out")
#: what is set for other kinds of chats; setting: `Sharing out`
NOT_HERE = Text("In this chat there is no such setting: {setting}")
