"""A follow that brings much, for digests only: the buttons *Daily digest* and *Alerts again*.

daily AI, daily #12    follow it, if it is not followed, without alerts; a chat without digests gets one every morning
alerts #12             alerts of it again
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.i18n.catalogue import digest_schedule as texts
from bot.i18n.catalogue import follow as follow_texts
from bot.matching.query import Query
from bot.messages.message import Button, Message, ReplyMode, bold, say
from bot.messages.wording import shown
from bot.model import FollowMode, Subscription
from handlers import follow
from handlers.asking import read, stored
from handlers.digest_schedule import SHOW, comes_next, ensure_daily, mode_of_alerts
from handlers.request import Request

NUMBER = re.compile(r"#(\d{1,18})")


def answer(request: Request) -> Message:
    """Follow it for digests only, whatever it brought until now."""
    typed = stored(request.text, request)
    query = read(typed, request, common=True) if typed else None
    if not typed or not isinstance(query, Query):
        return _outdated(request)
    one = _followed(query, request)
    if one is None:
        told = follow.anyway(request)
        one = _followed(query, request)
        if one is None:  # there is no room for another one
            return told
    request.store.attention.set(request.command.chat, one.query_id, mode=FollowMode.DIGEST)
    first = request.sentence(texts.FOLLOWING_DAILY, follow=bold(shown(one.typed)))
    comes = comes_next(ensure_daily(request), request)
    message = Message(paragraphs=((first,), comes), reply_mode=ReplyMode.REPLACE)
    back = Button(request.translate(texts.ALERTS_OF_IT), f"alerts #{one.query_id}")
    return message.with_buttons((back, Button(request.translate(texts.WHEN), f"digest {SHOW}")))


def alerts(request: Request) -> Message:
    """Alerts of it again, as it had them before."""
    number = NUMBER.fullmatch(request.text)
    one = next((each for each in request.follows() if number and each.query_id == int(number[1])), None)
    if one is None:
        return _outdated(request)
    request.store.attention.set(request.command.chat, one.query_id, mode=mode_of_alerts(one, request))
    message = say(request.sentence(texts.HAS_ALERTS, follow=bold(shown(one.typed))))
    again = Button(request.translate(texts.DAILY_DIGEST), f"daily #{one.query_id}")
    return replace(message, reply_mode=ReplyMode.REPLACE).with_buttons((again,))


def _followed(query: Query, request: Request) -> Subscription | None:
    return next((each for each in request.follows() if each.canonical == query.canonical), None)


def _outdated(request: Request) -> Message:
    return say(request.translate(follow_texts.OUTDATED), private=True)
