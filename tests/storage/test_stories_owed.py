"""Whatever comes in whatever order: each article that a chat was owed is told, shown, or ended with a cause."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import bindparam, select

from bot.model import (
    Cause,
    Chat,
    ChatLost,
    Delivery,
    Edit,
    FollowUps,
    GiveUp,
    OutboxItem,
    Outcome,
    RetryAt,
    Sent,
    Verdict,
)
from bot.storage import schema as t
from bot.storage.outbox_rows import OutboxKey
from tests.storage.conftest import NOW, Room, chat

CHATS, ARTICLES = 2, 6
QUERIES = ("AI", "oil")
EXAMPLES = 25
#: built once, for it is asked after each step: what chats are owed
OWED = (
    select(t.chat.c.native_id, *(t.delivery.c[name] for name in ("article_id", "state", "head_id", "cause", "alone")))
    .join(t.chat, t.chat.c.id == t.delivery.c.chat_id)
    .where(t.chat.c.native_id.in_(bindparam("chats", expanding=True)))
)

which_chat = st.integers(0, CHATS - 1)
which_article = st.integers(0, ARTICLES - 1)
topics = st.sampled_from([(0,), (1,), (0, 1)])
#: what happens: its name, and what it needs to know
step = st.one_of(
    st.tuples(st.just("publish"), topics, st.booleans()),
    st.tuples(st.just("tell"), topics, st.booleans()),
    st.tuples(
        st.sampled_from(["send", "fold", "give up", "fail", "retry", "lose", "crash", "edit", "refuse the edit"])
    ),
    st.tuples(st.just("fan out")),
    st.tuples(st.sampled_from(["unfollow", "follow"]), which_chat, st.integers(0, 1)),
    st.tuples(st.sampled_from(["hold", "pause", "wake", "merge"]), which_chat),
    st.tuples(st.sampled_from(["withdraw", "operator retries"]), which_chat, which_article),
    st.tuples(st.just("follow-ups"), which_chat, st.sampled_from(list(FollowUps))),
)


@dataclass
class World:
    """Two chats, two topics and one story, beside those of other examples."""

    room: Room
    number: int
    now: datetime = NOW
    articles: dict[int, int] = field(default_factory=dict)  #: ids by number
    matched: dict[int, tuple[int, ...]] = field(default_factory=dict)  #: topics by article id, not fanned out yet
    owed: set[tuple[str, int]] = field(default_factory=set)
    shown: dict[tuple[str, int], set[int]] = field(default_factory=dict)  #: what the message of a head shows, of late
    refs: Iterator[int] = field(default_factory=itertools.count)
    queries: tuple[int, ...] = ()  #: ids by topic

    def __post_init__(self) -> None:
        names = [who.id for who in self.chats]
        self.queries = tuple(self.room.follow_together(names, self.typed(topic)) for topic in QUERIES)

    @property
    def chats(self) -> list[Chat]:
        return [chat(f"-{self.number}{place}") for place in range(CHATS)]

    def typed(self, topic: str) -> str:
        return f"{topic}{self.number}"

    def do(self, name: str, *what: object) -> None:
        self.now += timedelta(seconds=1)
        getattr(self, name.replace(" ", "_").replace("-", "_"))(*what)

    def publish(self, topics: tuple[int, ...], has_news: bool) -> None:
        number = len(self.articles)
        if number == ARTICLES:
            return
        article = self.room.add_article(1_000 * self.number + number, at=self.now)
        assert article is not None
        self.room.match(article, *(self.queries[place] for place in topics), at=self.now)
        self.articles[number] = article
        self.matched[article] = topics
        first = next(iter(self.articles.values()))
        self.room.tell(first, article, news={article: ["It is new."]} if has_news else None)

    def tell(self, topics: tuple[int, ...], has_news: bool) -> None:
        self.publish(topics, has_news)
        self.fan_out()

    def fan_out(self) -> None:
        for who in self.chats if self.matched else ():
            followed = {each.query_id for each in self.room.store.follows.subscriptions(who)}
            for article, topics in self.matched.items():
                if followed & {self.queries[place] for place in topics}:
                    self.owed.add((who.id, article))
        self.matched.clear()
        self.room.fan_out(self.now)

    def claimed(self, *, per_chat: int = 1) -> list[list[OutboxItem]]:
        found = self.room.store.outbox.claim("telegram", self.now, 100, per_chat=per_chat)
        return [list(of_chat) for _, of_chat in itertools.groupby(found, lambda each: each.chat_id)]

    def record(self, items: list[OutboxItem], verdict: Verdict, *, retry: bool = False) -> None:
        at = self.now + timedelta(seconds=5) if retry else None
        outcome = Outcome(deliveries=tuple(items), verdict=verdict, at=self.now, not_before=at)
        self.room.store.outbox.record_outcomes([outcome])
        if isinstance(verdict, Sent):
            for each in items:
                told = each.delivery if isinstance(each, Edit) else each
                if isinstance(told, Delivery) and len(items) == 1:
                    self.shown[told.chat.id, told.article.id] = {one.id for one in told.also}

    def ref(self) -> Sent:
        return Sent(refs=(f"r{self.number}-{next(self.refs)}",))

    def send(self) -> None:
        for items in self.claimed():
            self.record(items, self.ref())

    def fold(self) -> None:
        for items in self.claimed(per_chat=10):
            self.record(items, self.ref())

    def give_up(self) -> None:
        for items in self.claimed():
            self.record(items, GiveUp(cause=Cause.BAD_MESSAGE))

    def fail(self) -> None:
        for items in self.claimed(per_chat=10):
            self.record(items, RetryAt(cause=Cause.SERVER_ERROR))

    def retry(self) -> None:
        for items in self.claimed():
            self.record(items, RetryAt(cause=Cause.SERVER_ERROR), retry=True)

    def lose(self) -> None:
        for items in self.claimed():
            self.record(items, ChatLost(cause=Cause.BLOCKED))
            self.is_edited_no_more(items[0].chat)

    def is_edited_no_more(self, who: Chat) -> None:
        self.shown = {key: shown for key, shown in self.shown.items() if key[0] != who.id}

    def crash(self) -> None:
        self.claimed()
        self.room.store.outbox.claim_edits("telegram", self.now, 100)
        self.room.store.outbox.recover()

    def edit(self) -> None:
        for each in self.room.store.outbox.claim_edits("telegram", self.now, 100):
            self.record([each], Sent(refs=(each.ref,)))

    def refuse_the_edit(self) -> None:
        for each in self.room.store.outbox.claim_edits("telegram", self.now, 100):
            self.record([each], RetryAt(cause=Cause.SERVER_ERROR), retry=True)

    def unfollow(self, who: int, topic: int) -> None:
        self.room.store.follows.unsubscribe(self.chats[who], self.queries[topic], self.now)

    def follow(self, who: int, topic: int) -> None:
        if not self.matched:  # else it were younger than the job
            self.room.store.follows.subscribe(
                self.chats[who], self.queries[topic], self.typed(QUERIES[topic]), self.now - timedelta(days=1)
            )

    def hold(self, who: int) -> None:
        record = self.room.store.chats.get(self.chats[who])
        if record is not None:
            self.room.store.outbox.hold(record.id, self.now + timedelta(seconds=9))

    def pause(self, who: int) -> None:
        self.room.store.chats.deactivate(self.chats[who], Cause.BLOCKED, self.now)
        self.is_edited_no_more(self.chats[who])

    def wake(self, who: int) -> None:
        self.room.add_chat(self.chats[who], at=self.now)

    def merge(self, who: int) -> None:
        """The other topic of a group, say, is the same chat from now on; its place is taken by one that is new."""
        old, new = self.chats[who], self.chats[1 - who]
        self.fan_out()
        self.room.store.chats.migrate(old, new.id, self.now)
        self.owed = {(new.id, article) for _, article in self.owed}
        self.is_edited_no_more(old)
        self.room.add_chat(old, at=self.now)

    def withdraw(self, who: int, number: int) -> None:
        self.room.store.repairs.drop([self.key(who, number)], "")

    def operator_retries(self, who: int, number: int) -> None:
        self.room.store.repairs.retry(self.key(who, number), self.now)

    def follow_ups(self, who: int, wanted: FollowUps) -> None:
        self.room.store.preferences.set(self.chats[who], follow_ups=wanted)

    def key(self, who: int, number: int) -> OutboxKey:
        record = self.room.store.chats.get(self.chats[who])
        return OutboxKey(article_id=self.articles.get(number, 0), chat_id=0 if record is None else record.id)

    def end(self) -> None:
        """All that is left goes out, within so many rounds."""
        self.fan_out()
        for _ in range(4 * ARTICLES):
            if self.is_done():
                return
            self.now += timedelta(minutes=2)
            self.room.store.outbox.release_held(self.now, 100)
            self.send()
            self.edit()

    def is_done(self) -> bool:
        """Waits nothing any more?"""
        states = {state for state, *_ in self.rows().values()}
        return states.isdisjoint({"pending", "held", "sending"}) and not self.room.store.outbox.count_edits()

    def rows(self) -> dict[tuple[str, int], tuple[str, int | None, str | None, bool]]:
        with self.room.store.database.read_transaction() as db:
            rows = db.execute(OWED, {"chats": [who.id for who in self.chats]}).all()
        return {(row.native_id, row.article_id): (row.state, row.head_id, row.cause, bool(row.alone)) for row in rows}

    def nothing_is_joined_to_what_ended(self) -> None:
        rows = self.rows()
        for (who, article), (state, head, _, _) in rows.items():
            if state == "joined":
                assert rows[who, head or 0][0] in ("pending", "held", "sending", "sent"), (who, article)


numbers = itertools.count(1)


@given(steps=st.lists(step, min_size=12, max_size=40))
@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
def test_each_article_that_was_owed_is_told_or_shown_or_ended_with_a_cause(
    room: Room, steps: list[tuple[object, ...]]
) -> None:
    world = World(room=room, number=next(numbers))
    for name, *what in steps:
        world.do(str(name), *what)
        world.nothing_is_joined_to_what_ended()
    world.end()
    rows = world.rows()
    assert set(rows) == world.owed
    for (who, article), (state, head, cause, _) in rows.items():
        if state == "joined":
            assert rows[who, head or 0][0] == "sent"
            if rows[who, head or 0][3] and (who, head or 0) in world.shown:
                assert article in world.shown[who, head or 0], "the message shows it by now"
        else:
            assert state in ("sent", "failed", "dropped")
            assert state == "sent" or cause is not None
    assert room.store.outbox.count_edits() == 0
