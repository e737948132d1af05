"""Telegram's limits. https://core.telegram.org/bots/api and https://core.telegram.org/bots/faq#broadcasting-to-users"""

TEXT = 4096  #: characters of a message after its markup is read (https://core.telegram.org/bots/api#sendmessage)
RAW_BYTES = 32_768  #: bytes of a message with its markup (the Bot API server's source)
LINK = 1000  #: characters of an address worth showing; even escaped it leaves room for a text within RAW_BYTES
CALLBACK_BYTES = 64  #: bytes of a button's data (https://core.telegram.org/bots/api#inlinekeyboardbutton)
LABEL = 64  #: characters on a button that a phone shows
ROWS = 50  #: rows of buttons
RATE = 28.0  #: messages a second in all: at 30 the clock's jitter is refused
CHAT_RATE = 1.0  #: messages a second in one chat
GROUP_PER_MINUTE = 20  #: messages in a group or channel in any minute
COMMANDS = 8  #: commands in a menu that a person takes in
COMMAND_SUMMARY = 256  #: characters of a command's line in it (https://core.telegram.org/bots/api#botcommand)
DESCRIPTION = 512  #: characters of the empty chat's text (https://core.telegram.org/bots/api#setmydescription)
ABOUT = 120  #: characters of the profile's text (https://core.telegram.org/bots/api#setmyshortdescription)
