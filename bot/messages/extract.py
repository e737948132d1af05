"""How much of an article's text a message shows: nothing, the lead, or several paragraphs; what was found is bold.

article ─ extract ─▶ paragraphs, each cut at a sentence's end ─ with_marks ─▶ lines, and sentences from elsewhere
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.matching.keys import merge_spans
from bot.messages.found import opening_paragraph
from bot.messages.message import Line, Span
from bot.messages.text import ELLIPSIS, Spans, around, marked, one_line, opening, tidy
from bot.model import Article, Extract, Match

LEAD_LIMIT = 300
SENTENCE_LIMIT = 240
SENTENCES = 2  #: from elsewhere, shown at most; follows found there still stand in the 🔔 line
LONG_LIMIT = 900  #: characters of a long extract
LONG_SENTENCES = 12  #: of one of its paragraphs: more than fit


def sentence_line(sentence: str, spans: Spans) -> Line:
    """The sentence that answers, cut around its found words, those bold: `› … with recycled **water** …`."""
    return (Span("› "), *around(sentence, spans, SENTENCE_LIMIT))


def extract(article: Article, size: Extract) -> list[tuple[str, str]]:
    """Paragraphs of the article's text, each whole and as much of it as is shown."""
    if size is Extract.NONE:
        return []
    lead = opening_paragraph(article)
    if size is Extract.SHORT:
        return [(lead, opening(lead, LEAD_LIMIT))]
    return list(_long(lead, article.body or ""))


def _long(lead: str, body: str) -> Iterator[tuple[str, str]]:
    """The lead, and what follows it as far as whole sentences fit."""
    room = LONG_LIMIT
    others = [one_line(part.strip()) for part in body.split("\n\n")]
    for whole in dict.fromkeys((lead, *others)):
        shown = opening(whole, room, LONG_SENTENCES) if room > 0 else ""
        cut = shown.endswith(ELLIPSIS) and not whole.startswith(shown)
        if not shown or (cut and room < LONG_LIMIT):
            return
        yield whole, shown
        room = room - len(shown) if len(shown.rstrip()) == len(whole) else 0


def with_marks(
    shown: Sequence[tuple[str, str]], title: str, matches: Sequence[Match], in_lead: Spans
) -> tuple[list[Line], list[Line]]:
    """The extract, found words in it bold, and the sentences that show what was found elsewhere.

    `in_lead`: what was found in its first paragraph.
    """
    found: dict[int, list[tuple[int, int]]] = {0: list(in_lead)}
    beyond: dict[str, set[tuple[int, int]]] = {}
    for match in matches:
        sentence = one_line(match.sentence).rstrip()
        if tidy(sentence) in tidy(title):
            continue
        place = next((place for place, part in enumerate(shown) if _is_shown(sentence, match, part)), None)
        if place is None:
            beyond.setdefault(sentence, set()).update(match.spans)
        else:
            at = shown[place][0].find(sentence)
            found.setdefault(place, []).extend((at + start, at + end) for start, end in match.spans)
    lines = [
        marked(text, merge_spans([span for span in found.get(place, ()) if span[1] <= len(text.rstrip(ELLIPSIS))]))
        for place, (_, text) in enumerate(shown)
        if text
    ]
    return lines, [sentence_line(sentence, sorted(spans)) for sentence, spans in list(beyond.items())[:SENTENCES]]


def _is_shown(sentence: str, match: Match, part: tuple[str, str]) -> bool:
    """Are all found words of a sentence in what is shown of this paragraph?"""
    whole, shown = part
    at = whole.find(sentence)
    return at >= 0 and all(at + end <= len(shown.rstrip(ELLIPSIS)) for _, end in match.spans)
