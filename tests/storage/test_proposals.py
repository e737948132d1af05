"""Proposals survive everything: two who ask or decide at once, another release, a move to another database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

from bot.i18n.catalogue import common, intake
from bot.i18n.text import Phrase
from bot.model import (
    Asker,
    AskResult,
    Chat,
    ChatKind,
    DeliveryState,
    FoundSite,
    NewLetter,
    Proposal,
    ProposalState,
    SiteHeadline,
    Source,
    Way,
    WayKind,
    with_approved,
)
from bot.storage.approved import from_json, to_json
from bot.storage.store import Store
from tests.storage.conftest import NOW, SOURCE, Room, chat, later, letter, room_with

WAY = Way(kind=WayKind.LIST, url="https://example.kz/", item="li", link="a", title="a", date="i")
SITE = FoundSite(
    source=Source(key="example-kk", name="Үлгі", language="kk", ways=(WAY,), guarded=True),
    entries=7,
    headlines=(SiteHeadline(title="Алтын", link="https://example.kz/1"),),
    opening="Ақтауда алтын табылды.",
)
DECLINED = Phrase(common.PLAIN_WORDS, {"words": "no"})


def asker(name: str = "1", **fields: object) -> Asker:
    values: dict[str, object] = {
        "platform": "telegram",
        "person": name,
        "name": f"N{name}",
        "chat": chat(name),
        "kind": ChatKind.PRIVATE,
        "language": None,
        "directly": False,
    }
    return Asker(**(values | fields))  # type: ignore[arg-type]  # a builder's fields are checked by its tests


def nothing(_: Proposal) -> Sequence[NewLetter]:
    return ()


def ask(room: Room, site: str = "example.kz", who: Asker | None = None) -> AskResult:
    who = who or asker()
    room.add_chat(who.chat, who.kind)
    return room.store.proposals.ask(site, f"https://{site}/", who, NOW)[0]


def find(room: Room) -> None:
    ask(room)
    assert room.store.proposals.finish_look(1, SITE, nothing, NOW)


found = room_with(find)


def test_a_found_site_is_stored_and_read_back_whole(found: Room) -> None:
    proposal = found.store.proposals.get(1)
    assert proposal is not None
    assert (proposal.found, proposal.state, proposal.looked_at) == (SITE, ProposalState.FOUND, NOW)
    assert found.store.proposals.keys() == {"example-kk"}


def test_what_a_later_release_adds_to_it_is_passed_over() -> None:
    plain = json.loads(to_json(SITE)) | {"new": 1}
    plain["source"] |= {"colour": "red"}
    plain["source"]["ways"][0] |= {"speed": 9}
    plain["headlines"][0] |= {"author": "A."}
    assert from_json(json.dumps(plain)) == SITE


def test_what_an_earlier_release_did_not_know_has_its_default() -> None:
    plain = json.loads(to_json(SITE))
    del plain["source"]["guarded"]
    assert from_json(json.dumps(plain)).source == replace(SITE.source, guarded=False)


def test_sites_are_looked_at_in_the_order_in_which_they_were_asked_for(room: Room) -> None:
    assert room.store.proposals.begin_look() is None
    ask(room, "a.kz")
    ask(room, "b.kz")
    first = room.store.proposals.begin_look()
    assert first is not None
    assert (first.site, first.attempts) == ("a.kz", 1)
    again = room.store.proposals.begin_look()
    assert again is not None
    assert (again.site, again.attempts) == ("a.kz", 2), "after a crash it is the same again"
    room.store.proposals.finish_look(first.id, Phrase(intake.ENDED_EARLY), nothing, NOW)
    second = room.store.proposals.begin_look()
    assert second is not None
    assert second.site == "b.kz"


def test_a_look_is_recorded_once_with_its_letters(room: Room) -> None:
    ask(room)

    def write(proposal: Proposal) -> list[NewLetter]:
        assert proposal.state is ProposalState.FAILED
        return [letter(each.hears_in) for each in proposal.askers]

    assert room.store.proposals.finish_look(1, Phrase(intake.ENDED_EARLY), write, NOW)
    assert not room.store.proposals.finish_look(1, SITE, write, NOW)
    assert room.store.outbox.count_letters([DeliveryState.PENDING]) == {"pending": 1}
    proposal = room.store.proposals.get(1)
    assert proposal is not None
    assert proposal.reason == Phrase(intake.ENDED_EARLY)


def test_a_failed_site_is_asked_for_again_by_somebody_else_alone(room: Room) -> None:
    ask(room)
    room.store.proposals.finish_look(1, Phrase(intake.ENDED_EARLY), nothing, NOW)
    assert ask(room, who=asker("2")) is AskResult.FAILED
    room.add_chat(chat("2"))
    result, proposal = room.store.proposals.ask("example.kz", "https://example.kz/new", asker("2"), later(hours=2))
    assert result is AskResult.LOOKING
    assert proposal is not None
    assert [each.person for each in proposal.askers] == ["2"], "the first one was told"
    assert (proposal.url, proposal.reason, proposal.looked_at) == ("https://example.kz/new", None, None)


def test_an_approved_source_is_enabled_and_stays_so_whatever_the_file_names(found: Room) -> None:
    assert found.store.proposals.decide(1, ProposalState.APPROVED, "Boss", None, nothing, NOW) is not None
    assert [each.key for each in found.store.sources.read_now()] == ["kt-eng", "example-kk"]
    assert found.store.sources.sync([SOURCE], later(hours=1)) == [SOURCE, SITE.source]
    assert [each.key for each in found.store.sources.read_now()] == ["kt-eng", "example-kk"]
    assert found.store.proposals.approved() == [SITE.source]


def test_the_file_decides_of_what_it_names_itself(found: Room) -> None:
    found.store.proposals.decide(1, ProposalState.APPROVED, "Boss", None, nothing, NOW)
    mine = replace(SITE.source, name="Mine", enabled=False)
    assert found.store.sources.sync([SOURCE, mine], NOW) == [SOURCE, mine]
    assert [each.key for each in found.store.sources.read_now()] == ["kt-eng"]
    other = Source(key="pasted", name="Pasted", language="kk", ways=(WAY,))
    assert with_approved([other], [SITE.source]) == [other], "the same address under another key"


def test_a_proposal_is_decided_once(found: Room) -> None:
    proposals = found.store.proposals
    assert proposals.decide(9, ProposalState.APPROVED, "Boss", None, nothing, NOW) is None
    rejected = proposals.decide(1, ProposalState.REJECTED, "Boss", DECLINED, nothing, NOW)
    assert rejected is not None
    assert (rejected.decided_by, rejected.decided_at, rejected.reason) == ("Boss", NOW, DECLINED)
    assert proposals.decide(1, ProposalState.APPROVED, "Second", None, nothing, NOW) is None
    assert proposals.approved() == []


def test_an_undone_approval_reads_the_source_no_more(found: Room) -> None:
    found.store.proposals.decide(1, ProposalState.APPROVED, "Boss", None, nothing, NOW)
    undone = found.store.proposals.undo(1)
    assert undone is not None
    assert (undone.state, undone.decided_by) == (ProposalState.FOUND, None)
    assert [each.key for each in found.store.sources.read_now()] == ["kt-eng"]
    assert found.store.proposals.undo(1) is None


def test_a_rejected_site_may_be_asked_for_again_after_a_month(found: Room) -> None:
    found.store.proposals.decide(1, ProposalState.REJECTED, "Boss", None, nothing, NOW)
    assert ask(found) is AskResult.REJECTED
    found.add_chat(chat("1"))
    result, proposal = found.store.proposals.ask("example.kz", "https://example.kz", asker(), NOW + timedelta(days=31))
    assert result is AskResult.LOOKING
    assert proposal is not None
    assert (proposal.decided_by, proposal.found) == (None, None)


def test_an_asker_s_group_that_becomes_another_one_is_told_there(room: Room) -> None:
    group = asker("5", chat=chat("-5"), kind=ChatKind.GROUP)
    ask(room, who=group)
    room.add_chat(chat("-100"), ChatKind.GROUP)
    room.store.chats.migrate(chat("-5"), "-100", NOW)
    proposal = room.store.proposals.get(1)
    assert proposal is not None
    assert proposal.askers[0].hears_in == chat("-100")


def test_who_is_told_directly_hears_in_a_chat_of_their_own(room: Room) -> None:
    slack = asker("U1", platform="slack", chat=chat("C1", platform="slack"), kind=ChatKind.GROUP, directly=True)
    ask(room, who=slack)
    proposal = room.store.proposals.get(1)
    assert proposal is not None
    (told,) = proposal.askers
    assert (told.hears_in, told.hears_in_kind) == (Chat(platform="slack", id="U1"), ChatKind.PRIVATE)
    assert replace(told, name="").shown == "U1"


def test_of_operators_who_press_in_the_same_moment_one_decides(found: Room) -> None:
    stores = [Store.open(found.url) for _ in range(4)]

    def press(store: Store) -> Proposal | None:
        return store.proposals.decide(1, ProposalState.APPROVED, "Boss", None, lambda _: [letter(chat("1"))], NOW)

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(press, stores))
    assert sum(each is not None for each in done) == 1
    assert found.store.outbox.count_letters([DeliveryState.PENDING]) == {"pending": 1}
    for store in stores:
        store.close()


def test_of_people_who_ask_in_the_same_moment_all_wait_for_one_look(room: Room) -> None:
    askers = [asker(str(number)) for number in range(4)]
    for each in askers:
        room.add_chat(each.chat)
    stores = [Store.open(room.url) for _ in askers]

    def press(pair: tuple[Store, Asker]) -> tuple[AskResult, Proposal | None]:
        return pair[0].proposals.ask("example.kz", "https://example.kz/", pair[1], NOW)

    with ThreadPoolExecutor(4) as pool:
        results, asked = zip(*pool.map(press, zip(stores, askers, strict=True)), strict=True)
    assert set(results) <= {AskResult.LOOKING, AskResult.LOOKING_ALREADY}
    (number,) = {each.id for each in asked}  # not always 1: PostgreSQL also counts rows that came too late
    proposal = room.store.proposals.get(number)
    assert proposal is not None
    assert [each.person for each in proposal.askers] == ["0", "1", "2", "3"]
    for store in stores:
        store.close()
