"""The message that tells of one delivery: an alert, a follow-up or a channel's post, and who has taken it. Pure."""

from __future__ import annotations

from datetime import datetime

from bot.i18n.translator import Translator
from bot.messages.followed_up import followed_up
from bot.messages.message import Message
from bot.messages.post import post
from bot.messages.summary import NO_CONTEXT, AlertContext, alert
from bot.messages.tasks import with_task
from bot.model import ChatKind, Delivery


def single(
    delivery: Delivery,
    timezone: str,
    now: datetime,
    *,
    translate: Translator,
    context: AlertContext = NO_CONTEXT,
) -> Message:
    """What a chat is shown of a delivery, now; times in the chat's zone. A reply without news of its own is whole."""
    whole = post if delivery.kind is ChatKind.CHANNEL else alert
    make = followed_up if delivery.reply_to is not None and delivery.new_sentences else whole
    message = make(delivery, timezone, now, translate=translate, context=context)
    return with_task(message, delivery, delivery.task, now, translate)
