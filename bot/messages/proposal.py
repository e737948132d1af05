"""Letters about a site that was asked for: to operators, who decide, and to who asked, what came of it. Pure.

**New source? example.kz**
Asked for by Aliya and 2 others
Example.kz · Russian · feed                      (linked)

20 articles would be read, the newest:
• The pier in Aktau is ready                     (linked)
…
› The opening of the newest one's full text …

[Approve] [Reject]
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo

from bot.i18n.catalogue import adding as texts
from bot.i18n.catalogue import languages
from bot.i18n.formats import enumerated, moment
from bot.i18n.text import Text
from bot.i18n.translator import Translator
from bot.messages.extract import LEAD_LIMIT
from bot.messages.message import Button, Line, Message, Paragraph, Span, bold, command, line, say
from bot.messages.sentences import sentence
from bot.messages.summary import SOURCE_LIMIT, TITLE_LIMIT
from bot.messages.text import one_line, opening, shorten, tidy
from bot.model import Asker, FoundSite, Proposal, ProposalState, WayKind

ACTION = "proposal"  #: of the buttons: `proposal 12 approve`
NAMES = 3  #: of who asked that are named
NAME_LIMIT = 40
SITE_LIMIT = 60
HEADLINES = 3
KINDS: Mapping[WayKind, Text] = {
    WayKind.FEED: texts.FEED,
    WayKind.LIST: texts.LIST,
    WayKind.SITEMAP: texts.SITEMAP,
    WayKind.WORDPRESS: texts.WORDPRESS,
    WayKind.TELEGRAM: texts.CHANNEL,
}
#: reasons by the word that a button names them with
REASONS: Mapping[str, Text] = {
    "news": texts.BECAUSE_NOT_NEWS,
    "much": texts.BECAUSE_TOO_MUCH,
    "reliable": texts.BECAUSE_NOT_RELIABLE,
}


def site_span(site: str) -> Span:
    """A site as it is named in a text; it is no link: what stands there is not known."""
    return bold(shorten(tidy(site), SITE_LIMIT))


# ------------------------------------------------------------------------------------------------------ to operators


def to_decide(proposal: Proposal, site: str, *, translate: Translator) -> Message:
    """What was found, with the buttons to approve or reject it. `proposal` was found; `site`: as it is shown."""
    found = proposal.found
    assert found is not None  # noqa: S101  # of a proposal that was found
    head: list[Line] = [sentence(translate, texts.PROPOSED, site=site_span(site))]
    head += [_asked_by(proposal.askers, translate)] if proposal.askers else []
    head.append(_what(found, translate))
    paragraphs: list[Paragraph] = [tuple(head), _would_read(found, translate)]
    text = one_line(found.opening)
    paragraphs.append((line("› ", opening(text, LEAD_LIMIT)),) if text else (sentence(translate, texts.NO_FULL_TEXT),))
    approve = Button(translate(texts.APPROVE), f"{ACTION} {proposal.id} approve")
    reject = Button(translate(texts.REJECT), f"{ACTION} {proposal.id} reject")
    return Message(paragraphs=tuple(paragraphs), buttons=((approve, reject),))


def _asked_by(askers: tuple[Asker, ...], translate: Translator) -> Line:
    names = enumerated([shorten(tidy(each.shown), NAME_LIMIT) for each in askers[:NAMES]], translate)
    more = len(askers) - NAMES
    if more > 0:
        return sentence(translate, texts.ASKED_BY_MORE, names=names, count=more)
    return sentence(translate, texts.ASKED_BY, names=names)


def _what(found: FoundSite, translate: Translator) -> Line:
    source = found.source
    name = Span(shorten(tidy(source.name), SOURCE_LIMIT), url=source.ways[0].address)
    kind = translate(KINDS.get(source.kind, texts.FEED))
    return sentence(translate, texts.WHAT, source=name, language=translate(languages.NAMES[source.language]), kind=kind)


def _would_read(found: FoundSite, translate: Translator) -> Paragraph:
    newest = found.headlines[:HEADLINES]
    titles = [line("• ", Span(shorten(tidy(each.title), TITLE_LIMIT), url=each.link or None)) for each in newest]
    return (sentence(translate, texts.WOULD_READ, count=found.entries), *titles)


def with_which_reason(proposal: Proposal, site: str, *, translate: Translator) -> Message:
    """The choice of a reason to reject it."""
    action = f"{ACTION} {proposal.id} reject"
    own = command(f"add reject {proposal.id} {translate(texts.YOUR_REASON)}")
    labels = {"news": texts.NOT_NEWS, "much": texts.TOO_MUCH, "reliable": texts.NOT_RELIABLE}
    reasons = tuple(Button(translate(label), f"{action} {word}") for word, label in labels.items())
    rest = (
        Button(translate(texts.NO_REASON), f"{action} none"),
        Button(translate(texts.KEEP_WAITING), f"{ACTION} {proposal.id}"),
    )
    return say(sentence(translate, texts.WHY_REJECT, site=site_span(site), command=own)).with_buttons(reasons, rest)


def decided(proposal: Proposal, site: str, *, translate: Translator) -> tuple[Line, ...]:
    """What was decided, by whom and why."""
    name = bold(shorten(tidy(proposal.decided_by or ""), NAME_LIMIT))
    if proposal.state is ProposalState.APPROVED:
        approved = sentence(translate, texts.APPROVED_BY, site=site_span(site), name=name)
        return (approved, sentence(translate, texts.APPROVED_KEEP))
    if proposal.reason is None:
        return (sentence(translate, texts.REJECTED_BY, site=site_span(site), name=name),)
    reason = _reason(proposal, translate)
    return (sentence(translate, texts.REJECTED_BY_BECAUSE, site=site_span(site), name=name, reason=reason),)


# ---------------------------------------------------------------------------------------------------- to who asked


def outcome(proposal: Proposal, site: str, *, translate: Translator) -> Message:
    """What has become of what somebody asked for: it can be read or not, it is approved or rejected."""
    named = site_span(site)
    match proposal.state:
        case ProposalState.FOUND:
            found = proposal.found
            assert found is not None  # noqa: S101  # it was found
            head = (sentence(translate, texts.FOUND, site=named), _what(found, translate))
            return Message(paragraphs=(head, _would_read(found, translate)))
        case ProposalState.APPROVED:
            return say(sentence(translate, texts.APPROVED, site=named))
        case ProposalState.REJECTED if proposal.reason is None:
            return say(sentence(translate, texts.REJECTED, site=named))
        case ProposalState.REJECTED:
            return say(sentence(translate, texts.REJECTED_BECAUSE, site=named, reason=_reason(proposal, translate)))
    failed = sentence(translate, texts.FAILED, site=named, reason=_reason(proposal, translate))
    return say(failed, sentence(translate, texts.FAILED_TRY))


def _reason(proposal: Proposal, translate: Translator) -> str:
    """The reason as the end of a sentence."""
    return "" if proposal.reason is None else translate(proposal.reason).rstrip(". ")


def rejected_lately(proposal: Proposal, site: str, zone: tzinfo, now: datetime, *, translate: Translator) -> Line:
    """A site was rejected when somebody asked for it before."""
    at = moment(proposal.decided_at or now, zone, now, translate)
    if proposal.reason is None:
        return sentence(translate, texts.REJECTED_LATELY, site=site_span(site), moment=at)
    reason = _reason(proposal, translate)
    return sentence(translate, texts.REJECTED_LATELY_BECAUSE, site=site_span(site), moment=at, reason=reason)
