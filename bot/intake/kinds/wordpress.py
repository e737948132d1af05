"""The posts of WordPress's REST interface: /wp-json/wp/v2/posts, or ?rest_route=/wp/v2/posts.

It gives title, excerpt and full text as HTML, and the date in UTC; a post that has a password has no text. Its guid is
that of the site's feed, so a source that has both as ways in knows the articles of one from the other.
"""

from __future__ import annotations

import re
from typing import Any

from bot.errors import ParseError
from bot.i18n.catalogue import kinds as texts
from bot.intake.dates import WrittenDate, unread_dates
from bot.intake.entries import MADE_TITLE_LIMIT, TEASER_LIMIT, TITLE_LIMIT
from bot.intake.kinds.document import Document, dated, each_once
from bot.intake.kinds.values import date_text, loaded, one_line, text
from bot.intake.kinds.values import title as title_of
from bot.intake.plain_text import cut, plain_text
from bot.model import Entry, Listing

#: What ends an excerpt that WordPress has cut.
_CUT = re.compile(r"\s*\[\s*(?:…|\.\.\.)\s*\]\s*$")


def read(document: Document) -> Listing:
    """The posts in their order.

    Raises:
        ParseError: it is no JSON, or another document, or the site refuses to tell.
    """
    posts = loaded(document)
    if isinstance(posts, dict):
        message = posts.get("message")
        if isinstance(message, str) and message:
            raise ParseError(texts.POSTS_REFUSED, message=cut(plain_text(message), TITLE_LIMIT))
        posts = posts.get("body")  # of ?_envelope
    if not isinstance(posts, list):
        raise ParseError(texts.NO_POSTS)
    found = [(post, _entry(post, document)) for post in posts if isinstance(post, dict)]
    entries = [entry for _, entry in found if entry is not None]
    if posts and not entries:
        raise ParseError(texts.NO_POSTS)
    undated = [_dates(post) for post, entry in found if entry and entry.published_at is None]
    return Listing(entries=tuple(each_once(entries)), problems=unread_dates([dates[-1] for dates in undated if dates]))


def _entry(post: dict[str, Any], document: Document) -> Entry | None:
    """None: it has neither title nor text."""
    content = post.get("content")
    closed = isinstance(content, dict) and content.get("protected") is True
    body = "" if closed else text(content)
    teaser = _CUT.sub("…", "" if closed else one_line(post.get("excerpt"))) or body.partition("\n\n")[0]
    title = title_of(post.get("title")) or cut(teaser, MADE_TITLE_LIMIT)
    if not title:
        return None
    return Entry(
        guid=one_line(post.get("guid")) or one_line(post.get("id")) or None,
        link=document.link(one_line(post.get("link"))),
        title=cut(title, TITLE_LIMIT),
        teaser=cut(teaser, TEASER_LIMIT),
        **dated(_published(post, document)),
        text=body,
    )


def _published(post: dict[str, Any], document: Document) -> WrittenDate | None:
    return next((found for written in _dates(post) if (found := document.date(written))), None)


def _dates(post: dict[str, Any]) -> list[str]:
    """The dates of a post as they are written: in UTC, of which it says nothing, and in its site's own time."""
    utc, own = (date_text(post.get(name)) for name in ("date_gmt", "date"))
    return [written for written in (utc and f"{utc}Z", own) if written]
