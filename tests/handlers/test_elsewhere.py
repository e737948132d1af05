"""A command about another chat: who may, what is said there, what the answer's buttons do, and what is not told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

import handlers
from bot.messages.message import Message
from bot.messages.payload import from_json
from bot.model import Chat, ChatKind, Command, Editors, Elsewhere, Letter, Outcome, Sent, Target, TargetFault
from config.translations import load_translations
from tests.builders import PERSON, actions, labels, written
from tests.handlers.conftest import CONCEPTS, FACTS, Room

SLACK_PERSON = Chat(platform="slack", id="D1")
NEWS = Chat(platform="slack", id="C7")
GROUP = Chat(platform="telegram", id="-1005")
TOPIC = Chat(platform="telegram", id="-1005", thread="8")
CHANNEL = Chat(platform="telegram", id="-1001")


class Asker:
    """Somebody who asks in one chat about another, where the platform says what they may."""

    def __init__(self, room: Room, chat: Chat = SLACK_PERSON, kind: ChatKind = ChatKind.PRIVATE) -> None:
        self.room, self.chat, self.kind = room, chat, kind
        self.there = {"chat": NEWS, "kind": ChatKind.GROUP, "title": "#ai-news"}
        self.name, self.language = "Aliya", ""

    def sees(self, **there: object) -> Asker:
        self.there |= there
        return self

    def asks(self, text: str, **fields: object) -> Message:
        name, _, rest = text.removeprefix("/").partition(" ")
        asked = Command(
            chat=self.chat, kind=self.kind, name=name, text=rest, facts=FACTS[self.chat.platform], person="U1",
            person_name=self.name, language=self.language,
        )  # fmt: skip
        asked = replace(asked, **fields)  # type: ignore[arg-type]
        target = handlers.target_of(asked, self.room.store)
        if target is not None:
            asked = replace(asked, elsewhere=self._looked(target))
        return handlers.answer(asked, self.room.store, self.room.rules, self.room.now)

    def presses(self, action: str, **fields: object) -> Message:
        return self.asks(action, button=True, **fields)

    def _looked(self, target: Target) -> Elsewhere:
        if "fault" in self.there:
            return Elsewhere(target=target, fault=self.there["fault"])  # type: ignore[arg-type]
        return Elsewhere(target=target, **self.there)  # type: ignore[arg-type]


def told(room: Room, lane: str = "slack") -> list[tuple[Chat, Message]]:
    """What other chats are told, sent now."""
    sent = []
    while claimed := room.store.outbox.claim(lane, room.now, 100, per_chat=10):
        at = room.now
        outcomes = [Outcome(deliveries=(each,), verdict=Sent(refs=("1",)), at=at) for each in claimed]
        room.store.outbox.record_outcomes(outcomes)
        sent += [(each.chat, from_json(each.payload)) for each in claimed if isinstance(each, Letter)]
        room.later(timedelta(seconds=2))
    return sent


@pytest.fixture
def asker(room: Room) -> Asker:
    room.knows(concepts=CONCEPTS, translators=load_translations())
    return Asker(room)


@pytest.mark.parametrize(
    "typed", ["/follow gold in #ai-news", "/follow gold in <#C7|ai-news>", "/follow gold #ai-news арнасына"]
)
def test_a_follow_is_sent_to_the_chat_that_is_named(asker: Asker, typed: str) -> None:
    message = asker.asks(typed)
    assert written(message).startswith("✅ **#ai-news** follows **gold** now")
    assert labels(message)[0] == ["Undo"]
    assert asker.room.follows(NEWS) == ["gold"]
    assert asker.room.follows(SLACK_PERSON) == []
    (follow,) = asker.room.store.follows.subscriptions(NEWS)
    assert follow.followed_by == "Aliya"


def test_that_chat_is_told_in_one_line_who_added_it_without_a_sound_and_can_undo_it(asker: Asker) -> None:
    asker.asks("/follow gold, zinc in #ai-news")
    ((chat, message),) = told(asker.room)
    assert (chat, written(message), message.quiet) == (NEWS, "➕ Aliya added **gold, zinc**", True)
    assert labels(message) == [["Undo"]]
    undone = asker.room.presses(actions(message)[0], NEWS, ChatKind.GROUP)
    assert "unfollowed **gold**" in written(undone)
    assert asker.room.follows(NEWS) == []
    asker.room.presses(actions(undone)[0], NEWS, ChatKind.GROUP)
    assert asker.room.follows(NEWS) == ["gold", "zinc"]
    again = asker.room.presses(actions(message)[0], NEWS, ChatKind.GROUP)
    assert "undone already" in written(again)


def test_undo_works_for_who_asked_too_and_that_chat_is_told(asker: Asker) -> None:
    message = asker.asks("/follow gold in #ai-news")
    undone = asker.presses(actions(message)[0])
    assert written(undone).startswith("In **#ai-news**:")
    assert asker.room.follows(NEWS) == []
    assert [written(each) for _, each in told(asker.room)] == ["➕ Aliya added **gold**", "➖ Aliya removed **gold**"]
    asker.presses(actions(undone)[0])
    assert asker.room.follows(NEWS) == ["gold"]


def test_each_is_spoken_to_in_its_own_language(asker: Asker) -> None:
    asker.room.types("/follow zinc", NEWS, ChatKind.GROUP, language="kk")
    asker.language = "ru"
    assert written(asker.asks("/follow gold in #ai-news")).startswith("✅ **#ai-news** теперь следит за темой **gold**")
    ((_, message),) = told(asker.room)
    assert written(message) == "➕ Қосылды: **gold** · Aliya"
    record = asker.room.store.chats.get(NEWS)
    assert record is not None
    assert record.language == "kk"


def test_the_language_of_who_asks_is_not_made_that_of_a_new_chat(asker: Asker) -> None:
    asker.language = "ru"
    asker.asks("/follow gold in #ai-news")
    record = asker.room.store.chats.get(NEWS)
    assert record is not None
    assert (record.language, record.title, record.kind) == (None, "#ai-news", ChatKind.GROUP)
    assert written(told(asker.room)[0][1]) == "➕ Новая тема: **gold** · Aliya"


def test_unfollow_following_and_a_digest_work_there_as_well(asker: Asker) -> None:
    assert "**#ai-news** doesn't follow anything yet" in written(asker.asks("/following in #ai-news"))
    assert asker.room.store.chats.get(NEWS) is None
    asker.asks("/follow gold, zinc in #ai-news")
    listed = written(asker.asks("/following in #ai-news"))
    assert listed.startswith("In **#ai-news**:")
    assert "gold" in listed
    asker.asks("/unfollow gold in #ai-news")
    assert asker.room.follows(NEWS) == ["zinc"]
    asker.asks("/digest daily 8:30 in #ai-news")
    schedule = asker.room.store.digests.schedule(NEWS)
    assert schedule is not None
    assert asker.room.store.digests.schedule(SLACK_PERSON) is None
    lines = [written(message) for _, message in told(asker.room)]
    assert lines == [
        "➕ Aliya added **gold, zinc**",
        "➖ Aliya removed **gold**",
        "⚙️ Aliya changed what comes here: /settings",
    ]


def test_an_edit_there_is_a_change_and_no_addition(asker: Asker) -> None:
    asker.asks("/follow gold in #ai-news")
    told(asker.room)
    message = asker.asks("/edit gold -> zinc in #ai-news")
    assert written(message).startswith("In **#ai-news**:")
    assert "takeback" not in str(actions(message))
    assert asker.room.follows(NEWS) == ["zinc"]
    assert [written(each) for _, each in told(asker.room)] == ["⚙️ Aliya changed what comes here: /following"]


def test_questions_and_limits_are_those_of_that_chat(asker: Asker) -> None:
    asker.room.knows(follows=1)
    asker.room.types("/follow zinc", NEWS, ChatKind.GROUP)
    full = asker.asks("/follow gold in #ai-news")
    assert written(full).startswith("In **#ai-news**:")
    assert asker.room.follows(NEWS) == ["zinc"]
    assert "already follow" in written(asker.asks("/follow zinc in #ai-news"))
    assert told(asker.room) == []
    question = asker.asks("/unfollow all in #ai-news")
    asker.presses(actions(question)[0])
    assert asker.room.follows(NEWS) == []


def test_people_that_a_follow_calls_stand_on_either_side(asker: Asker) -> None:
    asker.asks("/follow gold for @aigul in #ai-news")
    asker.asks("/follow zinc in #ai-news for @aigul")
    follows = asker.room.store.follows.subscriptions(NEWS)
    assert [(each.typed, each.attention.mentions) for each in follows] == [
        ("gold", ("@aigul",)),
        ("zinc", ("@aigul",)),
    ]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (TargetFault.NOT_FOUND, "I don't see **#ai-news**. You and I both have to be in it"),
        (TargetFault.NAMED_OTHERWISE, "Name it like this: #ai-news"),
        (TargetFault.NO_TOPIC, "is closed or gone"),
        (TargetFault.IN_PRIVATE, "in a private chat with me"),
        (TargetFault.UNSEEN, "Try again in a minute"),
    ],
)
def test_what_can_t_be_is_refused_with_the_way_out(asker: Asker, fault: TargetFault, words: str) -> None:
    message = asker.sees(fault=fault).asks("/follow gold in #ai-news")
    assert words in written(message)
    assert message.private
    assert asker.room.follows(NEWS) == asker.room.follows(SLACK_PERSON) == []


def test_who_may_not_change_there_is_told_so_and_may_look(asker: Asker) -> None:
    asker.room.types("/follow zinc", NEWS, ChatKind.GROUP)
    asker.room.store.preferences.set(NEWS, editors=Editors.ADMINS)
    assert "Only admins of **#ai-news**" in written(asker.asks("/follow gold in #ai-news", administers=False))
    assert "couldn't look into" in written(asker.asks("/follow gold in #ai-news", administers=None))
    assert asker.room.follows(NEWS) == ["zinc"]
    assert "zinc" in written(asker.asks("/following in #ai-news", administers=False))
    asker.asks("/follow gold in #ai-news", administers=True)
    assert asker.room.follows(NEWS) == ["zinc", "gold"]


def test_where_we_can_t_post_nothing_is_followed(asker: Asker) -> None:
    message = asker.sees(can_post=False).asks("/follow gold in #ai-news")
    assert written(message).startswith("In **#ai-news**:")
    assert "/invite @Jarshy" in written(message)
    assert asker.room.store.chats.get(NEWS) is None


def test_a_button_is_about_its_chat_only_where_the_platform_says_so(asker: Asker) -> None:
    undo = actions(asker.asks("/follow gold in #ai-news"))[0]
    told(asker.room)
    assert "expired" in written(asker.sees(fault=TargetFault.NOT_FOUND).presses("in 999 unfollow all yes"))
    assert "Ask once more" in written(asker.presses(undo))
    stranger = Asker(asker.room, PERSON)  # a number of another platform's chat
    assert handlers.target_of(
        Command(chat=PERSON, kind=ChatKind.PRIVATE, name="in", text=undo.removeprefix("in "), button=True),
        asker.room.store,
    ) == Target(chat=None, name="takeback", text=undo.rpartition(" ")[2], changes=True)
    assert stranger.room.follows(NEWS) == ["gold"]


def test_in_its_own_chat_a_named_target_is_no_other(asker: Asker) -> None:
    own = Asker(asker.room, NEWS, ChatKind.GROUP)
    message = own.asks("/follow gold in #ai-news")
    assert written(message).startswith("✅ This chat follows **gold** · added by Aliya")
    assert told(asker.room) == []


def test_in_a_channel_of_slack_only_who_asked_sees_the_answer(asker: Asker) -> None:
    other = Asker(asker.room, Chat(platform="slack", id="C9"), ChatKind.GROUP)
    for text in ("/follow gold in #ai-news", "/following in #ai-news", "/digest today in #ai-news"):
        message = other.asks(text)
        assert message.private
        assert not any(action.startswith(("post", "in 2 post")) for action in actions(message))


def test_a_topic_of_a_telegram_group_is_named_with_its_group(asker: Asker) -> None:
    teller = Asker(asker.room, PERSON).sees(chat=TOPIC, kind=ChatKind.GROUP, title="Newsroom")
    message = teller.asks("/follow gold in https://t.me/c/5/8")
    assert written(message).startswith("✅ **Newsroom, topic 8** follows **gold** now")
    assert asker.room.follows(TOPIC) == ["gold"]
    ((chat, _),) = told(asker.room, "telegram")
    assert chat == TOPIC
    assert all(len(action.encode()) <= 64 for action in actions(message))


def test_the_readers_of_a_telegram_channel_are_told_nothing(asker: Asker) -> None:
    teller = Asker(asker.room, PERSON).sees(chat=CHANNEL, kind=ChatKind.CHANNEL, title="Gazette")
    teller.asks("/follow gold in @gazette")
    assert asker.room.follows(CHANNEL) == ["gold"]
    assert told(asker.room, "telegram") == []


def test_a_named_chat_counts_more_than_a_channel_that_is_managed(asker: Asker) -> None:
    asker.room.happens("manage -1001 Gazette")
    teller = Asker(asker.room, PERSON).sees(chat=GROUP, kind=ChatKind.GROUP, title="Newsroom")
    teller.asks("/follow gold in @newsroom")
    assert (asker.room.follows(CHANNEL), asker.room.follows(GROUP)) == ([], ["gold"])


def test_a_command_posted_in_a_channel_is_about_no_other_chat(asker: Asker) -> None:
    asker.room.happens("manage -1001 Gazette")
    message = asker.room.types("/follow gold in @newsroom", CHANNEL, ChatKind.CHANNEL)
    assert message.silent
    assert asker.room.follows(CHANNEL) == []
    assert "in a private chat with me" in written(told(asker.room, "telegram")[0][1])


def test_a_terminal_has_no_other_chat(asker: Asker) -> None:
    terminal = Chat(platform="terminal", id="t")
    message = asker.room.types("/follow gold in #ai-news", terminal, ChatKind.TERMINAL)
    assert "There's no other chat here, so leave out **#ai-news**: /follow gold" in written(message)
    assert asker.room.follows(terminal) == []


def test_what_was_missed_while_that_chat_was_away_is_told_there(asker: Asker) -> None:
    asker.room.read_since().types("/follow gold", NEWS, ChatKind.GROUP)
    asker.room.later(timedelta(minutes=1))
    asker.room.publish("Gold is found", ago=timedelta(0))
    asker.room.shares_out().happens("lost kicked", NEWS, ChatKind.GROUP)
    asker.asks("/follow zinc in #ai-news")
    ((_, message),) = told(asker.room)
    assert "you missed 1 alert" in written(message)
    assert "Aliya added **zinc**" in written(message)


def test_nobody_s_name_is_made_up(asker: Asker) -> None:
    asker.name = ""
    asker.asks("/follow gold in #ai-news")
    asker.asks("/unfollow gold in #ai-news")
    asker.asks("/quiet 23-8 in #ai-news")
    assert [written(message) for _, message in told(asker.room)] == [
        "➕ Added from another chat: **gold**",
        "➖ Removed from another chat: **gold**",
        "⚙️ What comes here was changed from another chat: /settings",
    ]


def test_one_alert_per_story_is_set_for_another_chat_too(asker: Asker) -> None:
    message = asker.asks("/settings stories off in #ai-news")
    assert written(message).startswith("In **#ai-news**:\n\nOne alert per story: **Off**")
    record = asker.room.store.chats.get(NEWS)
    assert record is not None
    assert not record.preferences.stories
