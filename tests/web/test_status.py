"""The operator's page over HTTP: who gets in, what is shown, what forms do, and what nobody may do."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

import aiohttp
import pytest

from bot import bugs
from bot.model import Cause, Chat, GiveUp, Source, Way
from bot.web import bodies
from bot.web.attempts import OF_ONE, SPAN
from bot.web.forms import FORM
from bot.web.server import WebServer
from bot.web.sessions import SESSION_SPAN
from bot.worker.operating import operator_routes
from bot.worker.public import web_middlewares, web_pages
from config.settings import Settings
from tests.builders import finished_poll, plain_words
from tests.storage.conftest import NOW, SOURCE, Room, chat, later, record
from tests.telling import is_one_story

TOKEN = "correct-horse-battery"  # of these tests
HOSTILE = "<script>alert('Қ')</script>"
HTML = {"Accept": "text/html"}
JSON = {"Accept": "application/json", "Authorization": f"Bearer {TOKEN}"}


class Operator:
    """A web app, and a browser without a screen."""

    def __init__(self, room: Room, public_url: str | None = None) -> None:
        self.room, self.store, self.now = room, room.store, NOW
        settings = Settings.model_validate({"jarshy_admin_token": TOKEN, "public_url": public_url})
        pages = web_pages(settings)
        routes = operator_routes(settings, self.store, pages, lambda: self.now)
        self.server = WebServer(0, routes, middlewares=web_middlewares(settings, pages), host="127.0.0.1")
        self.client = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    async def get(self, path: str = "/status", **headers: str) -> tuple[int, str]:
        async with self.client.get(self.origin + path, headers=HTML | headers) as answer:
            return answer.status, await answer.text()

    async def post(self, path: str, fields: dict[str, str], **headers: str) -> aiohttp.ClientResponse:
        sent = HTML | {"Origin": self.origin} | {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.client.post(self.origin + path, data=fields, headers=sent, allow_redirects=False) as answer:
            await answer.read()
            return answer

    async def log_in(self, token: str = TOKEN, **headers: str) -> aiohttp.ClientResponse:
        return await self.post("/status/login", {"token": token}, **headers)

    async def form(self, path: str, fields: dict[str, str], **headers: str) -> tuple[int, str]:
        """Fill in a form of the page, and send it."""
        found = re.search(r'name="form" value="(\w+)"', (await self.get())[1])
        answer = await self.post(path, {"form": found[1] if found else "", **fields}, **headers)
        return answer.status, answer.headers.get("Location", "")

    async def json(self, path: str = "/status") -> Any:
        async with self.client.get(self.origin + path, headers=JSON) as answer:
            assert answer.status == 200
            return await answer.json()


@pytest.fixture
def room(sqlite_url: str) -> Iterator[Room]:
    """What is asked of the store is tested on both databases in tests/storage."""
    made = Room(sqlite_url)
    yield made
    made.store.close()


@pytest.fixture
async def operator(room: Room) -> AsyncIterator[Operator]:
    made = Operator(room)
    await made.server.start()
    yield made
    await made.client.close()
    await made.server.stop()


def owe(room: Room, *people: str, title: str = "") -> list[int]:
    query, *_ = [room.follow(chat(name), "AI") for name in people]
    room.match(room.add_article(1, title=title), query)
    room.fan_out()
    return [room.add_chat(chat(name)) for name in people]


def fail(room: Room) -> None:
    for delivery in room.claim():
        record(room.store, delivery, GiveUp(cause=Cause.BAD_MESSAGE, detail=f"Bad {HOSTILE}"), None, NOW)


async def test_without_a_token_in_the_settings_there_is_no_such_page(room: Room) -> None:
    settings = Settings.model_validate({})
    pages = web_pages(settings)
    assert operator_routes(settings, room.store, pages, lambda: NOW) == []


async def test_who_has_no_session_is_asked_for_the_token_and_sees_nothing(operator: Operator) -> None:
    owe(operator.room, "1", title="A secret title")
    for path in ("/status", "/status/chats", "/status/deliveries"):
        status, page = await operator.get(path)
        assert (status, "Admin token" in page, "secret" in page, "Kazakhstan" in page) == (200, True, False, False)


async def test_the_token_opens_the_page_until_one_logs_out(operator: Operator) -> None:
    answer = await operator.log_in()
    assert (answer.status, answer.headers["Location"]) == (303, "/status")
    cookie = answer.headers["Set-Cookie"]
    assert TOKEN not in cookie
    assert all(each in cookie for each in ("HttpOnly", "SameSite=Strict", "Max-Age=43200", "Path=/"))
    assert "Secure" not in cookie
    assert "All is well" not in (await operator.get("/status/login"))[1]
    assert "Log out" in (await operator.get())[1]
    assert await operator.form("/status/logout", {}) == (303, "/status/login")
    assert "Admin token" in (await operator.get())[1]
    assert "Admin token" in (await operator.get(Cookie=cookie.partition(";")[0]))[1], "a copy of the cookie ends too"


async def test_behind_https_the_cookie_is_sent_by_https_alone_and_links_begin_with_the_path(room: Room) -> None:
    operator = Operator(room, "https://news.example/jarshy")
    await operator.server.start()
    answer = await operator.log_in(Origin="https://news.example")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Location"] == "/jarshy/status"
    await operator.client.close()
    await operator.server.stop()


async def test_a_session_ends_after_its_time(operator: Operator) -> None:
    await operator.log_in()
    operator.now += SESSION_SPAN
    assert "Admin token" in (await operator.get())[1]


@pytest.mark.parametrize("token", ["", "wrong", TOKEN + "x", "құпия сөз", "x" * 9_000])
async def test_a_wrong_token_opens_nothing(operator: Operator, token: str) -> None:
    answer = await operator.log_in(token)
    assert (answer.status, "Set-Cookie" in answer.headers) == (401, False)


async def test_too_many_wrong_tokens_make_even_the_right_one_wait(operator: Operator) -> None:
    for _ in range(OF_ONE):
        assert (await operator.log_in("wrong")).status == 401
    answer = await operator.log_in()
    assert (answer.status, answer.headers["Retry-After"]) == (429, "900")
    async with operator.client.get(operator.origin + "/status", headers=JSON) as refused:
        assert (refused.status, refused.headers["Retry-After"]) == (429, "900")
    assert (await operator.log_in(X_Forwarded_For="1.1.1.1")).status == 303, "another address, told by a proxy"
    operator.now += SPAN
    assert (await operator.log_in()).status == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
async def test_another_site_can_neither_log_in_nor_send_a_form(operator: Operator, headers: dict[str, str]) -> None:
    assert (await operator.log_in(**headers)).status == 403
    await operator.log_in()
    status, _ = await operator.form("/status/sources", {"do": "off", "key": SOURCE.key}, **headers)
    assert status == 403
    assert operator.store.switches.switched_off() == frozenset()


async def test_a_form_without_the_token_of_its_session_does_nothing(operator: Operator) -> None:
    await operator.log_in()
    for token in ("", "0" * 64, "ә"):
        answer = await operator.post("/status/sources", {"form": token, "do": "off", "key": SOURCE.key})
        assert answer.status == 403
    assert operator.store.switches.switched_off() == frozenset()


async def test_nobody_changes_anything_without_a_session(operator: Operator) -> None:
    for path in ("/status/sources", "/status/chats", "/status/deliveries", "/status/logout"):
        assert (await operator.post(path, {"do": "off", "key": SOURCE.key})).status == 401


async def test_a_script_with_the_token_gets_json_and_sends_forms(operator: Operator) -> None:
    facts = await operator.json()
    assert (facts["well"], [source["key"] for source in facts["sources"]]) == (False, [SOURCE.key])
    assert facts["needs"][0]["said"].startswith("No worker is running")
    sent = {"do": "off", "key": SOURCE.key}
    async with operator.client.post(operator.origin + "/status/sources", data=sent, headers=JSON) as answer:
        assert (answer.status, await answer.json()) == (200, {"done": "off"})
    assert operator.store.switches.switched_off() == {SOURCE.key}


@pytest.mark.parametrize("authorization", ["Bearer wrong", "Bearer", "bearer  ", f"Basic {TOKEN}", TOKEN])
async def test_a_script_with_anything_else_is_told_what_is_needed(operator: Operator, authorization: str) -> None:
    headers = JSON | {"Authorization": authorization}
    async with operator.client.get(operator.origin + "/status", headers=headers) as answer:
        assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert TOKEN not in await answer.text()


async def test_a_source_is_polled_switched_off_and_on(operator: Operator) -> None:
    operator.store.sources.finish_poll(SOURCE.key, finished_poll(later(minutes=5)), NOW)
    await operator.log_in()
    for do, said in (("poll", "is polled now"), ("off", "is switched off"), ("on", "is switched on and polled now")):
        status, place = await operator.form("/status/sources", {"do": do, "key": SOURCE.key})
        assert status == 303
        assert f"Kazakhstan Today (en) {said}" in (await operator.get(place))[1]
    assert operator.store.sources.next_polls() == {SOURCE.key: NOW}


async def test_a_chat_is_retried_and_switched_off(operator: Operator) -> None:
    first, second = owe(operator.room, "1", "2")
    fail(operator.room)
    operator.store.chats.deactivate(chat("1"), Cause.FORBIDDEN, NOW)
    await operator.log_in()
    assert (await operator.form("/status/chats", {"do": "retry", "chat": str(first)}))[0] == 303
    assert operator.store.outbox.count_deliveries() == {"pending": 1, "failed": 1}
    status, place = await operator.form("/status/chats", {"do": "stop", "chat": str(first), "back": "resting"})
    assert (status, place) == (303, "/status/chats?done=stop#content")
    assert "The chat is switched off." in (await operator.get(place))[1]
    assert operator.store.outbox.count_deliveries() == {"dropped": 1, "failed": 1}
    (resting,) = operator.store.operation.chats_at_rest(rests=True, limit=9).chats
    assert (resting.id, resting.cause) == (first, Cause.STOPPED)
    assert second != first


async def test_one_alert_is_sent_again(operator: Operator) -> None:
    (number,) = owe(operator.room, "1")
    fail(operator.room)
    await operator.log_in()
    row = {"row": f"1-{number}", "back": "deliveries"}
    assert (await operator.form("/status/deliveries", row))[0] == 303
    assert operator.store.outbox.count_deliveries() == {"pending": 1}
    (delivery,) = operator.room.claim()
    assert (await operator.form("/status/deliveries", row))[0] == 404, "it is being sent"
    assert delivery.attempts == 0


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("/status/sources", {"do": "poll", "key": "nowhere"}, 404),
        ("/status/sources", {"do": "drop", "key": "kt-eng"}, 400),
        ("/status/sources", {}, 400),
        ("/status/chats", {"do": "retry", "chat": "7777"}, 404),
        ("/status/chats", {"do": "retry", "chat": "9" * 40}, 404),
        ("/status/chats", {"do": "retry", "chat": "-1; DROP TABLE chat"}, 404),
        ("/status/chats", {"do": "", "chat": "1"}, 400),
        ("/status/deliveries", {"row": "1-1"}, 404),
        ("/status/deliveries", {"row": "L1"}, 404),
        ("/status/deliveries", {"row": "' OR 1=1"}, 400),
    ],
)
async def test_a_form_that_asks_for_what_is_not_there_is_refused(
    operator: Operator, path: str, fields: dict[str, str], status: int
) -> None:
    await operator.log_in()
    assert (await operator.form(path, fields))[0] == status


async def test_a_form_that_is_no_form_or_too_long_is_refused(operator: Operator) -> None:
    headers = JSON | {"Content-Type": "application/json"}
    async with operator.client.post(operator.origin + "/status/sources", data=b"{}", headers=headers) as answer:
        assert answer.status == 415
    sent = (
        (b"a=" + b"x" * 20_000, 413),
        (b"&".join([b"a=b"] * 100), 400),
        (b"\xff=%ff&do=\x00", 400),
        (b"do=poll%00&key=\x00kt-eng", 200),  # no database takes U+0000, and nobody types it
    )
    for body, status in sent:
        headers = JSON | {"Content-Type": "application/x-www-form-urlencoded"}
        async with operator.client.post(operator.origin + "/status/sources", data=body, headers=headers) as answer:
            assert answer.status == status


@pytest.mark.parametrize(("ends", "statuses"), [(False, {408}), (True, {0, 400})], ids=["slow", "cut off"])
async def test_a_form_that_does_not_come_is_given_up_and_is_no_bug(
    operator: Operator, monkeypatch: pytest.MonkeyPatch, ends: bool, statuses: set[int]
) -> None:
    monkeypatch.setattr(bodies, "READ_WITHIN", 0.05)
    counted = bugs.counts.total()
    lines = (
        "POST /status/login HTTP/1.1",
        "Host: x",
        "Origin: http://x",
        f"Content-Type: {FORM}",
        "Content-Length: 99",
    )
    reader, writer = await asyncio.open_connection("127.0.0.1", operator.server.port)
    writer.write("\r\n".join((*lines, "", "token=")).encode())
    if ends:
        writer.write_eof()
    said = await reader.readline()
    writer.close()
    assert (int(said.split()[1]) if said else 0) in statuses
    assert bugs.counts.total() == counted


async def test_what_comes_from_outside_is_escaped_wherever_it_stands(operator: Operator) -> None:
    hostile = Source(key=HOSTILE, name=HOSTILE, language="en", ways=(Way(url="http://127.0.0.1/x"),))
    operator.store.sources.sync([hostile, SOURCE], NOW)
    operator.store.sources.fail_poll(HOSTILE, plain_words(HOSTILE), next_poll_at=None, now=later(hours=-2))
    owe(operator.room, "1", HOSTILE, title=HOSTILE)
    fail(operator.room)
    operator.store.chats.rename(chat("1"), HOSTILE)
    operator.store.chats.deactivate(chat("1"), Cause.BLOCKED, NOW, HOSTILE)
    await operator.log_in()
    query = f"?words={HOSTILE}&chat={HOSTILE}&lane={HOSTILE}&state={HOSTILE}&since={HOSTILE}&after={HOSTILE}"
    paths = (
        "/status",
        "/status?done=poll&key=" + HOSTILE,
        "/status/chats",
        "/status/deliveries",
        "/status/deliveries" + query,
    )
    for path in paths:
        status, page = await operator.get(path)
        assert status == 200
        assert "<script" not in page
        assert "&lt;script" in page


async def test_an_address_of_an_article_that_is_no_web_address_is_no_link(operator: Operator) -> None:
    owe(operator.room, "1")
    with operator.store.database.write_transaction() as db:
        db.exec_driver_sql("UPDATE article SET url = 'javascript:alert(1)'")
    await operator.log_in()
    assert "javascript:" not in (await operator.get("/status/deliveries"))[1]


async def test_deliveries_are_searched_and_paged(operator: Operator) -> None:
    owe(operator.room, *(str(number) for number in range(60)), title="Жаңа көпір")
    await operator.log_in()
    page = (await operator.get("/status/deliveries?words=КӨПІР&state=pending"))[1]
    assert page.count('<li class="pending">') == 50
    older = re.search(r'href="(/status/deliveries\?[^"]*after=[^"]*)"', page)
    assert older is not None
    assert (await operator.get(older[1].replace("&amp;", "&")))[1].count('<li class="pending">') == 10
    assert "Nothing found." in (await operator.get("/status/deliveries?words=nothing"))[1]
    found = await operator.json("/status/deliveries?chat=telegram:7")
    assert [row["chat"]["id"] for row in found["rows"]] == ["7"]


@pytest.mark.parametrize("query", ["since=never", "until=9999-12-31T23:59", "state=lost", "since=%FF%00"])
async def test_what_can_not_be_understood_is_said_at_its_field(operator: Operator, query: str) -> None:
    await operator.log_in()
    status, page = await operator.get(f"/status/deliveries?{query}")
    assert status == 200
    assert ("isn't a date" in page.replace("&#39;", "'")) == (not query.startswith("state"))
    async with operator.client.get(operator.origin + f"/status/deliveries?{query}", headers=JSON) as answer:
        assert answer.status == 400


@pytest.mark.parametrize("after", ["", "x", "9999999999-9999999999", "-1-1", "0-0"])
async def test_a_place_that_nobody_named_shows_a_page(operator: Operator, after: str) -> None:
    await operator.log_in()
    for path in (f"/status/deliveries?after={after}", f"/status/chats?before={after}", f"/status?done={after}"):
        assert (await operator.get(path))[0] == 200


async def test_chats_at_rest_are_paged(operator: Operator) -> None:
    for number in range(55):
        operator.room.add_chat(Chat(platform="telegram", id=str(number)))
        operator.store.chats.deactivate(chat(str(number)), Cause.BLOCKED, later(seconds=number))
    await operator.log_in()
    page = (await operator.get("/status/chats"))[1]
    older = re.search(r'href="(/status/chats\?before=[^"]*)"', page)
    assert older is not None
    rest = (await operator.get(older[1]))[1]
    assert "telegram:54<" in page
    assert "telegram:0<" in rest
    assert "telegram:54<" not in rest
    assert (await operator.json("/status/chats?which=waiting"))["chats"] == []


async def test_no_answer_is_kept_by_anybody_and_none_runs_scripts(operator: Operator) -> None:
    await operator.log_in()
    for path in ("/status", "/status/chats", "/status/deliveries", "/status/login"):
        async with operator.client.get(operator.origin + path, headers=HTML, allow_redirects=False) as answer:
            assert answer.headers["Cache-Control"] == "no-store"
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


async def test_operators_see_how_often_a_chat_said_that_it_is_not_the_same_story(operator: Operator) -> None:
    room = operator.room
    room.add_chat(chat("1"))
    numbers = [number for each in (1, 2) if (number := room.add_article(each)) is not None]
    is_one_story(room.store, NOW, *numbers)
    assert (await operator.json())["splits"] == 0
    room.store.story_splits.split(chat("1"), numbers[1], "Aliya", NOW)
    assert (await operator.json())["splits"] == 1
    assert ("jarshy_story_splits", (), 1) in room.store.vitals.gauges(NOW)
    await operator.log_in()
    assert "<dt>“not the same story”, in 7 days</dt><dd>1</dd>" in (await operator.get())[1]
    operator.now = later(days=8)
    assert (await operator.json())["splits"] == 0
