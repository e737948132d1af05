"""/status: how the chat stands."""

from bot.i18n.text import Plural, Text

#: the first line, one of these
WELL = Plural("✅ All good · {count} topic", "✅ All good · {count} topics")
SNOOZED = Text("⏸ Paused until {moment}")
QUIET_UNTIL = Text("🌙 Quiet until {moment}")
#: cause: `the bot isn't allowed to post there`
CANNOT_SEND = Text("⚠️ I can't send here: {cause}")
SOME_FAILED = Plural(
    "⚠️ {count} alert couldn't be sent in the last 24 hours: {cause}",
    "⚠️ {count} alerts couldn't be sent in the last 24 hours: {cause}",
)

#: behind the first line where that does not say it
TOPICS = Plural("{count} topic", "{count} topics")
WAIT_UNTIL = Plural("{count} alert is held until {moment}", "{count} alerts are held until {moment}")
WAIT_FOR_TRY = Plural(
    "{count} alert waits for the next try, {moment}: {cause}", "{count} alerts wait for the next try, {moment}: {cause}"
)
ON_THE_WAY = Plural("{count} alert is on its way", "{count} alerts are on their way")
DIGEST_IN_DOUBT = Text("⚠️ The digest of {moment} may not have arrived: {command}")
NEXT_DIGEST = Text("Next digest: {moment}")
#: ago: `2 minutes ago`
SOURCES_READ = Plural("{count} source read {ago}", "{count} sources read {ago}")
MORE_SOURCES_FAIL = Plural("{count} more source has trouble: {command}", "{count} more sources have trouble: {command}")

LAST_ALERTS = Text("Last alerts:")
PUBLISHED_AND_SENT = Text("published {published}, sent {sent}")
NO_ALERTS = Text("No alerts sent lately.")
