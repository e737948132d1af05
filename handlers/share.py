"""*Share this topic*: a link that others open to follow it; where no link opens the bot, the command to pass on."""

from __future__ import annotations

from urllib.parse import urlencode

from bot.errors import QueryError
from bot.i18n.catalogue import follow
from bot.i18n.catalogue import share as texts
from bot.matching.grammar import parse
from bot.messages import deep_link
from bot.messages.message import Button, Message, Span, bold, command, say
from bot.messages.wording import shown
from bot.model import ChatKind
from handlers.asking import action_on, stored
from handlers.request import Request

SHARE_ADDRESS = (
    "https://t.me/share/url"  #: opens the choice of a chat (https://core.telegram.org/api/links#share-links)
)


def share_button(request: Request, typed: str) -> tuple[Button, ...]:
    """Opens what to pass on of a topic; as it changes nothing, it is everybody's. None where nobody could follow it.

    In a group it opens Telegram's own choice of a chat: thirty curious members cost the group no message.
    """
    facts, label = request.command.facts, request.translate(texts.SHARE)
    if not (facts.address or facts.passes_commands):
        return ()
    if facts.address and request.kind is ChatKind.GROUP:
        return (Button(label, opens=_sending(typed, _payload(typed, request), request)),)
    number, _ = _stored_query(typed, request)
    return (Button(label, action_on("share", typed, number, request)),)


def share_row(typed: str, request: Request) -> list[tuple[Button, ...]]:
    """The same as a row of its own; no row where there is no button."""
    row = share_button(request, typed)
    return [row] if row else []


def answer(request: Request) -> Message:
    """The link, to be sent or copied: "AI" or "#12"."""
    typed = stored(request.text, request)
    if not typed or not _can_be_read(typed, request):
        return say(request.translate(follow.OUTDATED), private=True)
    name, address = bold(shown(typed)), request.command.facts.address
    if not address:
        passed_on = command(f"follow {typed}")
        return Message(paragraphs=((request.sentence(texts.COMMAND, follow=name), (passed_on,)),), private=True)
    payload = _payload(typed, request)
    link = f"{address}?start={payload}"
    buttons = (
        Button(request.translate(texts.SEND), opens=_sending(typed, payload, request)),
        Button(request.translate(texts.COPY), copy_text=link),
    )
    below = (Button(request.translate(texts.ADD_TO_GROUP), opens=f"{address}?startgroup={payload}"),)
    lines = (request.sentence(texts.LINK, follow=name), (Span(link, url=link),))
    return Message(paragraphs=(lines,), buttons=(buttons, below), private=True)


def _payload(typed: str, request: Request) -> str:
    """What names the topic in a link.

    Raises:
        QueryError: it can't be asked.
    """
    return deep_link.payload(typed, lambda: _stored_query(typed, request))


def _sending(typed: str, payload: str, request: Request) -> str:
    """The address that lets a person choose a chat to send the link to."""
    link = f"{request.command.facts.address}?start={payload}"
    invitation = request.translate(texts.INVITATION, follow=shown(typed))
    return f"{SHARE_ADDRESS}?{urlencode({'url': link, 'text': invitation})}"


def _stored_query(typed: str, request: Request) -> tuple[int, str]:
    """The number of the query, made if it is new, and what it was typed as first."""
    number = request.query_id(parse(typed, request.rules.concepts), typed)
    known = request.store.follows.query(number)
    return number, known[1] if known else typed


def _can_be_read(typed: str, request: Request) -> bool:
    try:
        parse(typed, request.rules.concepts)
    except QueryError:
        return False
    return True
