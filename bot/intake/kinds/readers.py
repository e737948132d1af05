"""The reader of each kind of source; all give the same Listing. Runs only in the reader's child process.

Libraries are imported with the reader that needs them: most sources need one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.intake.kinds.document import Document
from bot.model import Listing, WayKind

Read = Callable[[Document], Listing]


def read(document: Document) -> Listing:
    """What the document has, as its way's kind is read. Raises ParseError: it can't be read so."""
    if document.capped and document.way.kind is not WayKind.FEED:
        raise document.too_large()  # these begin with what is not their newest, or can't be cut
    listing = _READERS[document.way.kind]()(document)
    if not document.whole or listing.more:
        return listing
    from bot.intake.kinds.older import older_pages  # only where an archive is read in

    return replace(listing, more=older_pages(document))


def _feed() -> Read:
    from bot.intake.kinds import feed

    return feed.read


def _list() -> Read:
    from bot.intake.kinds import list_

    return list_.read


def _pages() -> Read:
    from bot.intake.kinds import pages

    return pages.read


def _sitemap() -> Read:
    from bot.intake.kinds import sitemap

    return sitemap.read


def _wordpress() -> Read:
    from bot.intake.kinds import wordpress

    return wordpress.read


def _json() -> Read:
    from bot.intake.kinds import json_

    return json_.read


def _telegram() -> Read:
    from bot.intake.kinds import telegram

    return telegram.read


_READERS: dict[WayKind, Callable[[], Read]] = {
    WayKind.FEED: _feed,
    WayKind.LIST: _list,
    WayKind.PAGES: _pages,
    WayKind.SITEMAP: _sitemap,
    WayKind.WORDPRESS: _wordpress,
    WayKind.JSON: _json,
    WayKind.TELEGRAM: _telegram,
}
