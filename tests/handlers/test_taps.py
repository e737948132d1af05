"""How many taps it is to what people come for: a tap on a command of the menu is one, each button one more."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.messages.message import Message
from bot.model import Chat, ChatKind, Command
from config.translations import load_translations
from handlers.actions import action_of
from handlers.registry import COMMANDS
from tests.builders import PERSON, written
from tests.handlers.conftest import CONCEPTS, FACTS, KAZAKH, RUSSIAN, SOURCE, Room, world

#: how each setting's button begins
SETTINGS = ("settings language ", "settings languages ", "settings sound", "settings sources off", "narrow", "unfollow")
SLACK = Chat(platform="slack", id="D1")
MOST_TAPS = 3


@world
def known(room: Room) -> Room:
    room.knows(translators=load_translations(), concepts=CONCEPTS).reads(SOURCE, RUSSIAN, KAZAKH)
    room.publish("AI for trams")
    return room


def offered(message: Message) -> set[str]:
    return {button.action for row in message.buttons for button in row if button.action}


def only_shows(action: str, chat: Chat) -> bool:
    name, _, text = action.partition(" ")
    pressed = Command(chat=chat, kind=ChatKind.PRIVATE, name=name, text=text, button=True, facts=FACTS[chat.platform])
    found = action_of(pressed)
    return found is not None and not found.is_change(pressed)


def taps(room: Room, chat: Chat, language: str) -> Iterator[tuple[int, str]]:
    """Each button that can be pressed, with the taps that it takes to press it; nothing is changed on the way."""
    seen: set[str] = set()
    screens = [room.types(f"/{spec.name}", chat, language=language) for spec in COMMANDS if spec.menu]
    for count in range(2, MOST_TAPS + 1):
        actions = {action for screen in screens for action in offered(screen)} - seen
        seen |= actions
        yield from ((count, action) for action in actions)
        screens = [room.presses(action, chat) for action in sorted(actions) if only_shows(action, chat)]


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
@pytest.mark.parametrize("chat", [PERSON, SLACK])
def test_from_start_to_the_first_topic_with_its_latest_article_is_one_tap(
    known: Room, chat: Chat, language: str
) -> None:
    screen = known.types("/start", chat, language=language)
    pack = next(
        action for action in sorted(offered(screen)) if (action.startswith("pack") and "I" in action) or "И" in action
    )
    assert "AI for trams" in written(known.presses(pack, chat))
    assert len(known.follows(chat)) == 1


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_from_the_menu_to_any_setting_of_a_topic_and_of_a_chat_are_three_taps_at_most(
    known: Room, language: str
) -> None:
    known.types("/follow AI, gold", language=language)
    reached = {action for _, action in taps(known, PERSON, language)}
    assert [each for each in SETTINGS if not any(action.startswith(each) for action in reached)] == []
