"""The alert: an article in a few lines, and why it came. It looks like this:

    **A second line for the Almaty metro depot**            (linked)
    Kazakhstan Today · 25 Nov, 13:20

    The lead: one or two sentences, cut at a sentence's end, about 300 characters.

    › … whose trains will be washed with recycled **water** …

    🔔 water, metro                                          [⋯]

Titles and sentences are cut, nothing else of an article's text is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.i18n.catalogue import formats
from bot.i18n.catalogue import summary as texts
from bot.i18n.formats import moment
from bot.i18n.translator import Translator
from bot.messages.message import Button, Line, Message, Paragraph, Span, line
from bot.messages.text import Spans, around, marked, one_line, opening, shorten, tidy
from bot.model import Article, Delivery, Match, Reason

TITLE_LIMIT = 200
SOURCE_LIMIT = 60
LEAD_LIMIT = 300
SENTENCE_LIMIT = 240
SENTENCES = 2  #: shown at most; follows found elsewhere still stand in the 🔔 line
FOLLOWS_LIMIT = 120
FOLLOW_LIMIT = 40
TEASER_START = 80  #: as in Article.text: a body that begins with this much of the teaser holds the teaser
BELL = "🔔"


def alert(delivery: Delivery, timezone: str, now: datetime | None = None, *, translate: Translator) -> Message:
    """The alert for one delivery, times in the chat's zone; `now` decides whether the year is named.

    What a channel gets is a post.
    """
    article = delivery.article
    lead, beyond = _lead(article, [reason.match for reason in delivery.reasons])
    paragraphs: list[Paragraph] = [heading(article, timezone, now or article.first_seen_at, translate=translate)]
    paragraphs += [(lead,)] if lead else []
    paragraphs += [(part,) for part in beyond]
    paragraphs.append((line(f"{BELL} {follows(delivery.reasons, translate=translate)}"),))
    return Message(paragraphs=tuple(paragraphs), more=more_button(article.id))


def more_button(article_id: int) -> Button:
    """The small button that opens the Unfollow buttons of an alert in place."""
    return Button("⋯", f"more {article_id}")


def heading(article: Article, timezone: str, now: datetime, *, translate: Translator) -> Paragraph:
    """The linked title; under it the source and the local time."""
    title = Span(shorten(tidy(article.title), TITLE_LIMIT), bold=True, url=article.url)
    source = shorten(tidy(article.source_name), SOURCE_LIMIT)
    published = moment(article.published_at, ZoneInfo(timezone), now, translate)
    return ((title,), line(f"{source} · {published}"))


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


def _lead(article: Article, matches: Sequence[Match]) -> tuple[Line, list[Line]]:
    """The lead, found words in it bold, and the sentences that must show beside it."""
    text = opening_paragraph(article)
    lead = opening(text, LEAD_LIMIT)
    in_lead: list[tuple[int, int]] = []
    beyond: dict[str, set[tuple[int, int]]] = {}
    for match in matches:
        sentence = one_line(match.sentence).rstrip()
        if tidy(sentence) in tidy(article.title):
            continue
        at = text.find(sentence)
        if at >= 0 and all(at + end <= len(lead.rstrip("…")) for _, end in match.spans):
            in_lead += [(at + start, at + end) for start, end in match.spans]
        else:
            beyond.setdefault(sentence, set()).update(match.spans)
    shown = list(beyond.items())[:SENTENCES]
    return marked(lead, sorted(in_lead)), [sentence_line(sentence, sorted(spans)) for sentence, spans in shown]


def opening_paragraph(article: Article) -> str:
    """The teaser; where the body begins with it, or there is none, the body's first paragraph."""
    body = article.body or ""
    teaser = article.teaser
    text = body.strip().partition("\n\n")[0] if not teaser.strip() or body.startswith(teaser[:TEASER_START]) else teaser
    return one_line(text.strip())


def sentence_line(sentence: str, spans: Spans) -> Line:
    """The sentence that answers, cut around its found words, those bold: `› … with recycled **water** …`."""
    return (Span("› "), *around(sentence, spans, SENTENCE_LIMIT))
