"""Why an article came to a chat, or did not."""

from bot.i18n.text import PerChat, Plural, Text

HOW = Text("Send me an article link and I'll tell you why you got it or didn't: {command}")
BY_REPLY = Text("Or reply {command} to an alert, or tap ⋯ under it.")
BY_MENTION = Text("Or ask in an alert's thread, {mention}, or tap ⋯ under it.")
#: above a button for each
WHICH = Text("That message tells of several articles. Which one?")
NO_ALERT = Text("That message isn't one of my alerts, or it's an old one.")
SAME_NEWS = Text("Same story as one I already had, so it comes once:")
NOT_SEEN = Text("I haven't seen {link} in any source.")
OUR_SITE = Text("I read that site, but this article hasn't come up there, or not yet:")
OTHER_SITE = Text("I don't read that site. I read:")

#: each behind the sign of a bell
AS_A_WHOLE = Text("🔔 {follow} · in the article as a whole:")
IN_HEADLINE = Text("🔔 {follow} · in the headline:")
IN_LEAD = Text("🔔 {follow} · in the lead:")
IN_TEXT = Text("🔔 {follow} · in the text:")
MORE_ANSWERED = Plural("It matches {count} more topic.", "It matches {count} more topics.")
NO_LONGER_FOLLOWED = PerChat(
    you=Text("You no longer follow the topic it came for."),
    chat=Text("This chat no longer follows the topic it came for."),
    channel=Text("The channel no longer follows the topic it came for."),
)

SENT = Text("Sent.")
SENT_AT = Text("Sent {moment}.")
SENDING = Text("It's being sent right now.")
JOINED = Text("It's shown under an earlier alert of the same story.")
#: cause: `the bot was blocked`
FAILED = Text("It couldn't be sent: {cause}.")
MISSED = Text("It was dropped: I couldn't write here then.")
DROPPED = Text("It was dropped: {cause}.")
SOON = Text("It's about to be sent.")
RETRIED = Text("Not sent yet: {cause}. Next try {moment}.")
HELD_UNTIL = Text("Held until {moment}.")
#: of a topic that wants only what no other language has; moment: `14:05`
WAITS_ALONE = Text("Held until {moment}: it comes only if no other language has it by then.")
#: source: a name; language: `Russian`
NOT_ALONE = Text("It was dropped: {source} ({language}) had it too, {moment}.")
#: the same with a platform's own words, which end in a sign of their own
FAILED_SAYING = Text("It couldn't be sent: {words}")
DROPPED_SAYING = Text("It was dropped: {words}")
RETRIED_SAYING = Text("Not sent yet: {words} Next try {moment}.")

BEFORE_FIRST_POLL = Text("It was published before I started reading this source.")
TOO_OLD = Plural(
    "It was more than {count} hour old when I first saw it, {moment}, so I sent no alert.",
    "It was more than {count} hours old when I first saw it, {moment}, so I sent no alert.",
)
FOLLOWED_LATER = PerChat(
    you=Text("You followed this on {since}, after the article came out, {moment}."),
    chat=Text("This chat followed this on {since}, after the article came out, {moment}."),
    channel=Text("The channel followed this on {since}, after the article came out, {moment}."),
)
#: follows: one or several topics
DIGEST_ONLY = PerChat(
    you=Text("You set {follows} to digests only: {command}"),
    chat=Text("{follows}: set to digests only in this chat: {command}"),
    channel=Text("{follows}: set to digests only in the channel: {command}"),
)
#: moment: `14:05`
MUTED = PerChat(
    you=Text("You muted {follows} until {moment}."),
    chat=Text("{follows}: muted in this chat until {moment}."),
    channel=Text("{follows}: muted in the channel until {moment}."),
)
PAGE_AWAITED = Text("I haven't read its page yet. It will be sent right after.")
NOT_FOUND_THEN = Text(
    "It didn't match when the article came out. The text, or the way I read topics, has changed since."
)
OTHER_LANGUAGE = PerChat(
    you=Text("It's in {language}, and you read only {languages}: {command}"),
    chat=Text("It's in {language}, and this chat reads only {languages}: {command}"),
    channel=Text("It's in {language}, and the channel reads only {languages}: {command}"),
)
LEFT_OUT = PerChat(
    you=Text("You left out {source}: {command}"),
    chat=Text("{source} is left out in this chat: {command}"),
    channel=Text("{source} is left out in the channel: {command}"),
)
BRING_BACK = Text("Bring back {source}")
NOTHING_FOLLOWED = PerChat(
    you=Text("You don't follow anything."),
    chat=Text("This chat doesn't follow anything."),
    channel=Text("The channel doesn't follow anything."),
)
NEAREST = Text("None of the topics here match this article. Closest:")
#: lacks: `has Aktau, but not waste`
LACKS = Text("{follow}: it {lacks}.")
NOTHING_NEAR = Text("None of the topics here match this article.")
NOTHING_NEAR_OF = Plural(
    "The only topic here doesn't match this article.",
    "None of the {count} topics here match this article.",
)

PAGE_NOT_YET = Text("I haven't read its page yet, only the headline and the teaser.")
PAGE_GIVEN_UP = Text("I couldn't read its page, only the headline and the teaser.")
TEXT_NOT_KEPT = Text("Its full text is no longer kept, so I looked at the headline and the teaser.")
