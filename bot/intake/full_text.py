"""Is the text that a feed carries the whole article, so that its page need not be read? (pure)

By its form, if it is long and not cut off; or because the pages of its source had no more than the feed, lately.
"""

from __future__ import annotations

from bot.intake.furniture import is_cut_off
from bot.model import Entry

#: Characters and paragraphs of a text that is whole by its form alone.
LONG, LONG_PARAGRAPHS = 1_500, 4
#: Pages in a row that had no more than the feed's texts: after so many, the next texts are whole too.
TRUSTED_FROM = 2
#: Characters or paragraphs below which a text is a teaser, whatever the pages before it had.
SHORT, SHORT_PARAGRAPHS = 400, 2
#: A page that is longer by less than this has no more: a caption, a signature.
LONGER_BY = 1.15


def feed_text(entry: Entry) -> str:
    """The full text that the feed carries; "" if it is no longer than the teaser."""
    return entry.text if len(entry.text) > len(entry.teaser) else ""


def is_whole(entry: Entry, texts_whole: int) -> bool:
    """Is the feed's text the whole article? `texts_whole`: of PollState; negative: its pages had more."""
    if entry.complete:
        return True
    text = feed_text(entry)
    if not text or texts_whole < 0 or is_cut_off(text):
        return False
    paragraphs = text.count("\n\n") + 1
    trusted = texts_whole >= TRUSTED_FROM and (len(text) >= SHORT or paragraphs >= SHORT_PARAGRAPHS)
    return trusted or (len(text) >= LONG and paragraphs >= LONG_PARAGRAPHS)


def page_has_more(page_text: str, text: str) -> bool:
    """Has the page more than the feed's text?"""
    return len(page_text) > len(text) * LONGER_BY


def longer(page_text: str, text: str) -> str:
    """The text that is kept: the page's, unless it has less than the feed's."""
    return page_text if len(page_text) >= len(text) else text
