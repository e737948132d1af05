"""Digests on time: when they come, what is answered to who sets that, and what stands around one."""

from bot.i18n.text import Plural, Text

#: on which days a digest comes
EVERY_DAY = Text("every day", context="when a digest comes")
ON_WORKDAYS = Text("on weekdays", context="when a digest comes")
ON_WEEKEND = Text("on weekends", context="when a digest comes")
#: days: `Mondays and Fridays`
ON_DAYS = Text("on {days}", context="when a digest comes")
MONDAYS = Text("Mondays")
TUESDAYS = Text("Tuesdays")
WEDNESDAYS = Text("Wednesdays")
THURSDAYS = Text("Thursdays")
FRIDAYS = Text("Fridays")
SATURDAYS = Text("Saturdays")
SUNDAYS = Text("Sundays")
DAYS: tuple[Text, ...] = (MONDAYS, TUESDAYS, WEDNESDAYS, THURSDAYS, FRIDAYS, SATURDAYS, SUNDAYS)

#: days: `on weekdays`; times: `09:00, 18:00`
IS_SET = Text("⏰ Digest {days} at {times}")
#: city: of the time zone
NEXT_TODAY = Text("Next: today at {time} ({city} time)")
NEXT_TOMORROW = Text("Next: tomorrow at {time} ({city} time)")
NEXT_ON = Text("Next: {day} at {time} ({city} time)")
DAY_OF_NEXT = Text("EEEE, d MMM", context="pattern of a date")
NONE_YET = Text("I can bundle the news of your topics into one message. When should it come?")
OR_TYPE = Text("Or type: {every_day} · {workdays} · {weekly}")
#: behind /digest
TYPED_DAILY = Text("daily 8:30", context="what people type")
TYPED_WORKDAYS = Text("weekdays 9:00 18:00", context="what people type")
TYPED_WEEKLY = Text("every Monday 9:00", context="what people type")
IS_OFF = Text("Digests no longer come by themselves. {command} still works any time.")
WAS_OFF = Text("No digest comes by itself here.")
NOTHING_TO_BRING = Text("Nothing is followed here yet, so there is nothing to bring: {command}")

NO_SUCH_TIME = Text("{time} isn't a time of day. Try: {example}")
#: most: a number of times
TOO_OFTEN = Text("A digest comes up to {most} times a day, half an hour apart or more. Try: {example}")
#: month: shows the news of a month now
TOO_RARELY = Text("A digest comes daily, on weekdays or weekly. Try: {example} — or, for the month so far, {month}")

#: buttons
MORNINGS = Text("Every morning {time}")
WORKDAYS = Text("Weekdays {time}")
EVENINGS = Text("Every evening {time}")
WEEKLY = Text("Mondays {time}")
OFF = Text("Turn off", context="digests")
#: the choice that is made
TICKED = Text("✓ {choice}", context="when a digest comes")
SCHEDULE = Text("⏰ On schedule")
WHEN = Text("⏰ When it comes")
DIGEST_ONLY = Text("No alerts, digest only")
ALERTS_AGAIN = Text("Alerts again")

ONLY_DIGESTS = Text("🔕 No more alerts: news of your topics comes in the digest.")
ALERTS_TOO = Text("🔔 Alerts are back, as soon as news is published.")

#: a follow that brings much, which is followed for digests only
DAILY_DIGEST = Text("Daily digest")
FOLLOWING_DAILY = Text("✅ {follow} comes in the digest, without alerts")
ALERTS_OF_IT = Text("Alerts again", context="of one follow")
HAS_ALERTS = Text("🔔 {follow}: alerts are back")

#: the first line of a digest; follows: `AI 5, Aktau 4`
NEW = Plural("🗞 {count} new: {follows}", "🗞 {count} new: {follows}")
FOLLOW_AND_NUMBER = Text("{follow} {count}", context="in the first line of a digest")
MORE_FOLLOWS = Plural("{follows} and {count} more topic", "{follows} and {count} more topics")
#: since: a moment
SINCE = Text("Since {since}")
NOTHING_NEW = Text("🗞 Nothing new since {since}")
LATE = Text("It was due at {due}: I was offline then.")
#: due: a moment. It may have come and may not have: a second one would be long, so this comes
IN_DOUBT = Text("🗞 The digest of {due} may not have arrived: I was interrupted while sending it.")
#: where there can be no button
IN_DOUBT_COMMAND = Text("If it is missing: {command}")
SHOW_IT = Text("Show it", context="the digest that may not have arrived")
NO_LAST = Text("No digest has come by itself here yet.")
#: behind an article: the other follows that it answers
OTHER_FOLLOWS = Text("also: {follows}", context="behind an article")
WITHOUT_NEWS = Plural("Nothing new on {count} more topic", "Nothing new on {count} more topics")
