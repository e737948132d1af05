"""What /timezone says: where the clocks of the chat stand."""

from bot.i18n.text import PerChat, Text

#: zone: `Aktau, UTC+5`; clock: `14:05`
SHOWN = PerChat(
    you=Text("Your time zone: {zone}. It's {clock} there now."),
    chat=Text("This chat's time zone: {zone}. It's {clock} there now."),
    channel=Text("The channel's time zone: {zone}. It's {clock} there now."),
)
CHANGED = PerChat(
    you=Text("✅ Your time zone is {zone}. It's {clock} there now."),
    chat=Text("✅ This chat's time zone is {zone}. It's {clock} there now."),
    channel=Text("✅ The channel's time zone is {zone}. It's {clock} there now."),
)
#: city: its name; offset: `UTC+5`
ZONE = Text("{city}, {offset}")
KEPT = Text("Quiet hours and digests keep their time of day.")
HOW = Text("Not right? Tap yours, or type a city: {city}, or {offset}")
HOW_WITH_PLACE = Text("Not right? Tap yours, type a city ({city}, or {offset}), or send me your location.")
UNKNOWN = Text("I don't know a time zone called {typed}.")
TRY = Text("Try the nearest big city: {city}, or {offset}")
MEANT = Text("Which one do you mean by {typed}?")
WHERE = Text("Where is it {time} now?")

#: buttons; clock: what clocks show there
CITY = Text("{city} · {clock}")
TICKED = Text("✓ {city} · {clock}")
GO_BACK = Text("Back to {city}")
