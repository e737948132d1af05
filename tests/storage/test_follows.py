"""A follow can be edited and parsed again, and keeps its history and what it is owed."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.errors import QueryError
from bot.matching.concepts import Concepts
from bot.matching.grammar import parse
from bot.matching.query import GRAMMAR, Query
from bot.model import Cause, Chat, Concept, Match, Sent
from bot.storage import reread
from bot.storage.store import Store
from tests.storage.conftest import NOW, Room, chat, later, letter, record, room_with

CONCEPTS = Concepts([Concept(key="ai", en=("AI",), ru=("ИИ",))])


def read(typed: str) -> Query | None:
    try:
        return parse(typed, CONCEPTS)
    except QueryError:
        return None


def old_follow(room: Room, who: Chat, typed: str, canonical: str = "", grammar: int = 1) -> int:
    """A follow as stored by an older version."""
    room.add_chat(who)
    query_id = room.store.follows.upsert_query(canonical or typed, typed, NOW, grammar=grammar)
    room.store.follows.subscribe(who, query_id, typed, NOW)
    return query_id


def followed(room: Room, who: Chat) -> list[tuple[str, str]]:
    return [(follow.typed, follow.canonical) for follow in room.store.follows.subscriptions(who)]


def found(query_id: int, *article_ids: int | None) -> Mapping[int, Match]:
    match = Match(query_id=query_id, sentence="New it is.", spans=((0, 3),))
    return {article_id: match for article_id in article_ids if article_id is not None}


# ------------------------------------------------------------------------------------------------------------- edit


def test_an_edited_follow_keeps_its_age_its_place_and_the_rows_that_still_match(room: Room) -> None:
    ai, waste = room.follow(chat(), "AI"), room.follow(chat(), "waste", at=later(minutes=1))
    kept, dropped, others = room.add_article(1), room.add_article(2), room.add_article(3)
    for article_id, query_ids in ((kept, [ai]), (dropped, [ai]), (others, [ai, waste])):
        room.match(article_id, *query_ids, at=later(minutes=2))
    room.fan_out(later(minutes=2))
    assert [article.id for article in room.store.follows.pending_articles(chat(), ai)] == [kept, dropped, others]
    new = room.store.follows.upsert_query("AI -military", "AI -military", later(hours=1), grammar=GRAMMAR)
    before, _ = room.store.follows.queries_after(0)
    assert room.store.follows.edit(chat(), ai, new, "AI -Military", found(new, kept), later(hours=1))
    assert followed(room, chat()) == [("AI -Military", "AI -military"), ("waste", "waste")]
    assert [follow.created_at for follow in room.store.follows.subscriptions(chat())] == [NOW, later(minutes=1)]
    assert room.store.follows.queries_after(before)[1] == [(new, "AI -military")], "the index reads it"
    assert [article.id for article in room.store.follows.pending_articles(chat(), waste)] == [others]
    carried: dict[int, list[str]] = {}
    while claimed := room.claim(at=later(hours=1)):
        carried |= {each.article.id: [reason.typed for reason in each.reasons] for each in claimed}
        for each in claimed:
            record(room.store, each, Sent(refs=("1",)), None, later(hours=1))
    assert carried == {kept: ["AI -Military"], others: ["waste"]}
    assert room.store.outbox.count_deliveries() == {"sent": 2, "dropped": 1}


def test_an_edited_follow_is_owed_articles_in_fan_out(room: Room) -> None:
    ai = room.follow(chat(), "AI")
    article_id = room.add_article(1)
    room.match(article_id, ai, at=later(minutes=1))
    assert [article.id for article in room.store.follows.pending_articles(chat(), ai)] == [article_id]
    new = room.store.follows.upsert_query("AI news", "AI news", later(hours=1), grammar=GRAMMAR)
    assert room.store.follows.edit(chat(), ai, new, "AI news", found(new, article_id), later(hours=1))
    room.fan_out(later(hours=1))
    (delivery,) = room.claim(at=later(hours=1))
    assert [reason.match.sentence for reason in delivery.reasons] == ["New it is."]


def test_an_edit_to_a_query_that_is_followed_already_just_removes_the_old_follow(room: Room) -> None:
    ai, waste = room.follow(chat(), "AI"), room.follow(chat(), "waste")
    assert room.store.follows.edit(chat(), ai, waste, "wastes", {}, NOW)
    assert followed(room, chat()) == [("waste", "waste")]


def test_an_edit_to_the_same_query_changes_only_the_typed_text(room: Room) -> None:
    ai = room.follow(chat(), "AI")
    room.match(room.add_article(1), ai)
    room.fan_out()
    assert room.store.follows.edit(chat(), ai, ai, "A.I.", {}, NOW)
    (delivery,) = room.claim()
    assert [reason.typed for reason in delivery.reasons] == ["A.I."]


def test_a_query_that_is_not_followed_can_not_be_edited(room: Room) -> None:
    ai, other = room.follow(chat("2"), "AI"), room.store.follows.upsert_query("waste", "waste", NOW, grammar=GRAMMAR)
    room.add_chat(chat())
    assert not room.store.follows.edit(chat(), ai, other, "waste", {}, NOW)
    assert not room.store.follows.edit(chat("stranger"), ai, other, "waste", {}, NOW)
    assert followed(room, chat("2")) == [("AI", "AI")]


# ----------------------------------------------------------------------------------------------------------- reread


def test_follows_of_an_older_grammar_are_parsed_again_from_the_typed_text(room: Room) -> None:
    same, spelled, other, newer = (chat(name) for name in ("same", "spelled", "other", "newer"))
    old_follow(room, same, "Waste", "waste")
    old_follow(room, spelled, "wastes OR fuel", "fuel|wastes")
    old_follow(room, other, "waste or fuel", "fuel or waste")
    old_follow(room, newer, "AI")
    assert room.store.follows.reread(read, GRAMMAR, later(hours=1)) == 4
    assert followed(room, same) == [("Waste", "waste")]
    assert followed(room, spelled) == [("wastes OR fuel", "fuel|waste")]
    assert followed(room, other) == [("waste or fuel", "fuel|waste")]
    assert followed(room, newer) == [("AI", "AI")]
    assert {who.id: [follow.typed for follow in follows] for who, follows in room.store.follows.unannounced(9)} == {
        "other": ["waste or fuel"],
        "newer": ["AI"],
    }
    assert [follow.created_at for follow in room.store.follows.subscriptions(other)] == [NOW]
    assert room.store.follows.reread(read, GRAMMAR, later(hours=2)) == 0


def test_small_words_that_were_required_are_ignored_and_the_follow_is_unannounced(room: Room) -> None:
    old_follow(room, chat("1"), "Казахстан и Китай", "и казахстан китай")
    assert room.store.follows.reread(read, GRAMMAR, later(hours=1)) == 1
    assert followed(room, chat("1")) == [("Казахстан и Китай", "казахстан китай")]
    ((who, (follow,)),) = room.store.follows.unannounced(9)
    assert (who, follow.typed) == (chat("1"), "Казахстан и Китай")


@pytest.mark.parametrize(
    ("typed", "grammar", "told"),
    [
        pytest.param("waste", 1, True, id="means what it meant"),
        pytest.param("AI", 1, False, id="a concept"),
        pytest.param("title:waste", 1, False, id="a place"),
        pytest.param("wast*", 1, False, id="a beginning"),
        pytest.param("fuel -(gas oil)", 1, False, id="what must not stand together"),
        pytest.param("AI", 7, True, id="a grammar that knew it all, with other concepts"),
        pytest.param('"unbalanced', 1, True, id="what can't be read any more stays as it is"),
    ],
)
def test_a_follow_with_the_same_text_is_unannounced_if_the_first_grammar_could_not_express_it(
    room: Room, typed: str, grammar: int, told: bool
) -> None:
    old_follow(room, chat(), typed, grammar=grammar)
    assert room.store.follows.reread(read, GRAMMAR, NOW) == 1
    assert followed(room, chat()) == [(typed, typed)]
    assert (room.store.follows.unannounced(9) == []) is told
    assert room.store.follows.reread(read, GRAMMAR, NOW) == 0


def test_two_follows_that_became_one_are_merged(room: Room) -> None:
    old_follow(room, chat(), "wastes", "wastes")
    old_follow(room, chat(), "waste", "waste")
    assert room.store.follows.reread(read, GRAMMAR, NOW) == 2
    assert followed(room, chat()) == [("waste", "waste")]
    assert [len(follows) for _, follows in room.store.follows.unannounced(9)] == [1]


def test_pending_rows_and_articles_in_fan_out_stay_owed(room: Room) -> None:
    query_id = old_follow(room, chat(), "wastes", "wastes")
    owed, shared_out = room.add_article(1), room.add_article(2)
    room.match(owed, query_id)
    room.fan_out()
    room.match(shared_out, query_id)
    room.store.follows.reread(read, GRAMMAR, NOW)
    room.fan_out()
    (first,) = room.claim()
    assert (first.article.id, [reason.typed for reason in first.reasons]) == (owed, ["wastes"])
    assert room.store.outbox.count_deliveries() == {"sending": 1, "pending": 1}
    (waste,) = room.store.follows.subscriptions(chat())
    assert [article.id for article in room.store.follows.pending_articles(chat(), waste.query_id)] == [owed, shared_out]


def follow_as_of_old(room: Room) -> None:
    """Four chats with four follows of an older grammar each."""
    for number in range(4):
        old_follow(room, chat(str(number)), "wastes", "wastes")
        old_follow(room, chat(str(number)), f"ports {number}", f"ports {number}")
        old_follow(room, chat(str(number)), "AI")
        old_follow(room, chat(str(number)), "oil and gas", "and gas oil")


of_old = room_with(follow_as_of_old)


@pytest.mark.parametrize("batch", [1, 2, 3, 500])
def test_batches_change_nothing(of_old: Room, monkeypatch: pytest.MonkeyPatch, batch: int) -> None:
    monkeypatch.setattr(reread, "BATCH", batch)
    assert of_old.store.follows.reread(read, GRAMMAR, NOW) == 16
    for number in range(4):
        assert sorted(canonical for _, canonical in followed(of_old, chat(str(number)))) == [
            f"{number} port",
            "AI",
            "gas oil",
            "waste",
        ]
    assert [len(follows) for _, follows in of_old.store.follows.unannounced(9)] == [2] * 4
    assert of_old.store.follows.reread(read, GRAMMAR, NOW) == 0


def test_after_a_crash_the_next_start_continues(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reread, "BATCH", 2)
    for number in range(5):
        old_follow(room, chat(str(number)), "the wastes", "the waste")
    asked: list[str] = []

    def fails_the_second_time(typed: str) -> Query | None:
        asked.append(typed)
        if len(asked) == 2:
            raise MemoryError
        return read(typed)

    with pytest.raises(MemoryError):
        room.store.follows.reread(fails_the_second_time, GRAMMAR, NOW)
    assert [followed(room, chat(str(number)))[0][1] for number in range(5)] == ["waste", "waste", *["the waste"] * 3]
    assert room.store.follows.reread(read, GRAMMAR, NOW) == 3
    assert len(room.store.follows.unannounced(9)) == 5


def test_an_unannounced_follow_stays_so_if_the_next_grammar_changes_only_the_spelling(room: Room) -> None:
    old_follow(room, chat(), "газет и", "газета и", grammar=2)
    assert room.store.follows.reread(lambda typed: parse("газета"), 3, NOW) == 1
    assert room.store.follows.reread(lambda typed: parse("газет"), 4, NOW) == 1
    assert followed(room, chat()) == [("газет и", "газет")]
    assert [len(follows) for _, follows in room.store.follows.unannounced(9)] == [1]


def test_a_follow_removed_while_it_was_parsed_is_not_restored(room: Room) -> None:
    query_id = old_follow(room, chat(), "wastes", "wastes")

    def unfollowed_meanwhile(typed: str) -> Query | None:
        room.store.follows.unsubscribe(chat(), query_id, NOW)
        return read(typed)

    room.store.follows.reread(unfollowed_meanwhile, GRAMMAR, NOW)
    assert followed(room, chat()) == []


def test_a_query_without_follows_gets_the_grammar_of_its_next_use(room: Room) -> None:
    older = Store.open(room.url)
    older.follows.upsert_query("AI", "AI", NOW, grammar=1)
    older.close()
    room.follow(chat(), "AI")
    assert room.store.follows.reread(read, GRAMMAR, NOW) == 0
    assert room.store.follows.unannounced(9) == []


def test_a_change_is_announced_once_and_to_a_paused_chat_when_it_is_active(room: Room) -> None:
    for name in ("1", "2", "3"):
        old_follow(room, chat(name), "AI")
    room.store.follows.reread(read, GRAMMAR, NOW)
    room.store.chats.deactivate(chat("1"), Cause.BLOCKED, NOW)
    assert [who.id for who, _ in room.store.follows.unannounced(1)] == ["2"]
    room.store.follows.mark_announced(chat("2"), letter(chat("2")))
    assert [who.id for who, _ in room.store.follows.unannounced(9)] == ["3"]
    room.add_chat(chat("1"))
    assert [who.id for who, _ in room.store.follows.unannounced(9)] == ["1", "3"]


# -------------------------------------------------------------------------------------------------------- languages


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        pytest.param(("ru", "en"), ("ru", "en"), id="in its order of preference"),
        pytest.param(("ru", "xx", "ru"), ("ru",), id="each once, that we know"),
        pytest.param(("kk",), ("kk",), id="one"),
        pytest.param(("kk", "ru", "en"), ("kk", "ru", "en"), id="all in an order"),
        pytest.param((), (), id="none is all"),
    ],
)
def test_a_chat_keeps_the_languages_that_it_reads(room: Room, asked: tuple[str, ...], kept: tuple[str, ...]) -> None:
    room.add_chat(chat())
    room.store.chats.set_languages(chat(), ("ru",))
    room.store.chats.set_languages(chat(), asked)
    row = room.store.chats.get(chat())
    assert row is not None
    assert row.languages == kept
