"""What is said of a sentence, and of a command that nobody knows."""

from bot.i18n.text import Text

#: above a button for each topic of a sentence
WHICH = Text("What should I follow for you?")
#: name: what was typed, /подпска; synonym: /подписка; command: /follow
NEAREST_SYNONYM = Text("I don't know {name}. Did you mean {synonym}? It's {command}")
