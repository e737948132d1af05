"""What answers anything that comes in: a command of the registry, a wish, an action of a button, an event."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.i18n.catalogue import dispatch, groups
from bot.messages.access import ACTION as ACCESS
from bot.messages.message import Message, ReplyMode, say
from bot.messages.proposal import ACTION
from bot.model import Command
from bot.speech.words import LEAVE_OUT
from handlers import (
    add,
    allow,
    apart,
    changing,
    chat,
    daily,
    edit,
    follow,
    follow_screen,
    held,
    home,
    leave_out,
    more,
    packs,
    pages,
    posting,
    share,
    start,
    tasks,
    tuning,
    unfollow,
    watching,
)
from handlers.registry import ALIASES, COMMANDS
from handlers.request import Handler, Request
from handlers.spec import Action
from handlers.undo import RESTORE, TAKE_BACK

FROM_MENU = re.compile(r"@(\d{1,18}) (.+)", re.DOTALL)  #: an article and one of the follows that it answers


def _undo(request: Request) -> Message:
    """ "AI" or "#12" from a list, "@345 AI" from the ⋯ menu of the alert of article 345, which opens again."""
    pressed = FROM_MENU.fullmatch(request.text)
    if pressed:
        follow.undo(request.renamed("undo", pressed[2]))
        return more.opened(request.renamed("more", pressed[1]))
    return follow.undo(request)


def _turned(request: Request) -> Message:
    """ "2 digest week": another page of an answer; never of one that changes something, which would do it again."""
    turned = pages.TURNED.fullmatch(request.text)
    asked = replace(request.command, name=turned[2], text=turned[3]) if turned else request.command
    spec = next((each for each in COMMANDS if each.name == ALIASES.get(asked.name, asked.name)), None)
    if turned is None or spec is None or spec.is_change(asked):
        return say(request.translate(dispatch.NO_PAGE), private=True)
    message = spec.answer(replace(request, command=asked))
    return pages.page(message, request, int(turned[1]), f"{turned[2]} {turned[3]}".strip())


def _posted(request: Request) -> Message:
    """ "post digest 2026-11-29": what was shown to one person, for all; never an answer that changes something."""
    name, _, text = request.text.partition(" ")
    spec = next((each for each in COMMANDS if each.name == name), None)
    if spec is None or spec.is_change(replace(request.command, name=name, text=text)):
        return say(request.translate(groups.EXPIRED), private=True)
    message = spec.answer(request.renamed(name, text))
    return replace(posting.without_offer(message), private=False, reply_mode=ReplyMode.NEW)


#: what is only said, in plain words: bot/speech/rules_en.py and its siblings
SAID: Mapping[str, Action] = {LEAVE_OUT: Action(answer=leave_out.answer, changes=True)}
ACTIONS: Mapping[str, Action] = {  #: buttons only
    "undo": Action(answer=_undo, changes=True),
    TAKE_BACK: Action(answer=unfollow.taken_back, changes=True),
    RESTORE: Action(answer=follow.restore, changes=True),
    "more": Action(answer=more.opened),  # of its buttons everybody gets those that they may use
    "held": Action(answer=held.answer),
    "less": Action(answer=more.closed),
    "tune": Action(answer=more.tuning, changes=True),
    "manners": Action(answer=more.manners, changes=True),
    "set": Action(answer=tuning.chosen, changes=True),
    "unset": Action(answer=tuning.unchosen, changes=True),
    "not": Action(answer=tuning.left_out, changes=True),
    "revert": Action(answer=tuning.reverted, changes=True),
    "apart": Action(answer=apart.answer, changes=True),
    "save": Action(answer=tuning.saved),  # as everybody may ask why
    "unsave": Action(answer=tuning.unsaved),
    "anyway": Action(answer=follow.anyway, changes=True),
    "only": Action(answer=edit.only_words, changes=True),
    "leave": Action(answer=edit.leave_out, changes=True),
    "narrow": Action(answer=changing.narrow, changes=True),
    "cut": Action(answer=changing.cut, changes=True),
    "fix": Action(answer=changing.fix, changes=True),
    "daily": Action(answer=daily.answer, changes=True),
    "alerts": Action(answer=daily.alerts, changes=True),
    "show": Action(answer=follow_screen.answer),
    "watch": Action(answer=watching.answer, changes=watching.changes),
    "pack": Action(answer=packs.pressed, changes=True),
    "unpack": Action(answer=packs.dropped, changes=True),
    "speak": Action(answer=start.spoken, changes=True),
    "share": Action(answer=share.answer),
    "reads": Action(answer=follow.reads, changes=True),
    "page": Action(answer=_turned),
    "home": Action(answer=home.answer),
    "post": Action(answer=_posted),
    "take": Action(answer=tasks.pressed),  # everybody in the group may
    "done": Action(answer=tasks.pressed),
    "reopen": Action(answer=tasks.pressed),
    ACTION: Action(answer=add.pressed),
    ACCESS: Action(answer=allow.pressed),
}
#: never typed, else anybody could
EVENTS: Mapping[str, Handler] = {
    "lost": chat.lost,
    "opened": chat.opened,
    "migrated": chat.migrated,
    "renamed": chat.renamed,
}


def action_of(asked: Command) -> Action | None:
    """What answers a command; None: nobody knows it.

    Actions are buttons' only: what they name by number is nobody else's business.
    """
    name = ALIASES.get(asked.name, asked.name)
    if asked.button and name in ACTIONS:
        return ACTIONS[name]
    known: dict[str, Action] = {**SAID, **{spec.name: spec for spec in COMMANDS}}
    return known.get(name)
