"""What writes calls down, while the database is away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pytest
from structlog.testing import capture_logs

from bot.errors import StorageError
from bot.model import CallWay, NewCall
from bot.storage.store import Store
from bot.web.call_writer import CallWriter
from tests.databases import PostgreSQL
from tests.storage.conftest import NOW


def calls(*numbers: int) -> Sequence[NewCall]:
    return [NewCall(key=f"telegram:{number}", lane="telegram", way=CallWay.UPDATES, body="{}") for number in numbers]


async def test_a_database_that_is_away_is_logged_once_a_minute_and_no_call_is_taken(server: PostgreSQL) -> None:
    def now() -> datetime:
        return NOW

    with server.fresh() as url:
        store = Store.open(url)
        writer = CallWriter(store.calls, now, lambda lanes: None)
        server.leave(url)
        with capture_logs() as logs:
            for call in calls(1, 2, 3):
                with pytest.raises(StorageError):
                    await writer.write(call, 10)
        assert [(each["event"], each["calls"]) for each in logs] == [("calls not written down", 1)]
        server.come_back(url)
        assert await writer.write(calls(1)[0], 10), "the platform tells it again, and it is new"
        store.close()
