"""/why: which follow an article came for and where it stands, or why it did not come.

a link, a reply, an alert's button ─▶ Article ─▶ answers/why ─▶ its reasons in words
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answers.why import why
from bot.i18n.catalogue import why as texts
from bot.intake.dedup import link_keys, same_site
from bot.messages.message import Button, Line, Message, Paragraph, Span, bold, command, say
from bot.messages.summary import heading
from bot.messages.text import shorten, tidy
from bot.messages.wording import LABEL_LIMIT
from bot.model import Article
from handlers.phrases import freshness
from handlers.reasons import reasons
from handlers.request import Request
from handlers.sources import bring_back_button

LINK = re.compile(r"<?(https?://[^\s<>|]+)(?:\|[^>]*)?>?")  #: Slack wraps a link, with its label behind a bar
BARE = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}/\S+", re.IGNORECASE)  #: kt.kz/eng/a_1234567890.html
ARTICLES = re.compile(r"\d{1,18}(?: \d{1,18})*")  #: the numbers of articles, in a button
MOST_SOURCES = 20
MOST_ARTICLES = 5  #: of one message that is replied to
LINK_SHOWN = 80


def answer(request: Request) -> Message:
    """Why it came, or did not."""
    articles, known_as = _asked(request)
    if articles:
        paragraphs: list[Paragraph] = []
        for article in articles[:MOST_ARTICLES]:
            paragraphs += _explained(request, article, known_as=known_as)
        by_number = " ".join(("why", *(str(article.id) for article in articles[:MOST_ARTICLES])))
        rows = _back_buttons(articles[:MOST_ARTICLES], request)
        return Message(paragraphs=tuple(paragraphs), buttons=rows, private=True, again=by_number)
    link = _link(request.text)
    if link:
        return _not_seen(request, link)
    if request.command.reply_to and not request.text:
        return say(request.translate(texts.NO_ALERT), private=True)
    return _how_to_ask(request)


def _asked(request: Request) -> tuple[list[Article], bool]:
    """The articles asked about; True: the link is another one's of the same news."""
    asked, store = request.command, request.store
    if asked.button and ARTICLES.fullmatch(asked.text):
        known = [store.articles.get(int(number)) for number in asked.text.split()[:MOST_ARTICLES]]
        return [article for article in known if article], False
    link = _link(asked.text)
    if link:
        found = store.articles.find(link_keys(link, request.rules.sources))
        return ([found[0]], found[1]) if found else ([], False)
    return (store.outbox.articles_by_ref(asked.chat, asked.reply_to) if asked.reply_to else []), False


def _back_buttons(articles: Sequence[Article], request: Request) -> tuple[tuple[Button, ...], ...]:
    """Bring back the sources of these articles that the chat leaves out; nothing to press for who may not change it."""
    if not request.command.may_change:
        return ()
    out = {each.source_key: each.source_name for each in articles if each.source_key in request.left_out}
    return tuple(
        (bring_back_button(request, key, request.translate(texts.BRING_BACK, source=shorten(tidy(name), LABEL_LIMIT))),)
        for key, name in out.items()
    )


def _link(text: str) -> str | None:
    found = LINK.search(text)
    if found:
        return found[1].rstrip(".,;!?)»”\"'")
    bare = BARE.search(text)
    return f"https://{bare[0]}" if bare else None


def _how_to_ask(request: Request) -> Message:
    facts = request.command.facts
    lines = [request.sentence(texts.HOW, command=command("why https://…"))]
    if facts.replies:
        lines.append(request.sentence(texts.BY_REPLY, command=command("why")))
    if facts.mention:
        mention = f"{facts.mention} why"
        lines.append(request.sentence(texts.BY_MENTION, mention=bold(mention)))
    return say(*lines, private=True)


def _explained(request: Request, article: Article, *, known_as: bool) -> list[Paragraph]:
    """The article, and all that is known of it and this chat."""
    found = why(
        article,
        request.command.chat,
        store=request.store,
        concepts=request.rules.concepts,
        languages=request.languages,
        left_out=request.left_out,
        now=request.now,
        translate=request.translate,
    )
    paragraphs: list[Paragraph] = [heading(article, request.zone.key, request.now, translate=request.translate)]
    if known_as:
        paragraphs.insert(0, (request.sentence(texts.SAME_NEWS),))
    return [*paragraphs, *reasons(found, request)]


def _not_seen(request: Request, link: str) -> Message:
    """No source brought it: which are read, when last, and whether the link's site is one of them."""
    health = request.store.sources.health(request.now)
    ours = {source.key for source in request.rules.sources if any(same_site(link, way.url) for way in source.ways)}
    of_site = [each for each in health if each.key in ours]
    shown = Span(shorten(tidy(link), LINK_SHOWN), url=link)
    not_seen = request.sentence(texts.NOT_SEEN, link=shown)
    sources = (of_site or health)[:MOST_SOURCES]
    if not sources:
        return say(not_seen, private=True)
    heading_line = request.sentence(texts.OUR_SITE if of_site else texts.OTHER_SITE)
    lines: list[Line] = [freshness(each, request) for each in sources]
    return Message(paragraphs=((not_seen,), (heading_line, *lines)), private=True)
