"""/story: everything known of an event, in the order of time; what is no part of it can be taken out.

"" in reply, or a link      the story of that article     "345 2"    that of article 345, the second page
"with 345"                  that of the message which brought article 345; if it tells of several, it is asked which
"apart 345 2"               not the same story: article 345 is told by itself; "back 345 2" takes that back
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.answers.story import TakenOut, Told, distinct, told
from bot.i18n.catalogue import pages
from bot.i18n.catalogue import story as texts
from bot.i18n.catalogue import why as why_texts
from bot.messages.message import Button, Line, Message, Paragraph, ReplyMode, Span, command, say
from bot.messages.person import person
from bot.messages.story import StoryManner, linked, story_head, story_item
from bot.messages.summary import SOURCE_LIMIT, heading
from bot.messages.text import shorten, tidy
from bot.messages.wording import LABEL_LIMIT
from bot.model import Article, Command, DeliveryState
from handlers import about, kinship, naming, why
from handlers.posting import offered
from handlers.request import Request

PAGE = 5  #: articles on a page
MOST_TAKEN_OUT = 5  #: named below a story
OPENED = re.compile(r"(\d{1,18})(?: (\d{1,6}))?")
CHANGED = re.compile(r"(apart|back) (\d{1,18})(?: (\d{1,6}))?")


def changes(asked: Command) -> bool:
    """Only what takes an article out, or back."""
    return asked.button and CHANGED.fullmatch(asked.text) is not None


def answer(request: Request) -> Message:
    """The story of what is asked about."""
    changed = CHANGED.fullmatch(request.text) if request.command.button else None
    if changed is not None:
        return _changed(request, changed[1], int(changed[2]), int(changed[3] or 1))
    opened = OPENED.fullmatch(request.text) if request.command.button else None
    if opened is not None:
        return _opened(request, int(opened[1]), opened[2])
    if of_message := about.carried(request):
        return _of(of_message, request)
    replied = about.replied(request)
    found = about.links(request.text)
    if not found:
        return _of(replied, request) if replied or request.command.reply_to else _how_to_ask(request)
    linked_to = [article for article, _ in about.known(request, request.text)]
    if not linked_to:
        return why.unknown(request, found[0])
    both = [*replied, *(each for each in linked_to if each.id not in {one.id for one in replied})]
    if len(both) == 2:
        return are_one(both[0], both[1], request)
    return _of(linked_to, request)


def are_one(one: Article, other: Article, request: Request) -> Message:
    """Are these two one story? And the way to each."""
    rows = tuple((_open_button(each),) for each in distinct([one, other]) if not _told(each, request).is_alone)
    return Message(paragraphs=(kinship.compared(one, other, request),), buttons=rows, private=True)


def _opened(request: Request, article_id: int, page: str | None) -> Message:
    """A button: under an alert it opens a message of its own, in a story it turns the page."""
    article = request.store.articles.get(article_id)
    if article is None:
        return say(request.translate(texts.NOT_SPLIT), private=True)
    message = _story(article, request, int(page or 1))
    return replace(message, reply_mode=ReplyMode.REPLACE) if page else message


def _of(articles: Sequence[Article], request: Request) -> Message:
    """The one story of these articles; of several it is asked which."""
    stories = distinct(articles)
    if not stories:
        return say(request.translate(why_texts.NO_ALERT), _by_link(request), private=True)
    if len(stories) == 1:
        return _story(stories[0], request, 1)
    several = [each for each in stories if not _told(each, request).is_alone]
    if len(several) < 2:
        return _story((several or stories)[0], request, 1)
    return about.which(request, several, texts.WHICH, _open_button)


_open_button = about.title_button("🧵", "story")


def _how_to_ask(request: Request) -> Message:
    lines = [_by_link(request)]
    if request.command.facts.replies:
        lines.append(request.sentence(texts.BY_REPLY, command=command("story")))
    return say(*lines, private=True)


def _by_link(request: Request) -> Line:
    return request.sentence(texts.HOW, command=command("story https://…"))


def _told(article: Article, request: Request) -> Told:
    return told(article, request.command.chat, request.store)


def _manner(request: Request) -> StoryManner:
    return StoryManner(timezone=request.zone.key, now=request.now, translate=request.translate)


def _story(article: Article, request: Request, page: int, *first: Line) -> Message:
    """A page of the story; `first`: what is said above it."""
    found, manner = _told(article, request), _manner(request)
    above: tuple[Paragraph, ...] = (first,) if first else ()
    if found.is_alone:
        title = heading(article, request.zone.key, request.now, translate=request.translate)
        return Message(paragraphs=(*above, title, (request.sentence(texts.ALONE),)), private=True)
    last = max(-(-len(found.entries) // PAGE), 1)
    page = min(max(page, 1), last)
    shown = list(enumerate(found.entries, 1))[(page - 1) * PAGE : page * PAGE]
    head = story_head(len(found.entries), found.entries[0].article, found.first_by_language(), manner)
    paragraphs: list[Paragraph] = [*above, head]
    for number, each in shown:
        old = found.old_titles.get(each.article.id, ())
        paragraphs.append(story_item(number, each, found.copied_from(each), old, manner))
    if found.taken_out:
        paragraphs.append(tuple(_taken_out(each, request) for each in found.taken_out[:MOST_TAKEN_OUT]))
    if last > 1:
        paragraphs.append(((Span(request.translate(pages.PAGE, page=page, pages=last), italic=True),),))
    message = Message(paragraphs=tuple(paragraphs), private=True, again=" ".join(("story", str(article.id))))
    return offered(message.with_buttons(*_rows(article, found, shown, page, last, request)), request)


def _rows(
    article: Article, found: Told, shown: Sequence[tuple[int, object]], page: int, last: int, request: Request
) -> list[tuple[Button, ...]]:
    """Undo of what was taken out, what can be, and the other pages."""
    rows: list[tuple[Button, ...]] = [
        (_undo(each.article, page, request),) for each in found.taken_out[:MOST_TAKEN_OUT]
    ]
    for number, _ in shown:
        entry = found.entries[number - 1].article
        if entry.id in found.separable:
            rows.append((Button(request.translate(texts.NOT_SAME, number=number), f"story apart {entry.id} {page}"),))
    turns = [Button("‹", f"story {article.id} {page - 1}")] if page > 1 else []
    turns += [Button("›", f"story {article.id} {page + 1}")] if page < last else []
    return [*rows, *((tuple(turns),) if turns else ())]


def _undo(article: Article, page: int, request: Request) -> Button:
    title = shorten(tidy(article.title), LABEL_LIMIT)
    return Button(request.translate(texts.UNDO, title=title), f"story back {article.id} {page}")


def _taken_out(each: TakenOut, request: Request) -> Line:
    source = shorten(tidy(each.article.source_name), SOURCE_LIMIT)
    title, name = linked(each.article), person(each.person_name)
    if name:
        return request.sentence(texts.TAKEN_OUT_BY, person=name, title=title, source=source)
    return request.sentence(texts.TAKEN_OUT, title=title, source=source)


def _changed(request: Request, what: str, article_id: int, page: int) -> Message:
    """Take an article out of its story, or back into it: the story in place of the one that was shown."""
    store, chat, now = request.store, request.command.chat, request.now
    article = store.articles.get(article_id)
    if article is None or article.story_id is None:
        return say(request.translate(texts.NOT_SPLIT), private=True)
    text = texts.REJOINED
    if what == "back":
        store.story_splits.rejoin(chat, article_id, now)
    else:
        record = store.outbox.delivery_record(chat, article_id)
        joined = record is not None and record.state is DeliveryState.JOINED
        text = texts.SPLIT if joined else texts.IS_SPLIT
        name = request.command.person_name if naming.is_named(request) else ""
        store.story_splits.split(chat, article_id, name, now)
    said = request.sentence(text, title=linked(article))
    return replace(_story(_another(article, request), request, page, said), reply_mode=ReplyMode.REPLACE)


def _another(article: Article, request: Request) -> Article:
    """An article that is in the story still; this one, if there is no other."""
    out = request.store.story_splits.of(request.command.chat)
    stays = (each.article for each in request.store.stories.of(article.id) if each.article.id not in out)
    return next(stays, article)
