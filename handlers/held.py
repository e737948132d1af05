"""The pages of a message that tells of very many articles, as of all of a quiet time: "held 345 2" is its second page.

Any article of the message names it: what one message carried is known by the delivery of each.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.i18n.catalogue import dispatch
from bot.messages.folded import MOST
from bot.messages.held import held
from bot.messages.message import Button, Message, ReplyMode, say
from bot.messages.summary import AlertContext
from handlers.request import Request

TURNED = re.compile(r"(\d{1,18}) (\d{1,4})")


def answer(request: Request) -> Message:
    """Another page, in place of the one whose button was pressed."""
    turned = TURNED.fullmatch(request.text)
    shown = _page(request, int(turned[1]), int(turned[2])) if turned else None
    if shown is None:
        return say(request.translate(dispatch.NO_PAGE), private=True)
    return replace(shown, reply_mode=ReplyMode.REPLACE)


def to_pages(request: Request, article_id: int) -> tuple[tuple[Button, ...], ...]:
    """The way to the other pages of the message that brought an article, as below its first page."""
    shown = _page(request, article_id, 1)
    return shown.buttons if shown else ()


def _page(request: Request, article_id: int, number: int) -> Message | None:
    """None: no message with several articles is known to have brought it to this chat."""
    carried = request.store.outbox.carried_with(request.command.chat, article_id)
    if len(carried) <= (1 if all(each.quiet for each in carried) else MOST):
        return None
    context = AlertContext.of(request.rules)
    return held(carried, request.zone.key, request.now, translate=request.translate, context=context, page=number)
