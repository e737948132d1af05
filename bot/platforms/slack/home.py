"""Our page in Slack, the App Home: a message as a view, with fields to type into. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.messages.message import Button, Message
from bot.platforms.cleaning import clean
from bot.platforms.limits import SLACK_FIELD_LABEL, SLACK_VIEW_BLOCKS
from bot.platforms.slack.format import Block, buttons, payloads


def view(message: Message, channel: str, kept: Sequence[Block] = ()) -> dict[str, Any]:
    """The message as the page of whose direct conversation that is; `kept`: texts that stay where it has none."""
    fields = [_field(button) for row in message.buttons for button in row if button.field]
    rows = tuple(tuple(button for button in row if not button.field) for row in message.buttons)
    pressed = buttons(message.with_buttons(*rows))
    texts = [block for payload in payloads(message.with_buttons()) for block in payload["blocks"]]
    texts = texts if message.paragraphs else list(kept)
    room = SLACK_VIEW_BLOCKS - len(fields) - len(pressed)
    return {"type": "home", "private_metadata": channel, "blocks": [*fields, *texts[:room], *pressed]}


def _field(button: Button) -> Block:
    """What is typed there and sent with Enter comes as an action."""
    return {
        "type": "input",
        "dispatch_action": True,
        "block_id": f"field-{button.action}",
        "element": {"type": "plain_text_input", "action_id": button.action, "max_length": 1000},
        "label": {"type": "plain_text", "text": clean(button.label)[:SLACK_FIELD_LABEL]},
    }
