"""The ⋯ menu of an alert, opened and closed in place: an Unfollow for each follow that the article answers, and why."""

from __future__ import annotations

from bot.i18n.catalogue import groups
from bot.i18n.catalogue import unfollow as texts
from bot.messages.message import Button, Message, ReplyMode
from bot.messages.person import person
from bot.messages.summary import more_button
from bot.messages.text import shorten, tidy
from bot.messages.wording import LABEL_LIMIT
from bot.model import Reason, Subscription
from handlers import held, naming
from handlers.asking import action_on
from handlers.request import Request

SHORT_LABEL = 20  #: characters of a follow beside a name


def opened(request: Request) -> Message:
    """One Unfollow for each follow that the article answers, why it came, and a way to close."""
    return Message(buttons=_button_rows(request, _article_id(request.text)), reply_mode=ReplyMode.BUTTONS)


def closed(request: Request) -> Message:
    """The alert with its small ⋯ button alone, as it came; one with several pages with the way to these, too."""
    article_id = _article_id(request.text)
    return Message(
        buttons=held.to_pages(request, article_id), more=more_button(article_id), reply_mode=ReplyMode.BUTTONS
    )


def unfollowed(request: Request, one: Subscription | None, article_id: int) -> Message:
    """After an Unfollow there: Undo first, what else is followed below. None: it was unfollowed before."""
    rows = _button_rows(request, article_id)
    if one is None:
        return Message(buttons=rows, reply_mode=ReplyMode.BUTTONS)
    undo = Button(_undo_label(one, request), action_on(f"undo @{article_id}", one.typed, one.query_id, request))
    return Message(buttons=((undo,), *rows), reply_mode=ReplyMode.BUTTONS)


def _undo_label(one: Subscription, request: Request) -> str:
    """What it takes back; in a chat of several it says who did that, for no message does."""
    if not naming.is_named(request):
        return request.translate(texts.UNDO_UNFOLLOWED, follow=_name(one.typed))
    name = person(request.command.person_name)
    return request.translate(groups.UNDO_UNFOLLOWED_BY, follow=shorten(tidy(one.typed), SHORT_LABEL), person=name)


def _button_rows(request: Request, article_id: int) -> tuple[tuple[Button, ...], ...]:
    translate = request.translate
    rows = [
        (Button(translate(texts.UNFOLLOW, follow=_name(each.typed)), f"unfollow #{each.query_id} {article_id}"),)
        for each in _reasons(request, article_id)
    ]
    why = (Button(translate(texts.WHY), f"why {article_id}"),) if article_id else ()
    return (*rows, (*why, Button(translate(texts.CLOSE), f"less {article_id}")))


def _reasons(request: Request, article_id: int) -> list[Reason]:
    """Why the message came: the follows that its article answers, or that any of its articles does."""
    found = list(request.store.articles.reasons(request.command.chat, article_id))
    carried = request.store.outbox.carried_with(request.command.chat, article_id)
    known = {each.query_id for each in found}
    for reason in (reason for each in carried for reason in each.reasons):
        if reason.query_id not in known:
            known.add(reason.query_id)
            found.append(reason)
    return found


def _name(typed: str) -> str:
    return shorten(tidy(typed), LABEL_LIMIT)


def _article_id(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
