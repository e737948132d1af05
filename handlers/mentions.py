"""A post that somebody passes on: why it came, if it is known, else the names in it, each with a button to follow it.

post ─▶ its links, its title ─▶ an article that is known ─▶ /why
     ─▶ the names in it ─▶ a line and a button each
"""

from __future__ import annotations

import re
from datetime import timedelta

from bot.errors import QueryError
from bot.i18n.catalogue import asking
from bot.i18n.catalogue import pasted as texts
from bot.i18n.formats import enumerated
from bot.i18n.text import Text
from bot.language.tokens import TOKEN, fold
from bot.matching.grammar import parse
from bot.matching.mentioned import Kind, Mentioned, mentioned
from bot.matching.query import MAX_LENGTH, Query
from bot.messages.message import Button, Line, Message, Paragraph, bold, say
from bot.messages.wording import shown
from bot.model import Article
from handlers import about, plain, why
from handlers.asking import named_button, read
from handlers.request import Request

MOST = 5  #: names of one post
LOOKED_AT = 15  #: of which some can't be followed
SPAN = timedelta(days=30)  #: in which an article is looked for by its title
TITLE_LINES = 2  #: of a post, in which its title may stand
TITLE_WORDS = 4  #: fewer are the title of many
SHORT = 3  #: words of a post that may be a topic
OTHERS = 2  #: other names of a concept that are listed
KINDS: dict[Kind, Text] = {
    Kind.PLACE: texts.PLACE,
    Kind.PERSON: texts.PERSON,
    Kind.TOPIC: texts.TOPIC,
    Kind.NAME: texts.NAME,
}
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)


def answer(request: Request) -> Message:
    """The article that the post is of, or what is named in it; where its site is not read, it can be asked for."""
    if known := about.known(request, request.text):
        return why.explained(request, [article for article, _ in known], known_as=len(known) == 1 and known[0][1])
    if article := _by_title(request):
        return why.explained(request, [article])
    offered = list(_names(request))
    link = next(iter(about.links(request.text)), "")
    if not offered and link:
        return why.unknown(request, link)
    if not offered:
        short = len(request.text.split()) <= SHORT and "\n" not in request.text
        return plain.offered(request) if short else say(request.translate(texts.NO_NAMES), private=True)
    rows = tuple((button,) for _, button in offered if button)
    heading = (request.sentence(texts.NAMES if rows and request.command.may_change else texts.NAMES_ONLY),)
    paragraph: Paragraph = (*heading, *(line for line, _ in offered))
    ask = why.ask_button(request, link) if link and not why.reads(request, link) else ()
    return Message(paragraphs=(paragraph,), buttons=(*rows, ask) if ask else rows, private=True)


def wordless(request: Request) -> Message:
    """A voice, a sticker, a place: what can be read."""
    return say(request.translate(texts.WORDLESS), private=True)


def _by_title(request: Request) -> Article | None:
    """The article that has one of the first lines for its title."""
    lines = [_LINK.sub("", line).strip() for line in request.text.splitlines()]
    for line in [line for line in lines if line][:TITLE_LINES]:
        wanted = _words(line)
        quoted = f'title:"{" ".join(TOKEN.findall(line))}"'
        if len(wanted) < TITLE_WORDS or len(quoted) > MAX_LENGTH:
            continue
        try:
            query = parse(quoted, request.rules.concepts)
        except QueryError:
            continue
        since = request.now - SPAN
        found = request.store.search.find(query, since, limit=MOST, concepts=request.rules.concepts).latest
        for article, _ in found:
            if _words(article.title) == wanted:
                return article
    return None


def _words(text: str) -> list[str]:
    return [fold(word) for word in TOKEN.findall(text)]


def _names(request: Request) -> list[tuple[Line, Button | None]]:
    """Each name with what it is, and the button that follows it; None: it is followed."""
    followed = {each.canonical for each in request.follows()}
    offered: list[tuple[Line, Button | None]] = []
    asked: set[str] = set()
    for each in mentioned(request.text, request.rules.concepts, request.translate.language, LOOKED_AT):
        query = read(each.name, request)
        if not isinstance(query, Query) or query.canonical in asked or len(offered) == MOST:
            continue
        asked.add(query.canonical)
        line = _line(each, request)
        if query.canonical in followed:
            offered.append((request.sentence(texts.FOLLOWED, what=line), None))
        else:
            offered.append((line, named_button(each.name, query, request, asking.FOLLOW, "follow")))
    return offered


def _line(each: Mentioned, request: Request) -> Line:
    what = request.sentence(KINDS[each.kind], name=bold(shown(each.name)))
    if not each.concept:
        return what
    concept = request.rules.concepts[each.concept]
    firsts = [names[0] for names in (concept.en, concept.ru, concept.kk) if names]
    others = [name for name in dict.fromkeys(firsts) if name.casefold() != each.name.casefold()]
    if not others:
        return what
    return request.sentence(texts.WITH_OTHERS, what=what, names=enumerated(others[:OTHERS], request.translate))
