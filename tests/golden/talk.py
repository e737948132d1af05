"""A conversation in one language, written down as it goes: what is typed or pressed, and what comes back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from bot.i18n.text import Plural, Text
from bot.i18n.translator import Translator
from bot.i18n.translators import Translators
from bot.messages.message import Button, Message
from bot.messages.summary import alert
from bot.model import Chat, ChatKind
from bot.platforms.typed_text import spoken_command
from config.translations import load_translations
from tests.golden.phone import shown
from tests.handlers.conftest import Room
from tests.storage.conftest import alerts

PRIVATE = ChatKind.PRIVATE


class Recording(Translator):
    """A translator that remembers which texts were said."""

    def __init__(self, translator: Translator, said: set[Text | Plural]) -> None:
        self.language = translator.language
        self._translations = translator._translations  # the same catalogue, only listened to
        self._said = said

    def template(self, text: Text | Plural, count: object = None) -> str:
        self._said.add(text)
        return super().template(text, count)


def recording(said: set[Text | Plural], default: str) -> Translators:
    """The translators of all languages, listened to."""
    plain = load_translations()
    return Translators({each: Recording(plain(each), said) for each in ("en", "ru", "kk")}, default=default)


class Talk:
    """One chat after another with the bot; everything that is said is kept in `lines`."""

    def __init__(self, room: Room, language: str) -> None:
        self.room, self.language = room, language
        self.lines: list[str] = []
        self._number = 0
        self.chat = Chat(platform="telegram", id="0")
        self.kind = PRIVATE
        self.last = Message()

    def scene(self, title: str, kind: ChatKind = PRIVATE, platform: str = "telegram") -> Talk:
        """A new chat, under a heading."""
        self._number += 1
        self.chat, self.kind = Chat(platform=platform, id=f"-{self._number}"), kind
        self.lines += ["", f"=== {title} ===", ""]
        return self

    def types(self, text: str, **fields: object) -> Talk:
        """Somebody types it."""
        name, rest = spoken_command(text)  # as platforms read it: /подписка is /follow
        typed = f"/{name} {rest}".strip() if text.startswith("/") else text
        return self._answered(f"> {text}", self.room.types(typed, self.chat, self.kind, **self._person(fields)))

    def presses(self, part: str, **fields: object) -> Talk:
        """Somebody presses the button of the last message whose action has this."""
        button = next(button for button in self._buttons() if part in button.action)
        message = self.room.presses(button.action, self.chat, self.kind, **self._person(fields))
        return self._answered(f"> [ {button.label} ]", message)

    def presses_of_old(self, action: str) -> Talk:
        """Somebody presses a button of a message from long ago."""
        message = self.room.presses(action, self.chat, self.kind, **self._person({}))
        return self._answered(f"> [ …{action} ]", message)

    def happens(self, text: str, **fields: object) -> Talk:
        """The platform tells of it."""
        message = self.room.happens(text, self.chat, self.kind, **self._person(fields))
        return self._answered(f"> ({text})", message)

    def alerts(self) -> Talk:
        """What is owed to the chat comes, as it is sent."""
        for delivery in alerts(self.room.shares_out().store, self.chat.platform, self.room.now, 100):
            if delivery.chat == self.chat:
                translate = self.room.rules.translators(self.language)
                message = alert(delivery, self.room.rules.timezone, self.room.now, translate=translate)
                self._answered("> (news)", message)
        return self

    def shows(self, what: str, message: Message) -> Talk:
        """Something comes, or a message shows something else by now."""
        return self._answered(f"> ({what})", message)

    def later(self, span: timedelta) -> Talk:
        self.room.later(span)
        return self

    def _person(self, fields: dict[str, object]) -> dict[str, object]:
        return {"language": self.language, "person": "7", "person_name": "Aliya"} | fields

    def _buttons(self) -> Iterator[Button]:
        rows = [*self.last.buttons, *([(self.last.more,)] if self.last.more else [])]
        return (button for row in rows for button in row)

    def _answered(self, asked: str, message: Message) -> Talk:
        self.last = replace(message)
        self.lines += [asked, shown(message), ""]
        return self
