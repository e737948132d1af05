"""Texts of the catalogue as lines: their parts may be bold, linked or commands. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.i18n.catalogue import formats as texts
from bot.i18n.formats import joined
from bot.i18n.text import Phrase, Plural, Text, pieces
from bot.i18n.translator import Translator
from bot.messages.message import Line, Span

LinePart = str | int | Phrase | Span | Line  #: what stands in a line


def sentence(translate: Translator, text: Text | Plural | Phrase, **parts: LinePart) -> Line:
    """The text in words, spans and lines in place of its parts: `sentence(translate, TOO_LONG, query=bold("AI"))`.

    Raises:
        KeyError: a part that the text names is missing.
    """
    if isinstance(text, Phrase):
        return sentence(translate, text.text, **{**text.parts, **parts})
    made: list[Span] = []
    for literal, name in pieces(translate.template(text, parts.get("count"))):
        for span in (Span(literal), *(_spans(translate, parts[name]) if name else ())):
            _append(made, span)
    return tuple(made)


def _append(made: list[Span], span: Span) -> None:
    """Plain text behind plain text is one run."""
    if made and made[-1] == Span(made[-1].text) and span == Span(span.text):
        made[-1] = Span(made[-1].text + span.text)
    elif span.text:
        made.append(span)


def _spans(translate: Translator, part: LinePart) -> Line:
    if isinstance(part, Span):
        return (part,)
    if isinstance(part, tuple):
        return part
    return (Span(translate.part(part)),)


def listed(translate: Translator, lines: Sequence[Line], last: Text = texts.AND) -> Line:
    """`a, b and c`: lines with commas between them, the last two joined by `last`."""
    return joined(lines, lambda text, first, second: sentence(translate, text, first=first, last=second), last, ())
