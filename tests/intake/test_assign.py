"""Each article comes to its story as it is matched, whichever worker does it, and however often."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.counting import Counter
from bot.intake import assign
from bot.intake.match import Found, Matcher
from bot.language.detect import language
from bot.matching.grammar import parse
from bot.matching.index import Index
from bot.meaning.voice import Voice
from bot.model import Article, Assignment, StoryEntry
from bot.storage.store import Store
from bot.stories.window import WINDOW
from tests.builders import default_concepts
from tests.intake.room import Room as Newsroom
from tests.intake.site import page, story
from tests.meaning.made import ModelServer, voice_of
from tests.storage.conftest import NOW, Room, chat, later
from tests.storage.test_plans import plans

OPENED = "A new bridge over the Ural opened in Atyrau"
TEXT = (
    "A new bridge over the Ural river opened in Atyrau on Monday.\n\n"
    "The bridge cost 14.5 billion tenge and was built in three years by KazBridge, said akim Serik Shapkenov."
)
MORE = "Drivers of 12,000 cars a day will save 40 minutes, the road police of Atyrau expect."
REPORTED_TOO = "Atyrau opens new bridge over the Ural river"
ELSEWHERE = "Chess champion Bibisara Assaubayeva wins a tournament in Tashkent"
ELSEWHERE_TEXT = "Grandmaster Bibisara Assaubayeva won the women's tournament in Tashkent with 8.5 points of 11."

#: two that share too few words
BLAZE = (
    "Blaze at a Taraz sugar mill",
    "Neighbours heard a loud bang before dawn and ran outside in slippers, recalls guard Petrenko, who carried out "
    "three cats, a parrot and his own guitar.",
)
BURNT = (
    "В Таразе горел завод сахара",
    "Хозяин Ахметов считает убытки: сгорели станки, мешки, документы бухгалтерии, новый конвейер из Германии и "
    "коллекция старых часов деда.",
)


class Desk:
    """A worker: its own matcher on the database of all."""

    def __init__(self, room: Room, *, store: Store | None = None) -> None:
        self.room = room
        self.store = store or room.store
        self.now = NOW
        self.woken = 0
        self.counter = Counter()
        self.refused = 0
        self.restart()

    def restart(self, index: Index | None = None, voice: Voice | None = None) -> None:
        self.matcher = Matcher(
            store=self.store,
            index=index or Index(),
            wake=self.wake,
            clock=lambda: self.now,
            counter=self.counter,
            voice=voice,
        )

    def wake(self) -> None:
        self.woken += 1

    async def reads(
        self,
        number: int,
        title: str,
        body: str,
        *,
        at: datetime | None = None,
        silent: bool = False,
        source: str | None = None,
    ) -> int:
        """A new article is stored, and its page is read; `at`: when it was published, and first seen.

        `source`: it is compared as an article of this source.
        """
        article_id = self.room.add_article(number, title=title, at=at or self.now, silent=silent)
        assert article_id is not None
        await self.reads_page(article_id, body, source)
        return article_id

    async def reads_page(self, article_id: int, body: str, source: str | None = None) -> None:
        article = self.article(article_id)
        read = {"body": body, "language": language(body), "source_key": source or article.source_key}

        def save(found: Found) -> bool:
            saved = self.store.articles.store_page(
                article_id,
                body=body,
                matches=found.matches,
                last_follow_id=found.last_follow_id,
                assignment=found.assignment,
                last_number=found.last_number,
                now=self.now,
            )
            self.refused += not saved
            return saved

        await self.matcher.match(Article(**(vars(article) | read)), save)

    async def releases(self, number: int, title: str) -> int:
        """A new article is matched on what its feed said."""
        article_id = self.room.add_article(number, title=title, at=self.now)
        assert article_id is not None

        def save(found: Found) -> bool:
            return self.store.articles.store_matches(
                article_id,
                matches=found.matches,
                last_follow_id=found.last_follow_id,
                assignment=found.assignment,
                last_number=found.last_number,
                now=self.now,
            )

        await self.matcher.match(self.article(article_id), save)
        return article_id

    def article(self, article_id: int) -> Article:
        article = self.store.articles.get(article_id)
        assert article is not None
        return article

    def story(self, article_id: int) -> list[int]:
        return [entry.article.id for entry in self.store.stories.of(article_id)]

    def entry(self, article_id: int) -> StoryEntry:
        return next(entry for entry in self.store.stories.of(article_id) if entry.article.id == article_id)

    def counted(self) -> dict[str, float]:
        return {dict(labels)["outcome"]: value for (_, labels), value in self.counter.take().items()}


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    room = Room(database_url)
    yield Desk(room)
    room.store.close()


@pytest.fixture
def other(desk: Desk) -> Iterator[Desk]:
    """Another worker on the same database."""
    store = Store.open(desk.room.url)
    yield Desk(desk.room, store=store)
    store.close()


async def test_an_article_joins_the_story_that_another_one_began(desk: Desk) -> None:
    first = await desk.reads(1, OPENED, TEXT)
    apart = await desk.reads(2, ELSEWHERE, ELSEWHERE_TEXT)
    second = await desk.reads(3, REPORTED_TOO, TEXT + "\n\n" + MORE)
    assert desk.story(first) == [first, second]
    assert desk.story(apart) == [apart]
    assert desk.entry(second).nearest_id == first
    assert desk.counted() == {"began": 2, "joined": 1}


async def test_two_workers_bring_articles_of_one_event_into_one_story(desk: Desk, other: Desk) -> None:
    first = await desk.reads(1, OPENED, TEXT)
    second = await other.reads(2, REPORTED_TOO, TEXT)
    third = await desk.reads(3, OPENED + " today", TEXT)
    assert desk.story(first) == [first, second, third]


async def test_two_workers_at_the_same_time_bring_one_event_into_one_story(desk: Desk, other: Desk) -> None:
    both = [
        asyncio.gather(*(each.reads(number, f"{OPENED}, {number:c}", TEXT) for number in numbers))
        for each, numbers in ((desk, range(ord("a"), ord("i"))), (other, range(ord("p"), ord("y"))))
    ]
    ids = [article_id for some in await asyncio.gather(*both) for article_id in some]
    assert sorted(desk.story(ids[0])) == sorted(ids)


async def test_a_follow_and_an_article_that_come_meanwhile_are_both_seen(
    desk: Desk, other: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await desk.reads(1, OPENED, TEXT)
    meanwhile: list[int] = []
    decide = assign.Assigner.assign

    def interrupted(self: assign.Assigner, *asked: Any) -> Assignment | None:
        found = decide(self, *asked)
        if not meanwhile:
            meanwhile.append(0)
            query_id = desk.room.follow(chat(), parse("bridge").canonical)
            meanwhile[0] = asyncio.run(other.reads(2, ELSEWHERE, ELSEWHERE_TEXT))
            assert query_id == 1
        return found

    monkeypatch.setattr(assign.Assigner, "assign", interrupted)
    second = await desk.reads(3, REPORTED_TOO, TEXT)
    assert desk.refused == 1
    assert desk.story(first) == [first, second]
    assert [reason.typed for reason in desk.store.articles.reasons(chat(), second)] == ["bridge"]
    assert desk.woken == 1


async def test_an_article_that_is_matched_again_on_its_page_keeps_its_story(desk: Desk, other: Desk) -> None:
    late = await desk.releases(1, OPENED)
    assert desk.story(late) == [late]
    teaser = desk.store.stories.features([late])
    await desk.reads_page(late, TEXT)
    assert desk.store.stories.features([late]) != teaser
    assert desk.counted() == {"began": 1}, "it is counted once"
    joined = await other.reads(2, REPORTED_TOO, TEXT)
    assert desk.story(late) == [late, joined]
    await desk.reads_page(late, ELSEWHERE_TEXT)
    assert desk.story(joined) == [late, joined], "what was told as one story stays one"
    apart = await desk.reads(3, ELSEWHERE, ELSEWHERE_TEXT)
    assert desk.story(apart) != [apart] or desk.entry(apart).nearest_id in (late, None)


async def test_silent_articles_come_to_stories_without_being_follow_ups(desk: Desk) -> None:
    first = await desk.reads(1, OPENED, TEXT, silent=True)
    second = await desk.reads(2, REPORTED_TOO, f"{TEXT}\n\n{MORE}", at=later(minutes=1), silent=True)
    assert desk.story(first) == [first, second]
    assert desk.entry(second).new_sentences is None
    assert desk.woken == 0


async def test_what_is_new_in_a_follow_up_is_kept(desk: Desk) -> None:
    await desk.reads(1, OPENED, TEXT)
    desk.now = later(hours=5)
    second = await desk.reads(2, REPORTED_TOO, f"{TEXT}\n\n{MORE}")
    assert desk.entry(second).new_sentences is not None
    assert MORE in (desk.entry(second).new_sentences or ())


async def test_an_article_older_than_the_window_is_compared_with_none(desk: Desk) -> None:
    first = await desk.reads(1, OPENED, TEXT, at=NOW - WINDOW - timedelta(minutes=1), silent=True)
    second = await desk.reads(2, REPORTED_TOO, TEXT)
    assert desk.story(first) == []
    assert desk.story(second) == [second]
    assert desk.counted() == {"began": 1}


async def test_a_second_voice_brings_together_what_words_leave_apart(desk: Desk) -> None:
    index = Index(default_concepts())
    async with ModelServer() as server, voice_of(server) as voice:
        desk.restart(index, voice)
        await desk.reads(1, ELSEWHERE, ELSEWHERE_TEXT)
        assert server.asked == [], "nobody waits until it is measured"
        await voice.measure()
        first = await desk.reads(2, *BLAZE)
        desk.restart(index, voice)
        second = await desk.reads(3, *BURNT, source="kt-rus")
        assert desk.story(second) == [first, second], "what it said of the first is stored"


async def test_a_second_voice_that_is_away_costs_no_article(desk: Desk) -> None:
    async with ModelServer() as server, voice_of(server) as voice:
        await voice.measure()
        desk.restart(Index(default_concepts()), voice)
        server.says("busy", 503)
        first = await desk.reads(1, *BLAZE)
        second = await desk.reads(2, *BURNT, source="kt-rus")
        assert [desk.story(first), desk.story(second)] == [[first], [second]]
        assert len(server.articles) == 1, "it is not asked again"


async def test_a_worker_that_starts_knows_the_articles_of_the_last_days(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assign, "BATCH", 2)
    first = await desk.reads(1, OPENED, TEXT)
    for number in range(2, 7):
        await desk.reads(number, f"{ELSEWHERE} {number}", ELSEWHERE_TEXT)
    desk.restart()
    second = await desk.reads(9, REPORTED_TOO, TEXT)
    assert desk.story(first) == [first, second]
    assert desk.refused == 0, "it knows them before it decides"
    desk.now += WINDOW + timedelta(minutes=1)
    desk.restart()
    third = await desk.reads(10, OPENED, TEXT)
    assert desk.story(third) == [third], "the others are too old by now"


async def test_a_worker_that_goes_on_for_days_forgets_the_articles_of_before(desk: Desk) -> None:
    first = await desk.reads(1, OPENED, TEXT)
    for _ in range(4):
        desk.now += timedelta(days=1)
        await desk.reads(desk.now.day, f"{ELSEWHERE} {desk.now}", ELSEWHERE_TEXT)
    second = await desk.reads(50, REPORTED_TOO, TEXT)
    assert desk.story(first) == [first]
    assert desk.story(second) == [second]


async def test_a_clock_that_jumps_splits_no_story(desk: Desk) -> None:
    first = await desk.reads(1, OPENED, TEXT)
    desk.now = later(days=365)
    await desk.reads(2, ELSEWHERE, ELSEWHERE_TEXT)
    desk.now = later(minutes=5)
    second = await desk.reads(3, REPORTED_TOO, TEXT)
    assert desk.story(first) == [first, second]


async def test_a_worker_goes_on_once_all_that_others_assigned_is_old(desk: Desk, other: Desk) -> None:
    await other.reads(1, OPENED, TEXT)
    desk.store.sweep(later(days=9), bodies_before=NOW)
    desk.now = later(days=9)
    late = await desk.reads(2, OPENED, TEXT)
    assert desk.story(late) == [late]


async def test_articles_in_a_burst_ask_once_for_what_others_assigned_and_load_no_texts(desk: Desk) -> None:
    await desk.reads(1, OPENED, TEXT)
    with plans(desk.room, "SELECT") as asked:
        await desk.reads(2, ELSEWHERE, ELSEWHERE_TEXT)
    with plans(desk.room, "SELECT story_article.id, story_article.article_id, article.story_id") as members:
        await desk.reads(3, "Wheat harvest in Kostanay is over", "Farmers of Kostanay have gathered 5 million tons.")
    assert len(members) == 1
    with plans(desk.room, "SELECT") as joining:
        joined = await desk.reads(4, REPORTED_TOO, TEXT)
    assert len(joining) == len(asked) + 1, "the texts of its story"
    counts = []
    for article_id, text in ((2, ELSEWHERE_TEXT), (joined, TEXT)):
        with plans(desk.room, "SELECT") as again:
            await desk.reads_page(article_id, text)
        counts.append(len(again))
    assert counts[0] == counts[1], "its story is known"


async def test_what_is_polled_and_read_comes_to_its_story(room: Newsroom) -> None:
    await room.first_poll()
    room.news.publishes(1, OPENED, *TEXT.split("\n\n"), at=room.now)
    room.news.publishes(2, ELSEWHERE, ELSEWHERE_TEXT, at=room.now)
    await room.walk()
    room.later(hours=5)
    room.news.publishes(3, REPORTED_TOO, *TEXT.split("\n\n"), MORE, at=room.now)
    await room.walk()
    *_, first = (entry for article in room.articles() for entry in room.store.stories.of(article.id))
    story = room.store.stories.of(first.article.id)
    assert [entry.article.title for entry in story] == [OPENED, REPORTED_TOO]
    assert MORE in (story[1].new_sentences or ())


@pytest.mark.parametrize(
    "jump", [timedelta(days=1), timedelta(hours=-1), timedelta(days=-3), timedelta(days=40)], ids=str
)
async def test_a_clock_that_jumps_while_news_comes_in_loses_none_and_splits_no_story(
    room: Newsroom, jump: timedelta
) -> None:
    await room.first_poll()
    room.later(minutes=5)
    room.news.publishes(1, OPENED, *TEXT.split("\n\n"), at=room.now)
    await room.walk()
    room.later(minutes=5)
    room.news.publishes(2, ELSEWHERE, ELSEWHERE_TEXT, at=room.now)
    room.now += jump
    await room.walk()
    room.now -= jump
    room.later(minutes=5)
    room.news.publishes(3, REPORTED_TOO, *TEXT.split("\n\n"), at=room.now)
    await room.walk()
    by_title = {each.title: each for each in room.articles()}
    assert len(room.articles()) == len(by_title), "each once"
    assert all(by_title[title].body for title in (OPENED, ELSEWHERE, REPORTED_TOO))
    story = [entry.article.title for entry in room.store.stories.of(by_title[OPENED].id)]
    assert sorted(story) == sorted([OPENED, REPORTED_TOO])


async def test_the_same_article_under_another_address_later_on_is_a_copy_of_the_first(room: Newsroom) -> None:
    await room.first_poll()
    for number in (1, 2):
        room.later(minutes=30)
        room.news.publishes(number, OPENED, *TEXT.split("\n\n"), at=room.now)
        await room.walk()
    story = room.store.stories.of(room.articles()[-1].id)
    assert [entry.copied for entry in story] == [False, True]
    assert not story[1].new_sentences


async def test_what_a_source_repeats_every_day_is_a_story_of_that_day(room: Newsroom) -> None:
    await room.first_poll()
    for number, rate in enumerate(("517,2", "519,6", "515,1"), 1):
        room.later(days=1)
        title = f"Курс доллара на {25 + number} ноября: {rate} тенге"
        room.news.publishes(number, title, f"Нацбанк установил курс доллара: {rate} тенге.", at=room.now)
        await room.walk()
    stories = [each.story_id for each in room.articles() if "Курс" in each.title]
    assert len(set(stories)) == len(stories) == 3


async def test_the_date_of_its_page_decides_whether_an_article_is_too_old(room: Newsroom) -> None:
    await room.first_poll()
    room.later(hours=1)
    path = room.news.publishes(1, OPENED, at=None)
    room.site.says(path, page(story(TEXT, date="20.11.2025, 14:30")))
    await room.walk()
    (article,) = room.articles()
    assert article.body
    assert article.story_id is None
