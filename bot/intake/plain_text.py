"""Plain text from the markup of feeds and pages (pure).

raw → without CMS leftovers → without tags → entities decoded → without control characters → NFC, single spaces
"""

from __future__ import annotations

import html
import re
import unicodedata

#: Characters of a title or teaser that are read: a feed may contain whole books.
RAW_CAP = 200_000

#: kt.kz's CMS leaks this, even inside a word; it must be removed first.
CMS_IMAGE = re.compile(r"<Image=\d+=true>", re.IGNORECASE)
CMS_IMAGE_BYTES = re.compile(rb"<Image=\d+=true>", re.IGNORECASE)

_TAG = re.compile(r"</?([a-zA-Z][\w:-]*)[^<>]*>")
#: Tags within a word or sentence; every other one separates words.
INLINE = frozenset(
    "a abbr acronym b bdi bdo cite code em font i ins mark q s small span strong sub sup tt u wbr".split()  # noqa: SIM905 - twenty lines as a list
)
#: Tags that show that markup was escaped twice; other words in angle brackets may be intended.
_ESCAPED_TWICE = re.compile(r"</?(?:p|br|div|span|b|i|em|strong|a|img|ul|ol|li|h\d)\b[^<>]*>", re.IGNORECASE)
#: Tags between paragraphs.
_BLOCK = re.compile(r"</?(?:p|br|div|ul|ol|li|h\d|blockquote|tr|table|hr|section|article)\b[^<>]*>", re.IGNORECASE)
#: Soft hyphens, zero-width spaces and byte order marks, which would split words.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")


def plain_text(raw: str) -> str:
    """One line of plain text, whatever markup `raw` holds."""
    text = CMS_IMAGE.sub("", raw[:RAW_CAP])
    for opening, closing in (("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>")):
        text = _without(text, opening, closing)
    text = html.unescape(_TAG.sub(_gap, text))
    if _ESCAPED_TWICE.search(text):
        text = html.unescape(_ESCAPED_TWICE.sub(" ", CMS_IMAGE.sub("", text)))
    return tidy(text)


def paragraphs(raw: str) -> str:
    """The text of an article, its paragraphs joined by blank lines."""
    lines = (plain_text(line) for line in _BLOCK.split(raw[:RAW_CAP]))
    return "\n\n".join(line for line in lines if line)


def tidy(text: str) -> str:
    """The text without characters that can't be stored or shown, NFC, with single spaces."""
    text = _INVISIBLE.sub("", text).encode("utf-8", "ignore").decode("utf-8")
    text = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(unicodedata.normalize("NFC", text).split())


def cut(text: str, limit: int) -> str:
    """The text, cut at a word and with … if it is longer than `limit` characters."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    return (head.rsplit(" ", 1)[0] if " " in head else head).rstrip(" ,;:–—-") + "…"


def _gap(tag: re.Match[str]) -> str:
    return "" if tag.group(1).lower() in INLINE else " "


def _without(text: str, opening: str, closing: str) -> str:
    """Remove every span from `opening` to `closing`; not by a pattern, which is quadratic on a hostile text."""
    lowered = text.lower()
    if len(lowered) != len(text):  # "İ" gets longer in lower case: offsets would differ
        lowered = text
    parts: list[str] = []
    at = 0
    while (start := lowered.find(opening, at)) != -1:
        parts.append(text[at:start])
        end = lowered.find(closing, start)
        if end == -1:
            return "".join(parts)
        at = end + len(closing)
    parts.append(text[at:])
    return " ".join(parts)
