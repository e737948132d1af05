"""What /follow, /try and their buttons say."""

from bot.i18n.text import PerChat, Plural, Text

OUTDATED = Text("This button has expired. Type a topic to follow.")
WHAT = Text("Type a topic to follow: {command}")
TWO_WORDS = Text("Two words mean both: {command}. Separate topics with commas.")
BEGIN = Text("Or start with one of these:")

NOW = PerChat(
    you=Text("✅ Following {follow}"),
    chat=Text("✅ This chat follows {follow}"),
    channel=Text("✅ The channel follows {follow}"),
)
#: follows: a list
NOW_SEVERAL = PerChat(
    you=Text("✅ Following {count}: {follows}"),
    chat=Text("✅ This chat follows {count} more: {follows}"),
    channel=Text("✅ The channel follows {count} more: {follows}"),
)
AGAIN = PerChat(
    you=Text("✅ Following {follow} again"),
    chat=Text("✅ This chat follows {follow} again"),
    channel=Text("✅ The channel follows {follow} again"),
)
AGAIN_SEVERAL = PerChat(
    you=Text("✅ Following {count} again: {follows}"),
    chat=Text("✅ This chat follows {count} again: {follows}"),
    channel=Text("✅ The channel follows {count} again: {follows}"),
)
#: meaning: `articles with both waste and Aktau`; where the name does not say all
FINDS = Text("Finds: {meaning}")
NOT_ADDED = Text("Not added:")
ALREADY = PerChat(
    you=Text("You already follow {follow}."),
    chat=Text("This chat already follows {follow}."),
    channel=Text("The channel already follows {follow}."),
)
ALREADY_IT = PerChat(
    you=Text("You already follow it."),
    chat=Text("This chat already follows it."),
    channel=Text("The channel already follows it."),
)
NO_ROOM = PerChat(
    you=Plural(
        "You follow {count} topic, the maximum, so {more} more won't fit. Unfollow something first: {command}",
        "You follow {count} topics, the maximum, so {more} more won't fit. Unfollow something first: {command}",
    ),
    chat=Plural(
        "This chat follows {count} topic, the maximum, so {more} more won't fit. Unfollow something first: {command}",
        "This chat follows {count} topics, the maximum, so {more} more won't fit. Unfollow something first: {command}",
    ),
    channel=Plural(
        "The channel follows {count} topic, the maximum, so {more} more won't fit. Unfollow something first: {command}",
        "The channel follows {count} topics, the maximum, so {more} more won't fit. "
        "Unfollow something first: {command}",
    ),
)
ANYWAY = Text("Follow anyway")
SEPARATELY = Text("Follow separately")
PARTS_TOO_COMMON = Text("Some of these words are too common to follow on their own.")

TRY = Text("See what the last 30 days had, before you follow: {command}")
PRESS_ONE = Text("Or try one:")
