"""What an older server of Telegram, or a chat in which the bot has no rights, answers to newer features."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any


def wrong(status: int, description: str, **parameters: Any) -> dict[str, Any]:
    answer: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    return answer | ({"parameters": parameters} if parameters else {})


def bad(text: str) -> dict[str, Any]:
    return wrong(400, f"Bad Request: {text}")


def refused_feature(lacks: Collection[str], method: str, params: dict[str, Any]) -> dict[str, Any] | None:
    """The refusal of a feature that the server lacks ("tg-time", "blockquote", "style", "copy_text", "ephemeral").

    "administrator" is lacking where the bot is none: who asked is then shown nothing alone, except for a press.
    """
    text = params.get("text", "")
    for tag in ("tg-time", "blockquote"):
        if tag in lacks and f"<{tag}" in text:
            return bad(f'can\'t parse entities: unsupported start tag "{tag}" at byte offset {text.index(f"<{tag}")}')
    keys = [key for row in json.loads(params.get("reply_markup", "{}")).get("inline_keyboard", []) for key in row]
    if "style" in lacks and any("style" in key for key in keys):
        return bad("can't parse inline keyboard button: invalid button style specified")
    if "copy_text" in lacks and any("copy_text" in key for key in keys):
        return bad("can't parse inline keyboard button: text buttons are unallowed in the inline keyboard")
    return _ephemeral(lacks, method, params)


def _ephemeral(lacks: Collection[str], method: str, params: dict[str, Any]) -> dict[str, Any] | None:
    if "Ephemeral" in method and "ephemeral" in lacks:
        return wrong(404, "Not Found")
    if "ephemeral_message_parameters" not in params:
        return None
    if "ephemeral" in lacks:
        return bad("ephemeral messages can't be sent")
    asked = json.loads(params["ephemeral_message_parameters"])
    for_a_press = bool(asked.get("callback_query_id"))
    if int(params["chat_id"]) > 0 or ("administrator" in lacks and not for_a_press):
        return bad("BOT_NOT_ADMIN")
    return bad("QUERY_ID_INVALID") if for_a_press and "press" in lacks else None
