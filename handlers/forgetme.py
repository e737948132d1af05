"""/forgetme: everything about the chat is deleted, after a question; whoever writes again starts afresh.

A question is good for an hour: a button that somebody finds in an old chat must not delete what was made since.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from bot.i18n.catalogue import privacy as texts
from bot.messages.message import Button, ButtonStyle, Line, Message, ReplyMode, command, say
from bot.model import ChatKind
from handlers.admission import is_operator
from handlers.request import Request

VALID_FOR = timedelta(hours=1)

_PRESSED = re.compile(r"(yes|all) (\d{1,11})")


def answer(request: Request) -> Message:
    """Ask whether it is meant; then do it."""
    if request.command.button and request.text == "no":
        return say(request.translate(texts.KEPT), reply_mode=ReplyMode.REPLACE)
    pressed = _PRESSED.fullmatch(request.text) if request.command.button else None
    if pressed is None or not _is_fresh(int(pressed[2]), request):
        return _question(request)
    return _forgotten(request, with_topics=pressed[1] == "all")


def _is_fresh(asked: int, request: Request) -> bool:
    return timedelta(0) <= request.now - datetime.fromtimestamp(asked, UTC) <= VALID_FOR


def _question(request: Request) -> Message:
    """What would go, and what stays."""
    say_, store, chat = request.sentence, request.store, request.command.chat
    in_topics = request.kind is ChatKind.GROUP and (bool(chat.thread) or store.chats.has_topics(chat))
    count = len(request.follows())
    lines: list[Line] = [say_(texts.SURE)]
    if count:
        lines.append(say_(texts.ALL_OF_IT, count=count, command=command("export")))
    if in_topics:
        lines.append(say_(texts.SURE_OF_TOPICS))
    if request.kind is ChatKind.PRIVATE and store.chats.managed_channels(chat, 1):
        lines.append(say_(texts.CHANNELS_STAY, command=command("manage")))
    if request.rules.closed and not is_operator(request.command, request.rules):
        lines.append(say_(texts.LET_IN_AGAIN))
    at = int(request.now.timestamp())
    here = _danger(request.translate(texts.ONLY_HERE if in_topics else texts.DELETE), f"forgetme yes {at}")
    whole = ((_danger(request.translate(texts.WHOLE_GROUP), f"forgetme all {at}"),),) if in_topics else ()
    keep = Button(request.translate(texts.KEEP), "forgetme no")
    return say(*lines, private=True).with_buttons((here,), *whole, (keep,))


def _danger(label: str, action: str) -> Button:
    return Button(label, action, style=ButtonStyle.DANGER)


def _forgotten(request: Request, *, with_topics: bool) -> Message:
    asked = request.command
    person = asked.person if request.kind is ChatKind.PRIVATE else ""
    request.store.forgetting.forget(asked.chat, with_topics=with_topics, person=person)
    return say(request.sentence(texts.FORGOTTEN), reply_mode=ReplyMode.REPLACE)
