"""Telegram's limits. https://core.telegram.org/bots/api and https://core.telegram.org/bots/faq#broadcasting-to-users"""

TEXT = 4096  #: characters of a message after its markup is read
RAW_BYTES = 32_768  #: bytes of a message with its markup
LINK = 1000  #: characters of an address worth showing; with 4,096 escaped characters it stays within RAW_BYTES
CALLBACK_BYTES = 64  #: bytes of a button's data
LABEL = 64  #: characters on a button that a phone shows
ROWS = 50  #: rows of buttons
RATE = 28.0  #: messages a second in all: at 30 the clock's jitter is refused
CHAT_RATE = 1.0  #: messages a second in one chat
COMMANDS = 8  #: commands in a menu that a person takes in
