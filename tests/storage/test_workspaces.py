"""Workspaces come, go and come again: only their own chats rest, and are as they were afterwards."""

from __future__ import annotations

from dataclasses import replace

from bot.model import Cause, Chat, ChatKind, Tokens, Workspace
from bot.storage.oauth_states import TAKES_AT_MOST
from tests.storage.conftest import NOW, Room, later, letter

TOKENS = Tokens(token="sealed-1", refresh_token="sealed-r1", expires_at=later(hours=12))
ACME = Workspace(
    id="T1",
    name="Акме",
    app_id="A1",
    bot_id="B1",
    bot_user_id="UBOT",
    scopes="chat:write,commands",
    tokens=TOKENS,
    installed_by="U7",
    installed_at=NOW,
)
OTHER = replace(ACME, id="T2", name="Other", tokens=Tokens(token="sealed-2"))


def channel(workspace: str) -> Chat:
    return Chat(platform="slack", id="C1", workspace=workspace)


def claimed(room: Room, lane: str) -> int:
    return len(room.store.outbox.claim(lane, later(hours=1), 100))


def test_what_is_installed_is_found_with_everything_that_is_known(room: Room) -> None:
    room.store.workspaces.install(ACME)
    room.store.workspaces.install(OTHER)
    assert room.store.workspaces.installed() == [ACME, OTHER]
    assert room.store.workspaces.get("T1") == ACME
    assert room.store.workspaces.get("T9") is None
    assert ACME.lane == channel("T1").lane


def test_an_installation_is_repeated_with_what_is_known_now(room: Room) -> None:
    room.store.workspaces.install(ACME)
    again = replace(ACME, name="Acme", tokens=Tokens(token="sealed-3"), installed_at=later(hours=1))
    room.store.workspaces.install(again)
    assert room.store.workspaces.installed() == [again]


def test_tokens_are_replaced_only_while_they_are_the_stored_ones(room: Room) -> None:
    room.store.workspaces.install(ACME)
    newer = Tokens(token="sealed-4", refresh_token="sealed-r4", expires_at=later(hours=24))
    assert room.store.workspaces.replace_tokens("T1", TOKENS, newer)
    assert not room.store.workspaces.replace_tokens("T1", TOKENS, Tokens(token="sealed-5"))
    found = room.store.workspaces.get("T1")
    assert found is not None
    assert found.tokens == newer


def test_one_that_leaves_takes_its_chats_to_rest_and_nobody_elses(room: Room) -> None:
    for each in (ACME, OTHER):
        room.store.workspaces.install(each)
    for where in ("T1", "T2", ""):
        room.add_chat(channel(where), ChatKind.GROUP)
        room.store.chats.write_to(letter(channel(where)))
    assert room.store.workspaces.leave(ACME, later(minutes=1))
    assert room.store.workspaces.installed() == [OTHER]
    assert [claimed(room, lane) for lane in ("slack:T1", "slack:T2", "slack")] == [0, 1, 1]
    assert room.store.chats.count_paused() == {("slack", Cause.APP_REMOVED): 1}
    assert room.store.chats.wake_refused(later(minutes=2)) == 0
    assert not room.store.workspaces.leave(ACME, later(minutes=2))


def test_its_tokens_are_forgotten_when_it_leaves(room: Room) -> None:
    room.store.workspaces.install(ACME)
    room.store.workspaces.leave(ACME, NOW)
    with room.store.database.read_transaction() as db:
        row = db.exec_driver_sql("SELECT token, refresh_token, expires_at FROM workspace").one()
    assert tuple(row) == ("", None, None)
    assert not room.store.workspaces.replace_tokens("T1", TOKENS, Tokens(token="sealed-5"))


def test_one_that_installed_again_meanwhile_does_not_leave(room: Room) -> None:
    room.store.workspaces.install(ACME)
    again = replace(ACME, installed_at=later(seconds=1))
    room.store.workspaces.install(again)
    assert not room.store.workspaces.leave(ACME, later(seconds=2))
    assert room.store.workspaces.installed() == [again]


def test_a_new_installation_takes_up_its_chats_but_not_those_that_were_lost_before(room: Room) -> None:
    room.store.workspaces.install(ACME)
    follows, lost = channel("T1"), replace(channel("T1"), id="C2")
    query_id = room.follow(follows, "AI")
    room.add_chat(lost)
    room.store.chats.deactivate(lost, Cause.KICKED, NOW)
    room.store.workspaces.leave(ACME, NOW)
    room.match(room.add_article(1), query_id)
    room.fan_out()
    room.store.workspaces.install(replace(ACME, installed_at=later(days=1)))
    room.match(room.add_article(2), query_id)
    room.fan_out()
    owed = room.claim(platform="slack:T1", at=later(days=1))
    assert [each.article.title for each in owed] == ["Title 2"]
    assert room.store.chats.count_paused() == {("slack", Cause.KICKED): 1}


def test_a_chat_that_spoke_after_its_workspace_left_rests_too(room: Room) -> None:
    room.store.workspaces.install(ACME)
    room.store.workspaces.rest("T1", NOW)
    room.add_chat(channel("T1"))
    assert room.store.chats.count_paused() == {}
    room.store.workspaces.leave(ACME, NOW)
    room.add_chat(channel("T1"))
    assert room.store.chats.count_paused() == {}
    room.store.workspaces.rest("T1", NOW)
    assert room.store.chats.count_paused() == {("slack", Cause.APP_REMOVED): 1}


def test_an_installation_ends_once_in_its_browser_and_in_time(room: Room) -> None:
    states = room.store.oauth_states
    states.add("state", "browser", NOW)
    assert not states.pop("state", "another", NOW)
    assert not states.pop("another", "browser", NOW)
    assert states.pop("state", "browser", later(minutes=9))
    assert not states.pop("state", "browser", NOW)
    states.add("state", "browser", NOW)
    assert not states.pop("state", "browser", NOW + TAKES_AT_MOST)


def test_states_that_nobody_ends_are_forgotten(room: Room) -> None:
    room.store.oauth_states.add("a", "b", NOW)
    room.store.oauth_states.sweep(NOW + TAKES_AT_MOST)
    with room.store.database.read_transaction() as db:
        assert db.exec_driver_sql("SELECT count(*) FROM oauth_state").scalar() == 0
