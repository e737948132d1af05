"""`chats`, `outbox` and `export`: what they print, for people and for scripts."""

from __future__ import annotations

import csv
import json
import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import typer
from sqlalchemy import update

from bot.cli.chat_names import ChatName, find_chat, name_of, parsed
from bot.cli.instants import Clock
from bot.delivery.retry import outcomes
from bot.errors import StatedProblem
from bot.model import (
    Cause,
    Chat,
    ChatLost,
    ChatRefused,
    FollowMode,
    FollowUps,
    GiveUp,
    LetterKind,
    NewLetter,
    QuietHours,
    Sent,
    Verdict,
)
from bot.storage import schema as t
from tests import programs
from tests.cli.test_command_line import call, importable, own_folder
from tests.databases import sqlite_file
from tests.storage.conftest import Room, chat, letter

__all__ = ["own_folder"]  # a fixture

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CLOCK = Clock(zone=ZoneInfo("Asia/Almaty"), now=NOW)
TITLE = "Ақтау порты: a headline that goes on and on, well beyond the eighty columns of a terminal"
URL = "sqlite:///jarshy.db"
VERDICTS: list[Verdict] = [
    GiveUp(cause=Cause.BAD_MESSAGE, detail="poison"),
    ChatRefused(cause=Cause.CHAT_NOT_FOUND, detail="chat not found"),
    ChatLost(cause=Cause.BLOCKED),
    Sent(refs=("55",)),
]


@pytest.fixture
def room(own_folder: Path) -> Iterator[Room]:
    """Chats 101 to 105 follow AI: a failure, one that waits, one at rest, one that was sent to, one being sent to."""
    sqlite_file(own_folder)
    made, now, query_id = Room(URL), datetime.now(UTC), 0
    for number in range(101, 106):
        query_id = made.follow(chat(str(number)), "AI", at=now)
    made.store.chats.rename(chat("101"), "Қала\x1b[31m жаңалықтары")
    made.match(made.add_article(1, at=now, title=TITLE), query_id, at=now)
    made.fan_out(now)
    for delivery, verdict in zip(made.claim(at=now), VERDICTS, strict=False):
        made.store.outbox.record_outcomes(outcomes((delivery,), verdict, now))
    yield made
    made.store.close()


def records(*arguments: str) -> list[dict[str, object]]:
    shown = call(*arguments)
    assert shown.exit_code == 0, shown.output
    return [json.loads(line) for line in shown.stdout.splitlines()]


def told(*arguments: str, code: int = 2, given: str | None = None) -> str:
    """What is said of what goes wrong, without the frame around it."""
    shown = call(*arguments, given=given)
    assert shown.exit_code == code, shown.output
    return " ".join(shown.output.replace("│", " ").split())


def test_chats_are_listed_with_their_state(room: Room) -> None:
    lines = call("chats").stdout.splitlines()
    assert lines[0] == "telegram:101  private  «Қала[31m жаңалықтары»", "an escape sequence is not passed on"
    assert lines[1] == "    1 follow · no alert yet · well"
    assert ": chat not found" in lines[3]
    assert "at rest since" in lines[5]
    assert lines[5].endswith("the bot was blocked")
    assert "last alert" in lines[7]
    assert "\x1b" not in call("chats").stdout


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ((), ["101", "102", "103", "104", "105"]),
        (("--resting",), ["103"]),
        (("--waiting",), ["102"]),
        (("--search", "ҚАЛА"), ["101"]),
        (("--platform", "Telegram", "--limit", "2"), ["101", "102"]),
        (("--platform", "slack"), []),
    ],
)
def test_chats_are_chosen(room: Room, options: tuple[str, ...], ids: list[str]) -> None:
    assert [each["id"] for each in records("chats", "--json", *options)] == ids


def test_a_list_of_chats_says_what_it_leaves_out(room: Room) -> None:
    assert call("chats", "--limit", "2").stdout.splitlines()[-1].startswith("2 of 5 chats. --limit shows more")
    shown = call("chats", "--limit", "2", "--search", "10").stdout
    assert shown.splitlines()[-1] == "the first 2 chats. --limit shows more."
    assert call("chats", "--platform", "slack").stdout == "no chats\n"
    assert "no such platform. Use telegram, slack, terminal" in told("chats", "--platform", "email")


def test_one_chat_is_shown_whole(room: Room) -> None:
    now = datetime.now(UTC)
    room.store.preferences.set_quiet_hours(chat("101"), QuietHours(start=22 * 60, end=7 * 60 + 30), now)
    room.store.preferences.set(chat("101"), mode=FollowMode.SILENT, editors="admins")
    room.store.chats.set_languages(chat("101"), ("kk",))
    room.store.chats.set_language(chat("101"), "kk")
    shown = call("chats", "show", "telegram:101").stdout
    for line in (
        "language Kazakh, time zone Asia/Almaty",
        "articles in Kazakh",
        "quiet from 22:00 to 07:30",
        "new follows: silent",
        "who may change follows: admins",
        "AI (since ",
        "1 alert failed within a day: poison",
        "1-1  failed  telegram:101",
        f"«{TITLE}»: poison (1 attempt)",
    ):
        assert line in shown
    (record,) = records("chats", "show", "telegram:101", "--json")
    assert record["quiet_hours"] == ["22:00", "07:30"]
    assert record["last_alerts"][0]["cause"] == "bad_message"  # type: ignore[index]


def test_a_chat_to_which_nothing_is_owed_says_so(room: Room) -> None:
    room.add_chat(chat("200"))
    shown = call("chats", "show", "telegram:200").stdout
    assert "It follows nothing." in shown
    assert "Nothing is owed to it." in shown
    assert "It was owed no alert of late." in shown
    assert "alert waits until" in call("chats", "show", "telegram:102").stdout


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("me", "this names no chat. Use telegram:123, with a topic telegram:-100123:7"),
        ("telegram:", "this names no chat"),
        ("telegram:110", "telegram:110: no such chat. Near to it: telegram:10"),
        ("slack:C999999", "no such chat. `python -m bot chats --search TEXT` looks for one."),
    ],
)
def test_a_wrong_name_of_a_chat_is_answered_with_the_nearest(room: Room, name: str, said: str) -> None:
    for command in (("chats", "show", name), ("retry", name), ("outbox", "list", "--chat", name)):
        assert said in told(*command)


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("telegram:-100123:7", ChatName(platform="telegram", workspace=None, id="-100123", thread="7")),
        (" Slack:T1/C1 ", ChatName(platform="slack", workspace="T1", id="C1", thread="")),
        ("slack:C1", ChatName(platform="slack", workspace=None, id="C1", thread="")),
        ("telegram:1 2", None),
        ("telegram", None),
        ("telegram:1:2:3", None),
    ],
)
def test_names_of_chats_are_read(name: str, read: ChatName | None) -> None:
    assert parsed(name) == read


def test_a_chat_is_found_without_its_workspace_if_it_is_the_only_one(room: Room) -> None:
    first, second = (Chat(platform="slack", id="C1", workspace=each) for each in ("T1", "T2"))
    room.add_chat(first)
    assert find_chat(room.store, "slack:C1") == first
    room.add_chat(second)
    with pytest.raises(typer.BadParameter, match=r"there are several.*slack:T1/C1, slack:T2/C1"):
        find_chat(room.store, "slack:C1")
    assert find_chat(room.store, name_of(second)) == second
    topic = chat("-100", thread="7")
    room.add_chat(topic)
    assert find_chat(room.store, name_of(topic)) == topic
    assert find_chat(room.store, "telegram:-100", or_its_topics=True) == chat("-100")
    with pytest.raises(typer.BadParameter, match="Near to it"):
        find_chat(room.store, "telegram:-100")


def test_the_outbox_is_listed_by_state(room: Room) -> None:
    assert [(each["id"], each["state"]) for each in records("outbox", "list", "--json")] == [
        ("1-5", "sending"),
        ("1-2", "held"),
        ("1-1", "failed"),
    ]
    assert [each["id"] for each in records("outbox", "list", "--json", "--state", "sent", "--state", "dropped")] == [
        "1-3",
        "1-4",
    ]
    assert [each["id"] for each in records("outbox", "list", "--json", "--chat", "telegram:101")] == ["1-1"]
    assert [each["id"] for each in records("outbox", "list", "--json", "--cause", "bad_message")] == ["1-1"]
    assert records("outbox", "list", "--json", "--lane", "slack") == []
    assert call("outbox", "list", "--lane", "slack").stdout == "nothing in the outbox is like that\n"
    assert call("outbox", "list", "--limit", "1").stdout.splitlines()[-1].startswith("1 of 3. --limit shows more")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("list", "--state", "faild"), "faild: no such state. Use failed."),
        (("list", "--cause", "bad_mesage"), "bad_mesage: no such cause. Use one of: bad_message."),
        (("show", "1"), "1: this names no row of the outbox. Use the number"),
        (("show", "1-6"), "1-6: no such row in the outbox. Near to it: 1-"),
        (("show", "777-777"), "777-777: no such row in the outbox. What is over"),
        (("retry",), "name rows, or say which with"),
        (("retry", "1-1", "--all"), "name rows, or say which with options: not both"),
        (("drop",), "name rows, or say which with"),
        (("drop", "--state", "sent", "--yes"), "sent: no such state. Use pending, held, failed."),
        (("drop", "--state", "sending", "--yes"), "sending: no such state"),
    ],
)
def test_wrong_usage_of_the_outbox_says_what_would_be_right(room: Room, arguments: tuple[str, ...], said: str) -> None:
    assert said in told("outbox", *arguments)


def test_a_row_is_shown_with_what_would_be_sent(room: Room) -> None:
    shown = call("outbox", "show", "1-1").stdout
    for line in ("1 attempt, the first", "by Kazakhstan Today", "AI: AI it is.", "What would be sent", "› AI it is."):
        assert line in shown
    assert "What was sent, as it would look now" in call("outbox", "show", "1-4").stdout
    (record,) = records("outbox", "show", "1-1", "--json")
    assert TITLE in str(record["text"])
    assert record["why"] == "poison (1 attempt)"


def test_a_letter_is_shown_too_unless_it_is_made_when_it_is_sent(room: Room) -> None:
    now = datetime.now(UTC)
    made_later = NewLetter(
        chat=chat("105"), kind=LetterKind.DIGEST, payload="{}", due_at=now + timedelta(days=1), timezone="Asia/Almaty"
    )
    unreadable = NewLetter(chat=chat("105"), kind=LetterKind.NOTICE, payload="{}{", due_at=now, timezone="Asia/Almaty")
    room.store.notices.add("source:kt-eng", now, [letter(chat("105"), due_at=now), made_later, unreadable])
    assert "    A notice." in call("outbox", "show", "L1").stdout.splitlines()
    shown = call("outbox", "show", "L2").stdout
    assert "It is made when it is sent." in shown
    assert "not before" in shown
    assert "can't be read by this release" in call("outbox", "show", "L3").stdout


def test_a_digest_of_which_nobody_knows_whether_it_arrived_is_found_and_shown(room: Room) -> None:
    now = datetime.now(UTC)
    begun = NewLetter(chat=chat("109"), kind=LetterKind.DIGEST, payload="{}", due_at=now, timezone="Asia/Almaty")
    room.store.notices.add("source:kt-eng", now, [begun])
    room.store.outbox.claim("telegram", now, 9, worker="gone")
    room.store.outbox.begin([1], now, "gone")
    assert "nobody knows" not in call("outbox", "show", "L1").stdout, "it is being sent"
    room.store.outbox.recover(worker="gone")
    assert "nobody knows whether it arrived" in call("outbox", "show", "L1").stdout
    (listed,) = records("outbox", "list", "--cause", "maybe_sent", "--json")
    assert (listed["id"], listed["begun_at"] is not None) == ("L1", True)


def test_what_was_held_and_may_have_arrived_is_found_and_shown(room: Room) -> None:
    with room.store.database.write_transaction() as db:
        key = (t.delivery.c.article_id == 1) & (t.delivery.c.chat_id == 1)
        db.execute(t.delivery.update().where(key).values(begun_at=datetime.now(UTC), quiet=True))
    assert "nobody knows whether it arrived" in call("outbox", "show", "1-1").stdout
    (shown,) = records("outbox", "show", "1-1", "--json")
    assert shown["begun_at"] is not None


def test_a_row_that_nobody_follows_for_says_what_becomes_of_it(room: Room) -> None:
    room.store.follows.unsubscribe_all(chat("101"), datetime.now(UTC))
    assert "No follow of the chat asks for it any more" in call("outbox", "show", "1-1").stdout


def test_rows_are_tried_again_and_those_that_are_not_say_why(room: Room) -> None:
    shown = call("outbox", "retry", "1-1", "1-2", "1-3", "1-4", "1-5")
    assert shown.exit_code == 1
    assert shown.stdout == "1 row is pending again; `run` or `worker` sends it.\n"
    assert shown.stderr.splitlines() == [
        "1-2: its chat telegram:102 refuses for now. `python -m bot retry telegram:102` tries it at once.",
        "1-3: its chat telegram:103 is at rest. `python -m bot retry telegram:103` tries it first.",
        "1-4 was sent: it is not sent twice.",
        "1-5 is being sent right now.",
    ]
    assert call("outbox", "retry", "1-1").exit_code == 0


def join(room: Room) -> None:
    """A second article of the story joined the alert that was sent, and answers to the one that failed."""
    room.store.preferences.set(chat("101"), follow_ups=FollowUps.ALL)
    now = datetime.now(UTC)
    second = room.add_article(2, at=now)
    assert second is not None
    room.match(second, 1, at=now)
    room.tell(1, second)
    with room.store.database.write_transaction() as db:
        db.execute(update(t.delivery).where(t.delivery.c.chat_id == 1).values(state="sent", ref="7"))
    room.fan_out(now)


def test_what_is_shown_in_the_message_of_another_says_in_which(room: Room) -> None:
    join(room)
    assert [each["id"] for each in records("outbox", "list", "--json", "--state", "joined")] == ["2-2", "2-4", "2-5"]
    joined = call("outbox", "show", "2-4").stdout
    assert "shown in the message of 1-4" in joined
    assert "What would be sent" not in joined
    assert "a reply to the message of 1-1" in call("outbox", "show", "2-1").stdout
    (record,) = records("outbox", "show", "2-4", "--json")
    assert record["head"] == "1-4"
    assert "2-4 is told in the message of 1-4: it is not sent by itself." in told("outbox", "retry", "2-4", code=1)
    assert "2-4 is over: it is joined." in told("outbox", "drop", "2-4", "--yes", code=1)


def test_edits_are_counted_under_the_outbox_and_are_no_rows_of_it(room: Room) -> None:
    join(room)
    assert call("outbox", "list").stdout.splitlines()[-1] == "1 alert that was sent is to be edited."
    assert "to be edited" not in call("outbox", "list", "--lane", "telegram").stdout
    assert "to be edited" not in call("outbox", "list", "--json").stdout


def test_all_that_failed_is_tried_again_once_it_is_confirmed(room: Room) -> None:
    assert "Aborted" in told("outbox", "retry", "--all", code=1, given="n\n")
    assert "Aborted" in told("outbox", "retry", "--all", code=1, given="")
    assert room.store.outbox.count_deliveries()["failed"] == 1
    assert "Try 1 row again? [y/N]: y" in told("outbox", "retry", "--cause", "bad_message", code=0, given="y\n")
    assert room.store.outbox.count_deliveries()["pending"] == 1
    assert call("outbox", "retry", "--all", "--yes").stdout == "nothing in the outbox is like that\n"


def test_failures_of_chats_that_are_not_well_stay(room: Room) -> None:
    room.store.chats.deactivate(chat("101"), Cause.BLOCKED, datetime.now(UTC))
    said = told("outbox", "retry", "--all", "--yes", code=1)
    assert said.startswith("0 rows are pending again")
    assert "1 row stays: its chat is at rest" in said


def test_rows_are_dropped_with_a_reason_but_none_that_is_being_sent(room: Room) -> None:
    assert "Aborted" in told("outbox", "drop", "1-1", code=1, given="n\n")
    shown = call("outbox", "drop", "1-1", "1-4", "1-5", "--reason", "қате мәтін", "--yes")
    assert shown.exit_code == 1
    assert shown.stdout == "1 row is dropped.\n"
    assert shown.stderr.splitlines() == [
        "1-4 is over: it is sent.",
        "1-5 is being sent right now: it is too late to drop it.",
    ]
    assert "withdrawn by the operator: қате мәтін" in call("outbox", "show", "1-1").stdout
    assert call("outbox", "drop", "--state", "held", "--yes").stdout == "1 row is dropped.\n"
    assert room.store.outbox.count_deliveries() == {"sending": 1, "dropped": 3, "sent": 1}


def test_exports_are_lines_of_json(room: Room) -> None:
    assert [each["typed"] for each in records("export", "follows")] == ["AI"] * 5
    assert [each["chat"] for each in records("export", "chats")] == ["101", "102", "103", "104", "105"]
    (article,) = records("export", "articles", "--since", "1d", "--text")
    assert (article["title"], article["text"]) == (TITLE, "Body")
    assert "text" not in records("export", "articles")[0]
    assert [each["id"] for each in records("export", "deliveries", "--state", "sent")] == ["1-4"]
    assert records("export", "deliveries", "--since", "2001-01-01", "--until", "2001-01-02") == []


def test_an_export_for_spreadsheets_holds_no_formula(room: Room) -> None:
    room.store.chats.rename(chat("101"), '=HYPERLINK("http://evil")')
    room.add_chat(chat("-100123"))
    rows = list(csv.DictReader(call("export", "chats", "--format", "csv").stdout.splitlines()))
    assert rows[0]["title"] == '\'=HYPERLINK("http://evil")'
    assert rows[-1]["chat"] == "-100123", "a number is none"
    follows = list(csv.DictReader(call("export", "follows", "--format", "csv").stdout.splitlines()))
    assert (follows[0]["rings"], follows[0]["muted_until"]) == ("false", "")


def test_an_export_to_a_file_is_whole_or_not_there(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = call("export", "follows", "--output", "follows.jsonl")
    assert shown.stderr == "5 rows in follows.jsonl.\n"
    assert shown.stdout == ""
    written = Path("follows.jsonl").read_text(encoding="utf-8")
    assert len(written.splitlines()) == 5
    assert Path("follows.jsonl").stat().st_mode & 0o077 == 0, "it tells what people read"

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    problem = call("export", "chats", "--output", "follows.jsonl").exception
    assert isinstance(problem, StatedProblem)
    assert "follows.jsonl can't be written: No space left on device" in str(problem)
    assert Path("follows.jsonl").read_text(encoding="utf-8") == written
    assert not Path("follows.jsonl.part").exists()
    for no_place in ("no/such/folder", "", ".", "jarshy.db"):
        assert isinstance(call("export", "chats", "--output", no_place).exception, StatedProblem)
    assert call("chats").exit_code == 0, "the database is still one"


def test_an_export_is_written_into_a_pipe_that_stays_one(room: Room) -> None:
    os.mkfifo("pipe")  # as /dev/stdout is, or a device
    reader = os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)
    assert call("export", "chats", "--output", "pipe").stderr == "5 rows in pipe.\n"
    assert len(os.read(reader, 65_536).splitlines()) == 5
    os.close(reader)
    assert Path("pipe").is_fifo()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("articles", "--since", "yesterday"), "yesterday: this is not a time. Use 2026-11-25"),
        (("articles", "--since", "2026-13-01"), "this is not a time"),
        (("articles", "--since", "1d", "--until", "2d"), "the period ends before it begins"),
        (("deliveries", "--state", "lost"), "lost: no such state. Use pending, held"),
        (("chats", "--format", "xml"), "xml: no such format. Use jsonl or csv."),
    ],
)
def test_wrong_usage_of_export_says_what_would_be_right(arguments: tuple[str, ...], said: str) -> None:
    assert said in told("export", *arguments)
    assert not Path("jarshy.db").exists()


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        (None, None),
        ("7d", NOW - timedelta(days=7)),
        ("90m", NOW - timedelta(minutes=90)),
        ("2026-03-01", datetime(2026, 2, 28, 19, 0, tzinfo=UTC)),
        ("2026-03-01T13:20", datetime(2026, 3, 1, 8, 20, tzinfo=UTC)),
        ("2026-03-01T13:20Z", datetime(2026, 3, 1, 13, 20, tzinfo=UTC)),
    ],
)
def test_times_are_read_in_the_zone_of_the_settings(typed: str | None, at: datetime | None) -> None:
    assert CLOCK.typed(typed, "--since") == at


async def test_a_pipe_that_closes_and_an_interrupt_give_no_traceback(room: Room) -> None:
    row = {"platform": "telegram", "thread": "", "kind": "private", "title": "", "timezone": "UTC", "created_at": NOW}
    with room.store.database.write_transaction() as db:
        db.execute(t.chat.insert(), [{"native_id": str(number), **row} for number in range(200, 2000)])
    for end in ("closed", "interrupted"):  # the loop does not read it: the rest fills the pipe, and it waits for us
        reading, writing = os.pipe()
        with os.fdopen(reading, "rb") as shown:
            exporting = await programs.start(
                "bot", "export", "chats", env=importable(), stdout=writing, stderr=programs.PIPE
            )
            os.close(writing)
            assert shown.readline().startswith(b'{"platform"')
            if end == "closed":
                shown.close()
            else:
                exporting.send_signal(signal.SIGINT)
                shown.read()
            assert (await exporting.communicate())[1] == b""
    assert exporting.returncode == 130
