"""Slack's limits. https://docs.slack.dev/reference/block-kit/blocks and https://docs.slack.dev/apis/web-api/rate-limits"""

BLOCKS = 50  #: blocks of a message
SECTION = 3000  #: characters of one text block
ALL_BLOCKS = 12_000  #: bytes of all blocks of a message together, as measured by others
TEXT = 4000  #: characters of the text that notifications show; Slack cuts at 40,000
ACTIONS = 25  #: buttons in a row block
ROW = 5  #: buttons that stand beside each other on a desktop
LABEL = 75  #: characters on a button
VALUE = 2000  #: characters of a button's value
URL = 3000
RATE = 10.0  #: messages a second in all: several hundred a minute in a workspace
CHAT_RATE = 1.0  #: messages a second in one channel
