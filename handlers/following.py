"""/following: the list, with how many articles each follow brought in the last 7 days."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.matching.grammar import parse
from bot.messages.dates import span_name
from bot.messages.message import Button, Message, Paragraph, bold, line
from bot.messages.wording import shown
from bot.model import Command, Subscription
from bot.storage.store import ChatRow
from handlers import archive
from handlers.phrases import nothing_followed, reading, you_follow
from handlers.ruled import Store

SPAN = timedelta(days=7)


def answer(heard: Command, store: Store, now: datetime) -> Message:
    """One line a follow; the archive is searched anew, and the span really held is named."""
    held = store.follows.subscriptions(heard.chat)
    if not held:
        return nothing_followed(heard)
    row = store.chats.get(heard.chat)
    since = archive.held_since(store, now - SPAN, now)
    span = f"the {span_name(now - since)} I have" if since else "the last 7 days"
    heading = line(f"{you_follow(heard.kind)}, with how many articles came in {span}:")
    lines = [line(bold(shown(each.typed)), f" · {_brought(each, row, store, now)}") for each in held]
    paragraphs: list[Paragraph] = [(heading, *lines), *reading(store, now)]
    buttons = (Button("Digest of the week", "digest week"), Button("Unfollow …", "unfollow"))
    return Message(paragraphs=tuple(paragraphs), private=True, buttons=(buttons,))


def _brought(follow: Subscription, row: ChatRow | None, store: Store, now: datetime) -> str:
    """How many articles one follow brought."""
    query = parse(follow.canonical, store.rules.concepts)
    found = store.search.find(
        query, now - SPAN, limit=0, languages=row.languages if row else (), concepts=store.rules.concepts
    )
    return f"{'' if found.exact else 'about '}{found.count:,}"
