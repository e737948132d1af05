"""*Not the same story* in the ⋯ menu of an alert: what is taken out there is told by itself, and Undo stands above.

apart 345          which of those that the alert of article 345 shows? A button for each
apart 67 345       article 67 is another story
apart back 67 345  it is part of the story again
"""

from __future__ import annotations

import re

from bot.i18n.catalogue import modes, pages
from bot.messages.message import Button, Message, ReplyMode
from bot.messages.person import person
from bot.messages.text import shorten, tidy
from bot.messages.wording import LABEL_LIMIT
from bot.model import Article
from handlers import more, naming
from handlers.request import Request

PRESSED = re.compile(r"(?:(back) )?(?:(\d{1,18}) )?(\d{1,18})")
MOST = 20  #: that are shown under one alert, each with a button; of a longer story /story has the others
TITLE_SHOWN = 20  #: characters of a headline beside who did it


def answer(request: Request) -> Message:
    """The menu of the alert, or the choice in its place."""
    pressed = PRESSED.fullmatch(request.text)
    if pressed is None:
        return more.menu(request, 0)
    alert_id = int(pressed[3])
    if pressed[2] is None:
        return _which(alert_id, request)
    article = request.store.articles.get(int(pressed[2]))
    if article is None or article.story_id is None:
        return more.menu(request, alert_id)
    chat, now = request.command.chat, request.now
    if pressed[1]:
        request.store.story_splits.rejoin(chat, article.id, now)
        return more.menu(request, alert_id)
    name = request.command.person_name if naming.is_named(request) else ""
    request.store.story_splits.split(chat, article.id, name, now)
    return more.menu(request, alert_id, _undo(article, alert_id, request))


def _which(alert_id: int, request: Request) -> Message:
    """A button for each that can be taken out."""
    carried = request.store.outbox.carried_with(request.command.chat, alert_id)
    out = more.separable(carried[0], request) if len(carried) == 1 else []
    rows = [(Button(_named(each), f"apart {each.id} {alert_id}"),) for each in out[:MOST]]
    back = Button(request.translate(pages.BACK), f"more {alert_id}")
    return Message(buttons=(*rows, (back,)), reply_mode=ReplyMode.BUTTONS)


def _named(article: Article) -> str:
    """`Tengrinews (ru): Пожар в порту…`."""
    return shorten(f"{tidy(article.source_name)} ({article.language}): {tidy(article.title)}", LABEL_LIMIT)


def _undo(article: Article, alert_id: int, request: Request) -> Button:
    """What it takes back; in a chat of several it says who did that, for no message does."""
    action = f"apart back {article.id} {alert_id}"
    if not naming.is_named(request):
        title = shorten(tidy(article.title), LABEL_LIMIT)
        return Button(request.translate(modes.UNDO_CHANGE, change=title), action)
    title, name = shorten(tidy(article.title), TITLE_SHOWN), person(request.command.person_name)
    return Button(request.translate(modes.UNDO_CHANGE_BY, change=title, person=name), action)
