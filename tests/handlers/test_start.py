"""First steps: /start with its topics and languages by button, links to a topic, and what is shared."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.i18n.languages import SPOKEN
from bot.matching.concepts import Concepts
from bot.matching.grammar import parse
from bot.messages.deep_link import payload
from bot.messages.message import Button, Message, ReplyMode
from bot.model import Chat, ChatKind, Concept, Source, Way
from bot.platforms.slack.commands import FACTS as SLACK_FACTS
from bot.platforms.telegram.commands import FACTS as TELEGRAM_FACTS
from config.translations import load_translations
from handlers.packs import TOPICS
from tests.builders import PERSON, actions, default_concepts, labels, plain_words, written
from tests.handlers.conftest import CONCEPTS, SOURCE, Room, world

OTHER = Chat(platform="telegram", id="2")
GROUP = Chat(platform="telegram", id="-5")
SLACK = Chat(platform="slack", id="C1")
HERE = replace(TELEGRAM_FACTS, address="https://t.me/JarshyBot")  #: as Telegram says it once it knows the bot
CONCEPTS_OF_ALL = default_concepts()
LONG = "водоснабжение Актау опреснительная установка -спорт -футбол"
TRANSLATORS = load_translations("en")


@world
def spoken(room: Room) -> Room:
    """It speaks three languages, and has read for 60 days."""
    return room.knows(translators=TRANSLATORS, concepts=CONCEPTS).read_since()


def button(message: Message, label: str) -> Button:
    return next(each for row in message.buttons for each in row if each.label.startswith(label))


def named(typed: str) -> str:
    """The payload of a link to a topic that is short enough to be written into it."""
    return payload(typed, lambda: (0, ""))


# ------------------------------------------------------------------------------------------------------- the greeting


def test_start_says_what_this_is_what_is_read_and_how_fresh_it_is(room: Room) -> None:
    assert "Kazakhstan Today (English) · not read yet" in written(room.types("/start"))
    message = room.read_since().types("/start")
    assert written(message) == (
        "Hi, I'm **Jarshy**. Tell me a topic and I'll message you when it's in the news.\n"
        "I read Kazakhstan Today · 2 minutes ago\n\n"
        "Tap a topic, or just type one, like Almaty. All commands: /help"
    )
    room.store.sources.fail_poll("kt-eng", plain_words("It says 403."), next_poll_at=room.now, now=room.now)
    assert "can't be reached since 14:00" in written(room.types("/start"))


def test_start_names_four_sources_and_counts_the_rest_and_says_when_all_were_read(room: Room) -> None:
    many = [Source(key=f"s{n}", name=f"S{n}", language="en", ways=(Way(url="http://127.0.0.1/"),)) for n in range(8)]
    room.reads(*many)
    room.later(timedelta(minutes=3))
    assert "I read S0, S1, S2, S3 and 4 more · 5 minutes ago" in written(room.types("/start"))
    for each in many:
        room.store.sources.fail_poll(each.key, plain_words("It says 403."), next_poll_at=room.now, now=room.now)
    assert written(room.types("/start")).count("can't be reached") == 3


def test_editions_of_one_name_are_named_once(room: Room) -> None:
    room.reads(SOURCE, replace(SOURCE, key="kt-rus", language="ru"))
    assert written(room.types("/start")).count("Kazakhstan Today") == 1


def test_start_without_sources_still_says_what_this_is(room: Room) -> None:
    room.store.sources.sync([], room.now)
    assert "I read" not in written(room.types("/start"))


@pytest.mark.parametrize(
    ("language", "hello", "topics"),
    [
        ("en", "Hi, I'm", ["Almaty", "Exchange rate", "AI", "Earthquake", "Kaspi", "Petrol"]),
        ("ru", "Привет, я", ["Алматы", "Курс тенге", "ИИ", "Землетрясение", "Kaspi", "Бензин"]),
        ("kk-KZ", "Сәлем, мен", ["Алматы", "Теңге бағамы", "ЖИ", "Жер сілкінісі", "Kaspi", "Бензин"]),
        ("uz", "Привет, я", ["Алматы", "Курс тенге", "ИИ", "Землетрясение", "Kaspi", "Бензин"]),
        ("", "Hi, I'm", ["Almaty", "Exchange rate", "AI", "Earthquake", "Kaspi", "Petrol"]),
    ],
)
def test_who_comes_is_greeted_in_their_language_and_asked_nothing(
    spoken: Room, language: str, hello: str, topics: list[str]
) -> None:
    message = spoken.types("/start", language=language)
    assert written(message).startswith(hello)
    assert "?" not in written(message)
    assert [row[0] for row in labels(message)[:-1]] == topics


def test_the_language_is_changed_there_by_one_tap(spoken: Room) -> None:
    message = spoken.types("/start", language="ru")
    assert labels(message)[-1] == ["English", "✓ Русский", "Қазақша"]
    message = spoken.presses(button(message, "Қазақша").action, language="ru")
    assert message.reply_mode is ReplyMode.REPLACE
    assert written(message).startswith("Сәлем, мен **Jarshy**.")
    assert labels(message)[-1] == ["English", "Русский", "✓ Қазақша"]
    assert written(spoken.types("/language", language="ru")) == "Мұнда қазақша сөйлеймін."


@pytest.mark.parametrize("code", ["", "xx", "de", "EN"])
def test_a_button_with_a_language_that_it_does_not_speak_changes_nothing(spoken: Room, code: str) -> None:
    assert written(spoken.presses(f"speak {code}", language="ru")).startswith("Привет, я")


@pytest.mark.parametrize("language", SPOKEN)
def test_each_topic_asks_for_the_same_in_every_language_and_fits_a_phone(language: str) -> None:
    typed = {code: [load_translations("en")(code)(topic) for topic in TOPICS] for code in ("en", language)}
    first, other = (
        ([parse(each, CONCEPTS_OF_ALL).canonical for each in topics] for topics in typed.values())
        if (language != "en")
        else ([], [])
    )
    assert first == other
    assert all(len(f"✓ {each} · аптасына ≈99") <= 32 for each in typed[language])


# ---------------------------------------------------------------------------------------------------- topics by button


def test_a_tap_follows_shows_the_latest_article_and_ticks_the_topic_while_the_others_stay(spoken: Room) -> None:
    for number in range(31):
        spoken.publish(f"A tram for Aktau {number}", "It is built with the help of AI.", ago=timedelta(days=number))
    message = spoken.types("/start", language="ru")
    assert labels(message)[2] == ["ИИ · ≈7 в неделю"]
    pressed = spoken.presses(button(message, "ИИ").action)
    assert pressed.reply_mode is ReplyMode.REPLACE
    assert written(pressed) == (
        "✅ Слежу за темой **ИИ** · ≈7 в неделю\n\n"
        "[A tram for Aktau 0]\nKazakhstan Today · 14:00\n› It is built with the help of **AI**.\n\n"
        "Выберите ещё или напишите любую тему. Ваши темы: /following"
    ).replace("[A tram for Aktau 0]", "**[A tram for Aktau 0]**")
    assert [row[0] for row in labels(pressed)[:6]] == [
        "Алматы", "Курс тенге", "✓ ИИ · ≈7 в неделю", "Землетрясение", "Kaspi", "Бензин"
    ]  # fmt: skip
    assert spoken.follows() == ["ИИ"]


def test_the_latest_article_is_found_behind_many_that_only_look_alike(spoken: Room) -> None:
    spoken.publish("The port of Aktau takes ships", ago=timedelta(days=2))
    spoken.knows(
        concepts=Concepts([Concept(key="kaspi", en=("Kaspi",), ru=("Kaspi",), kk=("Kaspi",), not_in=("Kaspi sea",))])
    )
    spoken.publish("Kaspi pays at once", ago=timedelta(days=3))
    for number in range(25):
        spoken.publish(f"A Kaspi sea resort {number}", ago=timedelta(hours=number))
    assert "Kaspi pays at once" in written(spoken.presses("pack Kaspi"))


def test_the_rate_of_a_topic_is_the_one_that_the_list_says_and_of_none_that_brought_nothing(spoken: Room) -> None:
    spoken.publish("AI for trams")
    assert [label for row in labels(spoken.types("/start")) for label in row if "≈" in label] == ["AI · ≈1 a month"]
    spoken.presses("pack AI")
    assert "**AI** · ≈1 a month" in written(spoken.types("/following"))


def test_a_young_archive_shows_no_rates_and_never_says_nothing(room: Room) -> None:
    room.knows(translators=TRANSLATORS, concepts=CONCEPTS).read_since(timedelta(hours=5))
    for number in range(31):
        room.publish(f"AI in the archive {number}", ago=timedelta(minutes=number))
    message = room.types("/start")
    assert labels(message)[:3] == [["Almaty", "Exchange rate"], ["AI", "Earthquake"], ["Kaspi", "Petrol"]]
    said = written(room.presses("pack Kaspi"))
    assert "I have only 5 hours of news so far. I'll write when there is something on it." in said
    assert "✅ Following **AI**\n" in written(room.presses("pack AI"))


def test_before_anything_was_read_a_tap_says_that_and_not_that_there_is_nothing(room: Room) -> None:
    said = written(room.knows(concepts=CONCEPTS).presses("pack Kaspi"))
    assert said.startswith("✅ Following **Kaspi**\n\nI haven't read Kazakhstan Today (English) yet")
    assert "Nothing" not in said


def test_a_topic_without_an_article_says_of_how_long_a_time(spoken: Room) -> None:
    assert "Nothing on it in the last 30 days. I'll write when there is." in written(spoken.presses("pack Kaspi"))


def test_pressed_twice_it_is_followed_once_and_its_latest_shows_again(spoken: Room) -> None:
    first, again = (spoken.presses("pack AI") for _ in range(2))
    assert spoken.follows() == ["AI"]
    assert labels(first)[-1] == ["Undo"]
    assert labels(again)[-1] == ["Unfollow AI"]
    assert written(first) == written(again)


def test_a_tap_is_taken_back_in_place_and_a_second_time_changes_nothing(spoken: Room) -> None:
    spoken.types("/follow gold")
    gone = spoken.presses(button(spoken.presses("pack AI"), "Undo").action)
    assert gone.reply_mode is ReplyMode.REPLACE
    assert written(gone).startswith("Unfollowed **AI**.")
    assert labels(gone)[2] == ["AI"]
    assert written(spoken.presses("unpack AI")).startswith("You don't follow **AI**.")
    assert spoken.follows() == ["gold"]


def test_a_topic_that_is_followed_in_another_language_is_ticked(spoken: Room) -> None:
    spoken.types("/follow ЖИ", language="ru")
    assert "✓ ИИ" in [row[0] for row in labels(spoken.types("/start"))]


def test_where_no_topic_fits_any_more_a_tap_says_so(spoken: Room) -> None:
    spoken.knows(follows=1).types("/follow gold")
    message = spoken.presses("pack AI")
    assert "the maximum" in written(message)
    assert message.private
    assert spoken.follows() == ["gold"]


@pytest.mark.parametrize("action", ["pack", "unpack"])
@pytest.mark.parametrize("text", ["", '"AI', "#99", "-sport", "x" * 300])
def test_a_button_with_what_can_t_be_asked_follows_nothing(spoken: Room, action: str, text: str) -> None:
    message = spoken.presses(f"{action} {text}".strip())
    assert message.private
    assert spoken.follows() == []


def test_topics_are_tapped_not_typed(spoken: Room) -> None:
    for typed in ("/pack AI", "/unpack AI", "/speak kk", "/share AI"):
        assert "I don't know" in written(spoken.types(typed))
    assert spoken.follows() == []


# ------------------------------------------------------------------------------------------- groups, Slack, a terminal


def test_a_group_is_told_who_chooses_and_administrators_get_the_topics(spoken: Room) -> None:
    message = spoken.types("/start", GROUP, ChatKind.GROUP)
    assert written(message).startswith("Hi, I'm **Jarshy**. I post the news on the topics you choose here.")
    assert written(message).endswith(
        "Tap a topic, or send /follow Almaty. All commands: /help\nAdmins choose the topics of this chat."
    )
    assert actions(message)[0] == "pack Almaty"
    pressed = spoken.presses("pack Almaty", GROUP, ChatKind.GROUP)
    assert written(pressed).startswith("✅ This chat follows **Almaty**")
    assert spoken.follows(GROUP) == ["Almaty"]


def test_who_may_not_change_gets_no_topics_and_a_press_follows_nothing(spoken: Room) -> None:
    message = spoken.types("/start", GROUP, ChatKind.GROUP, may_change=False)
    assert message.buttons == ()
    assert written(message).endswith("Admins choose the topics of this chat.")
    for action in ("pack AI", "unpack AI", "speak kk"):
        assert "Only admins" in written(spoken.presses(action, GROUP, ChatKind.GROUP, may_change=False))
    assert spoken.follows(GROUP) == []


def test_on_slack_anyone_chooses_and_in_a_group_message_nobody_is_offered_a_topic(spoken: Room) -> None:
    assert "Anyone here can choose the topics of this chat." in written(spoken.types("/start", SLACK, ChatKind.GROUP))
    barred = replace(SLACK_FACTS, invitation="", closed=True)
    assert spoken.types("/start", SLACK, ChatKind.GROUP, facts=barred, can_post=False).buttons == ()


def test_where_it_can_t_post_a_tap_says_how_to_let_it_in(spoken: Room) -> None:
    assert "/invite @Jarshy" in written(spoken.presses("pack AI", SLACK, ChatKind.GROUP, can_post=False))


def test_a_terminal_has_topics_and_nobody_to_share_them_with(spoken: Room) -> None:
    terminal = Chat(platform="terminal", id="1")
    assert "just type one, like Almaty" in written(spoken.types("/start", terminal, ChatKind.TERMINAL))
    assert labels(spoken.presses("pack AI", terminal, ChatKind.TERMINAL))[-1] == ["Undo"]


# ---------------------------------------------------------------------------------------------------- links to a topic


def opened(message: Message) -> str:
    """The payload of the link that *Share this topic* shows."""
    (link,) = re.findall(r"https://t\.me/JarshyBot\?start=(\S+)\]", written(message))
    return str(link)


@pytest.mark.parametrize("typed", ["AI", "Алматы", "жер сілкінісі -спорт", '"Port of Aktau"', "#Kaspi", LONG])
def test_who_opens_a_shared_link_gets_that_topic(spoken: Room, typed: str) -> None:
    message = spoken.types(f"/follow {typed}", facts=HERE)
    shared = spoken.presses(button(message, "Share this topic").action, facts=HERE)
    code = opened(shared)
    assert len(code) <= 64
    answer = spoken.types(f"/start {code}", OTHER, facts=HERE)
    assert spoken.follows(OTHER) == [typed]
    assert written(answer).startswith("✅ Following")


def test_what_is_shared_is_sent_to_a_chat_or_copied(spoken: Room) -> None:
    message = spoken.presses("share ИИ", facts=HERE, language="kk")
    (send, copy), (group,) = message.buttons
    assert group.opens == f"https://t.me/JarshyBot?startgroup={opened(message)}"
    asked = parse_qs(urlsplit(send.opens).query)
    assert send.opens.startswith("https://t.me/share/url?")
    assert asked["url"] == [copy.copy_text]
    assert asked["text"] == ["ИИ тақырыбындағы жаңалықтарды шыққан бойда алыңыз"]
    assert copy.copy_text == f"https://t.me/JarshyBot?start={opened(message)}"
    assert message.reply_mode is ReplyMode.NEW


def test_in_a_group_sharing_costs_no_message(spoken: Room) -> None:
    message = spoken.types("/follow waste Aktau", GROUP, ChatKind.GROUP, facts=HERE)
    share = button(message, "Share this topic")
    assert share.action == ""
    (link,) = parse_qs(urlsplit(share.opens).query)["url"]
    spoken.types(f"/start {link.partition('=')[2]}", OTHER, facts=HERE)
    assert spoken.follows(OTHER) == ["waste Aktau"]


def test_on_slack_a_topic_is_passed_on_as_its_command(spoken: Room) -> None:
    message = spoken.types("/follow waste Aktau", SLACK, ChatKind.GROUP)
    shared = spoken.presses(button(message, "Share this topic").action, SLACK, ChatKind.GROUP, may_change=False)
    assert written(shared) == "Others follow **waste Aktau** with this command:\n/follow waste Aktau"
    assert shared.buttons == ()


@pytest.mark.parametrize("text", ["", "#99", '"AI', "#1,#2"])
def test_a_share_button_that_names_nothing_has_expired(spoken: Room, text: str) -> None:
    assert "expired" in written(spoken.presses(f"share {text}".strip(), facts=HERE))


def test_a_new_person_follows_by_the_press_of_start_and_can_take_it_back(spoken: Room) -> None:
    spoken.publish("AI for trams")
    message = spoken.types(f"/start {named('AI')}", facts=HERE)
    assert spoken.follows() == ["AI"]
    assert "[**AI** for trams]" in written(message)
    spoken.presses(button(message, "Unfollow AI").action)
    assert spoken.follows() == []


def test_who_follows_something_is_asked_first_with_the_rate_and_follows_by_one_tap(spoken: Room) -> None:
    for number in range(60):
        spoken.publish(f"AI for trams {number}", ago=timedelta(hours=12 * number))
    spoken.types("/follow gold", language="kk")
    message = spoken.types(f"/start {named('ЖИ')}", facts=HERE)
    assert written(message).startswith("**ЖИ** тақырыбын қадағалайсыз ба (күніне ≈2)?")
    assert spoken.follows() == ["gold"]
    spoken.presses(button(message, "✅ Қадағалау").action)
    assert spoken.follows() == ["gold", "ЖИ"], "what is in many articles was asked for a second time"
    assert "Сіз ЖИ тақырыбын қадағалап жүрсіз" in written(spoken.types(f"/start {named('ЖИ')}", facts=HERE)).replace(
        "**", ""
    )


def test_a_topic_in_nearly_every_article_is_asked_of_a_new_person_too(spoken: Room) -> None:
    spoken.knows(ask_from=0.5)
    for number in range(30):
        spoken.publish(f"AI for trams {number}", ago=timedelta(hours=number))
    message = spoken.types(f"/start {named('AI')}", facts=HERE)
    assert spoken.follows() == []
    assert written(message).startswith("Follow **AI**?")
    spoken.presses(button(message, "✅ Follow").action)
    assert spoken.follows() == ["AI"]


def test_in_a_group_a_link_asks_and_who_may_not_change_is_told_who_may(spoken: Room) -> None:
    asked = spoken.types(f"/start {named('AI')}", GROUP, ChatKind.GROUP, facts=HERE)
    assert written(asked).startswith("Follow **AI**?")
    told = spoken.types(f"/start {named('AI')}", GROUP, ChatKind.GROUP, facts=HERE, may_change=False)
    assert "Only admins" in written(told)
    assert told.buttons == ()
    assert spoken.follows(GROUP) == []


@pytest.mark.parametrize(
    ("typed", "why"),
    [('"AI', "Missing closing quote"), ("-sport", "Add a topic"), ("source:nowhere", "I don't read nowhere")],
)
def test_a_link_to_what_can_t_be_followed_says_why(spoken: Room, typed: str, why: str) -> None:
    assert why in written(spoken.types(f"/start {named(typed)}", facts=HERE))
    barred = spoken.types(f"/start {named(typed)}", GROUP, ChatKind.GROUP, facts=HERE, may_change=False)
    assert barred.buttons == ()
    assert spoken.follows() == []


@pytest.mark.parametrize(
    "said", ["f_", "ref_77", "f_" + "A" * 62, "x" * 64, "f_Алматы", "👋", named("AI")[:-1], named("AI, gold"), "a b"]
)
def test_any_other_payload_gets_the_ordinary_start(spoken: Room, said: str) -> None:
    for chat, kind in ((PERSON, ChatKind.PRIVATE), (GROUP, ChatKind.GROUP)):
        assert "I'm **Jarshy**" in written(spoken.types(f"/start {said}", chat, kind, facts=HERE))
        assert spoken.follows(chat) == []


def test_the_number_of_another_chat_s_topic_opens_nothing_without_its_words(spoken: Room) -> None:
    spoken.types(f"/follow {LONG}", OTHER, facts=HERE)
    number = spoken.store.follows.subscriptions(OTHER)[0].query_id
    for guess in (number, number + 1):
        forged = payload(LONG, lambda guess=guess: (guess, f"{LONG} -хоккей"))  # type: ignore[misc]
        assert "I'm **Jarshy**" in written(spoken.types(f"/start {forged}", facts=HERE))


def test_a_forwarded_link_is_not_opened(spoken: Room) -> None:
    spoken.types(f"/start {named('AI')}", facts=HERE, forwarded=True)
    assert spoken.follows() == []
