"""What is wrong with the web server: for the operator."""

from bot.i18n.text import Text

#: reason: the system's own words
PORT_NOT_USABLE = Text("PORT: nothing can listen on {port} ({reason}). Use a port that is free, or leave it out.")

METRICS_NEED_TOKEN = Text("Send JARSHY_ADMIN_TOKEN as a Bearer token.")
METRICS_NEED_SETTING = Text("Set JARSHY_ADMIN_TOKEN, and send it as a Bearer token: this call comes from outside.")
