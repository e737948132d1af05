"""/add: people ask for a site, operators decide, and everybody is told what came of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.i18n.catalogue import intake
from bot.i18n.text import Phrase
from bot.messages.message import Message, ReplyMode
from bot.messages.payload import from_json
from bot.messages.proposal_letters import LetterWriter
from bot.model import (
    Chat,
    ChatKind,
    FoundSite,
    Letter,
    Outcome,
    ProposalState,
    Sent,
    SiteHeadline,
    Source,
    Way,
)
from bot.storage.proposals import A_DAY, MOST_OPEN
from config.translations import load_translations
from tests.builders import NOW, PERSON, actions, labels, written
from tests.handlers.conftest import RUSSIAN, SOURCE, Room

BOSS, SECOND = Chat(platform="telegram", id="77"), Chat(platform="slack", id="U5")
GROUP = Chat(platform="telegram", id="-5")
CHANNEL = Chat(platform="slack", id="C1")
OPERATORS = frozenset({("telegram", "77"), ("slack", "U5")})
SITE = FoundSite(
    source=Source(
        key="example-ru", name="Пример", language="ru", ways=(Way(url="https://example.kz/rss"),), guarded=True
    ),
    entries=20,
    headlines=tuple(SiteHeadline(title=f"News {number}", link=f"https://example.kz/{number}") for number in range(5)),
    opening="The pier in Aktau is ready. It is long.",
)


class Desk:
    """The room of handlers, with operators, and the worker's part done by hand."""

    def __init__(self, room: Room) -> None:
        self.room = room.knows(operators=OPERATORS)
        self.sent: list[tuple[Chat, Message]] = []

    def asks(self, text: str = "example.kz", chat: Chat = PERSON, **fields: object) -> str:
        person = {"person": chat.id, "person_name": "Aliya"} | fields
        return written(self.room.types(f"/add {text}", chat, **person))  # type: ignore[arg-type]

    def looks(self, found: FoundSite | Phrase = SITE) -> None:
        """The worker looks at the next site, and this is what it finds."""
        proposal = self.room.store.proposals.begin_look()
        assert proposal is not None
        writer = LetterWriter(translators=self.room.rules.translators, timezone="Asia/Almaty", now=self.room.now)
        self.room.store.proposals.finish_look(
            proposal.id, found, lambda now_is: writer.letters(now_is, "example.kz", OPERATORS), self.room.now
        )

    def letters(self, chat: Chat = PERSON) -> list[Message]:
        """What a chat was sent since the last look."""
        for lane in ("telegram", "slack", "terminal"):
            while claimed := self.room.store.outbox.claim(lane, self.room.now, 100, per_chat=10):
                sent = Sent(refs=("1",))
                outcomes = [Outcome(deliveries=(each,), verdict=sent, at=self.room.now) for each in claimed]
                self.room.store.outbox.record_outcomes(outcomes)
                self.sent += [(each.chat, from_json(each.payload)) for each in claimed if isinstance(each, Letter)]
        received = [message for who, message in self.sent if who == chat]
        self.sent = [(who, message) for who, message in self.sent if who != chat]
        return received

    def decides(self, action: str, chat: Chat = BOSS, **fields: object) -> Message:
        pressed = {"person": chat.id, "person_name": "Boss", "is_operator": True} | fields
        return self.room.presses(f"proposal {action}", chat, **pressed)  # type: ignore[arg-type]

    def state(self, number: int = 1) -> ProposalState:
        proposal = self.room.store.proposals.get(number)
        assert proposal is not None
        return proposal.state


@pytest.fixture
def desk(room: Room) -> Desk:
    return Desk(room)


@pytest.fixture
def found(desk: Desk) -> Desk:
    desk.asks()
    desk.looks()
    return desk


def test_a_site_is_looked_at_and_who_asked_is_told_at_once(desk: Desk) -> None:
    assert desk.asks("https://www.example.kz/") == "🔎 Looking at **example.kz**. I'll tell you here what I find."
    proposal = desk.room.store.proposals.begin_look()
    assert proposal is not None
    assert (proposal.site, proposal.url, proposal.attempts) == ("example.kz", "https://www.example.kz/", 1)
    assert [(each.person, each.name, each.chat) for each in proposal.askers] == [("1", "Aliya", PERSON)]


def test_operators_are_shown_what_was_found_with_two_buttons(found: Desk) -> None:
    (letter,) = found.letters(BOSS)
    assert written(letter) == (
        "New source? **example.kz**\n"
        "Asked for by Aliya\n"
        "[Пример] · Russian · feed\n\n"
        "20 articles would be read, the newest:\n• [News 0]\n• [News 1]\n• [News 2]\n\n"
        "› The pier in Aktau is ready. It is long."
    )
    assert labels(letter) == [["Approve", "Reject"]]
    assert actions(letter) == ["proposal 1 approve", "proposal 1 reject"]
    assert labels(found.letters(SECOND)[0]) == [["Approve", "Reject"]]


def test_who_asked_is_told_what_was_found(found: Desk) -> None:
    (letter,) = found.letters()
    text = "I can read **example.kz**. Now the people who run this bot decide, and I'll tell you."
    assert written(letter).startswith(text)
    assert letter.buttons == ()


def test_who_asked_is_told_why_nothing_was_found(desk: Desk) -> None:
    desk.asks()
    desk.looks(Phrase(intake.ANSWERED, {"status": "404"}))
    (letter,) = desk.letters()
    assert written(letter).startswith("I can't read **example.kz**: answered 404.\n\nDoes it have a page of news?")
    assert desk.letters(BOSS) == []
    assert desk.asks() == (
        "I couldn't read **example.kz** when I looked just now: answered 404.\n\n"
        "Does it have a page of news? Then send me that page's address."
    )
    desk.room.later(timedelta(hours=2))
    assert desk.asks().startswith("🔎 Looking at")


def test_an_approved_site_is_a_source_at_once_and_who_asked_is_told(found: Desk) -> None:
    found.letters()
    message = found.decides("1 approve")
    assert written(message).startswith("✅ **example.kz** approved by **Boss**. I start reading it within a minute.")
    assert message.reply_mode is ReplyMode.REPLACE
    assert labels(message) == [["Undo"]]
    assert [each.key for each in found.room.store.sources.read_now()] == ["kt-eng", "example-ru"]
    assert [each.key for each in found.room.store.proposals.approved()] == ["example-ru"]
    assert found.room.store.proposals.approved()[0] == SITE.source
    (letter,) = found.letters()
    assert written(letter).startswith("✅ I read **example.kz** now.")


def test_a_rejected_site_is_no_source_and_who_asked_is_told_why(found: Desk) -> None:
    found.letters()
    choice = found.decides("1 reject")
    assert labels(choice) == [["Not news", "Too much", "Not reliable"], ["Without a reason", "Back"]]
    assert "/add reject 1 your reason" in written(choice)
    message = found.decides(actions(choice)[0].removeprefix("proposal "))
    assert written(message) == "**example.kz** rejected by **Boss**: it isn't a news site."
    assert written(found.letters()[0]) == "**example.kz** won't be added: it isn't a news site."
    assert found.room.store.proposals.approved() == []
    assert found.asks() == (
        "The people who run this bot decided against **example.kz** (25 Nov, 14:00): it isn't a news site."
    )
    found.room.later(timedelta(days=31))
    assert found.asks().startswith("🔎 Looking at")


def test_a_site_is_rejected_without_a_reason_or_in_the_operator_s_own_words(found: Desk) -> None:
    found.letters()
    found.decides("1 reject none")
    assert written(found.letters()[0]) == "**example.kz** won't be added."
    assert found.asks().endswith("decided against **example.kz** (25 Nov, 14:00).")
    found.decides("1 undo")
    message = found.room.types("/add reject 1 Слишком много рекламы.", BOSS, person="77", is_operator=True)
    assert written(message) == "**example.kz** rejected by **77**: Слишком много рекламы."
    assert written(found.letters()[0]) == "**example.kz** won't be added: Слишком много рекламы."


def test_back_shows_again_what_is_to_be_decided(found: Desk) -> None:
    back = actions(found.decides("1 reject"))[-1]
    assert labels(found.decides(back.removeprefix("proposal "))) == [["Approve", "Reject"]]


def test_undo_takes_a_decision_back(found: Desk) -> None:
    found.decides("1 approve")
    assert labels(found.decides("1 undo")) == [["Approve", "Reject"]]
    assert [each.key for each in found.room.store.sources.read_now()] == ["kt-eng"]
    assert found.state() is ProposalState.FOUND
    assert labels(found.decides("1 undo")) == [["Approve", "Reject"]], "twice"
    found.decides("1 approve")
    assert [each.key for each in found.room.store.sources.read_now()] == ["kt-eng", "example-ru"]


def test_of_two_operators_the_first_decides_and_the_second_is_told(found: Desk) -> None:
    found.letters()
    found.decides("1 approve")
    message = found.decides("1 reject none", SECOND, person_name="Second")
    assert written(message).startswith("That was decided already:\n✅ **example.kz** approved by **Boss**.")
    assert found.state() is ProposalState.APPROVED
    assert len(found.letters()) == 1, "who asked hears of it once"
    assert written(found.decides("1 approve")).startswith("That was decided already:")


@pytest.mark.parametrize("action", ["1 approve", "1 reject", "1 reject news", "1 undo", "1"])
def test_who_is_no_operator_decides_nothing(found: Desk, action: str) -> None:
    message = found.decides(action, PERSON, is_operator=False)
    assert written(message) == "Only the people who run this bot can decide this."
    assert message.reply_mode is ReplyMode.NEW
    assert found.state() is ProposalState.FOUND
    assert found.asks("reject 1 no").startswith("I don't see a site in")
    assert found.state() is ProposalState.FOUND


@pytest.mark.parametrize("action", ["9 approve", "9 reject", "9 undo", "approve", "1 sell", "", "1 approve now please"])
def test_a_button_that_nothing_belongs_to_says_so(found: Desk, action: str) -> None:
    assert written(found.decides(action)) == "There's nothing to decide here any more."


def test_the_action_is_never_typed(found: Desk) -> None:
    found.room.types("/proposal 1 approve", BOSS, is_operator=True)
    assert found.state() is ProposalState.FOUND


def test_one_site_is_one_proposal_however_many_ask(desk: Desk) -> None:
    desk.asks()
    others = [Chat(platform="telegram", id=str(number)) for number in range(2, 7)]
    for number, other in enumerate(others):
        said = desk.asks("www.example.kz/a/page", other, person_name=f"N{number}")
        assert said == "🔎 I'm already looking at **example.kz**. You'll hear what I find, too."
    desk.looks()
    assert "Asked for by Aliya, N0, N1 and 3 others" in written(desk.letters(BOSS)[0])
    assert desk.asks("http://example.kz", Chat(platform="telegram", id="9")).startswith(
        "**example.kz** is already wait"
    )
    desk.decides("1 approve")
    heard = [len(desk.letters(who)) for who in (PERSON, *others, Chat(platform="telegram", id="9"))]
    assert heard == [2, 2, 2, 2, 2, 2, 1], "what was found, and what was decided"


def test_an_asker_is_named_in_the_letter_even_without_a_name(desk: Desk) -> None:
    desk.asks(person_name="")
    desk.looks()
    assert "Asked for by 1\n" in written(desk.letters(BOSS)[0])


def test_the_same_person_asks_twice_and_counts_once(desk: Desk) -> None:
    desk.asks()
    assert desk.asks().startswith("🔎 I'm already looking")
    desk.looks()
    assert len(desk.letters()) == 1


def test_a_person_asks_for_so_many_sites_a_day(desk: Desk) -> None:
    said = [desk.asks(f"site{number}.kz") for number in range(50)]
    assert sum(each.startswith("🔎") for each in said) == A_DAY
    assert said[-1] == f"That's {A_DAY} sites within a day. Ask again tomorrow."
    assert desk.asks("site0.kz").startswith("🔎 I'm already"), "that one counts already"
    assert desk.asks("site0.kz", Chat(platform="telegram", id="2")).startswith("🔎"), "another person"
    desk.room.later(timedelta(days=1, minutes=1))
    assert desk.asks("site9.kz").startswith("🔎 Looking")


def test_operators_are_not_buried_by_proposals(desk: Desk) -> None:
    for number in range(MOST_OPEN):
        desk.asks(f"site{number}.kz", Chat(platform="telegram", id=str(1000 + number)))
    assert desk.asks() == "Many sites are waiting for a decision. Please ask again in a few days."
    assert desk.asks("site1.kz").startswith("🔎 I'm already looking")


@pytest.mark.parametrize("typed", ["junk", "привет", "3.14", "C++", "🙂", "x" * 10_000, "javascript:alert(1)", "@me"])
def test_junk_is_named(desk: Desk, typed: str) -> None:
    assert desk.asks(typed).startswith("I don't see a site in “**")
    assert desk.room.store.proposals.begin_look() is None


@pytest.mark.parametrize("typed", ["http://localhost/", "192.168.0.1", "http://169.254.169.254/x", "http://[::1]/"])
def test_an_inner_address_is_refused(desk: Desk, typed: str) -> None:
    assert "is in a private network, so I can't read it." in desk.asks(typed)
    assert desk.room.store.proposals.begin_look() is None


def test_without_a_site_it_says_how(desk: Desk) -> None:
    assert desk.asks("") == (
        "Which site is missing? Send it like this: /add example.kz, or a Telegram channel: /add t.me/example"
    )


def test_several_sites_are_answered_one_by_one(desk: Desk) -> None:
    said = desk.asks("a.kz, b.kz\nhttp-free words 10.0.0.1")
    assert said == (
        "🔎 Looking at **a.kz**. I'll tell you here what I find.\n\n"
        "🔎 Looking at **b.kz**. I'll tell you here what I find.\n\n"
        "**10.0.0.1** is in a private network, so I can't read it."
    )


def test_nothing_to_be_seen_is_nothing(desk: Desk) -> None:
    assert desk.asks("\u200b\u202e").startswith("Which site is missing?")


def test_without_operators_it_says_so_honestly(room: Room) -> None:
    text = "Nobody here can approve new sites. Whoever runs this bot can add one to its list of sources."
    assert written(room.types("/add example.kz")) == text
    assert written(room.types("/add")) == text


def test_a_site_that_is_read_says_how_fresh_it_is(desk: Desk) -> None:
    kt = Source(key="kt-eng", name="Kazakhstan Today", language="en", ways=(Way(url="https://www.kt.kz/eng/rss/"),))
    ru = Source(key="kt-rus", name="Kazakhstan Today", language="ru", ways=(Way(url="https://www.kt.kz/rus/rss/"),))
    desk.room.reads(kt, ru)
    assert desk.asks("https://kt.kz/eng/politics/a_1234567890.html") == (
        "I already read **kt.kz**:\n"
        "Kazakhstan Today (English) · read 2 minutes ago\n"
        "Kazakhstan Today (Russian) · read 2 minutes ago"
    )
    desk.room.types("/sources off kt-rus")
    message = desk.room.types("/add kt.kz", person="1")
    assert "Kazakhstan Today (Russian) · read 2 minutes ago · left out" in written(message)
    assert labels(message) == [["Bring back Kazakhstan Today"]]
    assert desk.room.types("/add kt.kz", person="1", may_change=False).buttons == ()


def test_an_approved_site_that_is_asked_for_again_says_how_it_fares(found: Desk) -> None:
    found.decides("1 approve")
    assert found.asks() == "**example.kz** was just approved. I start reading it within a minute."
    found.room.later(timedelta(minutes=11))
    assert found.asks() == "**example.kz** was approved, but it's switched off at the moment."
    found.room.knows(sources=(SOURCE, SITE.source))
    found.room.read_since()
    assert found.asks().startswith("I already read **example.kz**:\nПример (Russian) · read 2 minutes ago")
    found.room.knows(sources=(SOURCE,))
    assert found.asks().startswith("I already read **example.kz**:\nПример (Russian) · read"), "by another address"


def test_an_operator_who_asks_decides_at_once(desk: Desk) -> None:
    desk.asks(chat=BOSS, is_operator=True)
    desk.looks()
    (letter,) = desk.letters(BOSS)
    assert labels(letter) == [["Approve", "Reject"]]
    assert "Asked for by Aliya" in written(letter)
    message = desk.room.types("/add example.kz", BOSS, person="77", is_operator=True)
    assert labels(message) == [["Approve", "Reject"]], "asked again"


def test_who_sits_at_the_terminal_decides_without_a_list_of_operators(room: Room) -> None:
    local = Chat(platform="terminal", id="local")
    desk = Desk(room)
    room.knows(operators=frozenset())
    desk.asks(chat=local, kind=ChatKind.TERMINAL, is_operator=True)
    desk.looks()
    assert labels(desk.letters(local)[0]) == [["Approve", "Reject"]]


def test_in_a_group_of_telegram_the_group_is_told_and_on_slack_the_person(desk: Desk) -> None:
    desk.asks("a.kz", GROUP, kind=ChatKind.GROUP, person="5", may_change=False)
    said = desk.asks("b.kz", CHANNEL, kind=ChatKind.GROUP, person="U7")
    assert said == "🔎 Looking at **b.kz**. I'll send you a message with what I find."
    desk.looks()
    desk.looks()
    assert len(desk.letters(GROUP)) == 1
    assert desk.letters(CHANNEL) == []
    assert len(desk.letters(Chat(platform="slack", id="U7"))) == 1


def test_an_anonymous_administrator_asks_too(desk: Desk) -> None:
    desk.asks(chat=GROUP, kind=ChatKind.GROUP, person="", person_name="", title="Neighbours")
    desk.looks()
    assert "Asked for by Neighbours" in written(desk.letters(BOSS)[0])


def test_a_button_asks_as_what_is_typed_does(desk: Desk) -> None:
    message = desk.room.presses("add example.kz", person="1", person_name="Aliya")
    assert written(message).startswith("🔎 Looking at **example.kz**")
    assert message.reply_mode is ReplyMode.NEW


def test_letters_speak_the_language_of_each_chat(desk: Desk) -> None:
    desk.room.knows(translators=load_translations("en"))
    said = desk.asks(language="kk")
    assert "example.kz" in said
    assert "Looking" not in said
    desk.asks(chat=Chat(platform="telegram", id="2"), language="ru")
    desk.looks()
    (kazakh,), (russian,) = desk.letters(), desk.letters(Chat(platform="telegram", id="2"))
    assert "оқи аламын" in written(kazakh)
    assert "читать" in written(russian)
    assert "New source?" in written(desk.letters(BOSS)[0]), "the language of this installation"


def test_other_sources_of_the_room_are_no_hindrance(desk: Desk) -> None:
    desk.room.reads(SOURCE, RUSSIAN)
    assert desk.asks().startswith("🔎 Looking at")
    assert desk.room.now == NOW
