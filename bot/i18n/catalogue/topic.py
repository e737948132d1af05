"""What a group hears, or the operators, when one of its topics takes no more alerts."""

from bot.i18n.text import Plural, Text

GONE = Text("A topic of this group is gone, so its alerts wait.")
CLOSED = Text("A topic of this group is closed, so its alerts wait.")
#: group: its name
GONE_ELSEWHERE = Text("A topic of {group} is gone, so its alerts wait. I can't write to the group itself either.")
CLOSED_ELSEWHERE = Text("A topic of {group} is closed, so its alerts wait. I can't write to the group itself either.")
#: follows: as they were typed
FOLLOWS = Text("It follows {follows}.")
MORE_FOLLOWS = Plural("{count} more", "{count} more")
#: follow, following: commands
FOLLOW_ELSEWHERE = Text(
    "To get these alerts in another topic, follow the same there, for example {follow}. {following} shows the list."
)
#: count: days
IF_OPENED = Plural(
    "If it opens again within {count} day, everything that waits is sent there.",
    "If it opens again within {count} days, everything that waits is sent there.",
)
