"""What /add says to who asks for a site, and to the operators who decide."""

from bot.i18n.text import Plural, Text

#: example: a command; channel: another one
HOW = Text("Which site is missing? Send it like this: {example}, or a Telegram channel: {channel}")
NO_OPERATORS = Text("Nobody here can approve new sites. Whoever runs this bot can add one to its list of sources.")
NO_ADDRESS = Text("I don't see a site in “{typed}”. Try {example}")
INNER = Text("{site} is in a private network, so I can't read it.")
READ_ALREADY = Text("I already read {site}:")

LOOKING = Text("🔎 Looking at {site}. I'll tell you here what I find.")
LOOKING_DIRECTLY = Text("🔎 Looking at {site}. I'll send you a message with what I find.")
LOOKING_ALREADY = Text("🔎 I'm already looking at {site}. You'll hear what I find, too.")
WAITS = Text("{site} is already waiting for a decision by the people who run this bot. You'll hear of it, too.")
FAILED_LATELY = Text("I couldn't read {site} when I looked {ago}: {reason}.")
APPROVED_SOON = Text("{site} was just approved. I start reading it within a minute.")
APPROVED_OFF = Text("{site} was approved, but it's switched off at the moment.")
#: moment: when; reason: theirs
REJECTED_LATELY = Text("The people who run this bot decided against {site} ({moment}).")
REJECTED_LATELY_BECAUSE = Text("The people who run this bot decided against {site} ({moment}): {reason}.")
TOO_MANY = Plural(
    "That's {count} site within a day. Ask again tomorrow.", "That's {count} sites within a day. Ask again tomorrow."
)
TOO_MANY_OPEN = Text("Many sites are waiting for a decision. Please ask again in a few days.")

#: what who asked is told later
FOUND = Text("I can read {site}. Now the people who run this bot decide, and I'll tell you.")
FAILED = Text("I can't read {site}: {reason}.")
FAILED_TRY = Text("Does it have a page of news? Then send me that page's address.")
APPROVED = Text("✅ I read {site} now. Its next news reaches you if it matches your topics.")
REJECTED = Text("{site} won't be added.")
REJECTED_BECAUSE = Text("{site} won't be added: {reason}.")

#: what operators are shown
PROPOSED = Text("New source? {site}")
#: names: of who asked
ASKED_BY = Text("Asked for by {names}")
ASKED_BY_MORE = Plural("Asked for by {names} and {count} other", "Asked for by {names} and {count} others")
#: source: its name; language: `English`; kind: one of those below
WHAT = Text("{source} · {language} · {kind}")
FEED = Text("feed")
CHANNEL = Text("Telegram channel")
SITEMAP = Text("sitemap")
WORDPRESS = Text("WordPress")
LIST = Text("list of headlines")
WOULD_READ = Plural("{count} article would be read:", "{count} articles would be read, the newest:")
NO_FULL_TEXT = Text("The full text of the newest couldn't be read.")
#: two buttons
APPROVE = Text("Approve")
REJECT = Text("Reject")
WHY_REJECT = Text("Reject {site}: with which reason? Or type your own: {command}")
#: stands for the reason in that command
YOUR_REASON = Text("your reason")
#: buttons
NO_REASON = Text("Without a reason")
NOT_NEWS = Text("Not news")
TOO_MUCH = Text("Too much")
NOT_RELIABLE = Text("Not reliable")
KEEP_WAITING = Text("Back", context="to a decision that is not taken")
#: reasons, as the end of a sentence
BECAUSE_NOT_NEWS = Text("it isn't a news site")
BECAUSE_TOO_MUCH = Text("it publishes too much")
BECAUSE_NOT_RELIABLE = Text("it isn't reliable enough")
APPROVED_BY = Text("✅ {site} approved by {name}. I start reading it within a minute.")
APPROVED_KEEP = Text("What it has published so far alerts nobody.")
REJECTED_BY = Text("{site} rejected by {name}.")
REJECTED_BY_BECAUSE = Text("{site} rejected by {name}: {reason}.")
DECIDED_ALREADY = Text("That was decided already:")
ONLY_OPERATORS = Text("Only the people who run this bot can decide this.")
NO_PROPOSAL = Text("There's nothing to decide here any more.")
