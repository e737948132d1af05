"""/why: which follow an article came for and where it stands, or why it did not come.

a link, a reply, an alert's button ─▶ Article ─┬─ owed   ─▶ what matched, what became of the delivery
                                                └─ not    ─▶ languages, silence, later follows, the nearest
"""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.intake.dedup import link_keys, same_site
from bot.messages.message import Line, Message, Paragraph, Span, bold, command, line, say
from bot.messages.summary import heading
from bot.messages.text import shorten, tidy
from bot.model import Article, Command
from handlers.phrases import freshness
from handlers.reasons import Reasons
from handlers.ruled import Store

LINK = re.compile(r"<?(https?://[^\s<>|]+)(?:\|[^>]*)?>?")  #: Slack wraps a link, with its label behind a bar
BARE = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}/\S+", re.IGNORECASE)  #: kt.kz/eng/a_1234567890.html
ARTICLE = re.compile(r"\d{1,18}")  #: an article's number, in a button
MOST_SOURCES = 20
MOST_ARTICLES = 5  #: of one message that is replied to
LINK_SHOWN = 80


def answer(heard: Command, store: Store, now: datetime) -> Message:
    """Why it came, or did not."""
    articles, known_as = _asked(heard, store)
    if articles:
        paragraphs: list[Paragraph] = []
        for article in articles[:MOST_ARTICLES]:
            paragraphs += _told(heard, store, now, article, known_as=known_as)
        return Message(paragraphs=tuple(paragraphs), private=True)
    link = _link(heard.text)
    if link:
        return _not_seen(store, now, link)
    if heard.reply_to and not heard.text:
        return say("I know of no news in that message: it is no alert of mine, or an old one.", private=True)
    return _explained(heard)


def _asked(heard: Command, store: Store) -> tuple[list[Article], bool]:
    """The articles asked about; True: the link is another one's of the same news."""
    if heard.button and ARTICLE.fullmatch(heard.text):
        article = store.articles.get(int(heard.text))
        return ([article] if article else []), False
    link = _link(heard.text)
    if link:
        found = store.articles.find(link_keys(link, store.rules.sources))
        return ([found[0]], found[1]) if found else ([], False)
    return (store.outbox.articles_by_ref(heard.chat, heard.reply_to) if heard.reply_to else []), False


def _link(text: str) -> str | None:
    found = LINK.search(text)
    if found:
        return found[1].rstrip(".,;!?)»”\"'")
    bare = BARE.search(text)
    return f"https://{bare[0]}" if bare else None


def _explained(heard: Command) -> Message:
    said = [line("Send the link of an article, and I say why it came or did not: ", command("why https://…"))]
    if heard.chat.platform == "telegram":
        said.append(line("Or answer one of my alerts with ", command("why"), "; its ⋯ button says it too."))
    if heard.chat.platform == "slack":
        said.append(line("Or say it in the thread of an alert, ", bold("@Jarshy why"), "; its ⋯ button says it too."))
    return say(*said, private=True)


def _told(heard: Command, store: Store, now: datetime, article: Article, *, known_as: bool) -> list[Paragraph]:
    """The article, and all that is known of it and this chat."""
    row = store.chats.get(heard.chat)
    timezone = row.timezone if row else store.rules.timezone
    paragraphs: list[Paragraph] = [heading(article, timezone, now)]
    if known_as:
        paragraphs.insert(0, (line("That is the same news as one I knew already, so it is told once:"),))
    return [*paragraphs, *Reasons(heard, store, now, article, row).told(ZoneInfo(timezone))]


def _not_seen(store: Store, now: datetime, link: str) -> Message:
    """No source brought it: which are read, when last, and whether the link's site is one of them."""
    zone = ZoneInfo(store.rules.timezone)
    health = store.sources.health(now)
    ours = {source.key for source in store.rules.sources if same_site(link, source.feed)}
    of_site = [each for each in health if each.key in ours]
    shown = Span(shorten(tidy(link), LINK_SHOWN), url=link)
    said = [line("I have not seen ", shown, " in any source.")]
    lines: list[Line] = [freshness(each, zone, now) for each in (of_site or health)[:MOST_SOURCES]]
    if of_site:
        said.append(line("I do read that site, but its feed did not bring this article, or not yet:"))
    elif health:
        said.append(line("That site is not among my sources. I read:"))
    return Message(paragraphs=((said[0],), (*said[1:], *lines)) if said[1:] else ((said[0],),), private=True)
