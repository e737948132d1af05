"""/add: ask for a site; operators decide. Also their buttons: approve, reject, undo.

    /add https://example.kz ─▶ a row ─▶ the worker looks at the site ─▶ letters: what was found, and to operators
                                                                        [Approve] [Reject] ─▶ letters: what was decided

Nothing is fetched here: a handler's thread waits for no site.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from bot.i18n.catalogue import adding as texts
from bot.i18n.catalogue import common, phrases, source_list, why
from bot.i18n.formats import ago
from bot.i18n.text import Phrase
from bot.intake.sites import is_inner, shown_site, site_of, sources_of, typed_addresses
from bot.messages.message import Button, Line, Message, ReplyMode, bold, command, say
from bot.messages.proposal import (
    ACTION,
    REASONS,
    decided,
    rejected_lately,
    site_span,
    to_decide,
    with_which_reason,
)
from bot.messages.proposal_letters import LetterWriter
from bot.messages.text import shorten, tidy
from bot.messages.wording import LABEL_LIMIT, shown
from bot.model import Asker, AskResult, ChatKind, NewLetter, Proposal, ProposalState, Source
from bot.storage.proposals import A_DAY
from handlers.phrases import freshness
from handlers.request import Request
from handlers.sources import bring_back_button

MOST_SHOWN = 5  #: sources of one site
SOON = timedelta(minutes=10)  #: an approved source that is not read by then is switched off elsewhere
REASON_LIMIT = 200

_REJECTED = re.compile(r"reject\s+(\d{1,9})(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)
_VISIBLE = re.compile(r"[^\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_PRESSED = re.compile(r"(\d{1,9})(?: (approve|reject|undo)(?: (\w+))?)?")


def answer(request: Request) -> Message:
    """Ask for the site; of an operator also: reject one, in words of their own."""
    typed = _REJECTED.fullmatch(request.text)
    if typed and request.command.is_operator and not request.command.button:
        words = shorten(tidy(typed[2] or ""), REASON_LIMIT).rstrip(". ")
        reason = Phrase(common.PLAIN_WORDS, {"words": words}) if words else None
        return _decide(request, int(typed[1]), ProposalState.REJECTED, reason)
    if not (request.rules.operators or request.command.is_operator):
        return say(request.translate(texts.NO_OPERATORS), private=True)
    if not _VISIBLE.search(request.text):
        return say(
            request.sentence(texts.HOW, example=command("add example.kz"), channel=command("add t.me/example")),
            private=True,
        )
    addresses = typed_addresses(request.text)
    if not addresses:
        what = bold(shown(request.text))
        return say(request.sentence(texts.NO_ADDRESS, typed=what, example=command("add example.kz")), private=True)
    answers = [_answered(request, address) for address in addresses]
    if len(answers) == 1:
        return answers[0]
    paragraphs = tuple(paragraph for each in answers for paragraph in each.paragraphs)
    rows = tuple(row for each in answers for row in each.buttons)
    return Message(paragraphs=paragraphs, buttons=rows, private=True)


def _answered(request: Request, address: str) -> Message:
    """What is said of one site."""
    if is_inner(address):
        return say(request.sentence(texts.INNER, site=site_span(shown_site(address))), private=True)
    read = sources_of(site_of(address), request.rules.sources)
    return _read_already(request, address, read) if read else _asked(request, address)


# -------------------------------------------------------------------------------------------------------- to ask for


def _read_already(request: Request, address: str, read: list[Source]) -> Message:
    """Which sources of that site are read, how fresh they are, and which of them the chat leaves out."""
    keys = [source.key for source in read]
    health = request.store.sources.health(request.now, keys)[:MOST_SHOWN]
    lines = [_left_out_or_fresh(each.key, freshness(each, request), request) for each in health]
    heading = request.sentence(texts.READ_ALREADY, site=site_span(shown_site(address)))
    message = Message(paragraphs=((heading, *lines),), private=True)
    if not request.command.may_change:
        return message
    out = [source for source in read[:MOST_SHOWN] if source.key in request.left_out]
    return message.with_buttons(*((_back(source, request),) for source in out))


def _left_out_or_fresh(key: str, fresh: Line, request: Request) -> Line:
    return request.sentence(source_list.LEFT_OUT, source=fresh) if key in request.left_out else fresh


def _back(source: Source, request: Request) -> Button:
    label = request.translate(why.BRING_BACK, source=shorten(tidy(source.name), LABEL_LIMIT))
    return bring_back_button(request, source.key, label)


def _asked(request: Request, address: str) -> Message:
    result, proposal = request.store.proposals.ask(site_of(address), address, asker(request), request.now)
    site = shown_site(address)
    named = site_span(site)
    match result:
        case AskResult.LOOKING:
            text = texts.LOOKING_DIRECTLY if _directly(request) else texts.LOOKING
            return say(request.sentence(text, site=named), private=True)
        case AskResult.LOOKING_ALREADY:
            return say(request.sentence(texts.LOOKING_ALREADY, site=named), private=True)
        case AskResult.WAITS:
            return _waits(request, proposal, site)
        case AskResult.TOO_MANY:
            return say(request.sentence(texts.TOO_MANY, count=A_DAY), private=True)
        case AskResult.TOO_MANY_OPEN:
            return say(request.translate(texts.TOO_MANY_OPEN), private=True)
    assert proposal is not None  # noqa: S101  # the other results are about one that there is
    return _known(request, result, proposal, site)


def _waits(request: Request, proposal: Proposal | None, site: str) -> Message:
    """An operator who asks for what waits for operators is shown it."""
    if proposal is not None and request.command.is_operator:
        return replace(to_decide(proposal, site, translate=request.translate), private=True)
    return say(request.sentence(texts.WAITS, site=site_span(site)), private=True)


def _known(request: Request, result: AskResult, proposal: Proposal, site: str) -> Message:
    """What became of it when somebody asked for it before."""
    if result is AskResult.REJECTED:
        line = rejected_lately(proposal, site, request.zone, request.now, translate=request.translate)
        return say(line, private=True)
    if result is AskResult.FAILED:
        when = ago(proposal.looked_at or request.now, request.now)
        reason = "" if proposal.reason is None else request.translate(proposal.reason)
        failed = request.sentence(texts.FAILED_LATELY, site=site_span(site), ago=when, reason=reason)
        return say(failed, request.translate(texts.FAILED_TRY), private=True)
    key = proposal.found.source.key if proposal.found else ""
    health = request.store.sources.health(request.now, [key])
    if health and health[0].last_ok_at is not None:
        heading = request.sentence(texts.READ_ALREADY, site=site_span(site))
        return Message(paragraphs=((heading, freshness(health[0], request)),), private=True)
    soon = health and request.now - (proposal.decided_at or request.now) < SOON
    return say(
        request.sentence(texts.APPROVED_SOON if soon else texts.APPROVED_OFF, site=site_span(site)), private=True
    )


def _directly(request: Request) -> bool:
    """Is the person told by a message of their own? A group need not read what one of its people asked for."""
    asked = request.command
    return asked.facts.direct and asked.kind is ChatKind.GROUP and bool(asked.person)


def asker(request: Request) -> Asker:
    """Who asks, and where."""
    asked = request.command
    return Asker(
        platform=asked.chat.platform,
        person=asked.person or f"#{asked.chat.id}",
        name=asked.person_name or ("" if asked.person else asked.title),
        chat=asked.chat,
        kind=asked.kind,
        language=None,
        directly=_directly(request),
        decides=asked.is_operator,
    )


# --------------------------------------------------------------------------------------------------------- to decide


def pressed(request: Request) -> Message:
    """A button of an operator's letter: `12 approve`, `12 reject`, `12 reject news`, `12 undo`, `12`."""
    button = _PRESSED.fullmatch(request.text)
    if button is None:
        return say(request.translate(texts.NO_PROPOSAL), private=True)
    if not request.command.is_operator:
        return say(request.translate(texts.ONLY_OPERATORS), private=True)
    number, wish, reason = int(button[1]), button[2], button[3]
    if wish == "approve":
        return _decide(request, number, ProposalState.APPROVED, None)
    if wish == "reject" and reason is not None:
        because = Phrase(REASONS[reason]) if reason in REASONS else None
        return _decide(request, number, ProposalState.REJECTED, because)
    if wish == "undo":
        request.store.proposals.undo(number)
    proposal = request.store.proposals.get(number)
    if proposal is None or proposal.state is not ProposalState.FOUND:
        return _not_open(request, proposal)
    show = with_which_reason if wish == "reject" else to_decide
    message = show(proposal, shown_site(proposal.url), translate=request.translate)
    return replace(message, reply_mode=ReplyMode.REPLACE)


def _decide(request: Request, number: int, state: ProposalState, reason: Phrase | None) -> Message:
    """Decide it, unless somebody has; who asked is told by letters of the same transaction."""
    asked = request.command
    name = asked.person_name or asked.person or asked.chat.id
    writer = LetterWriter(translators=request.rules.translators, timezone=request.rules.timezone, now=request.now)

    def write(decided_now: Proposal) -> list[NewLetter]:
        return writer.letters(decided_now, shown_site(decided_now.url))

    done = request.store.proposals.decide(number, state, name, reason, write, request.now)
    if done is None:
        return _not_open(request, request.store.proposals.get(number))
    return _shown_decision(request, done)


def _shown_decision(request: Request, proposal: Proposal, *before: Line) -> Message:
    lines = decided(proposal, shown_site(proposal.url), translate=request.translate)
    undo = Button(request.translate(phrases.UNDO), f"{ACTION} {proposal.id} undo")
    return Message(paragraphs=((*before, *lines),), buttons=((undo,),), reply_mode=ReplyMode.REPLACE)


def _not_open(request: Request, proposal: Proposal | None) -> Message:
    """What was decided meanwhile, by somebody else or with another press."""
    if proposal is None or proposal.state not in (ProposalState.APPROVED, ProposalState.REJECTED):
        return say(request.translate(texts.NO_PROPOSAL), private=True)
    return _shown_decision(request, proposal, request.sentence(texts.DECIDED_ALREADY))
