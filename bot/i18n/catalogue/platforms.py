"""Why a platform did not do what it was asked, where it gave no words of its own: the end of a sentence.

They are stored beside a delivery, and stand there in English: `Text` with the error's name in brackets.
"""

from bot.i18n.text import Plural, Text

#: error: its name in the code; status: a number of HTTP; phrase: its name there
TELEGRAM_REFUSES_TOKEN = Text("Telegram refuses the token")
TELEGRAM_CLOSED = Text("the connections to Telegram are closed")
TELEGRAM_OTHER_ANSWER = Text("an answer that is none of Telegram's")
TELEGRAM_OTHER_STATUS = Text("an answer that is none of Telegram's ({status} {phrase})")
SLACK_CLOSED = Text("the connections to Slack are closed")
SLACK_STATUS = Text("Slack answered {status}")
SLACK_OTHER_STATUS = Text("an answer that is none of Slack's ({status})")
#: call: a method of Slack's
SLACK_OTHER_ANSWER = Text("{call}: an answer that is none of Slack's ({error})")
SLACK_NOT_REACHED = Text("Slack can't be reached ({error})")
#: error: why a token that ends soon is not renewed
SLACK_NOT_RENEWED = Text("the workspace's token is not renewed ({error})")
SLACK_RENEWED_ELSEWHERE = Text("another process renews the workspace's token")
SLACK_APP_TOKEN_REFUSED = Text("SLACK_APP_TOKEN is refused ({error})")
APP_REMOVED = Text("the app was removed from the workspace")
TERMINAL_CLOSED = Text("The terminal can't be written to: {error}")

UNREADABLE_ANSWER = Text("an answer that can't be read ({error})")
CONNECTION_BROKE = Text("the connection broke ({error})")
NO_SUCH_HOST = Text("no such host")
UNTRUSTED_CERTIFICATE = Text("its certificate is not trusted")
NO_SECURE_CONNECTION = Text("no secure connection")
PROXY_REFUSES = Text("the proxy refuses ({status})")
UNUSABLE_ADDRESS = Text("its address can't be used")
NO_CONNECTION = Text("no connection")
NO_CONNECTION_IN_TIME = Text("no connection in time")

PUT_OUT_OR_SILENCED = Text("the bot was put out or may not post")

#: of the settings: which token is refused, or what can't be reached, and how to fix it
SLACK_TOKEN_REFUSED = Text(
    "{variable} is refused by Slack ({error}): copy it anew from your app's page; "
    "config/slack-manifest.yaml lists the scopes it needs"
)
#: of a workspace that has installed the app
WORKSPACE_REFUSES = Text("the workspace refuses its token ({error}): it has removed the app, or has to install it anew")
SLACK_UNREACHABLE = Text("Slack can't be reached: {reason}. Look at the network and SLACK_API_URL")
TELEGRAM_TOKEN_REFUSED = Text(
    "TELEGRAM_BOT_TOKEN is refused by Telegram: take the token that @BotFather shows for your bot"
)
TELEGRAM_UNREACHABLE = Text("Telegram can't be reached: {reason}. Look at the network and TELEGRAM_API_URL")
#: scope: a name of Slack's, files:write
SLACK_NO_FILES = Text(
    "it may not send pictures and files: add the scope {scope} to your app and install it again in the workspace"
)
#: why Telegram gives us no updates; host: of the webhook
TELEGRAM_WEBHOOK = Text(
    "a webhook is set for this bot ({host}), so Telegram sends there what people write: "
    "have that program delete it, or set JARSHY_TAKE_OVER=true, and `run` deletes it"
)
TELEGRAM_WEBHOOK_AGAIN = Text(
    "a webhook was deleted, and another program set it again ({host}): stop that program, or give it a bot of its own"
)
TELEGRAM_WEBHOOK_TO_DELETE = Text("a webhook is set for it ({host}), which `run` deletes, as JARSHY_TAKE_OVER says")
#: of our own webhook
TELEGRAM_CALLS = Text("it calls us at {host}")
TELEGRAM_UPDATES_WAIT = Plural("{number} update waits there", "{number} updates wait there")
#: at: day and time, UTC; error: Telegram's own words
TELEGRAM_CALL_FAILED = Text("its last call that failed was at {at} UTC ({error})")
TELEGRAM_WEBHOOK_NOT_SET = Text("no webhook is set yet: `run` sets it, as PUBLIC_URL says")
TELEGRAM_WEBHOOK_MOVES = Text("our webhook is set at {host}, and `run` sets it where PUBLIC_URL says")
TELEGRAM_WEBHOOK_NOT_NEEDED = Text("our webhook is still set ({host}): `run` deletes it, as there is no PUBLIC_URL")
#: host: ours, as PUBLIC_URL says; error: Telegram's own words
TELEGRAM_CALLS_FAIL = Text(
    "Telegram can't call us at {host} ({error}): look whether PUBLIC_URL leads here from outside, and its certificate"
)
TELEGRAM_INLINE_OFF = Text(
    "inline mode is off, so nobody can search in other chats: send /setinline to @BotFather to turn it on"
)
TELEGRAM_OTHER_POLLER = Text(
    "another program asks for updates with the same token: stop it, or give one of the two a bot of its own"
)
TELEGRAM_OTHER_GETS_UPDATES = Text(
    "a webhook is set for this bot, or another program asks for updates with the same token: stop the other one"
)
TELEGRAM_REFUSES_UPDATES = Text("Telegram refuses the token when it is asked for updates, and takes it otherwise")
#: why nothing comes from Slack; error: its name of it
SLACK_SOCKETS_FAIL = Text("its sockets end at once, or can't be opened ({error})")
SLACK_SOCKET_CLOSED = Text("closed without a reason")

NO_HTTP_PROXY = Text(
    "the proxy that the environment names for Telegram is no http proxy: set HTTPS_PROXY to one, "
    "or NO_PROXY to Telegram's host"
)
