"""/follow: what is now followed, in words, and the latest article that answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.errors import QueryError
from bot.matching.concepts import Concepts
from bot.matching.grammar import parse, split_follows
from bot.matching.query import MAX_LENGTH, Query
from bot.messages.dates import count, moment
from bot.messages.message import Button, Line, Message, Paragraph, Place, Span, bold, command, line, say
from bot.messages.text import shorten, tidy
from bot.messages.wording import apart, described, shown
from bot.model import Article, Command
from bot.storage.store import Store
from handlers import archive
from handlers.phrases import cannot_post, example_buttons, not_allowed, reading, you_follow

LATEST_WITHIN = timedelta(days=30)
TITLE_LIMIT = 200
BUTTON = re.compile(r"#(\d{1,18})( separately)?")  #: never typed: ids are nobody's business
OUTDATED = "That button is out of date. Type what you want to follow."


@dataclass(frozen=True)
class _Asked:
    """One follow of those asked for, and what became of it."""

    said: Paragraph
    query_id: int | None = None  #: None: refused
    query: Query | None = None


def answer(heard: Command, store: Store, now: datetime) -> Message:
    """Follow each of what was asked, or say why not."""
    if not heard.may_change:
        return not_allowed()
    pressed = BUTTON.fullmatch(heard.text) if heard.button else None
    if pressed:
        known = store.query(int(pressed[1]))
        if known is None:
            return say(OUTDATED, private=True)
        if pressed[2]:
            return _separately(heard, store, now, int(pressed[1]), *known)
        return _follow(heard, store, now, [known[1]])
    parts = split_follows(heard.text)
    return _follow(heard, store, now, parts) if parts else _explained(store, now)


def undo(heard: Command, store: Store, now: datetime) -> Message:
    """Follow again what was just unfollowed: "#12"."""
    if not heard.may_change:
        return not_allowed()
    pressed = BUTTON.fullmatch(heard.text)
    known = store.query(int(pressed[1])) if pressed else None
    if pressed is None or known is None:
        return say(OUTDATED, private=True)
    message = _follow(heard, store, now, [known[1]], again=True)
    return Message(paragraphs=message.paragraphs, place=Place.REPLACE)


def _explained(store: Store, now: datetime) -> Message:
    """What to type, with three examples as buttons."""
    return say(
        line("Tell me what to follow: ", command("follow AI")),
        line("Two words mean both: ", command("follow waste Aktau"), ". A comma or a new line begins the next follow."),
        "Or begin with one of these:",
        private=True,
    ).with_buttons(example_buttons(store, now))


def _follow(heard: Command, store: Store, now: datetime, parts: list[str], *, again: bool = False) -> Message:
    held = store.subscriptions(heard.chat)
    followed = {each.canonical for each in held}
    room = max(store.defaults.follows - len(held), 0)
    asked: list[_Asked] = []
    left_out = 0
    for typed in map(tidy, parts):
        one = _readable(typed, store.defaults.concepts)
        if isinstance(one, Query) and one.canonical not in followed and room == 0:
            left_out += 1
            continue
        if isinstance(one, Query):
            room -= one.canonical not in followed
            asked.append(_subscribed(heard, store, now, typed, one, again=again))
            followed.add(one.canonical)
        else:
            asked.append(_Asked(said=(one,)))
    if left_out:
        asked.append(_Asked(said=(_too_many(heard, store.defaults.follows, left_out),)))
    return _summed_up(heard, store, now, asked)


def _readable(typed: str, concepts: Concepts) -> Query | Line:
    """The query, or why it can't be followed."""
    if len(typed) > MAX_LENGTH:
        return line(bold(shown(typed)), f" is too long: {count(len(typed), 'character')}, at most {MAX_LENGTH}.")
    try:
        query = parse(typed, concepts)
    except QueryError as error:
        return line(bold(shown(typed)), f": {error}")
    if query.too_common:
        return line(bold(shown(typed)), " is so common that every article would come. Add a rarer word.")
    return query


def _subscribed(heard: Command, store: Store, now: datetime, typed: str, query: Query, *, again: bool) -> _Asked:
    query_id = store.query_id(query.canonical, typed, now)
    if not store.subscribe(heard.chat, query_id, typed, now):
        said = f"{you_follow(heard.kind, 'already follow')} "
        return _Asked(said=(line(said, bold(shown(typed)), "."),))
    verb = you_follow(heard.kind, "again follow" if again else "now follow")
    said_so = line(f"{verb} ", bold(shown(typed)), f": {described(query, typed)}.")
    return _Asked(said=(said_so,), query_id=query_id, query=query)


def _too_many(heard: Command, most: int, left_out: int) -> Line:
    said = f"{you_follow(heard.kind)} {count(most, 'thing')}, the most there may be: no room for {left_out:,} more. "
    return line(said, "Drop something first: ", command("unfollow"))


def _summed_up(heard: Command, store: Store, now: datetime, asked: list[_Asked]) -> Message:
    """One message for all that was asked, with the latest article of each new follow."""
    new = {one.query_id: one.query for one in asked if one.query_id is not None and one.query is not None}
    found = archive.latest(new, store.articles(now - LATEST_WITHIN), store.defaults.concepts) if new else {}
    row = store.chat_row(heard.chat)
    zone = ZoneInfo(row.timezone if row else store.defaults.timezone)
    paragraphs: list[Paragraph] = []
    for one in asked:
        article = found.get(one.query_id) if one.query_id is not None else None
        paragraphs.append((*one.said, _latest(article, zone, now)) if article else one.said)
    if new and not heard.can_post:
        paragraphs.append(cannot_post(heard))
    if new:
        paragraphs += reading(store, now)
    message = Message(paragraphs=tuple(paragraphs), private=not new)
    if len(asked) == 1 and any(apart(query, "") for query in new.values()):
        return message.with_buttons((Button("Follow separately", f"follow #{asked[0].query_id} separately"),))
    return message


def _latest(article: Article, zone: ZoneInfo, now: datetime) -> Line:
    title = Span(shorten(tidy(article.title), TITLE_LIMIT), url=article.url)
    return line("Latest: ", title, f" · {tidy(article.source_name)} · {moment(article.published_at, zone, now)}")


def _separately(heard: Command, store: Store, now: datetime, query_id: int, canonical: str, typed: str) -> Message:
    """Each word of a "both" followed for itself, in place of both together."""
    own = [each.typed for each in store.subscriptions(heard.chat) if each.query_id == query_id]
    parts = apart(parse(canonical, store.defaults.concepts), own[0] if own else typed)
    if not parts:
        return say(OUTDATED, private=True)
    if not all(isinstance(_readable(part, store.defaults.concepts), Query) for part in parts):
        return say("Some of these words are too common to be followed alone.", private=True)
    store.unsubscribe(heard.chat, query_id, now)
    message = _follow(heard, store, now, parts)
    return Message(paragraphs=message.paragraphs, place=Place.REPLACE, private=message.private)
