"""/why: which follow an article came for and where it stands, or why it did not come.

a link, a reply, an alert's button ─▶ Article ─▶ answers/why ─▶ its reasons in words
                                       └ of a message with many ─▶ which one?
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.answers.story import others_of
from bot.answers.why import why
from bot.i18n.catalogue import pasted
from bot.i18n.catalogue import story as story_texts
from bot.i18n.catalogue import why as texts
from bot.intake.dedup import same_site
from bot.intake.redirects import is_front_page, is_shortened, site_of
from bot.messages.message import Button, Line, Message, Paragraph, Span, code, command, say
from bot.messages.summary import heading
from bot.messages.text import shorten, tidy
from bot.messages.wording import LABEL_LIMIT
from bot.model import Article
from handlers import about
from handlers.about import known, links
from handlers.kinship import compared, why_in_story
from handlers.phrases import freshness
from handlers.reasons import reasons
from handlers.request import Request
from handlers.sources import bring_back_button

ARTICLES = re.compile(r"\d{1,18}(?: \d{1,18})*")  #: the numbers of articles, in a button
MOST_SOURCES = 20
MOST_ARTICLES = 5  #: explained at once; of more it is asked which
LINK_SHOWN = 80


def answer(request: Request) -> Message:
    """Why it came, or did not; a source that is not read can be asked for."""
    articles, known_as = _asked(request)
    if len(articles) > MOST_ARTICLES and not links(request.text):
        return about.which(request, articles, texts.WHICH, about.title_button("❓", "why"))
    if articles:
        return _with_question(explained(request, articles, known_as=known_as), articles, request)
    found = links(request.text) or links(request.command.reply_links)
    if found:
        return unknown(request, found[0])
    if request.command.reply_to and not request.text:
        return say(request.translate(texts.NO_ALERT), _by_link(request), private=True)
    return _how_to_ask(request)


def explained(request: Request, articles: Sequence[Article], *, known_as: bool = False) -> Message:
    """What is known of these articles and this chat."""
    paragraphs: list[Paragraph] = []
    for article in articles[:MOST_ARTICLES]:
        paragraphs += _explained(request, article, known_as=known_as)
    by_number = " ".join(("why", *(str(article.id) for article in articles[:MOST_ARTICLES])))
    rows = (*_story_buttons(articles[:MOST_ARTICLES], request), *_back_buttons(articles[:MOST_ARTICLES], request))
    return Message(paragraphs=tuple(paragraphs), buttons=rows, private=True, again=by_number)


def _asked(request: Request) -> tuple[list[Article], bool]:
    """The articles asked about; True: the link is another one's of the same news."""
    asked, store = request.command, request.store
    if of_message := about.carried(request):
        return of_message, False
    if asked.button and ARTICLES.fullmatch(asked.text):
        by_number = [store.articles.get(int(number)) for number in asked.text.split()[:MOST_ARTICLES]]
        return [article for article in by_number if article], False
    if links(asked.text):
        found = known(request, asked.text)
        return ([article for article, _ in found], len(found) == 1 and found[0][1])
    return about.replied(request), False


def _with_question(message: Message, articles: Sequence[Article], request: Request) -> Message:
    """A link in reply to an alert, or two links, ask besides: are these two one story?"""
    asked = request.command
    replied = request.store.outbox.articles_by_ref(asked.chat, asked.reply_to) if asked.reply_to else []
    both = {each.id: each for each in (*replied, *articles)} if links(asked.text) else {}
    if len(both) != 2:
        return message
    one, other = both.values()
    return replace(message, paragraphs=(compared(one, other, request), *message.paragraphs))


def _story_buttons(articles: Sequence[Article], request: Request) -> tuple[tuple[Button, ...], ...]:
    """The story of the one article that was asked about, if others tell of it too."""
    if len(articles) != 1 or not others_of(articles[0], request.store):
        return ()
    return ((Button(request.translate(story_texts.STORY), f"story {articles[0].id}"),),)


def _back_buttons(articles: Sequence[Article], request: Request) -> tuple[tuple[Button, ...], ...]:
    """Bring back the sources of these articles that the chat leaves out; nothing to press for who may not change it."""
    if not request.command.may_change:
        return ()
    out = {each.source_key: each.source_name for each in articles if each.source_key in request.left_out}
    return tuple(
        (bring_back_button(request, key, request.translate(texts.BRING_BACK, source=shorten(tidy(name), LABEL_LIMIT))),)
        for key, name in out.items()
    )


def _how_to_ask(request: Request) -> Message:
    facts = request.command.facts
    lines = [_by_link(request)]
    if facts.replies:
        lines.append(request.sentence(texts.BY_REPLY, command=command("why")))
    if facts.mention:
        mention = f"{facts.mention} why"
        lines.append(request.sentence(texts.BY_MENTION, mention=code(mention)))
    return say(*lines, private=True)


def _by_link(request: Request) -> Line:
    return request.sentence(texts.HOW, command=command("why https://…"))


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
    in_story = why_in_story(article, request)
    return [*paragraphs, *reasons(found, request), *([in_story] if in_story else [])]


def unknown(request: Request, link: str) -> Message:
    """No source brought it: which are read, when last, and whether the link's site is one of them."""
    shown = Span(shorten(tidy(link), LINK_SHOWN), url=link)
    if is_shortened(link):
        return say(request.sentence(pasted.SHORTENED, link=shown), private=True)
    health = request.store.sources.health(request.now)
    ours = {source.key for source in request.rules.sources if any(same_site(link, way.url) for way in source.ways)}
    of_site = [each for each in health if each.key in ours]
    not_seen = request.sentence(texts.NOT_SEEN, link=shown)
    lines: list[Line] = [freshness(each, request) for each in (of_site or health)[:MOST_SOURCES]]
    if of_site and is_front_page(link):
        return Message(paragraphs=((request.sentence(pasted.FRONT_PAGE, link=shown), *lines),), private=True)
    message = say(not_seen, private=True)
    if lines:
        heading_line = request.sentence(texts.OUR_SITE if of_site else texts.OTHER_SITE)
        message = Message(paragraphs=((not_seen,), (heading_line, *lines)), private=True)
    ask = () if of_site else ask_button(request, link)
    return message.with_buttons(ask) if ask else message


def reads(request: Request, link: str) -> bool:
    """Is the link's site one of the sources?"""
    return any(same_site(link, way.url) for source in request.rules.sources for way in source.ways)


def ask_button(request: Request, link: str) -> tuple[Button, ...]:
    """Proposes the site of a link; none where nobody decides, or it has no public address that fits on a button."""
    if not (request.rules.operators or request.command.is_operator):
        return ()
    action = f"add {site_of(link)}"
    fits = site_of(link) and len(action.encode()) <= request.action_bytes
    return (Button(request.translate(pasted.ASK), action),) if fits else ()
