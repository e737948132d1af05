"""A person of one Slack workspace is nobody in another, though the ids may be the same."""

from __future__ import annotations

import dataclasses

from bot.model import Asker, Chat, ChatKind, Tokens, Workspace, own_chat, qualified
from bot.storage.store import Person
from tests.storage.conftest import NOW, Room

GROUPS = [Chat(platform="slack", id="C1", workspace=workspace) for workspace in ("", "T1", "T2")]
PRIVATE = [Chat(platform="slack", id="D1", workspace=workspace) for workspace in ("", "T1", "T2")]


def asker(chat: Chat) -> Asker:
    return Asker(
        platform="slack", person="U1", name="Айгүл", chat=chat, kind=ChatKind.GROUP, language=None, directly=True
    )


def test_an_id_with_its_workspace_names_one_chat() -> None:
    for chat in PRIVATE:
        person = dataclasses.replace(chat, id="U1")
        assert own_chat("slack", qualified("U1", chat.workspace)) == person


def test_each_waits_for_a_site_and_is_told_in_their_own_workspace(room: Room) -> None:
    for chat in GROUPS:
        room.add_chat(chat, ChatKind.GROUP)
        room.store.proposals.ask("n.example", "https://n.example/", asker(chat), NOW)
    found = room.store.proposals.get(1)
    assert found is not None
    assert {each.hears_in for each in found.askers} == {dataclasses.replace(chat, id="U1") for chat in GROUPS}


def test_who_is_forgotten_or_told_everything_is_that_person_alone(room: Room) -> None:
    number = room.add_article(1)
    assert number is not None
    for group, private in zip(GROUPS, PRIVATE, strict=True):
        room.match(number, room.follow(group, "AI"))
        room.add_chat(private)
        room.store.proposals.ask("n.example", "https://n.example/", asker(group), NOW)
        room.store.tasks.take(group, number, Person("U1", "Айгүл"), NOW)
    kept = room.store.kept.about(PRIVATE[1], person="U1")
    assert kept is not None
    assert [each["person"] for each in kept["sites_asked_for"]] == ["U1"]
    room.store.forgetting.forget(PRIVATE[1], person="U1")
    tasks = [room.store.tasks.get(group, number) for group in GROUPS]
    assert [task and task.person_name for task in tasks] == ["Айгүл", "", "Айгүл"]
    found = room.store.proposals.get(1)
    assert found is not None
    assert {each.chat.workspace for each in found.askers} == {"", "T2"}


def test_who_installed_the_app_is_told_so_and_forgotten_in_that_workspace_alone(room: Room) -> None:
    for private in PRIVATE:
        room.add_chat(private)
        if private.workspace:
            room.store.workspaces.install(
                Workspace(
                    id=private.workspace,
                    name="Ақтау",
                    app_id="A1",
                    bot_id="B1",
                    bot_user_id="UBOT",
                    scopes="chat:write",
                    tokens=Tokens(token="sealed"),
                    installed_by="U1",
                    installed_at=NOW,
                )
            )
    told = [room.store.kept.about(private, person="U1") for private in PRIVATE]
    assert [each and each["installed_in"] for each in told] == [
        [],
        [{"id": "T1", "name": "Ақтау", "installed_at": NOW.isoformat()}],
        [{"id": "T2", "name": "Ақтау", "installed_at": NOW.isoformat()}],
    ]
    other = room.store.kept.about(PRIVATE[1], person="U2")
    assert other is not None
    assert other["installed_in"] == []
    room.store.forgetting.forget(PRIVATE[1], person="U1")
    assert [each.installed_by for each in room.store.workspaces.installed()] == ["", "U1"]
