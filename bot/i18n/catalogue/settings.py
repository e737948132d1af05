"""What is wrong with a variable of the environment, and what is expected instead: for the operator."""

from bot.i18n.text import Text

# a value has its quotes already, as it stands in the code of Python

#: variable: its name; problem: one of those below, or of the texts for values
PROBLEM = Text("{variable}: {problem}")
NOT_USABLE = Text("{variable}: {value} can't be used. Use {expected}.")
#: of a variable whose value nobody may see
SECRET_NOT_USABLE = Text("{variable}: it can't be used. Use {expected}.")
NOT_READABLE = Text(".env: it can't be read by this user: {reason}. Let the user who runs Jarshy read it.")
NOT_UTF8 = Text(".env: it is not UTF-8 text. Save it as UTF-8.")

PORT = Text("a whole number from 1 to 65535, for example 8080")
WHOLE_FOLLOWS = Text("a whole number from 1 to 10000, for example 200")
WHOLE_ARTICLES = Text("a whole number of articles from 1 to 10000, for example 10")
WHOLE_DAYS = Text("a whole number of days from 1 to 3650, for example 30")
WHOLE_HOURS = Text("a whole number of hours from 0 to 720, for example 24")
TELEGRAM_RATE = Text("messages a second from 1 to 1000, for example 28")
SLACK_RATE = Text("messages a second from 1 to 100, for example 10")
TRUE_OR_FALSE = Text("true or false")
LANGUAGE = Text("en, ru or kk")
ACCESS = Text("open or list")
LOG_LEVEL = Text("DEBUG, INFO, WARNING or ERROR")
LOG_FORMAT = Text("console or json")
ANOTHER_VALUE = Text("another value, or leave it out")

NO_DATABASE = Text(
    "this is not the address of a database. Use {default}, with a full path "
    "sqlite:////var/lib/jarshy/jarshy.db, or postgresql://USER:PASSWORD@HOST:5432/NAME. "
    "In a password write @ as %40, / as %2F, # as %23."
)
NOT_A_TOKEN = Text("it holds spaces or letters that no token has. Use the token alone, as it was given.")
#: wrong, right: how these tokens begin
OTHER_TOKEN = Text("this is the other token of Slack, it begins with {wrong}. Use one with {right}.")
NO_HTTP_ADDRESS = Text("this is not an http(s) address. Use {default}, or leave it out.")
NO_PUBLIC_URL = Text("this is not an http(s) address, without a name or a query. Use {example}, or leave it out.")
NO_HEARTBEAT_URL = Text("this is not an http(s) address. Use the one that the service gave you, or leave it out.")
#: how: a command that prints a key
NO_SECRET_KEY = Text("each key is 32 bytes in Base64, and this is none. Use what `{how}` prints, or leave it out.")
#: characters: how many at least
ADMIN_TOKEN_TOO_SHORT = Text("it can be guessed. Use {characters} characters or more.")
NO_TIME_ZONE = Text("there is no time zone {name}. Use a name such as Asia/Almaty.")
NO_ZONES = Text("there are no time zones: the package tzdata is missing. Install requirements.txt again.")
NO_SOURCES_FILE = Text("there is no file {path}. Use a path to a sources file, or leave it out.")
NO_CONCEPTS_FILE = Text("there is no file {path}. Use a path to a concepts file, or leave it out.")
NO_ID = Text("{item} is no id. Use the number of Telegram, or the id of Slack, such as telegram:123,slack:U1.")
NO_OPERATOR = Text("{item} names nobody. Use platform and id, such as telegram:123,slack:U1.")

DISK_IS_WIPED = Text(
    "DATABASE_URL: this host wipes its disk at each restart (DYNO is set), so a SQLite file would forget "
    "every chat and all that was delivered. Use postgresql://… , which the host's add-on sets by itself."
)
#: rate: messages a second
RATE_NOT_PAID = Text(
    "JARSHY_TELEGRAM_RATE: Telegram takes {rate} messages a second and blocks who sends more. "
    "Use 28, which leaves room for the clock's jitter, or JARSHY_PAID_BROADCAST=true beside it."
)
SLACK_BOT_TOKEN_MISSING = Text(
    "SLACK_BOT_TOKEN: it is not set, though Slack's other token is. "
    "Set both; this one is xoxb-… of OAuth & Permissions."
)
SLACK_APP_TOKEN_MISSING = Text(
    "SLACK_APP_TOKEN: it is not set, though Slack's other token is. "
    "Set both; this one is xapp-… with connections:write. Or set SLACK_SIGNING_SECRET and PUBLIC_URL."
)
PUBLIC_URL_MISSING = Text(
    "PUBLIC_URL: it is not set, though SLACK_SIGNING_SECRET is. Set the address where Slack reaches this program."
)
#: variable: the one that is missing
NEEDED_TO_INSTALL = Text("{variable}: it is not set, and workspaces can't install the app without it.")
