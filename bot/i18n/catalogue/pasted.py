"""What is said of a link that somebody sends, and of a post that they pass on."""

from bot.i18n.text import Text

#: a button: the site is proposed to who runs the bot
ASK = Text("Ask for this source")
#: link: of a site that is read, above how fresh it is
FRONT_PAGE = Text("I read {link}:")
SHORTENED = Text("{link} is a short link. Open it and send me the full address.")

#: above names, each with a button that follows it
NAMES = Text("In this post (tap to follow):")
#: the same where none can be followed
NAMES_ONLY = Text("In this post:")
NO_NAMES = Text("I found no names in this post. Type a topic you're interested in.")
PLACE = Text("{name} · place")
PERSON = Text("{name} · person")
TOPIC = Text("{name} · topic")
NAME = Text("{name} · name")
#: what: one of the four before; names: what else it is called
WITH_OTHERS = Text("{what} · also {names}")
FOLLOWED = Text("{what} · already followed")

#: in answer to a voice, a sticker, a place, a picture
WORDLESS = Text("I only read text 🙂 Send me a topic, an article link, or a post with text.")
