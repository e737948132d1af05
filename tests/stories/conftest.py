"""What several stories need."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator

import pytest

from bot.delivery import deliver, lane, pace, rounds
from bot.platforms import answering
from bot.platforms.slack import platform as slack_platform
from bot.platforms.telegram import listener as telegram_listener
from bot.platforms.telegram import platform as telegram_platform
from bot.storage.store import Store
from bot.worker import tokens, workspaces
from tests.storage.conftest import Room
from tests.stories.worker_process import Counter

RATE = 20.0  #: messages a second in one chat, and edits


@pytest.fixture
def stores(database_url: str) -> Iterator[Callable[[], Store]]:
    """Open the same database for any number of workers."""
    made: list[Store] = []

    def another() -> Store:
        made.append(Store.open(database_url))
        return made[-1]

    yield another
    for store in made:
        store.close()


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    made = Store.open(database_url)
    yield made
    made.close()


@pytest.fixture
def room(database_url: str) -> Iterator[Room]:
    made = Room(database_url)
    yield made
    made.store.close()


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a worker looks for every second or few it looks for at once, and no chat has to wait for its next message.

    A story that tells of one of these pauses sets it itself.
    """
    for module in (rounds, lane):
        monkeypatch.setattr(module, "POLL_EVERY", 0.25)
    monkeypatch.setattr(deliver, "MAINTAIN_EVERY", 0.25)
    monkeypatch.setattr(answering, "LOOK_EVERY", 0.25)
    monkeypatch.setattr(telegram_listener, "PAUSES", (0.05,))
    monkeypatch.setattr(telegram_platform, "TELEGRAM_CHAT_RATE", RATE)
    monkeypatch.setattr(slack_platform, "SLACK_CHAT_RATE", RATE)
    monkeypatch.setattr(slack_platform, "SLACK_EDIT_RATE", RATE)
    monkeypatch.setattr(tokens, "PAUSES", (0.0, 0.05, 0.15, 1.0))
    monkeypatch.setattr(workspaces, "FOLLOW_EVERY", 0.05)


@pytest.fixture
def frequent_upkeep(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was found is owed at once, and one edit follows another."""
    monkeypatch.setattr(deliver, "MAINTAIN_EVERY", 0.05)
    monkeypatch.setattr(pace, "EDIT_EVERY", 0.1)


@pytest.fixture
def short_rests(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a message that carries several alerts the next one comes at once: for stories that tell of no pause."""
    monkeypatch.setattr(rounds, "RESTS", (0.05, 0.15, 0.6))


@pytest.fixture
async def counter() -> AsyncIterator[Counter]:
    """Counts what workers in processes of their own send."""
    async with Counter() as made:
        yield made
