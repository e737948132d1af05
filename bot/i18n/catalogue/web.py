"""What is wrong with the web server: for the operator."""

from bot.i18n.text import Text

#: database: its address
SERVING = Text("Jarshy's web app listens on {port}. Database: {database}. Ctrl-C stops it.")
#: reason: the system's own words
PORT_NOT_USABLE = Text("PORT: nothing can listen on {port} ({reason}). Use a port that is free, or leave it out.")
CALLS_WAIT = Text("platforms call faster than the database can write down")
CALL_NOT_WRITTEN = Text("a call can't be written down")

METRICS_NEED_TOKEN = Text("Send JARSHY_ADMIN_TOKEN as a Bearer token.")
METRICS_NEED_SETTING = Text("Set JARSHY_ADMIN_TOKEN, and send it as a Bearer token: this call comes from outside.")
