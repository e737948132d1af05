"""A list of sites that somebody brings: each that is not read is asked for, and operators decide."""

from __future__ import annotations

from collections.abc import Sequence

from bot.i18n.catalogue import adding
from bot.i18n.catalogue import exchange as texts
from bot.i18n.formats import enumerated
from bot.intake.sites import is_inner, shown_site, site_of, sources_of
from bot.messages.message import Line, Message, bold, say
from bot.model import AskResult
from bot.storage.proposals import A_DAY
from handlers.add import asker
from handlers.request import Request

MOST_NAMED = 8
WAITING = (AskResult.LOOKING, AskResult.LOOKING_ALREADY, AskResult.WAITS)
LIMITS = (AskResult.TOO_MANY, AskResult.TOO_MANY_OPEN)


def ask_for(request: Request, addresses: Sequence[str]) -> Message:
    """Ask for each site once, and say what became of them."""
    if not (request.rules.operators or request.command.is_operator):
        return say(request.translate(adding.NO_OPERATORS), private=True)
    sites: dict[str, str] = {}
    for address in addresses:
        sites.setdefault(site_of(address), address)
    if not sites:
        return say(request.translate(texts.NO_SITES), private=True)
    asked: list[str] = []
    read = left = refused = 0
    for site, address in sites.items():
        if not site or is_inner(address):
            refused += 1
        elif sources_of(site, request.rules.sources):
            read += 1
        else:
            result, _ = request.store.proposals.ask(site, address, asker(request), request.now)
            asked += [shown_site(address)] if result in WAITING else []
            left += result in LIMITS
            refused += result not in (*WAITING, *LIMITS)
    return say(*_told(request, asked, read, left, refused), private=True)


def _told(request: Request, asked: Sequence[str], read: int, left: int, refused: int) -> list[Line]:
    lines: list[Line] = []
    if asked:
        named = enumerated(asked[:MOST_NAMED], request.translate) + ("…" if len(asked) > MOST_NAMED else "")
        lines.append(request.sentence(texts.SITES_ASKED, count=len(asked), sites=bold(named)))
    lines += [request.sentence(texts.SITES_READ, count=read)] if read else []
    lines += [request.sentence(texts.SITES_LEFT, count=left, limit=A_DAY)] if left else []
    lines += [request.sentence(texts.SITES_REFUSED, count=refused)] if refused else []
    return lines
