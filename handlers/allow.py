"""/allow: operators choose who may use the bot where JARSHY_ACCESS is a list. Also their buttons.

/allow telegram:123 · /allow slack:T1/U1 · /allow @name · /allow (in a group: the group)
/allow list · /allow remove telegram:123 · /allow everyone
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.i18n.catalogue import access as texts
from bot.messages.access import ACTION, buttons_to_decide, named
from bot.messages.message import Button, Line, Message, Paragraph, ReplyMode, bold, command, line, say
from bot.messages.wording import shown
from bot.model import Admission, ChatKind, Guest, Standing, qualified
from bot.speech.arguments import ALL, argument_of
from bot.speech.spelled import key
from handlers.admission import guest_of, letters_of
from handlers.request import Request

MOST_SHOWN = 20  #: of the list
CLOSED = "list"  #: the value of JARSHY_ACCESS with which only the list is let in
MOST_NAMED = 50  #: ids in one command
EXAMPLE = command("allow telegram:123")

Act = Callable[[Request, Sequence[Guest]], Message]

_ID = re.compile(r"(?<![\w:/])(telegram|slack):(?:(T[A-Z0-9]{1,30})/)?(-?[A-Z0-9]{1,40})(?![\w/])", re.IGNORECASE)
_LIST = frozenset(map(key, ("list", "список", "тізім")))
_REMOVE = frozenset(map(key, ("remove", "delete", "убрать", "убери", "удалить", "удали", "өшіру", "жою")))


def guests_in(text: str) -> list[Guest]:
    """The persons and chats that a text names by their ids, each once."""
    found = []
    for platform, workspace, native in _ID.findall(text):
        slack = platform.lower() == "slack"
        if slack or native.lstrip("-").isdigit():
            kind = _kind(native.upper(), slack=slack)
            found.append(Guest(platform=platform.lower(), workspace=workspace.upper(), id=native.upper(), kind=kind))
    return list(dict.fromkeys(found))[:MOST_NAMED]


def _kind(native: str, *, slack: bool) -> ChatKind:
    """What an id is of: Telegram's groups and channels are below zero, Slack's begin with C or G."""
    shared = native[0] in "CG" if slack else native[0] == "-"
    return ChatKind.GROUP if shared else ChatKind.PRIVATE


def answer(request: Request) -> Message:
    """Let in who is named, show the list, or take somebody off it."""
    if not request.command.is_operator:
        return say(request.translate(texts.ONLY_OPERATORS), private=True)
    first, _, rest = request.text.partition(" ")
    if key(first) in _LIST and not rest:
        return _listed(request)
    if key(first) in _REMOVE:
        return _each(request, guests_in(rest), rest, _removed)
    if key(request.text) == "everyone" or argument_of("allow", request.text) == ALL:
        return _everyone(request)
    if not request.text and request.kind in (ChatKind.GROUP, ChatKind.CHANNEL):
        return _allowed(request, [guest_of(request.command)])
    if not request.text:
        return _how(request)
    guests = guests_in(request.text)
    if not guests and (by_name := request.store.allowed.named(request.text.removeprefix("@").strip())):
        guests = by_name if len(by_name) == 1 else []
    if not guests and request.text.startswith("@"):
        return say(request.sentence(texts.NOBODY_NAMED, typed=bold(shown(request.text)), example=EXAMPLE))
    return _each(request, guests, request.text, _allowed)


def pressed(request: Request) -> Message:
    """A button: `allow telegram:123`, `refuse …`, `remove …`; `ask` of somebody who was let in meanwhile."""
    if not request.command.is_operator:
        return say(request.translate(texts.ONLY_OPERATORS), private=True)
    wish, _, rest = request.text.partition(" ")
    guests = guests_in(rest)
    if wish == "remove":
        message = _removed(request, guests)
        return replace(_listed(request, *message.paragraphs), reply_mode=ReplyMode.REPLACE)
    if wish == "refuse":
        return replace(_refused(request, guests), reply_mode=ReplyMode.REPLACE)
    return replace(_allowed(request, guests), reply_mode=ReplyMode.REPLACE)


def offered(request: Request) -> Message | None:
    """To an operator who passes on "Your id is telegram:123": the buttons to decide; None: no id is there."""
    guests = guests_in(request.text) if request.command.is_operator else []
    if not guests:
        return None
    message = say(request.sentence(texts.FOUND, guest=named(guests[0])), private=True)
    return message.with_buttons(buttons_to_decide(guests[0], request.translate))


def _each(request: Request, guests: Sequence[Guest], typed: str, act: Act) -> Message:
    if guests:
        return act(request, guests)
    return say(request.sentence(texts.NO_GUEST, typed=bold(shown(typed)), example=EXAMPLE), private=True)


def _allowed(request: Request, guests: Sequence[Guest]) -> Message:
    before = request.store.allowed.decide(guests, Standing.ALLOWED, _by(request), letters_of(request), request.now)
    lines = [request.sentence(texts.ALLOWED, guest=named(_with_name(each, before))) for each in guests]
    message = _said(request, lines)
    if len(guests) != 1:
        return message
    return message.with_buttons((_remove_button(guests[0], request.translate(texts.REMOVE)),))


def _refused(request: Request, guests: Sequence[Guest]) -> Message:
    """An id of somebody who has been let in meanwhile is taken off: an operator means what is pressed last."""
    before = request.store.allowed.decide(guests, Standing.REFUSED, _by(request), letters_of(request), request.now)
    _settle(request)
    lines = [request.sentence(texts.REFUSED_BY_YOU, guest=named(_with_name(each, before))) for each in guests]
    return _said(request, lines)


def _removed(request: Request, guests: Sequence[Guest]) -> Message:
    lines = []
    for guest in guests:
        was = request.store.allowed.remove(guest)
        text = texts.REMOVED if was else texts.NOT_LISTED
        if (guest.platform, qualified(guest.id, guest.workspace)) in request.rules.operators:
            text = texts.IS_OPERATOR
        lines.append(request.sentence(text, guest=named(was.guest if was else guest)))
    _settle(request)
    return _said(request, lines)


def _everyone(request: Request) -> Message:
    added = request.store.allowed.admit_everyone(_by(request), letters_of(request), request.now)
    return _said(request, [request.sentence(texts.EVERYONE, count=added)])


def _settle(request: Request) -> None:
    """Chats that may not use the bot any more are told now; the chores would do it within a minute."""
    if request.rules.closed:
        request.store.allowed.settle(True, request.rules.operators, letters_of(request), request.now)


def _said(request: Request, lines: Sequence[Line]) -> Message:
    paragraphs: tuple[Paragraph, ...] = (tuple(lines),)
    if not request.rules.closed:
        paragraphs += ((request.sentence(texts.OPEN_NOW, value=CLOSED),),)
    return Message(paragraphs=paragraphs, private=True)


def _how(request: Request) -> Message:
    how = request.sentence(texts.HOW, example=EXAMPLE, here=command("allow"), all=command("allow list"))
    return _said(request, [how])


def _listed(request: Request, *before: Paragraph) -> Message:
    """Who waits with Allow and Refuse, who is on the list with ✕."""
    waiting, asked = request.store.allowed.listed(Standing.ASKED, MOST_SHOWN)
    allowed, count = request.store.allowed.listed(Standing.ALLOWED, MOST_SHOWN)
    paragraphs: list[Paragraph] = list(before)
    rows: list[tuple[Button, ...]] = []
    if waiting:
        paragraphs.append(_rows(request.sentence(texts.REQUESTS, count=asked), waiting, asked, request))
        for each in waiting:
            allow, refuse = buttons_to_decide(each.guest, request.translate)
            name = each.guest.name or each.guest.shown_id
            rows.append((replace(allow, label=f"{allow.label}: {shown(name)}"), refuse))
    if allowed:
        paragraphs.append(_rows(request.sentence(texts.LISTED, count=count), allowed, count, request))
        labels = [f"✕ {shown(each.guest.name or each.guest.shown_id)}" for each in allowed]
        rows += [(_remove_button(each.guest, label),) for each, label in zip(allowed, labels, strict=True)]
    else:
        paragraphs.append((request.sentence(texts.NOBODY_LISTED, example=command("allow everyone")),))
    if not request.rules.closed:
        paragraphs.append((request.sentence(texts.OPEN_NOW, value=CLOSED),))
    return Message(paragraphs=tuple(paragraphs), buttons=tuple(rows), private=True)


def _rows(heading: Line, admissions: Sequence[Admission], count: int, request: Request) -> Paragraph:
    rest = count - len(admissions)
    more = (request.sentence(texts.MORE, count=rest),) if rest > 0 else ()
    return (heading, *(line("• ", *named(each.guest)) for each in admissions), *more)


def _remove_button(guest: Guest, label: str) -> Button:
    return Button(label, f"{ACTION} remove {guest.shown_id}")


def _with_name(guest: Guest, before: Sequence[Admission]) -> Guest:
    return next((each.guest for each in before if each.guest.shown_id == guest.shown_id and each.guest.name), guest)


def _by(request: Request) -> str:
    asked = request.command
    return asked.person_name or asked.person or asked.chat.id
