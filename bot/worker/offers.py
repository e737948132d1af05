"""What is offered to chats whose follows bring more than anybody reads: fewer alerts.

every hour ─ follows that brought 20 alerts a day ─ not at night, once a month ─▶ a letter without a sound
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.messages.offer import TooMuch, offer
from bot.messages.payload import to_json
from bot.model import Chat, ChatKind, LetterKind, NewLetter
from bot.rules import Rules
from bot.storage.store import BusyFollow, ChatRecord, Store

SPAN = timedelta(days=3)  #: over which alerts are counted: a day alone may be a special one
TOO_MANY = 20  #: alerts a day of one follow, for which a chat is told
NAMED_FROM = 10  #: alerts a day of its other follows that are named beside that one: it is not told again soon
NOT_AGAIN = timedelta(days=30)  #: after a chat was told, whatever it did about it
DAYTIME = range(9, 21)  #: hours of the chat's day at which it is told
MOST = 3  #: follows of one letter


def offer_fewer(store: Store, rules: Rules, now: datetime, cursor: int = 0) -> int:
    """Tell the chats of the next batch of follows; returns where to go on, 0: from the beginning."""
    told_since = now - NOT_AGAIN
    least, also = (int(a_day * (SPAN / timedelta(days=1))) for a_day in (TOO_MANY, NAMED_FROM))
    found = store.busy_follows.find(now - SPAN, least, also=also, now=now, not_offered_since=told_since, cursor=cursor)
    for chat, busy in found.chats:
        record = store.chats.get(chat)
        hearer = hearer_of(store, record)
        if record is not None and hearer is not None and is_day(record, now):
            letter = _letter(store, rules, record, hearer, busy[:MOST], now)
            if letter is not None:
                of = [each.query_id for each in busy[:MOST]]
                store.busy_follows.offer(chat, of, letter, now, not_offered_since=told_since)
    return found.cursor


def hearer_of(store: Store, record: ChatRecord | None) -> ChatRecord | None:
    """Who is told of a chat's follows: the chat itself, of a channel who manages it; None: nobody can be."""
    if record is None or record.kind is not ChatKind.CHANNEL:
        return record
    return store.chats.manager(record.chat)


def is_day(record: ChatRecord, now: datetime) -> bool:
    """Is it day there?"""
    return now.astimezone(ZoneInfo(record.timezone)).hour in DAYTIME


def _letter(
    store: Store, rules: Rules, record: ChatRecord, hearer: ChatRecord, busy: Sequence[BusyFollow], now: datetime
) -> NewLetter | None:
    """The offer in the language of who is told; None: the follows are gone."""
    follows = {each.query_id: each for each in store.follows.subscriptions(record.chat)}
    days = SPAN / timedelta(days=1)
    much = [
        TooMuch(follow=follows[each.query_id], a_day=round(each.alerts / days))
        for each in busy
        if each.query_id in follows
    ]
    if not much:
        return None
    of_channel = record.kind is ChatKind.CHANNEL
    name = record.title or record.chat.id
    message = offer(
        much,
        rules.concepts,
        channel=name if of_channel else "",
        channel_id=record.chat.id if of_channel else "",
        translate=rules.translators(hearer.language),
    )
    to: Chat = hearer.chat
    return NewLetter(chat=to, kind=LetterKind.OFFER, payload=to_json(message), due_at=now, timezone=hearer.timezone)
