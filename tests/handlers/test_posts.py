"""/posts: what a channel's posts show, by buttons with a live example; and commands posted in the channel itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.messages.message import SILENCE, Message, ReplyMode
from bot.messages.payload import from_json
from bot.model import Chat, ChatKind, Extract, Letter, LinkPreview, PostStyle
from config.translations import load_translations
from tests.builders import PERSON, actions, labels, written
from tests.handlers.conftest import KAZAKH, RUSSIAN, SOURCE, Room, world

GROUP = Chat(platform="telegram", id="-5")
SLACK = Chat(platform="slack", id="C1")
CHANNEL = Chat(platform="telegram", id="-1001")
BODY = "A new mine opens in May. Experts say that gold was found there. It is deep.\n\nMany came."


@world
def managed(room: Room) -> Room:
    """A channel that follows gold is managed, and an article on it came."""
    room.reads(SOURCE, RUSSIAN, KAZAKH).happens("manage -1001 Gazette")
    room.types("/follow gold")
    room.publish("A mine", BODY)
    return room


def style(room: Room) -> PostStyle:
    return room.store.post_styles.get(CHANNEL)


def test_the_screen_is_two_taps_from_manage_and_shows_a_post_as_it_would_come(managed: Room) -> None:
    (opened, *_) = actions(managed.types("/manage"))
    assert opened == "for -1001 posts"
    message = managed.presses(opened)
    assert message.reply_mode is ReplyMode.NEW
    assert written(message) == (
        "For **Gazette**:\n\nPosts look like this. Tap to change:\n\n"
        "[A mine]\nKazakhstan Today · EN · 13:00\n\n"
        "A new mine opens in May. Experts say that **gold** was found there."
    )
    assert labels(message) == [
        ["✓ Source and time", "✓ Matched sentence"],
        ["No text", "✓ Short text", "Long text"],
        ["Hashtags", "Closing line"],
        ["✓ No preview", "Preview ↓", "Preview ↑"],
        ["Done"],
    ]
    assert written(managed.types("/posts")) == written(message)


@pytest.mark.parametrize(
    ("pressed", "label", "chosen", "shows"),
    [
        ("posts source off", "Source and time", PostStyle(source=False), "[A mine]\n\nA new"),
        ("posts sentence off", "Matched sentence", PostStyle(sentence=False), "A new mine"),
        ("posts extract none", "✓ No text", PostStyle(extract=Extract.NONE), "› Experts say that **gold**"),
        ("posts extract long", "✓ Long text", PostStyle(extract=Extract.LONG), "It is deep.\n\nMany came."),
        ("posts hashtags on", "✓ Hashtags", PostStyle(hashtags=True), "there.\n\n#gold"),
        ("posts preview below", "✓ Preview ↓", PostStyle(preview=LinkPreview.BELOW), "A mine"),
        ("posts preview above", "✓ Preview ↑", PostStyle(preview=LinkPreview.ABOVE), "A mine"),
    ],
)
def test_each_tap_sets_one_thing_in_place_and_twice_no_more(
    managed: Room, pressed: str, label: str, chosen: PostStyle, shows: str
) -> None:
    managed.types("/posts")
    for _ in range(2):
        message = managed.presses(f"for -1001 {pressed}")
        assert message.reply_mode is ReplyMode.REPLACE
        assert style(managed) == chosen
        assert label in [each for row in labels(message) for each in row]
        assert shows in written(message)
        assert message.preview is chosen.preview


def test_every_tap_can_be_taken_back_by_the_same_row(managed: Room) -> None:
    for pressed in ("source off", "hashtags on", "preview above", "extract none"):
        managed.presses(f"for -1001 posts {pressed}")
    for pressed in ("source on", "hashtags off", "preview off", "extract short"):
        managed.presses(f"for -1001 posts {pressed}")
    assert style(managed) == PostStyle()


def test_two_administrators_who_choose_at_once_do_not_undo_each_other(managed: Room) -> None:
    other = Chat(platform="telegram", id="2")
    managed.happens("manage -1001 Gazette", other)
    first, second = managed.types("/posts"), managed.types("/posts", other)
    assert labels(first) == labels(second)
    managed.presses("for -1001 posts hashtags on")
    managed.presses("for -1001 posts source off", other)
    assert style(managed) == PostStyle(hashtags=True, source=False)


@pytest.mark.parametrize("word", ["closing", "подпись", "Қолтаңба"])
def test_a_closing_line_is_typed_shown_and_removed(managed: Room, word: str) -> None:
    asked = managed.presses("for -1001 posts closing")
    assert "/posts closing Read us at example.kz" in written(asked)
    assert labels(asked) == [["‹ Back"], ["Done"]]
    message = managed.types(f"/posts {word}  Read\n us: https://example.kz ✨")
    assert written(message).endswith("\n\nRead us: https://example.kz ✨")
    assert "✓ Closing line" in labels(message)[2]
    asked = managed.presses("for -1001 posts closing")
    assert "Each post ends with: Read us: https://example.kz ✨" in written(asked)
    assert labels(asked)[0] == ["Remove it", "‹ Back"]
    back = managed.presses(actions(asked)[1])
    assert (back.reply_mode, labels(back)) == (ReplyMode.REPLACE, labels(message))
    managed.presses(actions(asked)[0])
    assert style(managed).closing == ""
    managed.types(f"/posts {word} again")
    managed.types(f"/posts {word} -")
    assert style(managed).closing == ""


@pytest.mark.parametrize("typed", ["closing: hi", "Closing\nhi", "ПОДПИСЬ  hi", "қолтаңба hi"])
def test_a_closing_line_is_understood_however_it_is_set_apart(managed: Room, typed: str) -> None:
    managed.types(f"/posts {typed}")
    assert style(managed).closing == "hi"


def test_a_closing_line_may_be_as_long_as_it_says_and_no_longer(managed: Room) -> None:
    managed.types(f"/posts closing {'x' * 200}")
    message = managed.types(f"/posts closing {'y' * 201}")
    assert "A closing line has up to 200 characters; yours has 201." in written(message)
    assert style(managed).closing == "x" * 200


@pytest.mark.parametrize(
    "typed",
    ["/posts nonsense", "/posts extract all", "/posts hashtags maybe", "/posts source", "/posts -", "/posts 👍"],
)
def test_what_it_does_not_know_changes_nothing_and_shows_the_screen(managed: Room, typed: str) -> None:
    assert "Posts look like this" in written(managed.types(typed))
    assert style(managed) == PostStyle()


def test_who_may_not_change_the_channel_changes_no_style(managed: Room) -> None:
    assert "no longer an admin" in written(managed.presses("for -1001 posts source off", may_change=False))
    assert style(managed) == PostStyle()
    assert managed.store.chats.managed_channels(PERSON, 9) == [], "it is not offered again"


def test_pressed_after_done_it_changes_nothing(managed: Room) -> None:
    managed.presses("manage done")
    assert "no longer managing" in written(managed.presses("for -1001 posts source off"))
    assert style(managed) == PostStyle()


def test_every_button_fits_for_the_longest_number_of_a_channel(room: Room) -> None:
    room.happens("manage -1009999999999999 Gazette")
    message = room.types("/posts")
    assert all(len(action.encode()) <= 64 for action in actions(message))


@pytest.mark.parametrize(
    ("chat", "kind", "words"),
    [
        (PERSON, ChatKind.PRIVATE, "Choose a channel."),
        (GROUP, ChatKind.GROUP, "in a private chat with me"),
        (SLACK, ChatKind.GROUP, "That's for Telegram channels"),
        (Chat(platform="terminal", id="1"), ChatKind.TERMINAL, "That's for Telegram channels"),
    ],
)
def test_elsewhere_it_says_where_channels_are_managed(room: Room, chat: Chat, kind: ChatKind, words: str) -> None:
    for typed in ("/posts", "/posts source off", "/posts closing x"):
        assert words in written(room.types(typed, chat, kind))


def test_without_any_article_there_is_no_example(room: Room) -> None:
    room.happens("manage -1001 Gazette")
    assert written(room.types("/posts")).endswith("There's no article yet to show it with.")


def test_before_anything_matched_the_newest_article_is_shown_and_that_is_said(room: Room) -> None:
    room.reads(SOURCE, RUSSIAN).happens("manage -1001 Gazette")
    room.publish("Old news", ago=timedelta(days=2))
    room.publish("Новая", "Сегодня в городе открыли парк, и это радует всех жителей.", source=RUSSIAN)
    text = written(room.types("/posts"))
    assert "Nothing has matched its topics yet" in text
    assert "[Новая]" in text
    room.types("/languages en")
    assert "[Old news]" in written(room.types("/posts"))


def test_a_new_follow_shows_an_article_of_the_archive(room: Room) -> None:
    room.reads(SOURCE).happens("manage -1001 Gazette")
    room.publish("A mine", BODY, ago=timedelta(hours=3))
    room.publish("Rain", ago=timedelta(hours=1))
    for typed in ("silver", "gold"):
        room.types(f"/follow {typed}")
    text = written(room.presses("for -1001 posts hashtags on"))
    assert "[A mine]" in text
    assert text.endswith("#gold")
    assert "Nothing has matched" not in text


def test_a_follow_of_an_older_grammar_that_can_not_be_read_any_more_spoils_no_example(room: Room) -> None:
    room.reads(SOURCE).happens("manage -1001 Gazette")
    room.publish("A mine", BODY)
    number = room.store.follows.upsert_query('"gold', '"gold', room.now, grammar=1)
    room.store.follows.subscribe(CHANNEL, number, '"gold', room.now)
    room.presses("for -1001 posts hashtags on")
    assert "[A mine]" in written(room.types("/posts"))


def test_the_example_is_the_newest_that_matched_in_a_language_that_the_channel_reads(managed: Room) -> None:
    managed.publish("Алтын", "Бұл gold туралы.", ago=timedelta(minutes=5), source=KAZAKH)
    assert "[Алтын]" in written(managed.types("/posts"))
    managed.types("/languages en")
    assert "[A mine]" in written(managed.types("/posts"))


@pytest.mark.parametrize(
    ("language", "heading", "rows"),
    [
        (
            "ru",
            "Посты выглядят так. Нажмите, чтобы изменить:",
            [["✓ Источник и время", "✓ Найденная фраза"], ["Без текста", "✓ Коротко", "Подробно"]],
        ),
        (
            "kk",
            "Жазбалар осылай көрінеді. Өзгерту үшін басыңыз:",
            [["✓ Дереккөз бен уақыт", "✓ Табылған сөйлем"], ["Мәтінсіз", "✓ Қысқаша", "Кеңінен"]],
        ),
    ],
)
def test_the_screen_is_in_the_language_of_who_asks_and_the_example_in_that_of_the_channel(
    managed: Room, language: str, heading: str, rows: list[list[str]]
) -> None:
    managed.knows(translators=load_translations())
    managed.store.chats.set_language(PERSON, language)
    managed.store.chats.set_language(CHANNEL, "en")
    managed.later(timedelta(days=2))
    message = managed.presses("for -1001 posts back")
    assert heading in written(message)
    assert "25 Nov, 13:00" in written(message)
    assert labels(message)[:2] == rows


# ------------------------------------------------------------------------------------ commands posted in the channel


def posts(room: Room, text: str, person: str = "") -> Message:
    return room.types(text, CHANNEL, ChatKind.CHANNEL, title="Gazette", person=person)


def letters(room: Room) -> dict[str, Message]:
    """What is owed besides alerts, by chat."""
    owed = room.store.outbox.claim("telegram", room.now, 99)
    return {each.chat.id: from_json(each.payload) for each in owed if isinstance(each, Letter)}


def test_a_command_posted_in_the_channel_is_obeyed_and_answered_to_who_manages_it(room: Room) -> None:
    room.happens("manage -1001 Gazette")
    room.presses("manage done")
    assert posts(room, "/follow gold") == SILENCE
    assert room.follows(CHANNEL) == ["gold"]
    told = letters(room)["1"]
    assert written(told).startswith("Posted in **Gazette**: /follow gold\n\n✅ The channel follows **gold**")
    assert (labels(told), actions(told)) == ([["Manage Gazette"]], ["manage to -1001"])
    room.presses(actions(told)[0])
    assert written(room.types("/following")).startswith("For **Gazette**")


def test_its_author_is_told_if_known_to_us_else_who_managed_it_last(room: Room) -> None:
    author, other = Chat(platform="telegram", id="7"), Chat(platform="telegram", id="2")
    room.types("/start", author, language="ru")
    room.happens("manage -1001 Gazette")
    room.later(timedelta(minutes=1))
    room.happens("manage -1001 Gazette", other)
    for person, heard in (("7", "7"), ("99", "2"), ("", "2")):
        posts(room, "/following", person)
        assert list(letters(room)) == [heard]
        room.store.outbox.recover()
        with room.store.database.engine.begin() as db:
            db.exec_driver_sql("DELETE FROM letter")


def test_the_answer_is_in_the_language_of_who_is_told(room: Room) -> None:
    room.knows(translators=load_translations()).happens("manage -1001 Айна", language="kk")
    posts(room, "/follow алтын")
    assert written(letters(room)["1"]).startswith("**Gazette** арнасындағы команда: /follow алтын\n\n✅")


def test_where_nobody_can_be_told_a_change_is_confirmed_in_one_line_and_nothing_else_is_said(room: Room) -> None:
    message = posts(room, "/follow gold")
    assert written(message).startswith("✅ The channel follows **gold**")
    assert (len(message.paragraphs), message.buttons, message.private) == (1, (), False)
    assert room.follows(CHANNEL) == ["gold"]
    assert posts(room, "/following") == SILENCE
    assert posts(room, "/digest today") == SILENCE


@pytest.mark.parametrize(
    "text", ["gold", "/start", "/help", "/why", "/manage", "/nonsense x", "/undo #1", "/for -5 follow x", "hi", "/lost"]
)
def test_an_ordinary_post_is_never_obeyed(room: Room, text: str) -> None:
    room.happens("manage -1001 Gazette")
    assert posts(room, text) == SILENCE
    assert letters(room) == {}


def test_a_press_in_a_channel_and_a_command_where_it_can_not_post_are_not_obeyed(room: Room) -> None:
    room.happens("manage -1001 Gazette")
    assert room.presses("follow gold", CHANNEL, ChatKind.CHANNEL) == SILENCE
    room.happens("lost silenced", CHANNEL, ChatKind.CHANNEL)
    assert posts(room, "/follow gold") == SILENCE
    assert room.follows(CHANNEL) == []
    record = room.store.chats.get(CHANNEL)
    assert record is not None
    assert record.paused
