"""What a new follow brings besides, and what may have been meant, each with its button."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.messages.message import ReplyMode
from bot.model import Chat, ChatKind
from tests.builders import actions, labels, written
from tests.handlers.conftest import CONCEPTS, KAZAKH, RUSSIAN, SOURCE, Room

GROUP = Chat(platform="telegram", id="-5")
STREET = (
    "Кеше Абай көшесінде жол жөнделді.",
    "Бүгін Абай көшесі таңертең жабылды.",
    "Тұрғындар Абай көшесінің бойына ағаш отырғызды.",
)
REGION = ("Министр Абай облысының әкімімен кездесті.", "Қар Абай облысында қалың жауды.")
POET = ("Ұлы ақын Абай туралы жаңа кітап шықты.",)


def published(room: Room, *bodies: str) -> Room:
    room.reads(SOURCE, RUSSIAN, KAZAKH)
    for number, body in enumerate(bodies):
        room.publish(f"Жаңалық {number} туралы хабар", body, ago=timedelta(hours=number + 1), source=KAZAKH)
    return room


def test_a_new_follow_names_the_longer_names_that_its_word_stands_in(room: Room) -> None:
    message = published(room, *STREET, *REGION, *POET).types("/follow Абай")
    assert "Also in: Абай көшесі (3), Абай облысы (2)" in written(message).splitlines()
    assert labels(message)[:2] == [["Leave out Абай көшесі"], ["Leave out Абай облысы"]]


def test_a_name_is_left_out_in_all_its_forms_and_the_others_stay_on_offer(room: Room) -> None:
    message = published(room, *STREET, *REGION, *POET).types("/follow Абай")
    age = room.store.follows.subscriptions(Chat(platform="telegram", id="1"))[0].created_at
    room.later(timedelta(hours=1))
    answer = room.presses(actions(message)[0])
    assert answer.reply_mode is ReplyMode.REPLACE
    assert room.follows() == ["Абай -Абай-көшесі"]
    assert room.store.follows.subscriptions(Chat(platform="telegram", id="1"))[0].created_at == age
    assert "3 articles in the last 30 days" in written(answer)
    assert labels(answer) == [["Undo"], ["Leave out Абай облысы"]]
    room.presses(actions(answer)[1])
    assert room.follows() == ["Абай -Абай-көшесі -Абай-облысы"]


def test_leaving_out_can_be_taken_back(room: Room) -> None:
    answer = room.presses(actions(published(room, *STREET, *POET).types("/follow Абай"))[0])
    room.presses(actions(answer)[0])
    assert room.follows() == ["Абай"]


def test_what_is_left_out_is_named_in_short(room: Room) -> None:
    answer = room.presses(actions(published(room, *STREET, *POET).types("/follow Абай"))[0])
    assert "articles with **Абай**, but not **Абай-көшесі**." in written(answer)


def test_an_undone_unfollow_says_nothing_that_it_has_no_button_for(room: Room) -> None:
    published(room, *STREET, *FLOOD)
    for typed in ("Абай", "павадок"):
        room.presses(f"anyway {typed}")
        answer = room.presses(actions(room.types(f"/unfollow {typed}"))[0])
        assert written(answer).startswith(f"✅ Following **{typed}** again")
        assert not re.search("Also in|Did you mean|Which languages", written(answer))


def test_pressed_twice_it_is_left_out_once(room: Room) -> None:
    pressed = actions(published(room, *STREET, *POET).types("/follow Абай"))[0]
    room.presses(pressed)
    assert written(room.presses(pressed)) == "**Абай көшесі** is already left out."
    assert room.follows() == ["Абай -Абай-көшесі"]


def test_pressed_after_an_unfollow_it_is_out_of_date(room: Room) -> None:
    pressed = actions(published(room, *STREET, *POET).types("/follow Абай"))[0]
    room.types("/unfollow Абай")
    assert "has expired" in written(room.presses(pressed))
    assert room.follows() == []


@pytest.mark.parametrize("action", ["leave", "leave #x", "leave #999 Абай-көшесі", "leave #1 #999"])
def test_a_button_that_names_nothing_is_out_of_date(room: Room, action: str) -> None:
    room.types("/follow Абай")
    assert "has expired" in written(room.presses(action))


def test_who_may_not_change_leaves_nothing_out(room: Room) -> None:
    published(room, *STREET, *POET)
    message = room.types("/follow Абай", GROUP, ChatKind.GROUP)
    answer = room.presses(actions(message)[0], GROUP, ChatKind.GROUP, may_change=False)
    assert written(answer).startswith("Only admins")
    assert room.follows(GROUP) == ["Абай"]


def test_a_long_name_is_kept_by_its_number(room: Room) -> None:
    name = "Халықаралық Достастық Инвестициялық Университеті"
    bodies = [f"Кеше ректор {name.replace('ті', 'тінде')} сөз сөйледі {number}." for number in range(3)]
    message = published(room, *bodies).types("/follow достастық")
    assert all(len(action.encode()) <= 38 for action in actions(message))
    room.presses(actions(message)[0])
    assert room.follows()[0].startswith("достастық -Халықаралық-Достастық-")
    assert "Nothing in the last 30 days" in written(room.types(f"/try {room.follows()[0]}"))


def test_a_follow_that_is_full_is_left_as_it_is(room: Room) -> None:
    published(room, *STREET, *POET)
    long = "Абай -" + " -".join(f"сөз{'ө' * 33}{number}" for number in range(5))
    pressed = actions(room.types(f"/follow {long}"))[0]
    assert "too long" in written(room.presses(pressed))


def test_a_language_pressed_below_leaves_the_other_buttons(room: Room) -> None:
    message = published(room, *STREET, *POET).types("/follow Абай")
    language = next(action for action in actions(message) if action.startswith("reads en"))
    assert actions(room.presses(language))[0] == actions(message)[0]


def test_of_very_many_articles_the_newest_are_looked_at_and_that_is_said(room: Room) -> None:
    message = published(room, *(STREET * 25)).presses("anyway Абай")
    assert re.search(r"Also in: Абай көшесі \((\d\d)\) · of the newest \1\n", written(message))


def test_a_word_joined_to_others_in_a_hashtag_is_looked_at_as_any_other(room: Room) -> None:
    published(room, *STREET, "Желіде #Абай2030 және #ҰлыАбайЖолы белгілері тарады.")
    assert "Also in: Абай көшесі (3)" in written(room.types("/follow Абай"))


def test_several_follows_at_once_are_told_in_short(room: Room) -> None:
    assert "Also in" not in written(published(room, *STREET).types("/follow Абай, алтын"))


FLOOD = ("Су тасқыны: паводок басталды.", "Бұл паводок қауіпті.", "Биыл паводок ерте келді.")


@pytest.mark.parametrize(
    ("typed", "other"), [("павадок", "паводок"), ("Пваодок", "Паводок"), ("паводк", "паводок"), ("павадок-су", "")]
)
def test_for_a_word_that_stands_nowhere_the_nearest_is_offered_and_nothing_followed_yet(
    room: Room, typed: str, other: str
) -> None:
    message = published(room, *FLOOD).types(f"/follow {typed}")
    if not other:
        assert room.follows() == [typed]
        return
    asked = f"Nothing about **{typed}** yet. Did you mean **{other}**? Not following yet."
    assert written(message) == asked
    assert room.follows() == []
    assert labels(message) == [[f"Follow «{other}»", f"Follow «{typed}»"]]
    for press, followed in ((1, [typed]), (0, [typed, other])):
        room.presses(actions(message)[press])
        assert room.follows() == followed


def test_what_is_tried_or_typed_plainly_is_answered_with_the_nearest_too(room: Room) -> None:
    message = published(room, *FLOOD).types("/try павадок")
    assert "Did you mean **паводок**?" in written(message)
    assert "3 articles in the last 30 days" in written(room.presses(actions(message)[1]))
    assert labels(room.types("павадок су")) == [["Follow «павадок су»", "Follow «паводок су»"]]


def test_a_word_counts_in_all_its_forms_for_what_is_offered(room: Room) -> None:
    room.reads(SOURCE, RUSSIAN)
    for title in ("На севере начался паводок", "Жители ждут второго паводка", "Дорогу размыло после паводков"):
        room.publish(title, source=RUSSIAN)
    assert "Did you mean **паводок**?" in written(room.types("/follow павадок"))


@pytest.mark.parametrize("typed", ["news", "новости", "the"])
def test_for_a_word_that_stands_everywhere_no_other_is_offered(room: Room, typed: str) -> None:
    published(room, *["A new law. Новость о том. Then they met."] * 3)
    assert "Did you mean" not in written(room.presses(f"anyway {typed}"))


@pytest.mark.parametrize(
    "typed",
    [
        "паводки", "город", '"павадок"', "павадо*", "AI", "вода", "суу", "pavadok9", "lang:ru", "x" * 60, "тасқынн",
    ],
)  # fmt: skip
def test_what_is_known_or_far_from_all_is_followed_without_a_question(room: Room, typed: str) -> None:
    published(room.knows(concepts=CONCEPTS), *FLOOD[:2])
    assert "Did you mean" not in written(room.types(f"/follow {typed}"))
