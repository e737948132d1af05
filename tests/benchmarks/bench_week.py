"""A week of fifty alerts a day for one reader: PYTHONPATH=. python tests/benchmarks/bench_week.py

The same articles come under three settings: as it is without any; with quiet hours; and with quiet hours, silent
mentions, and what the bot itself has offered to who gets too much, taken. Each minute goes as in the worker: fan-out,
what is held, digests that are due, offers, a claim, messages. Printed are the sounds, messages and screens of a day,
and how many of the articles reached nobody.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.delivery.fold import next_parcel, should_fold
from bot.delivery.retry import outcomes
from bot.i18n.translators import ONLY_ENGLISH
from bot.messages.message import Message
from bot.messages.payload import from_json
from bot.messages.summary import AlertContext
from bot.model import Delivery, Letter, LetterKind, Sendable, Sent
from bot.storage.store import migrate
from bot.worker.digests import ScheduledDigests
from bot.worker.offers import offer_fewer
from tests.golden.phone import shown
from tests.handlers.conftest import Room

DAYS = 7
BEFORE = 4  #: days before these, after which the bot has made its offers
#: articles a day of each topic, and how many in a hundred name it in the headline: two broad ones bring most of it; the
#: shares are those of news in three languages
TOPICS = {
    "Almaty": (24, 55),
    "Kazakhstan": (15, 24),
    "AI": (4, 30),
    "waste": (3, 100),
    "Aktau": (3, 55),
    "quake": (1, 100),
}
AWAKE = range(8, 23)  #: hours of the day in which most news comes
SCREEN = 20  #: lines that a phone shows
SETTINGS = {
    "as it comes": (),
    "quiet hours": ("quiet 23-8",),
    "as the bot proposes": ("quiet 23-8", "settings mentions off", "mode quake rings"),
}


@dataclass
class Reader:
    """What one person gets."""

    sounds: int = 0
    messages: int = 0
    lines: int = 0
    articles: set[int] = field(default_factory=set)  #: that its messages carried
    links: set[str] = field(default_factory=set)  #: that its digests showed

    def gets(self, message: Message, carried: list[int]) -> None:
        self.messages += 1
        self.sounds += not message.quiet
        self.lines += shown(message).count("\n") + 3
        self.articles.update(carried)


def articles(day: datetime, chance: random.Random) -> Iterator[tuple[datetime, str, str]]:
    """When each article of a day comes, its title and its text; two thirds of them by day."""
    for topic, (count, headlines) in TOPICS.items():
        for number in range(count):
            hour = chance.choice(list(AWAKE)) if chance.random() < 0.85 else chance.randrange(24)
            at = day + timedelta(hours=hour, minutes=chance.randrange(60))
            named = chance.random() * 100 < headlines
            about = f"The city council meets on the budget, case {number} of {at:%d.%m. %H:%M}"
            yield at, f"{topic}: {about}" if named else about, f"It was said that {topic} will be spoken of again. " * 2


def week(room: Room, commands: tuple[str, ...], chance: random.Random) -> tuple[Reader, int]:
    """What comes in a week, and how many articles there were; the bot's own offers are taken where it was set up."""
    reader = Reader()
    start = room.now = room.now.replace(hour=19, minute=0) - timedelta(days=1)  # midnight in the chat's zone
    room.knows(follows=len(TOPICS)).types(f"/follow {', '.join(TOPICS)}")
    for follow in TOPICS:
        room.presses(f"anyway {follow}")
    for each in commands:
        room.types(f"/{each}")
    coming = sorted(each for day in range(BEFORE + DAYS) for each in articles(start + timedelta(days=day), chance))
    digests = ScheduledDigests(store=room.store, rules=lambda: room.rules, facts={}, clock=lambda: room.now)
    published: dict[str, int] = {}
    while room.now < start + timedelta(days=BEFORE + DAYS, hours=10):
        if room.now == start + timedelta(days=BEFORE):
            reader.sounds = reader.messages = reader.lines = 0  # the week begins
        while coming and coming[0][0] <= room.now:
            _, title, body = coming.pop(0)
            number = room.publish(title, body, ago=timedelta(0))
            published[f"http://127.0.0.1/{title}"] = number
        minute(room, reader, digests, takes_offers=len(commands) > 1)
        room.later(timedelta(minutes=1))
    seen = reader.articles | {number for link, number in published.items() if link in reader.links}
    return reader, len(set(published.values()) - seen)


def minute(room: Room, reader: Reader, digests: ScheduledDigests, *, takes_offers: bool) -> None:
    """One minute of the worker."""
    store, now = room.store, room.now
    store.outbox.advance_quiet(now)
    store.digests.enqueue_due(now)
    if now.minute == 0:
        offer_fewer(store, room.rules, now)
    room.shares_out()
    while store.outbox.release_held(now, 500):
        pass
    while owed := store.outbox.claim("telegram", now, 9, per_chat=100):
        for _, of_chat in groupby(owed, lambda each: each.chat_id):
            send(room, reader, list(of_chat), digests, takes_offers=takes_offers)


def send(room: Room, reader: Reader, owed: list[Sendable], digests: ScheduledDigests, *, takes_offers: bool) -> None:
    """What one chat is owed, message by message."""
    while owed:
        first = owed[0]
        if isinstance(first, Letter):
            carried: tuple[Sendable, ...] = (first,)
            letter(room, reader, first, digests, takes_offers=takes_offers)
        else:
            parcel = next_parcel(
                owed,
                room.now,
                fold=should_fold(len(owed), 0.0),
                translators=ONLY_ENGLISH,
                context=AlertContext.of(room.rules),
            )
            carried = parcel.deliveries
            reader.gets(parcel.message, [each.article.id for each in carried if isinstance(each, Delivery)])
        room.store.outbox.record_outcomes(outcomes(carried, Sent(refs=(f"m{reader.messages}",)), room.now))
        owed = owed[len(carried) :]


def letter(room: Room, reader: Reader, sent: Letter, digests: ScheduledDigests, *, takes_offers: bool) -> None:
    """A digest is read with all its pages; of an offer the last button is pressed: the daily digest."""
    if sent.letter_kind is LetterKind.DIGEST:
        message = digests.compose(sent)
        reader.gets(message, [])
        reader.links |= links_of(room, message)
        return
    message = from_json(sent.payload)
    reader.gets(message, [])
    for row in message.buttons if takes_offers else ():
        room.presses(row[-1].action)


def links_of(room: Room, message: Message) -> set[str]:
    """The links of a digest, on all its pages."""
    found: set[str] = set()
    while True:
        new = {span.url for part in message.paragraphs for line in part for span in line if span.url} - found
        turns = [each.action for row in message.buttons for each in row if each.label == "More"]
        found |= new
        if not new or not turns:
            return found
        message = room.presses(turns[-1])


def main() -> None:
    """Print a line for each setting."""
    print(f"{'':22}{'sounds':>8}{'messages':>10}{'screens':>9}   a day; articles that reached nobody")
    for name, commands in SETTINGS.items():
        with TemporaryDirectory() as folder:
            url = f"sqlite:///{Path(folder) / 'week.db'}"
            migrate(url)
            room = Room(url)
            reader, lost = week(room, commands, random.Random(5))
            room.store.close()
        a_day = (reader.sounds / DAYS, reader.messages / DAYS, reader.lines / SCREEN / DAYS)
        print(f"{name:22}{a_day[0]:8.1f}{a_day[1]:10.1f}{a_day[2]:9.1f}   {lost}")


if __name__ == "__main__":
    main()
