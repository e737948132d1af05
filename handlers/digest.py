"""/digest: what the chat follows, or other words, or everything, in a period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.errors import QueryError
from bot.matching.concepts import Concepts
from bot.matching.grammar import parse, split_follows
from bot.matching.query import Query
from bot.messages.digest import digest_message
from bot.messages.message import Button, Line, Message, bold, command, line, say
from bot.messages.text import tidy
from bot.messages.wording import shown
from bot.model import Article, ChatKind, Command, Digest, DigestGroup, PageState, Period
from handlers import archive
from handlers.asking import Refused, mend_button, read, stored
from handlers.period import read_period
from handlers.phrases import nothing_followed, reading
from handlers.ruled import Store

ACTION_BYTES = 64  #: of a button
CHANNEL_TAG_BYTES = 26  #: "for <channel id> " before the action of a button that is about a channel


def answer(heard: Command, store: Store, now: datetime) -> Message:
    """The digest, or why there is none."""
    row = store.chats.get(heard.chat)
    timezone = row.timezone if row else store.rules.timezone
    word, _, asked = tidy_lines(heard.text).partition(" ")
    word = word.rstrip(",:").casefold() or "today"
    try:
        period = read_period(word, now, ZoneInfo(timezone))
        if period is None:
            return _no_period(heard)
    except QueryError as error:
        return say(str(error), *_examples(), private=True)
    groups = _asked_groups(stored(asked, store) or "" if heard.button else asked.strip(), store, now)
    if isinstance(groups, Refused):
        mend = mend_button(groups, store, now, "Digest of", f"digest {word}")
        return say(groups.said, *_examples(), private=True).with_buttons(*([mend] if mend else []))
    if groups is None:
        held = store.follows.subscriptions(heard.chat)
        if not held:
            return nothing_followed(heard, Button("Digest of everything", f"digest {word} all"))
        groups = [(each.typed, parse(each.canonical, store.rules.concepts)) for each in held]
    digest = _digest(store, period, groups, row.languages if row else (), now)
    message = digest_message(digest, timezone, now, store.sources.health(now))
    return replace(message, paragraphs=(*message.paragraphs, *reading(store, now)), private=True)


def tidy_lines(text: str) -> str:
    """The text with its lines kept apart by commas, as follows are."""
    return ", ".join(tidied for one in text.splitlines() if (tidied := tidy(one)))


def _asked_groups(asked: str, store: Store, now: datetime) -> list[tuple[str, Query]] | Refused | None:
    """What was asked for beside the period; None: what the chat follows; empty: everything."""
    if not asked:
        return None
    if asked.casefold() == "all":
        return []
    made: list[tuple[str, Query]] = []
    for typed in split_follows(asked):
        query = read(typed, store, now, common=True)
        if isinstance(query, Refused):
            return query
        made.append((typed, query))
    return made


def _digest(
    store: Store, period: Period, groups: Sequence[tuple[str, Query]], languages: Sequence[str], now: datetime
) -> Digest:
    """The archive of the period matched anew; each article stands under the first that asks for it."""
    articles = archive.heard(store.articles.published(period.start_at, period.end_at), languages)
    since = archive.held_since(store, period.start_at, now)
    made = (
        _grouped(groups, articles, store.rules.concepts)
        if groups
        else [DigestGroup(typed="", articles=tuple(articles))]
    )
    dropped = any(each.body is None and each.page_state is PageState.READ for each in articles) if groups else False
    return Digest(period=period, groups=tuple(made), seen=len(articles), held_since_at=since, texts_dropped=dropped)


def _grouped(groups: Sequence[tuple[str, Query]], articles: Sequence[Article], concepts: Concepts) -> list[DigestGroup]:
    found = archive.answering({place: query for place, (_, query) in enumerate(groups)}, articles, concepts)
    placed: set[int] = set()
    made: list[DigestGroup] = []
    for place, (typed, _) in enumerate(groups):
        own = tuple(article for article in found[place] if article.id not in placed)
        placed |= {article.id for article in own}
        made.append(DigestGroup(typed=typed, articles=own, shown_above=len(found[place]) - len(own)))
    return made


def _no_period(heard: Command) -> Message:
    """What was typed is taken for words to look for; that much is offered as a button if it fits into one."""
    text = tidy(heard.text)
    asked = f"digest today {text}"
    message = say(line(bold(shown(text)), " is no period that I know."), *_examples(), private=True)
    room = ACTION_BYTES - (CHANNEL_TAG_BYTES if heard.kind is ChatKind.CHANNEL else 0)
    if len(asked.encode()) > room:
        return message
    return message.with_buttons((Button(shown(f"Today: {text}"), asked),))


def _examples() -> tuple[Line, ...]:
    """Periods that are read."""
    spans = ("digest today", "digest yesterday", "digest week", "digest 25.11", "digest 2026-11-25")
    days = [part for each in spans for part in (", ", command(each))][1:]
    return (line("These are read: ", *days), line("With words of your own: ", command("digest today AI")))
