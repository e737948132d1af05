"""What /follow, /try and their buttons say."""

from bot.i18n.text import PerChat, Plural, Text

OUTDATED = Text("That button is out of date. Type what you want to follow.")
WHAT = Text("Tell me what to follow: {command}")
TWO_WORDS = Text("Two words mean both: {command}. A comma or a new line begins the next follow.")
BEGIN = Text("Or begin with one of these:")

NOW = PerChat(
    you=Text("You now follow {follow}: {meaning}."),
    chat=Text("This chat now follows {follow}: {meaning}."),
    channel=Text("The channel now follows {follow}: {meaning}."),
)
AGAIN = PerChat(
    you=Text("You again follow {follow}: {meaning}."),
    chat=Text("This chat again follows {follow}: {meaning}."),
    channel=Text("The channel again follows {follow}: {meaning}."),
)
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
        "You follow {count} thing, the most there may be: no room for {more} more. Drop something first: {command}",
        "You follow {count} things, the most there may be: no room for {more} more. Drop something first: {command}",
    ),
    chat=Plural(
        "This chat follows {count} thing, the most there may be: no room for {more} more. "
        "Drop something first: {command}",
        "This chat follows {count} things, the most there may be: no room for {more} more. "
        "Drop something first: {command}",
    ),
    channel=Plural(
        "The channel follows {count} thing, the most there may be: no room for {more} more. "
        "Drop something first: {command}",
        "The channel follows {count} things, the most there may be: no room for {more} more. "
        "Drop something first: {command}",
    ),
)
ANYWAY = Text("Follow anyway")
QUERY_ANYWAY = Text("Follow «{query}» anyway")
SEPARATELY = Text("Follow separately")
PARTS_TOO_COMMON = Text("Some of these words are too common to be followed alone.")

TRY = Text("I look into the last 30 days for you, and you follow only if you like it: {command}")
PRESS_ONE = Text("Or press one:")
