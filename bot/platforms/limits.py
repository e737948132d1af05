"""The limits of each platform: documented ones with their source, and choices of ours that follow from them.

Telegram: https://core.telegram.org/bots/api and https://core.telegram.org/bots/faq#broadcasting-to-users
Slack: https://docs.slack.dev/reference/block-kit/blocks and https://docs.slack.dev/apis/web-api/rate-limits
"""

#: characters of a message after its markup is read (https://core.telegram.org/bots/api#sendmessage)
TELEGRAM_TEXT = 4096
#: characters below a file or a picture (https://core.telegram.org/bots/api#sendphoto)
TELEGRAM_CAPTION = 1024
TELEGRAM_PICTURE_BYTES = 10_000_000  #: of a picture; a larger one goes as a file, of which 50 MB are taken
TELEGRAM_RAW_BYTES = 32_768  #: bytes of a message with its markup (the Bot API server's source)
TELEGRAM_LINK = 2000  #: characters of a URL worth showing; even escaped it leaves room for a text
#: bold, italic and linked runs of a message: more are left unformatted (https://limits.tginfo.me/en)
TELEGRAM_ENTITIES = 100
#: bytes of all addresses behind links: more, and Telegram answers ENTITIES_TOO_LONG (undocumented)
TELEGRAM_ADDRESSES = 9000
#: bytes of a button's data (https://core.telegram.org/bots/api#inlinekeyboardbutton)
TELEGRAM_CALLBACK_BYTES = 64
#: characters of a toast (https://core.telegram.org/bots/api#answercallbackquery)
TELEGRAM_TOAST = 200
TELEGRAM_SOUGHT = 256  #: characters of an inline query (https://core.telegram.org/bots/api#inlinequery)
TELEGRAM_COPY = 256  #: characters that a button copies
TELEGRAM_LABEL = 64  #: characters on a button that a phone shows
TELEGRAM_ROWS = 50  #: rows of buttons
TELEGRAM_RATE = 28.0  #: messages a second in all: at 30 some are refused because of jitter
TELEGRAM_CHAT_RATE = 1.0  #: messages a second in one chat
TELEGRAM_GROUP_PER_MINUTE = 20  #: messages in a group or channel in any minute
TELEGRAM_COMMANDS = 8  #: commands in a menu that a person can overlook
#: characters of a command's line in the menu (https://core.telegram.org/bots/api#botcommand)
TELEGRAM_COMMAND_SUMMARY = 256
#: characters of the empty chat's text (https://core.telegram.org/bots/api#setmydescription)
TELEGRAM_DESCRIPTION = 512
#: characters of the profile's text (https://core.telegram.org/bots/api#setmyshortdescription)
TELEGRAM_ABOUT = 120

SLACK_BLOCKS = 50  #: blocks of a message
SLACK_SECTION = 3000  #: characters of one text block
SLACK_ALL_BLOCKS = 12_000  #: bytes of all blocks of a message together (undocumented, measured)
SLACK_PAGE = 7500  #: bytes of the blocks of a page, so that none is split
SLACK_TEXT = 4000  #: characters of the text that notifications show; Slack cuts at 40,000
SLACK_ACTIONS = 25  #: buttons in a row block (https://docs.slack.dev/reference/block-kit/blocks/actions-block)
SLACK_ROW = 5  #: buttons in a row on a desktop
SLACK_LABEL = 75  #: characters on a button (https://docs.slack.dev/reference/block-kit/block-elements/button-element)
SLACK_VALUE = 2000  #: characters of a button's value
SLACK_LINK = 2000  #: bytes of a URL worth showing; Slack allows 3,000
SLACK_VIEW_BLOCKS = 100  #: blocks of an App Home (https://docs.slack.dev/reference/views/home-tab-views)
SLACK_FIELD_LABEL = 2000  #: characters above a field
SLACK_RATE = 10.0  #: messages a second in all: several hundred a minute in a workspace
SLACK_CHAT_RATE = 1.0  #: messages a second in one channel
#: edits a second in a workspace: 50 a minute (https://docs.slack.dev/reference/methods/chat.update), with some to spare
SLACK_EDIT_RATE = 40 / 60
