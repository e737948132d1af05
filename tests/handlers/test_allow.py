"""JARSHY_ACCESS=list: strangers are told once and can ask, operators decide, chats are shut out and let in again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

import handlers
from bot.messages.access_letters import AccessLetters
from bot.messages.message import Message, ReplyMode
from bot.messages.payload import from_json
from bot.model import Chat, ChatKind, Command, Delivery, Letter, Outcome, Sent, Standing
from bot.storage.allowed import A_DAY
from config.translations import load_translations
from handlers.allow import guests_in
from tests.builders import PERSON, actions, labelled, labels, written
from tests.handlers.conftest import FACTS, Room

BOSS = Chat(platform="telegram", id="77")
GROUP = Chat(platform="telegram", id="-5")
CHANNEL = Chat(platform="telegram", id="-1009")
OPERATORS = frozenset({("telegram", "77"), ("slack", "U5")})


class Door:
    """A bot that only a list may use."""

    def __init__(self, room: Room) -> None:
        self.room = room.knows(operators=OPERATORS, closed=True)
        self._sent: list[tuple[Chat, str]] = []

    def says(self, text: str, chat: Chat = PERSON, **fields: object) -> Message:
        kind = fields.pop("kind", ChatKind.PRIVATE)
        who = {"person": chat.id, "person_name": "Алия"} | fields
        return self.room.types(text, chat, kind, **who)  # type: ignore[arg-type]

    def presses(self, action: str, chat: Chat = PERSON, **fields: object) -> Message:
        return self.says(f"/{action}", chat, button=True, **fields)

    def boss(self, text: str, chat: Chat = BOSS, **fields: object) -> Message:
        who = {"person": "77", "person_name": "Boss", "is_operator": True} | fields
        return self.says(text, chat, **who)

    def closes(self) -> tuple[int, int]:
        """The chores of this minute."""
        rules = self.room.rules
        letters = AccessLetters(translators=rules.translators, timezone=rules.timezone, now=self.room.now)
        return self.room.store.allowed.settle(rules.closed, rules.operators, letters, self.room.now)

    def sent(self, chat: Chat) -> list[str]:
        """What a chat got since it was last looked at: letters in words, alerts by their titles."""
        for lane in ("telegram", "slack", "slack:T1"):
            while claimed := self.room.store.outbox.claim(lane, self.room.now, 100, per_chat=10):
                for each in claimed:
                    assert isinstance(each, (Delivery, Letter)), "nothing is edited"
                    said = written(from_json(each.payload)) if isinstance(each, Letter) else each.article.title
                    self._sent.append((each.chat, said))
                outcomes = [Outcome(deliveries=(e,), verdict=Sent(refs=("1",)), at=self.room.now) for e in claimed]
                self.room.store.outbox.record_outcomes(outcomes)
        got = [said for who, said in self._sent if who == chat]
        self._sent = [(who, said) for who, said in self._sent if who != chat]
        return got

    def publishes(self, title: str) -> None:
        self.room.later(timedelta(minutes=5))
        self.room.publish(title, "AI is here.", ago=timedelta(minutes=1))
        while self.room.store.outbox.fan_out(self.room.now):
            pass


@pytest.fixture
def door(room: Room) -> Door:
    return Door(room)


# ------------------------------------------------------------------------------------------------------- who is refused


def test_a_stranger_is_told_once_with_the_id_to_name(door: Door) -> None:
    told = door.says("/start")
    assert "telegram:1" in written(told)
    assert labels(told) == [["Ask to be let in"]]
    assert door.says("/follow AI").silent
    assert door.says("AI").silent
    assert door.room.store.chats.get(PERSON) is None, "nothing else is stored of strangers"


def test_a_stranger_is_told_in_their_language(door: Door) -> None:
    door.room.knows(translators=load_translations("en"))
    assert "Ваш номер" in written(door.says("/start", language="ru"))
    assert "нөміріңіз" in written(door.says("/start", Chat(platform="telegram", id="2"), language="kk"))


def test_a_stranger_is_told_again_after_a_month(door: Door) -> None:
    door.says("/start")
    door.room.store.allowed.sweep(door.room.later(timedelta(days=31)))
    assert not door.says("/start").silent


@pytest.mark.parametrize("typed", ["/follow AI", "/digest", "/try AI", "/export", "/mydata", "/sources", "/allow list"])
def test_no_command_gets_past_the_gate(door: Door, typed: str) -> None:
    door.says("/start")
    assert door.says(typed).silent
    assert door.presses(typed.removeprefix("/")).silent
    assert door.room.follows() == []


def test_a_page_of_the_platform_always_says_why_it_is_empty(door: Door) -> None:
    for _ in range(2):
        assert "telegram:1" in written(door.presses("home", at_home=True))


def test_what_is_typed_in_other_chats_offers_a_stranger_nothing(door: Door) -> None:
    door.room.publish("AI", "AI")
    asked = Command(chat=PERSON, kind=ChatKind.PRIVATE, name="", text="AI", person="1", facts=FACTS["telegram"])
    assert handlers.find(asked, "", door.room.store, door.room.rules, door.room.now).results == ()
    door.boss("/allow telegram:1")
    assert handlers.find(asked, "", door.room.store, door.room.rules, door.room.now).results != ()


def test_a_group_is_told_when_it_adds_the_bot_and_not_again(door: Door) -> None:
    added = door.room.happens("start", GROUP, ChatKind.GROUP, person="3", title="Editors")
    assert "telegram:-5" in written(added)
    assert door.says("/follow AI", GROUP, kind=ChatKind.GROUP, person="3").silent


def test_a_command_of_another_bot_tells_a_group_nothing(door: Door) -> None:
    assert door.says("/weather", GROUP, kind=ChatKind.GROUP, person="3").silent
    assert not door.says("/follow AI", GROUP, kind=ChatKind.GROUP, person="3").silent


def test_a_person_who_may_does_not_open_a_group_that_may_not(door: Door) -> None:
    door.boss("/allow telegram:1")
    assert not door.says("/help").silent
    assert "-5" in written(door.says("/follow AI", GROUP, kind=ChatKind.GROUP, person="1"))
    assert door.room.follows(GROUP) == []


def test_everybody_in_a_group_that_may_use_it_may(door: Door) -> None:
    door.boss("/allow telegram:-5")
    door.says("/follow AI", GROUP, kind=ChatKind.GROUP, person="999")
    assert door.room.follows(GROUP) == ["AI"]


def test_a_post_in_a_channel_that_may_not_is_not_answered(door: Door) -> None:
    assert door.says("/follow AI", CHANNEL, kind=ChatKind.CHANNEL).silent
    assert door.room.store.chats.get(CHANNEL) is None


def test_a_channel_is_managed_only_if_it_may_use_the_bot(door: Door) -> None:
    door.boss("/allow telegram:1")
    store, now = door.room.store, door.room.now
    store.chats.upsert(Command(chat=CHANNEL, kind=ChatKind.CHANNEL, name="", text=""), now, timezone="UTC")
    store.chats.upsert(Command(chat=PERSON, kind=ChatKind.PRIVATE, name="", text=""), now, timezone="UTC")
    store.chats.manage(PERSON, CHANNEL, now)
    assert "telegram:-1009" in written(door.says("/follow AI"))
    assert door.room.follows(CHANNEL) == []
    door.boss("/allow telegram:-1009")
    door.says("/follow AI")
    assert door.room.follows(CHANNEL) == ["AI"]


def test_an_open_bot_asks_nobody(door: Door) -> None:
    door.room.knows(closed=False)
    door.says("/follow AI")
    assert door.room.follows() == ["AI"]


def test_the_terminal_is_whoever_runs_the_bot(door: Door) -> None:
    terminal = Chat(platform="terminal", id="local")
    assert not door.room.types("/help", terminal, ChatKind.TERMINAL).silent


def test_operators_always_may_and_are_offered_to_let_their_group_in(door: Door) -> None:
    assert not door.boss("/help").silent
    here = door.boss("/follow AI", GROUP, kind=ChatKind.GROUP)
    assert actions(here) == ["access allow telegram:-5"]
    assert door.room.follows(GROUP) == []
    door.presses("access allow telegram:-5", GROUP, kind=ChatKind.GROUP, person="77", is_operator=True)
    door.boss("/follow AI", GROUP, kind=ChatKind.GROUP)
    assert door.room.follows(GROUP) == ["AI"]


# ---------------------------------------------------------------------------------------------------------- who asks


def test_who_asks_is_shown_to_operators_once_and_told_what_they_decide(door: Door) -> None:
    ask = labelled(door.says("/start"), "Ask")
    asked = door.presses(ask)
    assert asked.reply_mode is ReplyMode.REPLACE
    assert "asked" in written(asked)
    door.presses(ask)
    (letter,) = door.sent(BOSS)
    assert letter == "🙋 **Алия** (telegram:1) asks to use this bot."
    decided = door.presses("access allow telegram:1", BOSS, person="77", is_operator=True)
    assert decided.reply_mode is ReplyMode.REPLACE
    assert "Алия" in written(decided)
    assert door.sent(PERSON) == ["👋 You may use this bot now. /help shows how."]
    assert not door.says("/help").silent


def test_who_was_refused_is_told_and_may_ask_again_in_a_month(door: Door) -> None:
    door.says("/start")
    door.presses("access ask")
    door.presses("access refuse telegram:1", BOSS, person="77", is_operator=True)
    assert door.sent(PERSON) == ["The people who run this bot decided not to let you in."]
    assert "month" in written(door.presses("access ask"))
    door.room.store.allowed.sweep(door.room.later(timedelta(days=31)))
    door.presses("access ask")
    assert len(door.sent(BOSS)) == 2, "one of each time"


def test_operators_are_not_flooded_with_requests(door: Door) -> None:
    for number in range(1, A_DAY + 5):
        last = door.presses("access ask", Chat(platform="telegram", id=f"10{number}"))
    assert "tomorrow" in written(last)
    assert len(door.sent(BOSS)) == A_DAY
    door.room.later(timedelta(days=1, seconds=1))
    assert "tomorrow" not in written(door.presses("access ask", Chat(platform="telegram", id="5000")))


def test_without_operators_there_is_nobody_to_ask(door: Door) -> None:
    door.room.knows(operators=frozenset())
    assert labels(door.says("/start")) == []


def test_a_stranger_can_press_no_button_of_operators(door: Door) -> None:
    door.says("/start")
    assert door.presses("access allow telegram:1").silent
    door.boss("/allow telegram:2")
    other = Chat(platform="telegram", id="2")
    assert "Only the people" in written(door.presses("access allow telegram:1", other))
    assert "Only the people" in written(door.says("/allow telegram:1", other))
    assert door.says("/start").silent


def test_a_person_of_slack_is_known_in_their_direct_conversation(door: Door) -> None:
    direct = Chat(platform="slack", id="D1", workspace="T1")
    door.says("/start", direct, person="U1")
    door.boss("/allow slack:T1/U1")
    door.says("/follow AI", direct, person="U1")
    assert door.room.follows(direct) == ["AI"]
    assert door.closes() == (0, 0)
    door.boss("/allow remove slack:T1/U1")
    assert any("no more alerts" in each for each in door.sent(direct))
    door.boss("/allow slack:U1")
    assert any("as before" in each for each in door.sent(direct)), "that of any workspace"


# ----------------------------------------------------------------------------------- chats that are shut out and let in


def test_a_chat_that_is_taken_off_is_told_once_and_gets_no_alert_until_it_is_back(door: Door) -> None:
    door.boss("/allow telegram:1")
    door.says("/follow AI")
    door.boss("/allow remove telegram:1")
    assert ["no more alerts" in each for each in door.sent(PERSON)] == [True]
    door.publishes("AI one")
    door.closes()
    assert door.sent(PERSON) == []
    assert door.room.follows() == ["AI"], "what is followed is kept"
    door.boss("/allow telegram:1")
    assert door.sent(PERSON) == ["👋 You may use this bot again, and alerts come as before."]
    door.publishes("AI two")
    assert door.sent(PERSON) == ["AI two"]


def test_what_was_owed_when_a_chat_was_taken_off_is_dropped_with_a_reason(door: Door) -> None:
    door.boss("/allow telegram:1")
    door.says("/follow AI")
    door.publishes("AI one")
    door.boss("/allow remove telegram:1")
    claimed = door.room.store.outbox.claim("telegram", door.room.now, 100, per_chat=10)
    assert [type(each) for each in claimed] == [Letter]
    assert not any(isinstance(each, Delivery) for each in claimed)


def test_a_chat_that_is_unblocked_does_not_wake_while_it_may_not(door: Door) -> None:
    door.boss("/allow telegram:1")
    door.says("/follow AI")
    door.boss("/allow remove telegram:1")
    door.room.happens("opened", PERSON)
    record = door.room.store.chats.get(PERSON)
    assert record is not None
    assert record.paused


def test_when_an_open_bot_is_closed_those_who_follow_are_told_and_the_rest_are_not(door: Door) -> None:
    door.room.knows(closed=False)
    idle = Chat(platform="telegram", id="8")
    door.says("/follow AI")
    door.says("/help", idle)
    door.boss("/follow AI")
    door.room.knows(closed=True)
    assert door.closes() == (1, 0)
    assert len(door.sent(PERSON)) == 1
    assert door.sent(idle) == []
    door.publishes("AI one")
    assert door.sent(BOSS) == ["AI one"], "operators stay"
    door.room.knows(closed=False)
    assert door.closes() == (0, 1)
    door.publishes("AI two")
    assert "AI two" in door.sent(PERSON)


def test_everybody_who_is_there_is_put_on_the_list_by_one_command(door: Door) -> None:
    door.room.knows(closed=False)
    door.says("/follow AI")
    door.says("/follow AI", GROUP, kind=ChatKind.GROUP, person="3", title="Editors")
    said = written(door.boss("/allow everyone"))
    assert "2 chats were added" in said
    assert "JARSHY_ACCESS is “list”" in said
    door.room.knows(closed=True)
    assert door.closes() == (0, 0)
    assert "0 chats" in written(door.boss("/allow everyone"))


def test_everybody_can_be_let_in_after_they_were_shut_out(door: Door) -> None:
    door.room.knows(closed=False)
    door.says("/follow AI")
    door.room.knows(closed=True)
    door.closes()
    door.boss("/allow everyone")
    door.publishes("AI two")
    assert "AI two" in door.sent(PERSON)


def test_a_group_that_moved_may_go_on(door: Door) -> None:
    door.boss("/allow telegram:-5")
    door.says("/follow AI", GROUP, kind=ChatKind.GROUP, person="3")
    door.room.happens("migrated -10077", GROUP, ChatKind.GROUP)
    moved = Chat(platform="telegram", id="-10077")
    assert door.room.follows(moved) == ["AI"]
    assert not door.says("/help", moved, kind=ChatKind.GROUP, person="3").silent
    assert door.closes() == (0, 0)


# ------------------------------------------------------------------------------------------------------- the operator


def test_a_group_is_let_in_where_it_is_said(door: Door) -> None:
    assert "Editors" in written(door.boss("/allow", GROUP, kind=ChatKind.GROUP, title="Editors"))
    assert not door.says("/help", GROUP, kind=ChatKind.GROUP, person="3").silent


def test_who_asked_can_be_let_in_by_name(door: Door) -> None:
    door.says("/start")
    assert "telegram:1" in written(door.boss("/allow @Алия"))
    assert "Nobody" in written(door.boss("/allow @Daniyar"))


def test_a_name_that_two_have_lets_nobody_in(door: Door) -> None:
    door.says("/start")
    door.says("/start", Chat(platform="telegram", id="2"))
    assert "Nobody" in written(door.boss("/allow @Алия"))


def test_an_id_that_was_passed_on_is_offered_to_operators(door: Door) -> None:
    told = written(door.says("/start"))
    offered = door.room.passes_on(told, BOSS, person="77", is_operator=True)
    assert actions(offered) == ["access allow telegram:1", "access refuse telegram:1"]


def test_the_list_shows_who_waits_and_who_is_on_it_with_buttons(door: Door) -> None:
    assert "Nobody is on the list" in written(door.boss("/allow list"))
    door.presses("access ask")
    door.boss("/allow telegram:2, slack:T1/U3")
    listed = door.boss("/allow тізім")
    assert "1 request waits" in written(listed)
    assert set(actions(listed)) == {
        "access allow telegram:1",
        "access refuse telegram:1",
        "access remove telegram:2",
        "access remove slack:T1/U3",
    }
    after = door.presses("access remove telegram:2", BOSS, person="77", is_operator=True)
    assert after.reply_mode is ReplyMode.REPLACE
    assert "access remove telegram:2" not in actions(after)


def test_a_long_list_says_how_many_there_are(door: Door) -> None:
    door.boss("/allow " + " ".join(f"telegram:{100 + number}" for number in range(30)))
    assert "… and 10 more" in written(door.boss("/allow list"))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/allow", "Name who may"),
        ("/allow nobody", "I don't see an id"),
        ("/allow remove", "I don't see an id"),
        ("/allow remove telegram:404", "is not on the list"),
        ("/allow remove telegram:77", "runs this bot"),
        ("/allow telegram:" + "9" * 60, "I don't see an id"),
    ],
)
def test_what_is_typed_wrong_is_explained(door: Door, typed: str, said: str) -> None:
    assert said in written(door.boss(typed))


def test_buttons_with_an_id_fit_into_what_a_platform_takes() -> None:
    longest = "access refuse slack:T" + "0" * 12 + "/U" + "0" * 12
    assert len(longest.encode()) <= 64


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Your id is telegram:123", ["telegram:123"]),
        ("Telegram:-100123, SLACK:t0a1/u0b2.", ["telegram:-100123", "slack:T0A1/U0B2"]),
        ("telegram:123 telegram:123", ["telegram:123"]),
        ("telegram:abc https://slack:8080/x mytelegram:5 telegram:5/6", []),
    ],
)
def test_ids_are_found_in_what_people_write(text: str, ids: list[str]) -> None:
    assert [each.shown_id for each in guests_in(text)] == ids


def test_a_decision_about_many_keeps_their_names(door: Door) -> None:
    door.says("/start")
    door.boss("/allow telegram:1 telegram:2")
    allowed, count = door.room.store.allowed.listed(Standing.ALLOWED, 10)
    assert count == 2
    assert {each.guest.name for each in allowed} == {"Алия", ""}
    assert {each.changed_by for each in allowed} == {"Boss"}


def test_an_operator_of_a_workspace_may_in_their_direct_conversation(door: Door) -> None:
    door.room.knows(operators=frozenset({("slack", "T1/U5")}))
    direct = Chat(platform="slack", id="D5", workspace="T1")
    door.says("/follow AI", direct, person="U5")
    assert door.room.follows(direct) == ["AI"]
    assert door.closes() == (0, 0)
    assert "telegram" not in written(door.says("/help", direct, person="U5"))
    stranger = Chat(platform="slack", id="D6", workspace="T2")
    assert "slack:T2/U5" in written(door.says("/follow AI", stranger, person="U5")), "of another workspace"


def test_who_asks_too_fast_is_told_so_in_their_language_and_a_stranger_is_told_nothing(door: Door) -> None:
    door.room.knows(translators=load_translations("en"))
    asked = Command(chat=PERSON, kind=ChatKind.PRIVATE, name="follow", text="AI", person="1", language="kk")

    def slowed(who: Command) -> Message:
        return handlers.slow_down(who, door.room.store, door.room.rules, door.room.now)

    assert slowed(asked).silent
    door.room.knows(closed=False)
    assert "үндемей" in written(slowed(asked))
    assert slowed(replace(asked, kind=ChatKind.CHANNEL)).silent


def test_what_rules_say_of_operators_is_enough(door: Door) -> None:
    """A platform that does not know its operators, as inline queries, is no hole and no wall."""
    door.room.rules = replace(door.room.rules, operators=OPERATORS)
    assert not door.says("/help", BOSS, person="77", is_operator=False).silent
