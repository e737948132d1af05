"""A long message as pages that each are one message on every platform. Pure.

It is split between paragraphs, and a paragraph that is too long for a page between its lines.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape

from bot.messages.message import Aside, Line, Message, Paragraph, Quote, Span, ends_link

CHARACTERS = 3500  #: of one message, addresses written out: Telegram has room for 4096, so that it fits plain too
BYTES = 7500  #: of one message's blocks on Slack, whose formatter begins another at 8,000
ENTITIES = 90  #: formatted runs of one message: Telegram keeps 100
ADDRESSES = 8500  #: bytes of the addresses behind links: Telegram takes about 9,000
PARAGRAPHS = 30  #: of one message: Slack takes 50 blocks, buttons included
LONGEST_LINK = 2000  #: characters; platforms show no longer ones
LONG_RUN, LEAST_PIECE = 1200, 120  #: bytes from which a run is cut on Slack; characters of a piece, at least
AROUND_PARAGRAPH, AROUND_RUN = 86, 36  #: bytes of JSON around a paragraph and around a run of text in it
HALF_BLOCK = 1250  #: bytes of a long paragraph for which Slack's formatter makes another block, at the worst
LINE_BREAK = 36  #: bytes of JSON for a line break in a paragraph
CERTAINLY_SHORT = LONG_RUN // 6  #: characters that are never more bytes than that, escaped
AROUND_STYLE, AROUND_TIME = 60, 50  #: bytes of JSON more around a run with a style, and around a time

_to_json = json.JSONEncoder(ensure_ascii=False).encode  # made once: a long digest has 8,000 runs


@dataclass(frozen=True, kw_only=True)
class Size:
    """What a part of a message takes of what one message may have, at the worst."""

    characters: int = 0  #: links written out, markup characters escaped
    octets: int = 0  #: bytes of Slack's blocks
    entities: int = 0
    addresses: int = 0  #: bytes
    paragraphs: int = 0

    def __add__(self, other: Size) -> Size:
        return Size(
            characters=self.characters + other.characters,
            octets=self.octets + other.octets,
            entities=self.entities + other.entities,
            addresses=self.addresses + other.addresses,
            paragraphs=self.paragraphs + other.paragraphs,
        )

    def fits(self, *, octets: int = BYTES) -> bool:
        """Is there room for it in one message? `octets`: of blocks, for all platforms; 0: where none count."""
        return (
            self.characters <= CHARACTERS
            and (self.octets <= octets or not octets)
            and self.entities <= ENTITIES
            and self.addresses <= ADDRESSES
            and self.paragraphs <= PARAGRAPHS
        )


def size(paragraph: Paragraph) -> Size:
    """What a paragraph takes."""
    return _whole(sum(map(_of_line, paragraph), Size()), quoted=isinstance(paragraph, Quote))


def _of_line(spans: Line) -> Size:
    """What a line takes, with the line break before it."""
    characters, octets, entities, addresses = 1, LINE_BREAK, 0, 0
    for place, span in enumerate(spans):
        run = _run(span, ends_link(spans, place))
        characters, octets = characters + run[0], octets + run[1]
        entities, addresses = entities + run[2], addresses + run[3]
    return Size(characters=characters, octets=octets, entities=entities, addresses=addresses)


def _whole(lines: Size, *, quoted: bool) -> Size:
    """What a paragraph takes whose lines take so much."""
    around = Size(octets=AROUND_PARAGRAPH - LINE_BREAK, characters=2, entities=int(quoted), paragraphs=1)
    made = lines + around
    return made + Size(octets=AROUND_PARAGRAPH * (made.octets // HALF_BLOCK))


def _run(span: Span, ends_link: bool) -> tuple[int, int, int, int]:
    """What a span takes, in the order of Size; a link of several spans counts once, but on Slack, by element."""
    link = span.url if span.url and len(span.url) <= LONGEST_LINK else ""
    address = link if ends_link else ""
    written = _to_json([span.text, link]).encode("utf-8", "replace")
    styled = span.bold or span.italic or span.to_copy
    around = AROUND_RUN + AROUND_STYLE * styled + AROUND_TIME * bool(span.at)
    if (
        len(span.text) > CERTAINLY_SHORT and len(escape(span.text).encode("utf-8", "replace")) > LONG_RUN
    ):  # Slack's formatter cuts it into many
        around += (len(span.text) // LEAST_PIECE) * (around + len(link) + AROUND_PARAGRAPH)
    return (
        len(escape(span.text + (f" ({address})" if address else ""), quote=False)) + 1,
        around + len(written),
        span.bold + span.italic + span.to_copy + bool(address) + bool(span.at),
        len(address.encode("utf-8", "replace")),
    )


def split_pages(message: Message, beside: Size, *, octets: int = BYTES) -> list[tuple[Paragraph, ...]]:
    """Its paragraphs by page, at least one page; `beside`: what is added to each; `octets` as in `Size.fits`."""
    found: list[list[Paragraph]] = [[]]
    taken = beside
    for paragraph in message.paragraphs:
        whole = size(paragraph)
        if found[-1] and not (taken + whole).fits(octets=octets) and (beside + whole).fits(octets=octets):
            found.append([])
            taken = beside
        if (taken + whole).fits(octets=octets):
            found[-1].append(paragraph)
            taken += whole
            continue
        for number, lines in enumerate(_split(paragraph, taken, beside, octets)):
            if number:
                found.append([])
                taken = beside
            if lines:
                found[-1].append(lines)
                taken += size(lines)
    return [tuple(page) for page in found if page] or [()]


def _split(paragraph: Paragraph, taken: Size, beside: Size, octets: int) -> list[Paragraph]:
    """Its lines by page, the first ones beside what is on that page already."""
    found: list[Paragraph] = [()]
    lines, quoted = Size(), isinstance(paragraph, Quote)
    for line in paragraph:
        longer = lines + _of_line(line)
        fits = (taken + _whole(longer, quoted=quoted)).fits(octets=octets)
        if (found[-1] or taken != beside) and not fits:
            found.append(())
            taken, longer = beside, _of_line(line)
        found[-1] = (*found[-1], line)
        lines = longer
    kind = type(paragraph) if isinstance(paragraph, Quote | Aside) else tuple
    return [kind(part) if part else part for part in found]
