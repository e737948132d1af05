"""The operator's page in a browser: log in, see what is wrong, do something about it; on a phone and in the dark."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from bot.model import Cause, DeliveryState, GiveUp, Sent, Source, Way
from bot.storage.store import Store
from bot.web.attempts import OF_ONE
from tests.browser.conftest import DESK, PHONE, OpenPage, Site, broken_rules
from tests.builders import finished_poll, plain_words
from tests.storage.conftest import Room, chat, record

TOKEN = "correct-horse-battery"  # of these tests
GOOD = Source(key="good", name="Good News", language="en", ways=(Way(url="http://127.0.0.1/good"),))
BAD = Source(key="bad", name="Жаман хабар", language="kk", ways=(Way(url="http://127.0.0.1/bad"),))


@pytest.fixture
def settings() -> dict[str, object]:
    return {"jarshy_admin_token": TOKEN, "jarshy_language": "en"}


@pytest.fixture
def news(site: Site) -> Store:
    """One source works, one fails; of two chats one has an alert that was given up, and one is at rest."""
    now = datetime.now(UTC)
    room = Room(site.settings.database_url)
    query, *_ = [room.follow(chat(name), "AI", at=now - timedelta(days=1)) for name in ("1", "2")]
    room.match(room.add_article(1, at=now, title="Алматыда жаңа көпір ашылды"), query, at=now)
    room.fan_out(now)
    first, second = room.claim(at=now)
    record(room.store, first, GiveUp(cause=Cause.BAD_MESSAGE, detail="Bad Request: <b>"), None, now)
    record(room.store, second, Sent(refs=("7",)), None, now)
    room.store.chats.rename(chat("1"), "Қала <b>жаңалықтары</b>")
    room.store.chats.deactivate(chat("2"), Cause.BLOCKED, now, "Forbidden: bot was blocked by the user")
    room.store.sources.sync([GOOD, BAD], now)
    room.store.sources.finish_poll("good", finished_poll(now + timedelta(minutes=5)), now)
    failed = plain_words("the server answers 503")
    room.store.sources.fail_poll("bad", failed, next_poll_at=now + timedelta(minutes=5), now=now - timedelta(hours=1))
    room.store.close()
    return site.store


def log_in(page: Page, token: str = TOKEN) -> None:
    page.get_by_label("Admin token").fill(token)
    page.get_by_role("main").get_by_role("button", name="Log in").click()


@pytest.fixture
def page(site: Site, news: Store, open_page: OpenPage) -> Page:
    """The page, logged in."""
    opened = open_page(site.url("/status"))
    log_in(opened)
    return opened


def test_the_right_token_shows_at_once_what_is_wrong_and_log_out_ends_it(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("3 things need you")
    needs = page.locator(".needs")
    expect(needs).to_contain_text("No worker is running")
    expect(needs).to_contain_text("Жаман хабар (kk) has failed since")
    expect(needs).to_contain_text("1 alert was given up")
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_label("Admin token")).to_be_visible()


def test_a_wrong_token_is_refused_and_too_many_have_to_wait(site: Site, open_page: OpenPage) -> None:
    page = open_page(site.url("/status"), complains=True)
    for _ in range(OF_ONE):
        log_in(page, "wrong")
        expect(page.get_by_role("alert")).to_have_text("That isn't the token.")
    log_in(page)
    expect(page.get_by_role("alert")).to_have_text("Too many wrong tokens. Try again in 15 minutes.")


def test_a_source_is_polled_now(page: Page, news: Store) -> None:
    before = news.sources.next_polls()["good"]
    page.get_by_role("button", name="Poll now: Good News (en)").click()
    expect(page.get_by_role("status")).to_have_text("Good News (en) is polled now.")
    after = news.sources.next_polls()["good"]
    assert before is not None
    assert after is not None
    assert after < before


def test_a_source_is_switched_off_and_on(page: Page, news: Store) -> None:
    page.locator("summary", has_text="Switch off").first.click()
    page.get_by_role("button", name="Switch off: Жаман хабар (kk)").click()
    expect(page.get_by_role("status")).to_have_text("Жаман хабар (kk) is switched off.")
    expect(page.locator(".needs")).not_to_contain_text("Жаман хабар")
    assert news.switches.switched_off() == {"bad"}
    page.get_by_role("button", name="Switch on: Жаман хабар (kk)").click()
    expect(page.get_by_role("status")).to_contain_text("is switched on and polled now.")
    assert news.switches.switched_off() == frozenset()


def test_an_alert_and_a_chat_are_retried(page: Page, news: Store) -> None:
    page.get_by_role("button", name="Retry: Алматыда жаңа көпір ашылды").click()
    expect(page.get_by_role("status")).to_have_text("The alert is sent again.")
    assert news.outbox.count_deliveries([DeliveryState.FAILED, DeliveryState.PENDING]) == {"pending": 1}
    page.get_by_role("button", name="Retry: 2").click()
    expect(page.get_by_role("status")).to_have_text("The chat is tried again.")
    assert news.chats.count_paused() == {}


def test_a_chat_is_switched_off(page: Page, news: Store) -> None:
    page.locator("summary[aria-label='Switch off: 2']").click()
    page.get_by_role("button", name="Switch off: 2").click()
    expect(page.get_by_role("status")).to_have_text("The chat is switched off.")
    assert news.chats.count_paused() == {("telegram", Cause.STOPPED): 1}


def test_deliveries_are_searched_from_the_first_page(page: Page) -> None:
    page.get_by_label("Words of the title").fill("КӨПІР")
    page.get_by_role("button", name="Find").click()
    expect(page.locator(".rows > li")).to_have_count(2)
    page.get_by_label("State").select_option("failed")
    page.get_by_role("button", name="Find").click()
    expect(page.locator(".rows > li")).to_have_count(1)
    expect(page.locator(".rows")).to_contain_text("Қала <b>жаңалықтары</b>")
    expect(page.locator(".verdict")).to_have_text("given up: Bad Request: <b> · 1 attempt")
    page.get_by_label("Words of the title").fill("nothing of that")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_text("Nothing found.")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_every_page_fits_and_can_be_used_by_all(
    site: Site, news: Store, open_page: OpenPage, size: tuple[int, int], scheme: str
) -> None:
    page = open_page(site.url("/status"), size=size, scheme=scheme)
    assert_good(page, size)
    log_in(page)
    assert_good(page, size)
    for details in page.locator("summary").all():
        details.click()
    assert_good(page, size)
    for path in ("/status/deliveries", "/status/chats", "/status/deliveries?since=never"):
        page.goto(site.url(path))
        assert_good(page, size)


def assert_good(page: Page, size: tuple[int, int]) -> None:
    """It is no wider than the window, and axe-core finds nothing to object to."""
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert broken_rules(page) == []
