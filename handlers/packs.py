"""The topics that /start offers by button: a tap follows one and shows its latest article, the others stay.

/start ─▶ [ Almaty · ≈3 a day ] [ AI · ≈1 a day ] … ─ a tap ─▶ ✅ Following Almaty · ≈3 a day, the latest, ticks
"""

from __future__ import annotations

from dataclasses import replace

from bot.answers.preview import Preview
from bot.i18n.catalogue import follow as follow_texts
from bot.i18n.catalogue import packs as texts
from bot.i18n.catalogue import phrases, unfollow
from bot.i18n.formats import duration
from bot.i18n.text import Text
from bot.matching.grammar import parse
from bot.messages.extract import sentence_line
from bot.messages.message import Button, Line, Message, Paragraph, ReplyMode, Span, bold, command, say
from bot.messages.summary import heading
from bot.messages.text import shorten, tidy
from bot.messages.wording import LABEL_LIMIT, shown
from handlers.asking import Refused, action_on, read, stored
from handlers.manners import attention_for
from handlers.naming import is_named
from handlers.phrases import cannot_post, first_read_progress
from handlers.preview import archive_search, how_often
from handlers.request import Request
from handlers.share import share_button

#: what readers in Kazakhstan would want to hear of
TOPICS = (texts.ALMATY, texts.EXCHANGE_RATE, texts.AI, texts.EARTHQUAKE, texts.KASPI, texts.PETROL)
Row = tuple[Button, ...]


def rows(request: Request) -> tuple[Row, ...]:
    """A button for each topic, with how often it brings an article; those that are followed are ticked."""
    followed = {each.canonical for each in request.follows()}
    search = archive_search(request)
    buttons = []
    for topic in TOPICS:
        typed = request.translate(topic)
        query = parse(typed, request.rules.concepts)
        label = typed
        if often := rate(search(query, 0, quick=True), request) if search.rated else "":
            label = request.translate(texts.TOPIC_WITH_RATE, topic=typed, rate=often)
        if query.canonical in followed:
            label = request.translate(texts.TICKED, topic=label)
        buttons.append(Button(label, f"pack {typed}"))
    width = 1 if search.rated else 2
    return tuple(tuple(buttons[at : at + width]) for at in range(0, len(buttons), width))


def rate(preview: Preview, request: Request) -> str:
    """`≈3 a day`; empty: it is not known, or so seldom that it says nothing."""
    often = how_often(preview)
    return request.translate(often) if often else ""


def pressed(request: Request) -> Message:
    """Follow a topic, at once however much it brings: the button said so. Pressed again, its latest once more."""
    typed = stored(request.text, request) or ""
    query = read(typed, request, common=True)
    if isinstance(query, Refused):
        return say(query.reason, private=True)
    follows = request.follows()
    known = query.canonical in {each.canonical for each in follows}
    limit = request.rules.follows
    if not known and len(follows) >= limit:
        no_room = request.sentence(follow_texts.NO_ROOM, count=limit, more=1, command=command("unfollow"))
        return say(no_room, private=True)
    number = request.store.follows.follow(
        request.command.chat,
        query.canonical,
        typed,
        request.now,
        grammar=request.rules.grammar,
        followed_by=request.command.person_name if is_named(request) else "",
        attention=attention_for(None, request),
    )
    search = archive_search(request)
    preview = search(query, 1, quick=True)  # with the rate that stood on the button
    preview = preview if preview.found.latest else search(query, 1)
    more: Paragraph = (request.sentence(texts.MORE, command=command("following")),)
    barred = [] if request.command.can_post else [cannot_post(request, request.kind)]
    latest = [_latest(preview, request)] if preview.started or preview.found.latest else []
    paragraphs = (_followed(typed, preview, request), *latest, *barred, *first_read_progress(request), more)
    label = request.translate(unfollow.UNFOLLOW, follow=shorten(typed, LABEL_LIMIT))
    undo = Button(label if known else request.translate(phrases.UNDO), action_on("unpack", typed, number, request))
    return _in_place(paragraphs, request, (undo, *share_button(request, typed)))


def dropped(request: Request) -> Message:
    """A tap taken back: the topic is no longer followed, and can be tapped again."""
    typed = stored(request.text, request) or ""
    query = read(typed, request, common=True)
    if isinstance(query, Refused):
        return say(query.reason, private=True)
    gone = request.store.follows.unsubscribe(request.command.chat, request.query_id(query, typed), request.now)
    text = unfollow.GONE if gone else phrases.NOT_FOLLOWED
    more: Paragraph = (request.sentence(texts.MORE, command=command("following")),)
    return _in_place(((request.sentence(text, follow=bold(shown(typed))),), more), request)


def _followed(typed: str, preview: Preview, request: Request) -> Paragraph:
    """`✅ Following Almaty · ≈3 a day`."""
    followed = request.sentence(texts.FOLLOWED, follow=bold(shown(typed)))
    often = rate(preview, request)
    return ((*followed, Span(f" · {often}")) if often else followed,)


def _latest(preview: Preview, request: Request) -> Paragraph:
    """The latest article with the sentence that answers; where there is none, of how long a time."""
    if not preview.found.latest:
        text: Text = texts.NOTHING_YET if preview.whole else texts.ONLY_SPAN
        return (request.sentence(text, span=duration(preview.span)),)
    article, match = preview.found.latest[0]
    lines: tuple[Line, ...] = heading(article, request.zone.key, request.now, translate=request.translate)
    in_title = tidy(match.sentence) in tidy(article.title)
    return lines if in_title else (*lines, sentence_line(match.sentence, match.spans))


def _in_place(paragraphs: tuple[Paragraph, ...], request: Request, *below: Row) -> Message:
    message = Message(paragraphs=paragraphs, buttons=(*rows(request), *below))
    return replace(message, reply_mode=ReplyMode.REPLACE)
