"""/settings: everything that a chat can set on one screen, each changed on its own in place, and with an effect."""

from __future__ import annotations

import pytest

from bot.messages.message import ReplyMode
from bot.model import Chat, ChatKind, Editors, Extract, FollowMode, FollowUps, LinkPreview, Preferences
from config.translations import load_translations
from tests.builders import PERSON, actions, labels, written
from tests.handlers.conftest import Room

GROUP = Chat(platform="telegram", id="-5")
CHANNEL = Chat(platform="telegram", id="-1001")
SLACK = Chat(platform="slack", id="C1")
TERMINAL = Chat(platform="terminal", id="local")
#: built by others, and opened from here
ELSEWHERE = ("quiet", "digest schedule")


@pytest.fixture
def spoken(room: Room) -> Room:
    return room.knows(translators=load_translations())


def set_in(room: Room, chat: Chat = PERSON) -> Preferences:
    record = room.store.chats.get(chat)
    assert record is not None
    return record.preferences


def test_one_screen_shows_all_with_its_values(spoken: Room) -> None:
    message = spoken.types("/settings", language="ru")
    assert written(message) == (
        "Ваши настройки. Нажмите, чтобы изменить:\n\n"
        "Мой язык: **Русский**\nЯзыки статей: **все**\nЧасовой пояс: **Алматы, UTC+5 · сейчас 14:00**\n"
        "Источники: **все**\nТихие часы: **нет**\nДайджест: **нет**\nНовые темы: **Сразу**\nЗвук: **Со звуком**\n"
        "Упоминания: **Со звуком**\nОдно уведомление на сюжет: **Да**\nПродолжения: **Новые факты**\n"
        "Текст новости: **Коротко**\nПревью ссылки: **Нет**\nЗначок языка: **Если нужно**"
    )
    assert all(len(row) <= 2 for row in labels(message))
    assert message.private


@pytest.mark.parametrize(
    ("chat", "kind", "here", "not_here"),
    [
        (PERSON, ChatKind.PRIVATE, {"preview", "sound", "mentions", "extract"}, {"editors"}),
        (GROUP, ChatKind.GROUP, {"preview", "sound", "editors"}, set()),
        (SLACK, ChatKind.GROUP, {"extract", "editors", "badge", "mode"}, {"preview", "sound", "mentions"}),
        (TERMINAL, ChatKind.TERMINAL, {"extract", "badge"}, {"preview", "sound", "mentions", "editors"}),
    ],
)
def test_what_has_no_effect_there_is_not_offered(
    spoken: Room, chat: Chat, kind: ChatKind, here: set[str], not_here: set[str]
) -> None:
    offered = {action.removeprefix("settings ") for action in actions(spoken.types("/settings", chat, kind))}
    assert here <= offered
    assert not not_here & offered
    for name in not_here:
        message = spoken.types(f"/settings {name}", chat, kind)
        assert "Tap one" in written(message), "the whole screen instead"


@pytest.mark.parametrize(
    ("pressed", "chosen", "row"),
    [
        ("mode digest", Preferences(mode=FollowMode.DIGEST), ["At once", "Silently", "✓ Only in digests"]),
        ("mode silent", Preferences(mode=FollowMode.SILENT), ["At once", "✓ Silently", "Only in digests"]),
        ("sound off", Preferences(silent=True), ["On", "✓ Off"]),
        ("mentions off", Preferences(mentions_silent=True), ["On", "✓ Off"]),
        ("stories off", Preferences(stories=False), ["On", "✓ Off"]),
        ("followups all", Preferences(follow_ups=FollowUps.ALL), ["New facts", "✓ All", "None"]),
        ("followups none", Preferences(follow_ups=FollowUps.NONE), ["New facts", "All", "✓ None"]),
        ("extract none", Preferences(extract=Extract.NONE), ["✓ None", "Short", "Long"]),
        ("extract long", Preferences(extract=Extract.LONG), ["None", "Short", "✓ Long"]),
        ("preview below", Preferences(preview=LinkPreview.BELOW), ["None", "✓ Below", "Above"]),
        ("preview above", Preferences(preview=LinkPreview.ABOVE), ["None", "Below", "✓ Above"]),
        ("badge always", Preferences(badge=True), ["If needed", "✓ Always", "Never"]),
        ("badge never", Preferences(badge=False), ["If needed", "Always", "✓ Never"]),
    ],
)
def test_each_choice_is_three_taps_away_set_in_place_and_twice_no_more(
    spoken: Room, pressed: str, chosen: Preferences, row: list[str]
) -> None:
    name = pressed.partition(" ")[0]
    opened = next(each for each in actions(spoken.types("/settings")) if each == f"settings {name}")
    screen = spoken.presses(opened)
    assert f"settings {pressed}" in actions(screen)
    for _ in range(2):
        message = spoken.presses(f"settings {pressed}")
        assert message.reply_mode is ReplyMode.REPLACE
        assert labels(message) == [row, ["‹ Settings"]]
        assert set_in(spoken) == chosen
    back = spoken.presses(actions(message)[-1])
    assert (back.reply_mode, "Tap one" in written(back)) == (ReplyMode.REPLACE, True)


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        ("preview above", Preferences(preview=LinkPreview.ABOVE)),
        ("Link preview: above", Preferences(preview=LinkPreview.ABOVE)),
        ("звук выкл", Preferences(silent=True)),
        ("stories off", Preferences(stories=False)),
        ("Одно уведомление на сюжет: нет", Preferences(stories=False)),
        ("Follow-ups: all", Preferences(follow_ups=FollowUps.ALL)),
        ("продолжения нет", Preferences(follow_ups=FollowUps.NONE)),
        ("жалғасы барлығы", Preferences(follow_ups=FollowUps.ALL)),
        ("follow-ups off", Preferences(follow_ups=FollowUps.NONE)),
        ("Звук без звука", Preferences(silent=True)),
        ("Дыбыс өшіру", Preferences(silent=True)),
        ("текст новости подробно", Preferences(extract=Extract.LONG)),
        ("EXTRACT Long", Preferences(extract=Extract.LONG)),
        ("вид тем", Preferences()),
        ("previews above", Preferences(preview=LinkPreview.ABOVE)),
        ("превью вверху", Preferences(preview=LinkPreview.ABOVE)),
        ("mentions silent", Preferences(mentions_silent=True)),
        ("упоминания без звука", Preferences(mentions_silent=True)),
        ("text long", Preferences(extract=Extract.LONG)),
    ],
)
def test_it_can_be_typed_in_the_words_of_the_screen(spoken: Room, typed: str, chosen: Preferences) -> None:
    spoken.types(f"/settings {typed}")
    assert set_in(spoken) == chosen


@pytest.mark.parametrize("typed", ["nonsense", "preview sideways", "mode", "👍", "editors nobody", "x" * 300])
def test_what_it_does_not_know_changes_nothing(spoken: Room, typed: str) -> None:
    assert written(spoken.types(f"/settings {typed}"))
    assert set_in(spoken) == Preferences()


def test_two_administrators_at_once_do_not_undo_each_other(spoken: Room) -> None:
    spoken.types("/settings", GROUP, ChatKind.GROUP, person="1")
    spoken.presses("settings preview above", GROUP, ChatKind.GROUP, person="1")
    spoken.presses("settings sound off", GROUP, ChatKind.GROUP, person="2")
    assert set_in(spoken, GROUP) == Preferences(preview=LinkPreview.ABOVE, silent=True)


def test_in_a_group_a_change_is_told_with_who_made_it(spoken: Room) -> None:
    message = spoken.presses("settings sound off", GROUP, ChatKind.GROUP, person_name="Aliya")
    assert written(message).startswith("Sound: **Off** · changed by Aliya\n")


def test_languages_and_the_zone_are_changed_on_the_same_screen(spoken: Room) -> None:
    spoken.types("/settings", language="en")
    message = spoken.presses("settings language ru", language="en")
    assert written(message) == "Здесь я говорю по-русски."
    assert labels(message)[-1] == ["‹ Настройки"]
    message = spoken.presses("settings languages kk")
    assert labels(message)[0] == ["✓ английский", "✓ русский", "казахский"]
    message = spoken.presses("settings zone Europe/Moscow")
    assert labels(message)[0][0] == "✓ Москва · 12:00"
    text = written(spoken.presses("settings home"))
    assert "Языки статей: **русский, английский**" in text
    assert "Часовой пояс: **Москва, UTC+3 · сейчас 12:00**" in text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("my language Russian", "Здесь я говорю по-русски."),
        ("my language is Russian", "Здесь я говорю по-русски."),
        ("language ru", "Здесь я говорю по-русски."),
        ("мой язык русский", "Здесь я говорю по-русски."),
        ("язык: русский", "Здесь я говорю по-русски."),
        ("Мой язык — казахский", "Мұнда қазақша сөйлеймін."),
        ("тілім қазақша", "Мұнда қазақша сөйлеймін."),
        ("менің тілім қазақ тілі", "Мұнда қазақша сөйлеймін."),
    ],
)
def test_the_language_is_set_in_any_words_of_the_screen(spoken: Room, typed: str, said: str) -> None:
    spoken.types("/settings", language="en")
    assert written(spoken.types(f"/settings {typed}")).startswith(said)


@pytest.mark.parametrize("typed", ["Articles in Russian", "articles in: Russian", "Языки статей: русский"])
def test_the_languages_of_articles_that_are_typed_are_set_and_not_switched(spoken: Room, typed: str) -> None:
    for _ in range(2):
        spoken.types(f"/settings {typed}")
        assert spoken.store.chats.get(PERSON).languages == ("ru",)  # type: ignore[union-attr]


def test_every_button_of_every_screen_is_answered_and_fits(spoken: Room) -> None:
    spoken.happens("manage -1009999999999999 Gazette")
    seen: set[str] = set()
    waiting = actions(spoken.types("/settings"))
    while waiting:
        action = waiting.pop()
        assert len(action.encode()) <= 64
        if action in seen or action.endswith((*ELSEWHERE, "done")) or not action.startswith("for"):
            continue
        seen.add(action)
        message = spoken.presses(action)
        assert written(message)
        waiting += [each for each in actions(message) if "settings" in each]
    assert len(seen) > 25


# ------------------------------------------------------------------------------------------------ who may change


def test_who_may_not_change_sees_the_values_and_gets_a_toast_for_a_press(spoken: Room) -> None:
    message = spoken.types("/settings", GROUP, ChatKind.GROUP, may_change=False)
    assert written(message).startswith("Settings of this chat. Only admins can change them.")
    assert labels(message) == []
    toast = spoken.presses("settings sound off", GROUP, ChatKind.GROUP, may_change=False)
    assert (written(toast), toast.private) == ("Only admins can change this chat's topics.", True)
    assert set_in(spoken, GROUP) == Preferences()


def test_everyone_may_change_a_group_that_says_so_but_not_that_it_does(spoken: Room) -> None:
    spoken.presses("settings editors everyone", GROUP, ChatKind.GROUP)
    assert "✅" in written(spoken.types("/follow gold", GROUP, ChatKind.GROUP, may_change=False))
    spoken.presses("settings sound off", GROUP, ChatKind.GROUP, may_change=False, rights_seen=False)
    assert set_in(spoken, GROUP) == Preferences(editors=Editors.EVERYONE, silent=True)
    screen = spoken.presses("settings editors", GROUP, ChatKind.GROUP, may_change=False)
    assert labels(screen) == [["‹ Settings"]], "nobody is offered what would be refused"
    for rights_seen in (True, False):
        refused = spoken.presses(
            "settings editors admins", GROUP, ChatKind.GROUP, may_change=False, rights_seen=rights_seen
        )
        assert refused.private
        assert set_in(spoken, GROUP).editors is Editors.EVERYONE
    for typed in ("Who can change: admins", "кто может менять администраторы", "EDITORS admins", "editors  admins"):
        spoken.types(f"/settings {typed}", GROUP, ChatKind.GROUP, may_change=False)
        assert set_in(spoken, GROUP).editors is Editors.EVERYONE, typed
    spoken.presses("settings editors admins", GROUP, ChatKind.GROUP)
    assert "Only admins" in written(spoken.types("/follow zinc", GROUP, ChatKind.GROUP, may_change=False))


def test_on_slack_an_administrator_of_the_workspace_narrows_it_and_nobody_else(spoken: Room) -> None:
    for known in (False, None):
        spoken.presses("settings editors admins", SLACK, ChatKind.GROUP, administers=known)
        assert set_in(spoken, SLACK).editors is None
    spoken.presses("settings editors admins", SLACK, ChatKind.GROUP, administers=True)
    assert set_in(spoken, SLACK).editors is Editors.ADMINS
    refused = spoken.types("/follow gold", SLACK, ChatKind.GROUP, administers=False)
    assert written(refused) == "Only admins can change this chat's topics."
    unseen = spoken.types("/follow gold", SLACK, ChatKind.GROUP, administers=None)
    assert "couldn't see whether you're an admin" in written(unseen)
    assert "make me an admin" not in written(unseen)
    assert "✅" in written(spoken.types("/follow gold", SLACK, ChatKind.GROUP, administers=True))


def test_the_setting_is_that_of_one_chat_and_says_nothing_of_a_private_one(spoken: Room) -> None:
    spoken.types("/settings")
    spoken.store.preferences.set(PERSON, editors=Editors.ADMINS)
    assert "✅" in written(spoken.types("/follow gold"))


def test_start_in_a_group_says_who_may_by_the_setting(spoken: Room) -> None:
    before = written(spoken.types("/start", GROUP, ChatKind.GROUP))
    spoken.presses("settings editors everyone", GROUP, ChatKind.GROUP)
    assert written(spoken.types("/start", GROUP, ChatKind.GROUP)) != before


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_it_is_two_taps_from_help(spoken: Room, language: str) -> None:
    message = spoken.types("/help", language=language)
    assert "settings" in actions(message)
    assert spoken.presses("settings").reply_mode is ReplyMode.NEW


def test_a_running_pause_stands_above_all_settings_with_the_way_to_end_it(room: Room) -> None:
    room.types("/follow gold")
    assert "Paused" not in written(room.types("/settings"))
    room.types("/pause 2h")
    screen = room.types("/settings")
    assert "⏸ Paused until 16:00." in written(screen)
    assert labels(screen)[0] == ["Resume"]
    shown = room.types("/settings", may_change=False)
    assert "⏸ Paused until 16:00." in written(shown)
    room.presses(actions(screen)[0])
    assert "Paused" not in written(room.types("/settings"))


@pytest.mark.parametrize(
    ("said", "chosen"),
    [
        ("stories off", Preferences(stories=False)),
        ("отключи сюжеты", Preferences(stories=False)),
        ("жаңалықтарды біріктірме", Preferences(stories=False)),
        ("no follow-ups", Preferences(follow_ups=FollowUps.NONE)),
        ("все продолжения", Preferences(follow_ups=FollowUps.ALL)),
        ("тек жаңа деректер", Preferences()),
    ],
)
def test_stories_are_set_in_plain_words_too(spoken: Room, said: str, chosen: Preferences) -> None:
    spoken.types(said)
    assert set_in(spoken) == chosen


def test_where_stories_are_off_there_are_no_follow_ups_to_choose(spoken: Room) -> None:
    assert "settings followups" in actions(spoken.types("/settings"))
    spoken.types("/settings stories off")
    assert "settings followups" not in actions(spoken.types("/settings"))
    assert "no such setting: Follow-ups" in written(spoken.types("/settings followups all"))
    assert set_in(spoken) == Preferences(stories=False)
