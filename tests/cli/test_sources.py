"""`python -m bot sources`: the list with its health, `try` and `check`."""

from __future__ import annotations

import os
import threading
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app
from bot.i18n.catalogue import intake as reasons
from bot.i18n.text import Phrase
from bot.model import (
    Asker,
    Chat,
    ChatKind,
    Command,
    Entry,
    FoundSite,
    Key,
    KeyKind,
    ProposalState,
    Source,
    Way,
    WayKind,
)
from bot.storage.store import FinishedPoll, Store
from config.sources import load_sources
from tests.databases import sqlite_file
from tests.intake.fronts.first import drupal_views
from tests.intake.site import item, page, rss, story

FEED = rss(
    item("A second pier in Aktau", "http://127.0.0.1/a", date="Tue, 25 Nov 2025 08:20:00 +0500"),
    item("A third pier in Aktau", "http://127.0.0.1/b", date="Tue, 25 Nov 2025 13:20:00 +0500"),
)
BODIES = {
    "/feed": FEED,
    "/undated": rss(item("A pier without a date", "http://127.0.0.1/c")),
    "/page": "<html><body>Hello</body></html>",
    "/front": drupal_views().html,
}


class _Newsroom(BaseHTTPRequestHandler):
    """A feed, a front page with a list, articles at /node/…, and nothing else."""

    def do_GET(self) -> None:
        body = BODIES.get(self.path)
        if body is None and self.path.startswith("/node/"):
            body = page(story("The pier of Aktau grows by forty metres, the port says. " * 5, "It opens in spring."))
        self.send_response(200 if body else 404)
        self.end_headers()
        self.wfile.write((body or "").encode())

    def log_message(self, *_: Any) -> None:
        """Log nothing."""


@pytest.fixture
def newsroom() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Newsroom)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path) -> Path:
    os.chdir(tmp_path)
    return tmp_path


def whole() -> Result:
    return CliRunner().invoke(app, ["check"])


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, ("sources", *arguments))


def configured(*feeds: str, off: str = "") -> None:
    """Write a sources file with these feeds, and set JARSHY_SOURCES."""
    tables = [
        f'[[source]]\nkey = "s{number}"\nname = "Day"\nlanguage = "en"\nfeed = "{feed}"\n'
        + ("enabled = false\n" if feed == off else "")
        for number, feed in enumerate(feeds)
    ]
    Path("mine.toml").write_text("\n".join(tables), encoding="utf-8")
    os.environ["JARSHY_SOURCES"] = "mine.toml"


def opened(*keys: str) -> Store:
    sqlite_file(Path())
    store = Store.open("sqlite:///jarshy.db")
    found = [Source(key=key, name="Day", language="en", ways=(Way(url=f"https://day.example/{key}"),)) for key in keys]
    store.sources.sync(found, datetime.now(UTC))
    return store


def test_the_list_says_of_each_source_how_it_fares() -> None:
    configured(*(f"https://day.example/s{number}" for number in range(5)), off="https://day.example/s4")
    store = opened("s0", "s1", "s2")
    now = datetime.now(UTC)
    problem = Phrase(reasons.FEED_UNREADABLE, {"error": Phrase(reasons.BREAKS_PARSER)})
    at = now - timedelta(minutes=7)
    read = FinishedPoll(body_hash="x", way="https://day.example/rubric/", problems=[problem], next_poll_at=now)
    store.sources.finish_poll("s0", read, at)
    entry = Entry(
        guid=None, link="https://day.example/1", title="A pier", teaser="", published_at=now - timedelta(hours=3)
    )
    key = Key(kind=KeyKind.URL, value="day.example/1")
    source = Source(key="s0", name="Day", language="en", ways=(Way(url="https://day.example/s0"),))
    store.articles.add_entry(source, entry, [key], silent=True, page_due_at=now, now=now - timedelta(hours=2))
    failed = Phrase(reasons.ANSWERED, {"status": "503"})
    store.sources.fail_poll("s1", failed, next_poll_at=now + timedelta(hours=1), now=now)
    store.close()
    shown = call()
    assert shown.exit_code == 0, shown.output
    blocks = [" ".join(block.split()) for block in shown.output.split("\n\n")]
    assert blocks[0] == (
        "s0: Day (en), feed From another way in, since the first can't be read: https://day.example/rubric/ "
        "Read 7 minutes ago, every 300 s. The newest article came 2 hours ago. 1 page is still to be read. "
        "Problem: the feed can't be read: it breaks the parser"
    )
    assert "Read" not in blocks[1].replace("It has not been read yet", "")
    assert "1 time in a row: answered 503" in blocks[1]
    assert "The next try is at " in blocks[1]
    assert (
        blocks[2] == "s2: Day (en), feed From https://day.example/s2 It has not been read yet. No article has come yet."
    )
    assert blocks[3].endswith("No worker has seen it yet.")
    assert blocks[4] == "s4: Day (en), feed It is switched off."
    assert all(len(line) <= 80 for line in shown.output.splitlines())


def test_a_source_that_recovered_moved_or_is_gone_says_so() -> None:
    from bot.cli.source_lines import source_lines
    from bot.model import SourceHealth, WayState

    now = datetime(2025, 11, 25, 8, 20, tzinfo=UTC)
    source = Source(key="day", name="Day", language="en", ways=(Way(url="https://day.example/rss"),))
    health = SourceHealth(
        key="day", name="Day", language="en", every=300, last_ok_at=now, last_article_at=now - timedelta(days=3),
        failing_since_at=None, last_error=Phrase(reasons.ANSWERED, {"status": "500"}),
        last_error_at=now - timedelta(hours=5), failures=0, next_poll_at=None, first_polled_at=now, pages_waiting=0,
        silent_longer_than_usual=True, way=None, problems=(),
    )  # fmt: skip
    moved = WayState(source_key="day", address="https://day.example/rss", moved_to="https://day.example/feed")
    gone = WayState(source_key="day", address="https://day.example/old", gone_at=now)
    said = " ".join(" ".join(source_lines(source, health, [moved, gone], UTC, now)).split())
    assert "The newest article came 3 days ago: it is silent for longer than usual." in said
    assert "It failed last 5 hours ago: answered 500" in said
    assert "https://day.example/rss has moved for good: put https://day.example/feed into the sources file." in said
    assert "https://day.example/old is not asked any more: its server says since 25 Nov, 08:20 that it is gone." in said


def test_a_file_without_sources_is_said() -> None:
    Path("mine.toml").write_text("", encoding="utf-8")
    os.environ["JARSHY_SOURCES"] = "mine.toml"
    shown = call()
    assert shown.exit_code in (0, 1)
    assert shown.exit_code or "names no source" in shown.output


def test_check_fetches_each_once_and_fails_if_one_does(newsroom: str) -> None:
    configured(
        f"{newsroom}/feed", f"{newsroom}/undated", f"{newsroom}/page", f"{newsroom}/gone", off=f"{newsroom}/gone"
    )
    shown = call("check")
    assert shown.exit_code == 1
    lines = shown.output.splitlines()
    assert lines[0] == "s0: 2 entries, the newest of 25 Nov 2025, 13:20: A third pier in Aktau"
    assert lines[1] == "s1: 1 entry without a date: A pier without a date"
    assert "s2 FAILS: " in shown.output
    assert "s3" not in shown.output, "it is switched off"
    assert call("check", "s0", "s1").exit_code == 0
    assert "404" in call("check", "s3").output


def test_what_an_operator_switched_off_is_left_out_unless_it_is_named(newsroom: str) -> None:
    configured(f"{newsroom}/feed", f"{newsroom}/nothing")
    loaded = load_sources(Path("mine.toml"))
    sqlite_file(Path())
    store = Store.open("sqlite:///jarshy.db")
    store.sources.sync(loaded, datetime.now(UTC))
    assert store.switches.switch_off(loaded[1].key, datetime.now(UTC))
    store.close()
    shown = call("check")
    assert shown.exit_code == 0, shown.output
    assert f"{loaded[1].key}: switched off by an operator, and left out." in shown.output
    assert "It is switched off by an operator, since " in call().output
    assert call("check", loaded[1].key).exit_code == 1
    assert f"source {loaded[1].key}: switched off by an operator, and not asked" in whole().output


def test_check_of_an_unknown_key_is_wrong_usage(newsroom: str) -> None:
    configured(f"{newsroom}/feed")
    shown = call("check", "s7")
    assert shown.exit_code == 2
    assert "there are s0" in " ".join(shown.output.replace("│", " ").split())


def test_try_shows_a_feed_and_what_to_paste(newsroom: str) -> None:
    configured(f"{newsroom}/feed")
    shown = call("try", f"{newsroom}/feed")
    assert shown.exit_code == 0, shown.output
    assert shown.output.startswith(f"A feed: {newsroom}/feed\n\n2 articles would be read, the newest of them:\n")
    assert "  25 Nov 2025, 13:20  A third pier in Aktau\n  25 Nov 2025, 08:20  A second pier in Aktau\n" in shown.output
    assert "The newest can't be read in full:" in shown.output
    (table,) = tomllib.loads("[[source]]" + shown.output.partition("[[source]]")[2])["source"]
    assert table["feed"] == f"{newsroom}/feed"
    Path("mine.toml").write_text("[[source]]" + shown.output.partition("[[source]]")[2], encoding="utf-8")
    assert call("check").exit_code == 0, "what is to be pasted is valid and works"


def test_try_shows_a_list_the_newest_in_full_and_its_selectors(newsroom: str) -> None:
    shown = call("try", f"{newsroom}/front")
    assert shown.exit_code == 0, shown.output
    front = drupal_views()
    assert front.stories[0].title in " ".join(shown.output.split())
    assert "The pier of Aktau grows by forty metres" in shown.output
    (table,) = tomllib.loads("[[source]]" + shown.output.partition("[[source]]")[2])["source"]
    assert (table["kind"], table["item"], table["language"]) == ("list", "div.view-news div.views-row", "ru")
    too_long = [
        line for line in shown.output.splitlines() if len(line) > 80 and "http" not in line and " = " not in line
    ]
    assert not too_long


def test_try_says_in_a_sentence_that_nothing_is_found(newsroom: str) -> None:
    shown = call("try", f"{newsroom}/page")
    assert shown.exit_code == 1
    assert "Nothing to read was found at" in shown.output
    shown = call("try", f"{newsroom}/nowhere")
    assert shown.exit_code == 1
    assert "404" in shown.output


def test_try_takes_an_address_without_a_scheme_and_a_kind_that_it_knows() -> None:
    assert "https://127.0.0.1:9/" in call("try", "127.0.0.1:9/").output
    assert call("try", "news.example", "--kind", "magic").exit_code == 2


def test_dates_that_are_not_understood_are_shown_as_they_are() -> None:
    from bot.cli.source_lines import found_lines
    from bot.intake.discover.results import FoundSource, Headline, newest_first

    now = datetime(2025, 11, 25, 8, 20, tzinfo=UTC)
    headlines = (Headline(title="A pier", link="x", date="after lunch"), Headline(title="A bridge", link="y"))
    found = FoundSource(
        kind="list",
        url="https://day.example/",
        headlines=headlines,
        key="day",
        name="Day",
        language="en",
        timezone="UTC",
    )
    assert newest_first(headlines, now) == list(headlines)
    assert found_lines(found, headlines, UTC, now)[3:] == [
        "  after lunch, a date that is not understood  A pier",
        "  without a date  A bridge",
    ]


def approve(source: Source) -> None:
    """Somebody asks for a site in a chat, and an operator approves it."""
    who = Chat(platform="telegram", id="1")
    asker = Asker(
        platform="telegram", person="1", name="A", chat=who, kind=ChatKind.PRIVATE, language=None, directly=False
    )
    sqlite_file(Path())
    store, now = Store.open("sqlite:///jarshy.db"), datetime.now(UTC)
    store.chats.upsert(Command(chat=who, kind=ChatKind.PRIVATE, name="add", text=""), now, timezone="UTC")
    store.proposals.ask("example.kz", source.url, asker, now)
    found = FoundSite(source=source, entries=1, headlines=(), opening="")
    store.proposals.finish_look(1, found, lambda _: (), now)
    store.proposals.decide(1, ProposalState.APPROVED, "Boss", None, lambda _: (), now)
    store.close()


def test_the_list_shows_what_was_approved_and_what_to_paste(newsroom: str) -> None:
    configured(f"{newsroom}/feed")
    way = Way(kind=WayKind.LIST, url="https://example.kz/", item="li", link="a", title="b")
    source = Source(key="example-kk", name="Үлгі", language="kk", ways=(way,), guarded=True)
    approve(source)
    shown = call()
    assert shown.exit_code == 0
    assert "example-kk: Үлгі (kk), list\n" in shown.output
    table = shown.output.partition("paste:\n\n")[2]
    Path("mine.toml").write_text(table, encoding="utf-8")
    assert load_sources(Path("mine.toml")) == [replace(source, guarded=False)]


def test_check_fetches_what_was_approved_too(newsroom: str) -> None:
    configured(f"{newsroom}/feed")
    approve(Source(key="mine", name="Mine", language="en", ways=(Way(url=f"{newsroom}/undated"),)))
    shown = call("check", "mine")
    assert (shown.exit_code, shown.output) == (0, "mine: 1 entry without a date: A pier without a date\n")


def test_what_was_approved_stays_within_the_public_network(newsroom: str) -> None:
    configured(f"{newsroom}/feed")
    approve(Source(key="mine", name="Mine", language="en", ways=(Way(url=f"{newsroom}/undated"),), guarded=True))
    shown = call("check", "mine")
    assert shown.exit_code == 1
    assert "inner network" in " ".join(shown.output.split())
