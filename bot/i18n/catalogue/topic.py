"""What a group hears, or the operators, when one of its topics takes no more alerts."""

from bot.i18n.text import Plural, Text

GONE = Text("A topic of this group is gone, and its alerts wait.")
CLOSED = Text("A topic of this group is closed, and its alerts wait.")
#: group: its name
GONE_ELSEWHERE = Text("A topic of {group} is gone, and its alerts wait. The group takes no message from me either.")
CLOSED_ELSEWHERE = Text("A topic of {group} is closed, and its alerts wait. The group takes no message from me either.")
#: follows: as they were typed
FOLLOWS = Text("It follows {follows}.")
MORE_FOLLOWS = Plural("{count} more", "{count} more")
#: follow, following: commands
FOLLOW_ELSEWHERE = Text(
    "To get these alerts in another topic, follow the same there, for example {follow}; {following} shows what is "
    "followed."
)
#: count: days
IF_OPENED = Plural(
    "If the topic takes messages again within {count} day, everything that waits is sent there.",
    "If the topic takes messages again within {count} days, everything that waits is sent there.",
)
