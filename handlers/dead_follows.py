"""The follows that brought nothing, each with the likely remedy: the word that was meant, or Unfollow."""

from __future__ import annotations

from bot.answers.rates import FollowRate, FollowRates
from bot.i18n.catalogue import following as texts
from bot.i18n.catalogue import pages
from bot.i18n.catalogue import unfollow as unfollow_texts
from bot.i18n.formats import duration
from bot.messages.message import Button, Line, Message, Paragraph, Span, bold, say
from bot.messages.text import shorten, tidy
from bot.messages.wording import shown
from handlers.follow_list import DEAD, FIRST_PLACE, Place, with_modes
from handlers.follow_screen import fix_button
from handlers.near import meant_by
from handlers.request import Request

PAGE = 5  #: follows on a page: for each a word is looked for
NAME_LIMIT = 20  #: characters of a follow on its Unfollow button


def listed_dead(request: Request, found: FollowRates, page: int) -> Message:
    """A page of them."""
    dead = found.dead
    back = Button(request.translate(pages.BACK), f"following {FIRST_PLACE}")
    if not dead:
        return say(request.translate(texts.NONE_DEAD), private=True).with_buttons((back,))
    count = -(-len(dead) // PAGE)
    page = min(max(page, 1), count)
    heading = request.sentence(texts.THE_DEAD, count=len(dead), span=duration(found.span))
    lines: list[Line] = [heading]
    rows: list[tuple[Button, ...]] = []
    for one in dead[(page - 1) * PAGE : page * PAGE]:
        line, fixes = _with_fixes(one, Place(DEAD, page), request)
        lines.append(line)
        rows += [(fix,) for fix in fixes]
    paragraphs: list[Paragraph] = [tuple(lines)]
    if count > 1:
        which = request.translate(pages.PAGE, page=page, pages=count)
        paragraphs.append(((Span(which, italic=True),),))
    turns = [Button("‹", f"following {Place(DEAD, page - 1)}")] if page > 1 else []
    turns += [Button("›", f"following {Place(DEAD, page + 1)}")] if page < count else []
    return Message(paragraphs=tuple(paragraphs), buttons=(*rows, (*turns, back)), private=True)


def _with_fixes(one: FollowRate, place: Place, request: Request) -> tuple[Line, list[Button]]:
    """Its line, and what can be done about it by who may."""
    follow = one.follow
    meant = meant_by(one.query, follow.typed, request)
    line = with_modes((bold(shown(follow.typed)),), one, request)
    buttons: list[Button] = []
    if meant is not None:
        line = request.sentence(texts.PERHAPS_MEANT, follow=line, other=bold(shown(meant.other)))
        buttons.append(fix_button(follow, meant, request))
    label = request.translate(unfollow_texts.UNFOLLOW, follow=shorten(tidy(follow.typed), NAME_LIMIT))
    buttons.append(Button(label, f"unfollow #{follow.query_id} {place}"))
    return line, buttons if request.command.may_change else []
