"""The tree of an HTML page. Runs only in the reader's child process."""

from __future__ import annotations

from typing import Any

from lxml import etree, html

from bot.errors import ParseError
from bot.i18n.catalogue import intake as texts


def parsed(text: str) -> Any:
    """The tree, without comments. Raises ParseError: there is nothing to parse, or lxml fails."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(text.encode("utf-8", "ignore"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise ParseError(texts.PAGE_BROKEN) from error
