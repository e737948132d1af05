"""Why an article came to a chat, or did not."""

from bot.i18n.text import PerChat, Plural, Text

HOW = Text("Send the link of an article, and I say why it came or did not: {command}")
BY_REPLY = Text("Or answer one of my alerts with {command}; its ⋯ button says it too.")
BY_MENTION = Text("Or say it in the thread of an alert, {mention}; its ⋯ button says it too.")
NO_ALERT = Text("I know of no news in that message: it is no alert of mine, or an old one.")
SAME_NEWS = Text("That is the same news as one I knew already, so it is told once:")
NOT_SEEN = Text("I have not seen {link} in any source.")
OUR_SITE = Text("I do read that site, but its feed did not bring this article, or not yet:")
OTHER_SITE = Text("That site is not among my sources. I read:")

#: each behind the sign of a bell
AS_A_WHOLE = Text("🔔 {follow} is answered by the article as a whole:")
IN_HEADLINE = Text("🔔 {follow} is in the headline:")
IN_LEAD = Text("🔔 {follow} is in the lead:")
IN_TEXT = Text("🔔 {follow} is in the text:")
MORE_ANSWERED = Plural("It answers {count} more follow.", "It answers {count} more follows.")
NO_LONGER_FOLLOWED = PerChat(
    you=Text("You no longer follow what it came for."),
    chat=Text("This chat no longer follows what it came for."),
    channel=Text("The channel no longer follows what it came for."),
)

SENT = Text("Sent.")
SENT_AT = Text("Sent {moment}.")
SENDING = Text("It is being sent at this moment.")
#: cause: `the bot was blocked`
FAILED = Text("It could not be sent: {cause}.")
MISSED = Text("It was dropped: I could not write here at that time.")
DROPPED = Text("It was dropped: {cause}.")
SOON = Text("It is about to be sent.")
RETRIED = Text("Not sent yet: {cause}. I try again {moment}.")
HELD_UNTIL = Text("Held until {moment}.")
#: the same with a platform's own words, which end in a sign of their own
FAILED_SAYING = Text("It could not be sent: {words}")
DROPPED_SAYING = Text("It was dropped: {words}")
RETRIED_SAYING = Text("Not sent yet: {words} I try again {moment}.")

BEFORE_FIRST_POLL = Text("It was there before I began to read this source, so nobody was told.")
TOO_OLD = Plural(
    "It was older than {count} hour when I first saw it, {moment}, so nobody was told.",
    "It was older than {count} hours when I first saw it, {moment}, so nobody was told.",
)
FOLLOWED_LATER = PerChat(
    you=Text("You follow that since {since}; the article came before, {moment}."),
    chat=Text("This chat follows that since {since}; the article came before, {moment}."),
    channel=Text("The channel follows that since {since}; the article came before, {moment}."),
)
PAGE_AWAITED = Text("Its page is still to be read; then it is sent.")
NOT_FOUND_THEN = Text("It was not found when the article came: its text, or how I read follows, has changed since.")
OTHER_LANGUAGE = PerChat(
    you=Text("It is in {language}, and you read {languages} only: {command}"),
    chat=Text("It is in {language}, and this chat reads {languages} only: {command}"),
    channel=Text("It is in {language}, and the channel reads {languages} only: {command}"),
)
NOTHING_FOLLOWED = PerChat(
    you=Text("You follow nothing, so nothing asked for it."),
    chat=Text("This chat follows nothing, so nothing asked for it."),
    channel=Text("The channel follows nothing, so nothing asked for it."),
)
NEAREST = Text("I have seen it, but no follow here answers it. The nearest:")
#: lacks: `has Aktau, but not waste`
LACKS = Text("{follow}: it {lacks}.")
NOTHING_NEAR = Text("I have seen it, but no follow here answers it. Nothing of what is followed stands in it.")
NOTHING_NEAR_OF = Plural(
    "I have seen it, but no follow here answers it. Nothing of the {count} thing that is followed stands in it.",
    "I have seen it, but no follow here answers it. Nothing of the {count} things that are followed stands in it.",
)

PAGE_NOT_YET = Text("Its page is not read yet: only its headline and teaser were so far.")
PAGE_GIVEN_UP = Text("Its page could not be read: only its headline and teaser were.")
TEXT_NOT_KEPT = Text("Its full text is no longer kept: I looked at its headline and teaser.")
