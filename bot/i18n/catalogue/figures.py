"""What /metrics says of each figure: for the operator."""

from bot.i18n.text import Text

ARTICLES_STORED = Text("Articles that are new, stored.")
POLLS = Text("Polls of sources: read, unchanged or failed.")
MESSAGES = Text("Messages handed to a platform, by what became of them.")
ALERTS_SENT = Text("Articles that were sent to a chat, alone or folded.")
ALERTS_FOLDED = Text("Of these, articles that shared a message with others.")
ALERTS_FAILED = Text("Articles that a chat will not get, given up.")
LETTERS_SENT = Text("Messages sent that are no alerts: digests, notices, reminders.")
REFUSALS = Text("Messages that a platform refused, by cause.")
DELIVERY_LATENCY = Text("Seconds from an article's publication until a chat has it.")
HANDLING_LATENCY = Text("Seconds from when an article was first seen until a chat has it.")
PLATFORM_CALL = Text("Seconds that a platform takes for one message.")
COMMANDS = Text("Commands answered.")
ANSWER_TIME = Text("Seconds until a command has its answer.")
WEBHOOK_CALLS = Text("Calls of our webhooks.")
BUGS = Text("Bugs logged with a traceback, by what failed.")
