"""/unfollow: by the words of a follow or a part of them, the last one, from the list, or all after a question."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.errors import QueryError
from bot.i18n.catalogue import asking, phrases
from bot.i18n.catalogue import unfollow as texts
from bot.i18n.catalogue.exchange import ALREADY_UNDONE
from bot.i18n.languages import DEFAULT
from bot.matching.concepts import Concepts
from bot.matching.follow_search import search_follows
from bot.matching.grammar import parse, split_follows
from bot.messages.message import Button, ButtonStyle, Line, Message, Paragraph, ReplyMode, bold, command, say
from bot.messages.narrowing import untuned
from bot.messages.text import shorten, tidy, whole
from bot.messages.wording import LABEL_LIMIT, shown
from bot.model import Subscription
from bot.speech.watching import watched, watched_alone
from handlers import more, watch
from handlers.follow_list import Place, place_of
from handlers.phrases import EXAMPLES, nothing_followed
from handlers.request import Request
from handlers.undo import taken_at, undo_button, undo_buttons

PAGE = 8  #: follows on a page of the list
MOST_SEARCHED = 10  #: of what is not followed, for which the nearest are looked for
MOST_NEAR = 20  #: buttons of follows that are like several that were named
NEAR = 5  #: follows like the one asked for that are offered
#: a follow, and the alert or the place in the list in which its button stands
PRESSED = re.compile(r"#(\d{1,18})(?: (?:(\d{1,18})|(\w+ \d+)))?")
TURNED = re.compile(r"page (\d{1,6})")
ALL = frozenset({"all", "all yes", "everything", "все", "всё", "бәрі", "барлығы"})
LAST = frozenset({"last", "the last", "последнее", "последнюю", "последний", "соңғы", "соңғысы", "соңғысын"})
PART_LETTERS = 3  #: of a name, in the example of how to narrow the list


def answer(request: Request) -> Message:
    """Unfollow what was named or pressed; without a name, offer the list."""
    asked, follows = request.command, request.follows()
    pressed = PRESSED.fullmatch(asked.text) if asked.button else None
    if pressed:
        one = next((each for each in follows if each.query_id == int(pressed[1])), None)
        place = place_of(pressed[3] or "")
        return _pressed(request, one, article_id=pressed[2], place=place, others=len(follows) > 1)
    turned = TURNED.fullmatch(asked.text)
    if not follows:
        return nothing_followed(request)
    if turned or not asked.text:
        return _listed(request, follows, int(turned[1]) if turned else 1)
    if asked.text.casefold() in ALL and meant(asked.text, follows, request.rules.concepts) is None:
        return _all_gone(request, follows) if asked.button and asked.text == "all yes" else _question(request, follows)
    return _named(request, follows)


def taken_back(request: Request) -> Message:
    """Unfollow what one command had followed, with the way back."""
    at = taken_at(request.text)
    gone = [each for each in request.follows() if each.created_at == at]
    if at is None or not gone:
        return say(request.translate(ALREADY_UNDONE), private=True)
    request.store.follows.unsubscribe_at(request.command.chat, at)
    lines = tuple(request.sentence(texts.GONE, follow=bold(shown(each.typed))) for each in gone)
    message = Message(paragraphs=(lines,), reply_mode=ReplyMode.REPLACE)
    return message.with_buttons(*undo_buttons(gone, request))


def _reply_mode(request: Request) -> ReplyMode:
    return ReplyMode.REPLACE if request.command.button else ReplyMode.NEW


def _pressed(
    request: Request, one: Subscription | None, *, article_id: str | None, place: Place | None, others: bool
) -> Message:
    """An Unfollow button: in an alert's ⋯ menu (it names the article), on a follow's screen, or in a list."""
    if one is not None:
        request.store.follows.unsubscribe(request.command.chat, one.query_id, request.now)
    if article_id is not None:
        return more.unfollowed(request, one, int(article_id))
    action = f"following {place}" if place else "unfollow page 1"
    back = (Button(request.translate(texts.BACK), action),) if others else ()
    if one is None:
        return say(request.translate(texts.NOT_ANY_MORE), reply_mode=ReplyMode.REPLACE).with_buttons(back)
    gone = request.sentence(texts.GONE, follow=bold(shown(one.typed)))
    return say(gone, reply_mode=ReplyMode.REPLACE).with_buttons((undo_button(one, request), *back))


def _listed(request: Request, follows: Sequence[Subscription], page: int) -> Message:
    """A page of follows with a button each, the way to the other pages, and how to find one by a part of its name."""
    pages = -(-len(follows) // PAGE)
    page = min(max(page, 1), pages)
    first = (page - 1) * PAGE
    part = follows[first : first + PAGE]
    heading = request.translate(texts.PRESS)
    if pages > 1:
        last = first + len(part)
        heading = request.translate(texts.PRESS_OF_PAGE, first=first + 1, last=last, count=len(follows))
    turns = [Button("‹", f"unfollow page {page - 1}")] if page > 1 else []
    turns += [Button("›", f"unfollow page {page + 1}")] if page < pages else []
    rows = [(unfollow_button(each),) for each in part]
    lines: list[str | Line] = [heading]
    if pages > 1:
        example = command(f"unfollow {_part_of_name(follows)}")
        lines.append(request.sentence(texts.NARROW, command=example))
    message = say(*lines, private=True, reply_mode=_reply_mode(request))
    return message.with_buttons(*rows, *((tuple(turns),) if turns else ()))


def _part_of_name(follows: Sequence[Subscription]) -> str:
    """The beginning of a name that is followed: of the longest first word."""
    words = [word for each in follows for word in each.typed.split()[:1] if word.isalpha()]
    return whole(max([EXAMPLES[DEFAULT][0], *words], key=len), PART_LETTERS).casefold()


def unfollow_button(subscription: Subscription) -> Button:
    """Unfollows one, named as it was typed."""
    return Button(shorten(tidy(subscription.typed), LABEL_LIMIT), f"unfollow #{subscription.query_id}")


def _all_gone(request: Request, follows: Sequence[Subscription]) -> Message:
    """Unfollow everything, with the way back."""
    count = request.store.follows.unsubscribe_all(request.command.chat, request.now)
    gone = say(request.sentence(texts.ALL_GONE, count=count), reply_mode=ReplyMode.REPLACE)
    return gone.with_buttons(*undo_buttons(follows, request))


def _question(request: Request, follows: Sequence[Subscription]) -> Message:
    translate, text = request.translate, texts.DROP_THE_ONLY if len(follows) == 1 else texts.DROP_ALL
    buttons = (
        Button(translate(texts.YES), "unfollow all yes", style=ButtonStyle.DANGER),
        Button(translate(texts.NO), "unfollow page 1"),
    )
    question = say(translate(text, count=len(follows)), private=True, reply_mode=_reply_mode(request))
    return question.with_buttons(buttons, (Button(translate(texts.ONLY_PAUSE), "pause"),))


def _named(request: Request, follows: Sequence[Subscription]) -> Message:
    """Unfollow each of what was typed; what is not followed is answered with what is like it."""
    asked, concepts = request.command, request.rules.concepts
    named = split_follows(asked.text)
    parts = [each for each in named if watched_alone(each) is None] or named  # "Aktau, gold, quiet 14d"
    paragraphs: list[Paragraph] = []
    gone: list[Subscription] = []
    near: dict[int, Subscription] = {}
    more_near = searched = 0
    for typed in parts:
        one = meant(typed, follows, concepts) or (follows[-1] if typed.casefold() in LAST else None)
        if one is not None and request.store.follows.unsubscribe(asked.chat, one.query_id, request.now):
            gone.append(one)
            paragraphs.append((request.sentence(texts.GONE, follow=bold(shown(one.typed))),))
        else:
            others = [each for each in follows if each not in gone]
            found = like(typed, others, concepts) if searched < MOST_SEARCHED else []
            searched += 1
            more_near = max(more_near, len(found))
            near |= {each.query_id: each for each in found[:PAGE]}
            paragraphs.append(not_followed(typed, found[:PAGE], request))
    if more_near > PAGE:
        paragraphs.append((request.sentence(asking.ONLY_FIRST, limit=PAGE, count=more_near),))
    rows: list[tuple[Button, ...]] = [(undo_button(each, request, named=len(gone) > 1),) for each in gone]
    rows = rows if len(rows) <= PAGE else undo_buttons(gone, request)
    rows += [(unfollow_button(each),) for each in list(near.values())[:MOST_NEAR]]
    if not gone and not near:
        rows = [(Button(request.translate(texts.SHOW_LIST), "unfollow page 1"),)]
    return Message(paragraphs=tuple(paragraphs), private=not gone, buttons=tuple(rows))


def like(typed: str, follows: Sequence[Subscription], concepts: Concepts) -> list[Subscription]:
    """Those that may be meant, the surest first; where no topic is named, those that watch for what is: `quiet 14d`."""
    asked = watched_alone(typed)
    if asked is not None:
        return [each for each in follows if not watch.changes(each.attention, asked)]
    return search_follows(watched(typed).topic or typed, follows, concepts)


def not_followed(typed: str, near: Sequence[Subscription], request: Request) -> tuple[Line, ...]:
    """The chat does not follow that; below it the question above the buttons of follows like it, if there are any."""
    lines = (request.sentence(phrases.NOT_FOLLOWED, follow=bold(shown(typed))),)
    if not near:
        return lines
    return (*lines, request.sentence(asking.DID_YOU_MEAN_ONE if len(near) > 1 else asking.DID_YOU_MEAN))


def meant(typed: str, follows: Sequence[Subscription], concepts: Concepts) -> Subscription | None:
    """The follow that was typed so, or that means the same; how it comes and what it watches for may stand with it."""
    one, topic = _same(typed, follows, concepts), watched(typed).topic
    return one or (_same(topic, follows, concepts) if topic not in ("", typed) else None)


def _same(typed: str, follows: Sequence[Subscription], concepts: Concepts) -> Subscription | None:
    """Also the only one that is a narrower form: who has tapped *Headlines only* follows title:AI, and calls it AI."""
    same = tidy(typed).casefold()
    exact = [each for each in follows if tidy(each.typed) == tidy(typed)]
    try:
        query = parse(typed, concepts)
    except QueryError:
        query = None
    exact += [each for each in follows if query is not None and each.canonical == query.canonical]
    alike = exact[:1] or [each for each in follows if tidy(each.typed).casefold() == same]
    if not alike and query is not None:
        alike = [each for each in follows if untuned(parse(each.canonical, concepts)) == query]
    return alike[0] if len(alike) == 1 else None
