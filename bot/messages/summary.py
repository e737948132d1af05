"""The alert: an article in a few lines, and why it came. It looks like this:

    A second line for the Almaty **metro** depot            (linked; the words that were found are bold)
    Kazakhstan Today · EN · 13:20

    The lead: one or two sentences, cut at a sentence's end, about 300 characters.

    › … whose trains will be washed with recycled **water** …

    🔔 metro, water                                          [⋯]

Titles and sentences are cut. Where others wrote of the same story, a line under the source names them, and the chat's
preferred language stands first (also.py). The language stands there if the chat reads several; a chat may have set
that, and how much of the text it wants, otherwise. The 🔔 line says more of its follows: `· in the headline`,
`· mentioned once`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.i18n.catalogue import formats, watching
from bot.i18n.catalogue import summary as texts
from bot.i18n.formats import exactly
from bot.i18n.translator import Translator
from bot.matching.concepts import NO_CONCEPTS, Concepts
from bot.matching.keys import merge_spans
from bot.messages.also import Naming, also_below, as_shown, story_buttons
from bot.messages.extract import extract, with_marks
from bot.messages.found import in_lead, in_title, is_mentioned_once, stored_spans
from bot.messages.message import Button, Line, Message, Paragraph, Quote, Span, bold, line
from bot.messages.sentences import sentence
from bot.messages.text import ELLIPSIS, Spans, marked, shorten, tidy
from bot.messages.times import time_span
from bot.model import Article, Delivery, Extract, Match, Reason
from bot.rules import Rules

TITLE_LIMIT = 200
SOURCE_LIMIT = 60
FOLD_FROM = 200  #: characters of a text from which it is folded, where a client can: about five lines of a phone
FOLLOWS_LIMIT = 120
FOLLOW_LIMIT = 40
BELL = "🔔"


@dataclass(frozen=True, kw_only=True)
class AlertContext:
    """What alerts are made with besides what is delivered."""

    concepts: Concepts = NO_CONCEPTS  #: what their follows were matched with
    languages: frozenset[str] = frozenset()  #: those that any source is read in

    @classmethod
    def of(cls, rules: Rules) -> AlertContext:
        """What the operator's rules say of it."""
        languages = frozenset(source.language for source in rules.sources if source.enabled)
        return cls(concepts=rules.concepts, languages=languages)


NO_CONTEXT = AlertContext()


def alert(
    delivery: Delivery,
    timezone: str,
    now: datetime | None = None,
    *,
    translate: Translator,
    context: AlertContext = NO_CONTEXT,
) -> Message:
    """The alert for one delivery, times in the chat's zone; `now` decides which day is today.

    What a channel gets is a post.
    """
    asked, delivery = delivery, as_shown(delivery, context.concepts)
    article, matches = delivery.article, [reason.match for reason in delivery.reasons]
    title = title_line(article, found_in_title(delivery, context))
    marks = [span for reason in delivery.reasons for span in in_lead(article, reason, context.concepts)]
    size = delivery.preferences.extract
    shown, beyond = with_marks(extract(article, size), tidy(article.title)[:TITLE_LIMIT], matches, merge_spans(marks))
    now = now or article.first_seen_at
    under = source_line(article, timezone, now, translate, badge(delivery, context))
    paragraphs: list[Paragraph] = [
        (title, under, *alone_line(delivery, translate)),
        *others(delivery, timezone, now, translate, context),
    ]
    if size is Extract.LONG:
        paragraphs += [folding(tuple(shown))] if shown else []
    else:
        paragraphs += [folding((lead,)) if beyond or _has_marks(title) else (lead,) for lead in shown]
    paragraphs += [(part,) for part in beyond]
    if delivery.reasons:  # what it came for may have been unfollowed since
        paragraphs.append((line(f"{BELL} {_bell(delivery, translate, context)}", *calls(delivery.reasons)),))
    preview = delivery.preferences.preview if article.url else None
    return Message(
        paragraphs=tuple(paragraphs),
        buttons=story_buttons(asked, translate),
        more=more_button(asked.article.id),
        preview=preview,
    )


def others(
    delivery: Delivery, timezone: str, now: datetime, translate: Translator, context: AlertContext
) -> list[Paragraph]:
    """The line that names who else wrote of it, if anybody did."""
    return also_below(delivery.also, naming(delivery, ZoneInfo(timezone), now, translate, context))


def naming(delivery: Delivery, zone: ZoneInfo, now: datetime, translate: Translator, context: AlertContext) -> Naming:
    """How others are named in the chat of a delivery."""
    return Naming(zone=zone, now=now, translate=translate, languages=shows_languages(delivery, context))


def more_button(article_id: int) -> Button:
    """The small button that opens the Unfollow buttons of an alert in place."""
    return Button("⋯", f"more {article_id}")


def heading(
    article: Article,
    timezone: str,
    now: datetime,
    *,
    translate: Translator,
    found: Sequence[Match] = (),
    language: str = "",
) -> Paragraph:
    """The linked title; under it the source, its `badge` if that is given as `language`, and the local time.

    The title is bold, but where something of it was `found`, which then is.
    """
    under = source_line(article, timezone, now, translate, language)
    spans = [span for match in found for span in stored_spans(tidy(article.title), match)]
    if spans:
        return (title_line(article, merge_spans(spans)), under)
    return ((Span(shorten(tidy(article.title), TITLE_LIMIT), bold=True, url=article.url),), under)


def title_line(article: Article, spans: Spans) -> Line:
    """The linked title with the found words bold; all of it where nothing in it was found and no link stands out."""
    title = shorten(tidy(article.title), TITLE_LIMIT)
    kept = len(title.removesuffix(ELLIPSIS)) if title != tidy(article.title) else len(title)
    shown = [(start, end) for start, end in spans if end <= kept]
    if not shown and not article.url:
        return (bold(title),)
    return tuple(Span(span.text, bold=span.bold, url=article.url) for span in marked(title, shown))


def source_line(article: Article, timezone: str, now: datetime, translate: Translator, language: str = "") -> Line:
    """`Kazakhstan Today · KK · 22:43`; the language if it is given."""
    source = shorten(tidy(article.source_name), SOURCE_LIMIT)
    before = f"{source} · {language} · " if language else f"{source} · "
    return line(before, time_span(article.published_at, ZoneInfo(timezone), now, translate))


def badge(delivery: Delivery, context: AlertContext) -> str:
    """`KK`, the article's language, where the chat shows it; else ""."""
    return delivery.article.language.upper() if shows_languages(delivery, context) else ""


def shows_languages(delivery: Delivery, context: AlertContext) -> bool:
    """Does the chat read several languages that there are sources in, or has it so set it?"""
    if delivery.preferences.badge is not None:
        return delivery.preferences.badge
    several = context.languages.intersection(delivery.languages) if delivery.languages else context.languages
    return len(several) > 1


def follows(reasons: Sequence[Reason], *, translate: Translator) -> str:
    """The follows as they were typed, joined; those that find no room are counted."""
    shown = ""
    for place, reason in enumerate(reasons):
        name = shorten(tidy(reason.typed), FOLLOW_LIMIT)
        longer = translate(formats.COMMA, first=shown, last=name) if shown else name
        if len(longer) > FOLLOWS_LIMIT:
            return translate(texts.FOLLOWS_AND_MORE, follows=shown, count=len(reasons) - place)
        shown = longer
    return shown


def calls(reasons: Sequence[Reason]) -> Line:
    """Whom the follows call, behind them: ` @aigul`. Slack's ids are shown as names by its clients."""
    people = dict.fromkeys(name for reason in reasons for name in reason.attention.mentions)
    spans = (Span(name, mention=name[2:-1]) if name.startswith("<@") else Span(name) for name in people)
    return tuple(part for span in spans for part in (Span(" "), span))


def _bell(delivery: Delivery, translate: Translator, context: AlertContext) -> str:
    """The follows, and how much the article is about them where that is true of all of them."""
    article, concepts = delivery.article, context.concepts
    names = follows(delivery.reasons, translate=translate)
    if all(in_title(article, reason, concepts) for reason in delivery.reasons):
        return translate(texts.IN_HEADLINE, follows=names)
    if all(is_mentioned_once(article, reason, concepts) for reason in delivery.reasons):
        return translate(texts.MENTIONED_ONCE, follows=names)
    return names


def found_in_title(delivery: Delivery, context: AlertContext) -> Spans:
    """The found words of all follows in the title on one line."""
    spans = [span for reason in delivery.reasons for span in in_title(delivery.article, reason, context.concepts)]
    return merge_spans(spans)


def alone_line(delivery: Delivery, translate: Translator) -> tuple[Line, ...]:
    """That no other language has had it, where only that was asked for."""
    if delivery.alone_for is None:
        return ()
    return (sentence(translate, watching.ALONE, span=exactly(delivery.alone_for)),)


def _has_marks(spans: Line) -> bool:
    return any(span.bold for span in spans)


def folding(paragraph: Paragraph) -> Paragraph:
    """The paragraph, folded where it is long and the client can: what is below its first lines may not be missed."""
    length = sum(len(span.text) for spans in paragraph for span in spans)
    return Quote(paragraph) if length > FOLD_FROM else paragraph
