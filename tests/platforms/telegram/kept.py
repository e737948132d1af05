"""The bot's messages as Telegram keeps them: what each shows now, and what it refuses to edit or to reply to."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import Any

from tests.platforms.telegram.older import bad

EDITABLE_FOR = 48 * 3600  #: seconds
EDITS = ("editMessageText", "editMessageReplyMarkup")


@dataclass
class Shown:
    """One message in a chat."""

    id: int
    text: str
    markup: str = ""
    reply_to: int | None = None  #: the message that it replies to, if that was there
    edited: int = 0  #: how often
    at: float = field(default_factory=time.monotonic)
    deleted: bool = False

    @property
    def actions(self) -> list[str]:
        """What its buttons do."""
        rows = json.loads(self.markup or "{}").get("inline_keyboard", [])
        return [str(key.get("callback_data", "")) for row in rows for key in row]


class Kept:
    """All that were sent; of others, which a test only names, it knows nothing and takes everything."""

    def __init__(self) -> None:
        self._shown: dict[tuple[str, int], Shown] = {}

    def of(self, chat: int) -> list[Shown]:
        """What people of a chat see, in order."""
        return [each for (where, _), each in self._shown.items() if where == str(chat) and not each.deleted]

    def delete(self, chat: int, message_id: int) -> None:
        """Its readers delete one."""
        self._shown[str(chat), message_id].deleted = True

    def grow_old(self) -> None:
        """Two days pass for all of them."""
        for each in self._shown.values():
            each.at -= EDITABLE_FOR

    def refusal(self, method: str, params: dict[str, Any]) -> dict[str, Any] | None:
        """Telegram's refusal of a call; None: it is taken."""
        if method in EDITS:
            shown = self._shown.get((str(params["chat_id"]), int(params["message_id"])))
            return None if shown is None else _refused_edit(shown, params)
        reply = json.loads(params.get("reply_parameters", "{}"))
        if not reply or reply.get("allow_sending_without_reply"):
            return None
        return bad("message to be replied not found") if self._replied(params, reply) is None else None

    def take(self, method: str, params: dict[str, Any], message_id: int) -> None:
        """A call was taken."""
        chat = str(params.get("chat_id", ""))
        if method == "sendMessage":
            replied = self._replied(params, json.loads(params.get("reply_parameters", "{}")))
            made = Shown(message_id, params["text"], params.get("reply_markup", ""), replied.id if replied else None)
            self._shown[chat, message_id] = made
        elif method in EDITS and (shown := self._shown.get((chat, int(params["message_id"])))):
            shown.text, shown.markup = params.get("text", shown.text), params.get("reply_markup", "")
            shown.edited += 1

    def _replied(self, params: dict[str, Any], reply: dict[str, Any]) -> Shown | None:
        shown = self._shown.get((str(params["chat_id"]), int(reply.get("message_id", 0))))
        return None if shown is None or shown.deleted else shown


def _refused_edit(shown: Shown, params: dict[str, Any]) -> dict[str, Any] | None:
    if shown.deleted:
        return bad("message to edit not found")
    if time.monotonic() - shown.at >= EDITABLE_FOR:
        return bad("message can't be edited")
    if (params.get("text", shown.text), params.get("reply_markup", "")) == (shown.text, shown.markup):
        same = "specified new message content and reply markup are exactly the same as a current content and markup"
        return bad(f"message is not modified: {same} of the message")
    return None
