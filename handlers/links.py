"""A link to a topic was opened: `/start f_…`.

payload ─ its topic ─┬─ a person who follows nothing yet ─▶ followed: Start was the press
                     ├─ anybody else ──────────────────────▶ "Follow AI? ≈3 a day" [Follow]
                     └─ none, or it can't be asked ────────▶ the ordinary start, or why
"""

from __future__ import annotations

from dataclasses import replace

from bot.i18n.catalogue import asking, unfollow
from bot.i18n.catalogue import follow as follow_texts
from bot.i18n.catalogue import share as texts
from bot.matching.grammar import split_follows
from bot.matching.query import Query
from bot.messages.deep_link import PREFIX, typed_in
from bot.messages.message import Button, Line, Message, bold, say
from bot.messages.text import shorten
from bot.messages.wording import LABEL_LIMIT, shown
from bot.model import ChatKind, Command
from handlers import follow
from handlers.asking import Refused, action_on, correction_button, notes, read
from handlers.packs import rate
from handlers.phrases import not_allowed
from handlers.preview import archive_search, glance, is_busy, shown_articles
from handlers.request import Request
from handlers.share import share_button


def changes(asked: Command) -> bool:
    """May it follow at once? In a group, where others read along, it asks."""
    return asked.kind is ChatKind.PRIVATE and asked.text.startswith(PREFIX)


def opened(request: Request) -> Message | None:
    """The answer to who opened a link; None: it names no topic of ours."""
    typed = typed_in(request.text, lambda number: (request.store.follows.query(number) or ("", None))[1])
    if typed is None or len(split_follows(typed)) != 1:
        return None
    query = read(typed, request, common=True)
    if isinstance(query, Refused):
        buttons = correction_button(query, request, asking.FOLLOW, "follow") if request.command.may_change else ()
        return say(query.reason, private=True).with_buttons(*([buttons] if buttons else []))
    follows = request.follows()
    if query.canonical in {each.canonical for each in follows}:
        already = request.sentence(follow_texts.ALREADY, follow=bold(shown(typed)))
        return say(already, private=True).with_buttons(share_button(request, typed))
    if not request.command.may_change:
        return not_allowed(request)
    preview = archive_search(request)(query)
    if request.kind is ChatKind.PRIVATE and not follows and not is_busy(preview, request):
        return _followed(typed, query, request)
    often = rate(preview, request)
    about = (_question(typed, often, request), *notes(query, typed, request), *glance(preview, request))
    paragraphs = (about, *shown_articles(preview, request))
    number = request.query_id(query, typed)
    # it said how often, so it asks no more
    button = Button(request.translate(texts.FOLLOW), action_on("anyway", typed, number, request))
    return Message(paragraphs=paragraphs, buttons=((button,),), private=True)


def _followed(typed: str, query: Query, request: Request) -> Message:
    """Followed by the press of Start, without a further question, and how to take it back."""
    number = request.query_id(query, typed)
    name, _, text = action_on("anyway", typed, number, request).partition(" ")
    message = follow.anyway(request.renamed(name, text))
    label = request.translate(unfollow.UNFOLLOW, follow=shorten(typed, LABEL_LIMIT))
    button = Button(label, action_on("unfollow", typed, number, request))
    return replace(message, buttons=(*message.buttons, (button,)))


def _question(typed: str, often: str, request: Request) -> Line:
    name = bold(shown(typed))
    if not often:
        return request.sentence(texts.ASK, follow=name)
    return request.sentence(texts.ASK_WITH_RATE, follow=name, rate=often)
