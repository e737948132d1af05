"""The public preview of a Telegram channel, https://t.me/s/name: its latest posts with their dates and links.

page ──▶ posts, without those of the service ──▶ their lines ──▶ the first is the title, the others the text ──▶ Listing

A post that is only a picture has nothing that could be followed: it is left out until somebody adds words to it.
"""

from __future__ import annotations

from typing import Any

from bot.errors import ParseError
from bot.i18n.catalogue import kinds as texts
from bot.intake.dates import unread_dates
from bot.intake.entries import TEASER_LIMIT
from bot.intake.kinds.document import Document, dated, each_once, lead_of
from bot.intake.kinds.markup import date_of, first, select, tree_of, written_date
from bot.intake.page import article_text, paragraphs
from bot.intake.plain_text import cut
from bot.language.sentences import sentences
from bot.model import Entry, Listing

#: Characters of a title; a longer first line is cut at the end of its first sentence, or at a word.
TITLE = 200
#: Letters that a line has to be a title: not "⚡⚡⚡", nor a single "!".
TITLE_LETTERS = 3

_SERVICE = frozenset({"service_message", "tgme_widget_message_service"})
#: What a post says, the first of them that it has: its text; the question of a poll; the names of a file or of a link.
_SAID = (
    ".js-message_text",
    ".tgme_widget_message_text:not(.js-message_reply_text)",
    ".tgme_widget_message_poll_question",
    ".tgme_widget_message_document_title",
    ".link_preview_title",
)
_OWN_TAGS = ("tg-emoji", "tg-spoiler")


def read(document: Document) -> Listing:
    """The posts, the oldest first as the page has them.

    Raises:
        ParseError: there are none: it is no preview of a channel.
    """
    tree = tree_of(document)
    posts = select(tree, "[data-post]")
    if not posts:
        raise ParseError(texts.NO_CHANNEL)
    for element in tree.iter(*_OWN_TAGS):
        element.tag = "span"  # a sign or words within a sentence, not a paragraph
    own = [post for post in posts if not _SERVICE & set((post.get("class") or "").split())]
    found = [(post, _entry(post, document)) for post in own]
    undated = [_time(post) for post, entry in found if entry and entry.published_at is None]
    problems = unread_dates([written_date(time) for time in undated if time is not None])
    return Listing(entries=tuple(each_once(entry for _, entry in found if entry is not None)), problems=problems)


def _entry(post: Any, document: Document) -> Entry | None:
    """None: it has no words."""
    said = next((text for selector in _SAID if (text := _text(first(post, selector)))), "")
    title, text = titled(said)
    if not title:
        return None
    name = post.get("data-post")
    linked = first(post, ".tgme_widget_message_date")
    link = "" if linked is None else (linked.get("href") or "").partition("?")[0]
    time = _time(post)
    return Entry(
        guid=name,
        link=document.link(link or f"https://t.me/{name}"),
        title=title,
        teaser=cut(lead_of(text), TEASER_LIMIT),
        **dated(None if time is None else date_of(time, document)),
        text=text,
        complete=True,  # its page is this preview again, with words for whoever has no Telegram
    )


def _time(post: Any) -> Any:
    return first(post, ".tgme_widget_message_date time[datetime], time[datetime]")


def _text(element: Any) -> str:
    return "" if element is None else article_text(paragraphs(element))


def titled(said: str) -> tuple[str, str]:
    """The title of a post, and its text: without the line that is the title, if there are others."""
    lines = said.split("\n\n")
    at = next((at for at, line in enumerate(lines) if sum(map(str.isalpha, line)) >= TITLE_LETTERS), None)
    if at is None:
        return "", ""
    line, below = lines[at], lines[at + 1 :]
    if len(line) <= TITLE:
        return line, "\n\n".join(below) or line
    start, end = sentences(line)[0]
    return cut(line[start:end], TITLE), "\n\n".join([line, *below])
