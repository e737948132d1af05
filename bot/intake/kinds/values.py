"""The values of JSON documents as readers need them: one line, a text of paragraphs, an instant."""

from __future__ import annotations

import json
import re
from typing import Any

from bot.errors import ParseError
from bot.i18n.catalogue import kinds as texts
from bot.intake.kinds.document import Document
from bot.intake.kinds.markup import fragment_of
from bot.intake.page import article_text, paragraphs
from bot.intake.plain_text import plain_text, plain_title, tidy

#: What PHP and proxies write before a document.
_BEGIN = re.compile(r"[\[{]")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:#\d+|#x[\da-fA-F]+|\w+);")


def loaded(document: Document) -> Any:
    """The document's JSON, after whatever stands before it. Raises ParseError: it has none."""
    try:
        text = document.body.decode("utf-8-sig")  # what JSON has to be, whatever is said of it
    except UnicodeDecodeError:
        text = document.text
    begin = _BEGIN.search(text)
    if begin is None or text.lstrip().startswith("<"):
        raise ParseError(texts.NO_JSON)
    try:
        return json.JSONDecoder(strict=False).raw_decode(text, begin.start())[0]
    except (ValueError, RecursionError):
        raise ParseError(texts.NO_JSON) from None


def one_line(value: Any) -> str:
    """A value as plain text on one line: of a list the first, of WordPress's objects what is rendered."""
    return plain_text(_raw(value))


def text(value: Any) -> str:
    """A value as a text of paragraphs, from markup or from lines."""
    raw = _raw(value)
    if not _MARKUP.search(raw):
        return article_text(line for part in raw.splitlines() if (line := tidy(part)))
    tree = fragment_of(raw)
    return "" if tree is None else article_text(paragraphs(tree))


def title(value: Any) -> str:
    """A value as a title: it loses less than other texts, see plain_title."""
    return plain_title(_raw(value))


def date_text(value: Any) -> str:
    """A value as a date is written, a number too; "": there is none."""
    if isinstance(value, float):
        return f"{value:.0f}"  # not 1.76e+18
    return _raw(value).strip()


def _raw(value: Any) -> str:
    while isinstance(value, list | dict) and value:
        value = value[0] if isinstance(value, list) else value.get("rendered")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value)
