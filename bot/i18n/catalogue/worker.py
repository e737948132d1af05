"""What the worker itself answers."""

from bot.i18n.text import Plural, Text

WENT_WRONG = Text("Something went wrong and was logged. Please try again in a minute.")

NOBODY_TO_TALK_TO = Text(
    "there is nobody to talk to: set TELEGRAM_BOT_TOKEN, or SLACK_BOT_TOKEN and SLACK_APP_TOKEN, "
    "or start `python -m bot run` in a terminal"
)
#: hours: a whole number; reasons: of each platform, after its name
NO_PLATFORM_LEFT = Text(
    "no platform has taken its token for {hours} hours ({reasons}): put good ones into the settings, and start again"
)
PLATFORM_AND_REASON = Text("{platform}: {reason}")
REASONS = Text("{first}; {last}")
#: the first line of the program: sources are their keys
BANNER = Plural(
    "Jarshy on {platforms} · {count} source: {sources} · database {database}",
    "Jarshy on {platforms} · {count} sources: {sources} · database {database}",
)
