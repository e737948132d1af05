"""The whole bot in one process: notices to operators, bugs in handlers, and shutdown."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from bot.delivery import mass_refusal
from bot.errors import StatedProblem
from bot.matching.concepts import Concepts
from bot.matching.grammar import parse, version
from bot.matching.query import GRAMMAR
from bot.messages.message import Message, say
from bot.messages.payload import to_json
from bot.model import (
    Cause,
    ChatKind,
    ChatLost,
    ChatRefused,
    Command,
    Concept,
    DeliveryState,
    LetterKind,
    NewLetter,
    RetryAt,
    Source,
    Stop,
    Way,
)
from bot.platforms.in_flight import FINISH_TIMEOUT
from bot.rules import Rules
from bot.storage.letters import enqueue
from bot.storage.store import Store
from bot.web import server
from bot.worker import ending, listeners, tokens
from bot.worker.build import build_platforms
from bot.worker.counting import LAST_TIME_LIMIT
from bot.worker.run import App
from config.settings import Settings
from config.translations import load_translations
from tests.builders import default_concepts, finished_poll, plain_words
from tests.fakes import FakePlatform
from tests.storage.conftest import Room, chat, letter

NOWHERE = Source(key="gone", name="The Gone Times", language="en", ways=(Way(url="http://127.0.0.1:9/rss"),), every=300)
BOSS = frozenset({("telegram", "77")})


class Clock:
    """A clock that is advanced by hand."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    made = Store.open(database_url)
    yield made
    made.close()


def words(message: Message) -> str:
    return "".join(span.text for paragraph in message.paragraphs for line in paragraph for span in line)


async def polled(store: Store) -> None:
    async with asyncio.timeout(60):
        while store.sources.health(datetime.now(UTC))[0].failing_since_at is None:
            await asyncio.sleep(0.03)


def owe_notice(store: Store, platform: str, person: str) -> None:
    """Owe somebody one letter."""
    now, to = datetime.now(UTC), chat(person, platform=platform)
    payload = to_json(say("hello"))
    letter = NewLetter(chat=to, kind=LetterKind.NOTICE, payload=payload, due_at=now, timezone="UTC")
    assert store.notices.clear("nothing", [letter])


@pytest.fixture(autouse=True)
def asked_again_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "PAUSES", (0.0, 0.02))
    monkeypatch.setattr(listeners, "START_PAUSES", (0.02,))


async def all_said(store: Store) -> None:
    """Wait until no letter is pending."""
    async with asyncio.timeout(60):
        while store.outbox.count_letters((DeliveryState.PENDING, DeliveryState.SENDING)):
            await asyncio.sleep(0.03)


async def test_operators_are_notified_once_of_a_source_that_fails_for_an_hour_and_once_when_it_works(
    store: Store,
) -> None:
    clock, platform = Clock(), FakePlatform()
    app = App(store=store, rules=Rules(), sources=[NOWHERE], platforms=[platform], clock=clock, operators=BOSS)
    await app.start()
    await polled(store)
    await app.chores.notify_operators()
    assert platform.sent == [], "a failure of less than an hour is not reported"
    clock.ahead += timedelta(hours=1, minutes=1)
    for _ in range(3):
        await app.chores.notify_operators()
    await platform.wait_sent(1)
    store.sources.finish_poll("gone", finished_poll(), clock())
    for _ in range(2):
        await app.chores.notify_operators()
    await all_said(store)
    await app.stop()
    told = [words(message) for _, message, _ in platform.sent]
    assert len(told) == 2
    assert "The Gone Times (en) can't be reached" in told[0]
    assert "127.0.0.1" in told[0] or "reached" in told[0]
    assert "is working again" in told[1]
    assert {who for who, _, _ in platform.sent} == {chat("77")}


async def test_operators_are_notified_of_a_refused_token_on_the_other_platform(store: Store) -> None:
    telegram, slack = FakePlatform(), FakePlatform("slack")
    app = App(store=store, rules=Rules(), sources=[], platforms=[telegram, slack], operators=BOSS)
    await app.start()
    assert slack.host is not None
    slack.refuses = True
    slack.host.refused("slack", plain_words("account_inactive"))
    async with asyncio.timeout(60):
        while not store.notices.subjects():
            await asyncio.sleep(0.03)
    await telegram.wait_sent(1)
    await app.stop()
    assert "Slack rejects the bot's token" in words(telegram.sent[0][1])
    assert slack.stopped, "nobody listens with a token that is refused"
    again = App(store=store, rules=Rules(), sources=[], platforms=[telegram, slack], operators=BOSS)
    await again.start()
    await again.chores.notify_operators()
    await telegram.wait_sent(2)
    await again.stop()
    assert "Slack is working again" in words(telegram.sent[1][1])


async def test_each_operator_is_told_in_the_language_of_their_own_chat(store: Store) -> None:
    for person, language in (("77", "kk"), ("78", "en"), ("79", "")):
        asked = Command(chat=chat(person), kind=ChatKind.PRIVATE, name="start", text="", language=language)
        store.chats.upsert(asked, datetime.now(UTC), timezone="UTC")
    operators = frozenset(("telegram", person) for person in ("77", "78", "79", "80"))
    telegram, slack = FakePlatform(), FakePlatform("slack")
    rules = Rules(translators=load_translations("ru"))
    app = App(store=store, rules=rules, sources=[], platforms=[telegram, slack], operators=operators)
    await app.start()
    assert slack.host is not None
    slack.refuses = True
    slack.host.refused("slack", plain_words("account_inactive"))
    await app.chores.notify_operators()
    await telegram.wait_sent(4)
    await app.stop()
    told = {who.id: words(message) for who, message, _ in telegram.sent}
    first = {person: said.partition(".")[0] for person, said in told.items()}
    assert first == {
        "77": "Slack боттың токенін қабылдамайды",
        "78": "Slack rejects the bot's token",
        "79": "Slack не принимает токен бота",
        "80": "Slack не принимает токен бота",
    }


async def test_an_alert_is_in_the_language_of_its_chat(database_url: str) -> None:
    room = Room(database_url)
    room.match(room.add_article(1), room.follow(chat(), "AI"))
    room.store.chats.set_language(chat(), "kk")
    platform = FakePlatform()
    app = App(store=room.store, rules=Rules(translators=load_translations()), sources=[], platforms=[platform])
    await app.start()
    await platform.wait_sent(1)
    await app.stop()
    room.store.close()
    ((_, message, _),) = platform.sent
    assert "2 наурыз, 14:00" in words(message)


async def test_operators_are_told_once_that_many_chats_are_refused_and_once_that_it_is_over(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mass_refusal, "PROBE_PAUSES", (0.2,))
    refused = [ChatRefused(cause=Cause.CHAT_NOT_FOUND, detail="chat not found")] * (mass_refusal.MANY + 2)
    telegram, slack = FakePlatform(), FakePlatform("slack").will(*refused)
    app = App(store=store, rules=Rules(), sources=[], platforms=[telegram, slack], operators=BOSS)
    await app.start()
    now = datetime.now(UTC)
    with store.database.write_transaction() as db:
        for number in range(mass_refusal.MANY + 2):
            enqueue(db, letter(chat(f"C{number}", platform="slack"), due_at=now))
    await telegram.wait_sent(1)
    with store.database.write_transaction() as db:
        enqueue(db, letter(chat("C99", platform="slack"), due_at=now))
    await telegram.wait_sent(2)
    await all_said(store)
    await app.stop()
    told = [words(message) for _, message, _ in telegram.sent]
    assert len(told) == 2
    assert "Slack rejects messages to many chats" in told[0]
    assert "Slack is working again" in told[1]
    assert len(slack.sent) == mass_refusal.MANY + 3, "nothing is lost"
    assert store.chats.count_waiting() == {}


async def test_without_operators_nobody_is_notified(store: Store) -> None:
    platform = FakePlatform()
    app = App(store=store, rules=Rules(), sources=[], platforms=[platform])
    await app.start()
    assert platform.host is not None
    platform.refuses = True
    platform.host.refused("telegram", plain_words("refused"))
    await app.chores.notify_operators()
    await app.stop()
    assert platform.sent == []
    assert platform.stopped
    assert platform.closed


async def test_a_refusal_in_sending_is_reported_to_operators_too(store: Store) -> None:
    telegram, slack = FakePlatform(), FakePlatform("slack").will(Stop(detail="token_revoked"))
    slack.refuses = True
    app = App(store=store, rules=Rules(), sources=[], platforms=[telegram, slack], operators=BOSS | {("slack", "U1")})
    owe_notice(store, "slack", "U1")
    await app.start()
    await telegram.wait_sent(1)
    await asyncio.sleep(0.2)
    await app.stop()
    assert (slack.asked, slack.sent) == (1, [])
    assert "token_revoked" in words(telegram.sent[0][1])


async def test_a_refusal_that_is_not_confirmed_is_told_to_nobody_and_sending_goes_on(store: Store) -> None:
    telegram, slack = FakePlatform(), FakePlatform("slack").will(Stop(detail="invalid_auth"))
    app = App(store=store, rules=Rules(), sources=[], platforms=[telegram, slack], operators=BOSS)
    owe_notice(store, "slack", "U1")
    await app.start()
    await slack.wait_sent(1)
    await all_said(store)
    await app.stop()
    assert (telegram.sent, slack.asked) == ([], 2)


@pytest.mark.parametrize("answer", [True, None])
async def test_what_is_owed_waits_until_the_token_is_known_to_be_taken(store: Store, answer: bool | None) -> None:
    slack = FakePlatform("slack").will(Stop(detail="invalid_auth"))
    slack.refuses = answer
    app = App(store=store, rules=Rules(), sources=[], platforms=[slack], operators=frozenset({("slack", "U1")}))
    owe_notice(store, "slack", "U1")
    await app.start()
    await slack.wait_started(1)
    await asyncio.sleep(0.3)
    assert slack.asked == 1
    assert slack.stopped is (answer is True), "no answer is no refusal"
    slack.refuses = False
    await slack.wait_sent(1 if answer is None else 2)
    await all_said(store)
    await app.stop()
    told = [words(message) for _, message, _ in slack.sent[1:]]
    assert len(told) == (0 if answer is None else 1)
    assert all("Slack rejected the bot's token from" in text for text in told), (
        "who could not be told before is told now"
    )


async def test_without_any_platform_for_hours_it_ends_with_a_stated_problem(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "HOPELESS_AFTER", 0.4)
    telegram, slack = FakePlatform(), FakePlatform("slack")
    app = App(store=store, rules=Rules(), sources=[], platforms=[telegram, slack])
    await app.start()
    slack.refuses = True
    app.host.refused("slack", plain_words("account_inactive"))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(app.wait(), 0.8)
    telegram.refuses = True
    app.host.refused("telegram", plain_words("revoked"))
    with pytest.raises(StatedProblem, match=r"no platform has taken .*Slack: account_inactive; Telegram: revoked"):
        await asyncio.wait_for(app.wait(), 5)
    await app.stop()
    assert tokens.HOPELESS_AFTER == 0.4


async def test_a_bug_in_a_handler_is_answered_with_an_apology(store: Store) -> None:
    app = App(store=store, rules=Rules(), sources=[], platforms=[])
    store.close()
    heard = Command(chat=chat(), kind=ChatKind.PRIVATE, name="follow", text="AI\x00", person="77")
    good = await app.host.answer(heard)
    assert good.paragraphs
    with store.database.write_transaction() as db:
        db.exec_driver_sql("DROP TABLE subscription")
    bad = await app.host.answer(heard)
    assert "Something went wrong and was logged" in words(bad)
    assert bad.private


async def test_a_chat_that_was_lost_for_long_is_forgotten_and_a_young_loss_is_kept(store: Store) -> None:
    now = datetime.now(UTC)
    for name, days in (("1", 91), ("2", 89)):
        asked = Command(chat=chat(name), kind=ChatKind.PRIVATE, name="start", text="")
        store.chats.upsert(asked, now, timezone="Asia/Almaty")
        store.chats.deactivate(chat(name), Cause.BLOCKED, now - timedelta(days=days))
    app = App(store=store, rules=Rules(), sources=[], platforms=[FakePlatform("telegram")])
    await app.chores.forget_lost()  # another worker does the chores
    assert store.chats.get(chat("1")) is not None
    await app.leases.refresh()
    await app.chores.forget_lost()
    assert store.chats.get(chat("1")) is None
    assert store.chats.get(chat("2")) is not None
    assert app.chores.forget_lost in [chore for chore, _ in app.chores.schedule()]
    await app.leases.release_all()


async def test_it_stops_on_sigterm_and_sweeps_while_running(store: Store) -> None:
    app = App(store=store, rules=Rules(), sources=[], platforms=[FakePlatform()])
    await app.start()
    asyncio.get_running_loop().call_later(0.1, os.kill, os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(app.wait(), 5)
    await app.chores.sweep()
    await app.stop()


def test_platforms_are_those_with_a_token_and_nobody_to_talk_to_is_a_stated_problem() -> None:
    both = Settings(
        telegram_bot_token=SecretStr("123456:abcdefghijklmnopqrstuvwxyz0123456789"),
        slack_bot_token=SecretStr("xoxb-1"),
        slack_app_token=SecretStr("xapp-1"),
        jarshy_admins=BOSS,
    )
    assert [platform.name for platform in build_platforms(both, lambda: None)] == ["telegram", "slack"]
    with pytest.raises(StatedProblem, match="TELEGRAM_BOT_TOKEN"):
        build_platforms(Settings(), lambda: None)


async def test_a_changed_meaning_of_follows_is_announced_once(database_url: str) -> None:
    older = Store.open(database_url)
    for who, kind in (("1", ChatKind.PRIVATE), ("2", ChatKind.CHANNEL), ("3", ChatKind.PRIVATE)):
        older.chats.upsert(
            Command(chat=chat(who), kind=kind, name="follow", text=""), datetime.now(UTC), timezone="Asia/Almaty"
        )
    now = datetime.now(UTC)
    for who, typed in (("1", "AI"), ("1", "metro"), ("2", "AI"), ("3", "metro")):
        older.follows.subscribe(chat(who), older.follows.upsert_query(typed, typed, now, grammar=1), typed, now)
    older.close()
    concepts = Concepts([Concept(key="ai", en=("AI",), ru=("ИИ",))])
    rules = Rules(concepts=concepts, grammar=version(concepts))
    store = Store.open(database_url)
    told = []
    for _ in range(2):
        platform = FakePlatform()
        app = App(store=store, rules=rules, sources=[], platforms=[platform])
        await app.start()
        await app.chores.announce_rereads()
        await app.chores.announce_rereads()
        await all_said(store)
        await app.stop()
        told += platform.sent
    store.close()
    ((to, message, _),) = told
    assert to == chat("1")
    assert "ИИ" in words(message)
    assert "metro" not in words(message)


#: chat, typed text, canonical text before small words, people and keyboard layouts were known, announced?
OLDER_FOLLOWS = (
    ("little words", "Казахстан и Китай", "China Kazakhstan и", True),
    ("little words", "waste in Aktau", "Aktau in waste", True),
    ("another concept", "Акорда", "president", True),
    ("a person", "Касым-Жомарт Токаев", "Tokayev касым-жомарт", True),
    ("a person who is no concept", "Дмитрий Баландин", "баландин дмитрий", True),
    ("another layout", "frnfe", "frnfe", True),
    ("another layout", "COVID-19", "COVID-19", False),
    ("spelled otherwise", "мал", "маленький", False),
    ("spelled otherwise", "Ту-154", "тот-154", False),
    ("the same", "жылу", "жылу", False),
    ("the same", "ИИ", "AI", False),
)


async def test_after_an_upgrade_changed_follows_are_announced_once_and_nothing_is_lost(
    database_url: str,
) -> None:
    older = Store.open(database_url)
    now = datetime.now(UTC)
    for who, typed, canonical, _ in OLDER_FOLLOWS:
        older.chats.upsert(
            Command(chat=chat(who), kind=ChatKind.PRIVATE, name="follow", text=""), now, timezone="Asia/Almaty"
        )
        older.follows.subscribe(chat(who), older.follows.upsert_query(canonical, typed, now, grammar=2), typed, now)
    older.close()
    concepts = default_concepts()
    rules = Rules(concepts=concepts, grammar=version(concepts))
    store = Store.open(database_url)
    told = []
    for _ in range(2):
        platform = FakePlatform()
        app = App(store=store, rules=rules, sources=[], platforms=[platform])
        await app.start()
        await app.chores.announce_rereads()
        await all_said(store)
        await app.stop()
        told += [(who.id, words(message)) for who, message, _ in platform.sent]
    held = {who: {each.typed for each in store.follows.subscriptions(chat(who))} for who, *_ in OLDER_FOLLOWS}
    store.close()
    assert sorted(who for who, _ in told) == sorted({who for who, _, _, changed in OLDER_FOLLOWS if changed})
    notices = dict(told)
    for who, typed, _, changed in OLDER_FOLLOWS:
        assert typed in held[who]
        assert (f"{typed}: articles with" in notices.get(who, "")) is changed
    assert "Read as: Казахстан + Китай" in notices["little words"]
    assert "Read as: актау" in notices["another layout"].casefold().replace("read as", "Read as")


@pytest.mark.parametrize(
    ("verdict", "state"),
    [
        pytest.param(RetryAt(cause=Cause.SERVER_ERROR, detail="down"), "pending", id="tried again"),
        pytest.param(ChatLost(cause=Cause.DEACTIVATED, detail="gone"), "dropped", id="lost"),
    ],
)
async def test_an_announcement_is_repeated_only_after_a_temporary_failure(
    store: Store, verdict: RetryAt | ChatLost, state: str
) -> None:
    now = datetime.now(UTC)
    store.chats.upsert(
        Command(chat=chat("1"), kind=ChatKind.PRIVATE, name="follow", text=""), now, timezone="Asia/Almaty"
    )
    store.follows.subscribe(
        chat("1"), store.follows.upsert_query("title:AI", "title:AI", now, grammar=GRAMMAR), "title:AI", now
    )
    store.follows.reread(lambda typed: parse("title:AI waste"), 7, now)
    platform = FakePlatform().will(verdict)
    app = App(store=store, rules=Rules(), sources=[], platforms=[platform])
    await app.start()
    for _ in range(3):
        await app.chores.announce_rereads()
    await platform.wait_started(1)
    await app.stop()
    assert (platform.asked, store.outbox.count_letters()) == (1, {state: 1})


async def test_a_follow_that_can_t_be_read_any_more_stays_as_it_is(store: Store) -> None:
    now = datetime.now(UTC)
    store.chats.upsert(
        Command(chat=chat("1"), kind=ChatKind.PRIVATE, name="follow", text=""), now, timezone="Asia/Almaty"
    )
    store.follows.subscribe(
        chat("1"), store.follows.upsert_query("waste", "waste (", now, grammar=GRAMMAR), "waste (", now
    )
    store.follows.reread(lambda typed: None, 7, now)
    app = App(store=store, rules=Rules(), sources=[], platforms=[])
    await app.start()
    await app.stop()
    assert [each.typed for each in store.follows.subscriptions(chat("1"))] == ["waste ("]


async def test_answers_and_notices_count_into_the_pace(store: Store) -> None:
    platform = FakePlatform(rate=0.5, chat_rate=10_000)
    app = App(store=store, rules=Rules(), sources=[NOWHERE], platforms=[platform], operators=BOSS)
    await app.start()
    assert platform.host is not None
    lane = app._deliverer._lanes[0]._schedule
    free_at = lane.free_at(0)
    for who, kind in (("1", ChatKind.PRIVATE), ("-5", ChatKind.GROUP)):
        platform.host.count_sent(chat(who), kind)
    await app.stop()
    assert lane.free_at(0) > free_at


async def test_answers_are_finished_while_messages_are(database_url: str) -> None:
    """One after the other they would take longer than hosts wait."""
    platform, room = FakePlatform(), Room(database_url)
    store = room.store
    gate = platform.hold()
    app = App(store=store, rules=Rules(), sources=[], platforms=[platform])
    await app.start()
    query_id = room.follow(chat("1"), "AI")
    assert room.match(room.add_article(1), query_id)
    await platform.wait_started(1)
    stopping = asyncio.create_task(app.stop())
    async with asyncio.timeout(10):
        while not platform.stopped:
            await asyncio.sleep(0.03)
    assert not stopping.done()
    gate.set()
    await stopping
    assert len(platform.sent) == 1
    assert store.outbox.count_deliveries() == {"sent": 1}
    store.close()


def test_a_worker_has_ended_before_hosts_lose_patience() -> None:
    finishing = max(server.SHUTDOWN_TIMEOUT, ending.SHUTDOWN_TIMEOUT, FINISH_TIMEOUT)
    closing = FINISH_TIMEOUT + max(LAST_TIME_LIMIT, ending.RELEASE_TIMEOUT)
    assert finishing + closing < 10, "seconds: what a container is given where nobody says more"


async def test_who_stops_asks_nobody_whether_a_token_is_refused(store: Store) -> None:
    platform = FakePlatform()
    app = App(store=store, rules=Rules(), sources=[], platforms=[platform])
    await app.start()
    await app.stop()
    platform.refuses = True
    app.host.refused("telegram", plain_words("revoked"))
    await asyncio.sleep(0.1)
    assert app.notifier.refusals == {}
