"""Which articles a question is about: links in its text, the message that it replies to, the one with its button.

"https://kt.kz/a_1.html"    the article of that link
"" in reply                 all that the alert carried; of a digest, what it links to
"with 345"                  all that the message carried which brought article 345
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.i18n.catalogue import story as texts
from bot.i18n.text import Text
from bot.intake.dedup import link_keys
from bot.intake.redirects import destination
from bot.messages.message import Button, Message, say
from bot.messages.text import shorten, tidy
from bot.messages.wording import LABEL_LIMIT
from bot.model import Article
from handlers.request import Request

#: Slack wraps a link, with its label behind a bar
LINK = re.compile(r"<?(https?://[^\s<>|]+)(?:\|[^>]*)?>?", re.IGNORECASE)
BARE = re.compile(r"(?<![\w@./])(?:[\w-]+\.)+[^\W\d_]{2,}/\S+")  #: kt.kz/eng/a_1234567890.html
AROUND = ".,;:!?)]}»”\"'*_…"  #: what may stand right behind a link and is no part of it
WITH = re.compile(r"with (\d{1,18})")
MOST_LINKS = 10  #: of one text
MOST_REPLIED = 60  #: links of a message that is replied to: those of a page of a digest
MOST_OFFERED = 20  #: articles that are offered to choose from: as many as one message of several carries


def links(text: str, most: int = MOST_LINKS) -> list[str]:
    """The links in a text, each the page to which it leads."""
    whole = [found[1] for found in LINK.finditer(text)]
    bare = [] if whole else [f"https://{found[0]}" for found in BARE.finditer(text)]
    return list(dict.fromkeys(destination(link.rstrip(AROUND)) for link in (*whole, *bare)[:most]))


def known(request: Request, text: str, most: int = MOST_LINKS) -> list[tuple[Article, bool]]:
    """The articles of the links in a text, each once; True: the link is another one's of the same news."""
    found = (request.store.articles.find(link_keys(link, request.rules.sources)) for link in links(text, most))
    by_id: dict[int, tuple[Article, bool]] = {}
    for each in filter(None, found):
        by_id.setdefault(each[0].id, each)
    return list(by_id.values())


def replied(request: Request) -> list[Article]:
    """The articles of the message that is replied to: of an alert those that it carried, of another those it links."""
    asked = request.command
    carried = request.store.outbox.articles_by_ref(asked.chat, asked.reply_to) if asked.reply_to else []
    return carried or [article for article, _ in known(request, asked.reply_links, MOST_REPLIED)]


def carried(request: Request) -> list[Article]:
    """The articles of the message whose button says `with 345`; none: it says something else, or that is gone."""
    pressed = WITH.fullmatch(request.text) if request.command.button else None
    if pressed is None:
        return []
    return [each.article for each in request.store.outbox.carried_with(request.command.chat, int(pressed[1]))]


def which(
    request: Request, articles: Sequence[Article], question: Text, button: Callable[[Article], Button]
) -> Message:
    """Which of these is meant? A button for each, and how many found no room."""
    lines = [request.sentence(question)]
    if len(articles) > MOST_OFFERED:
        lines.append(request.sentence(texts.FIRST_OF_THEM, limit=MOST_OFFERED, count=len(articles)))
    rows = tuple((button(each),) for each in articles[:MOST_OFFERED])
    return say(*lines, private=True).with_buttons(*rows)


def title_button(sign: str, action: str) -> Callable[[Article], Button]:
    """Makes the button of an article: its headline behind a sign, and the action with its number behind it."""
    return lambda each: Button(f"{sign} {shorten(tidy(each.title), LABEL_LIMIT)}", f"{action} {each.id}")
