"""Find the feed in what a server answered in its place (pure).

text ─▶ is it a feed as it stands? ─▶ behind noise, within HTML, escaped as a browser shows it? ─▶ the feed alone

Scripts print warnings before the feed, hosts print counters behind it, and proxies that run a browser answer the page
by which it shows a feed.
"""

from __future__ import annotations

import html
import re

#: Characters at the beginning in which it is decided what a body is.
HEAD = 4_096
#: Characters of words before an escaped feed; with more it is an article about feeds.
WORDS_BEFORE = 400

_PROLOGUE = re.compile(r"[\s\ufeff\x00]+|<\?.{0,1000}?\?>|<!--.{0,4000}?-->", re.DOTALL)
_HTML_START = re.compile(
    r"<(?:!doctype\s+html|html|head|body|script|style|div|p|h1|title|meta|br|b|pre|font|center|table)\b", re.IGNORECASE
)
_ROOT = re.compile(
    r"<rss\b[^<>]*>(?=\s*(?:<!--.{0,1000}?-->\s*)*<channel\b)|<(?:\w+:)?feed\b[^<>]*\bxmlns[^<>]*>|<rdf:RDF\b[^<>]*>",
    re.DOTALL | re.IGNORECASE,
)
_ANY_ROOT = re.compile(r"<(?:rss|feed|rdf:RDF|channel|\w+:feed)[\s>]", re.IGNORECASE)
_END = re.compile(r"</(?:rss|feed|rdf:RDF|\w+:feed)\s*>", re.IGNORECASE)
_ESCAPED_ROOT = re.compile(r"&lt;(?:rss|feed|rdf:RDF)\b", re.IGNORECASE)
_ESCAPED_END = re.compile(r"&lt;/(?:rss|feed|rdf:RDF)\s*&gt;", re.IGNORECASE)
_NOT_SHOWN = re.compile(r"<(script|style|head)\b.*?</\1\s*>|<[^<>]*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
#: An address that a browser moved out of its element: in HTML nothing can be inside of a link.
_MOVED_LINK = re.compile(r"<link\s*/?>\s*((?:https?:)?/[^\s<]*|www\.[^\s<]*)(?=\s*<(?!/link))", re.IGNORECASE)
_JSON = re.compile(r"""\{\s*"[\w-]+"\s*:""")


def unwrapped(text: str) -> str:
    """The feed alone, beginning with `<` or `{`; the text as it is, if there is no feed in it."""
    text = text.lstrip("\ufeff\x00 \t\r\n\f\v\u200b")
    if text.startswith("{") and _JSON.match(text):
        return text
    if _begins_as_feed(text):
        return _without_noise_behind(text)
    if found := _ROOT.search(text):
        return _as_written(_without_noise_behind(text[found.start() :]))
    if found := _ESCAPED_ROOT.search(text):
        return _unescaped(text, found.start())
    if "jsonfeed.org/version" in text:
        return _json_within(text)
    return text


def is_html(text: str) -> bool:
    """Is it HTML? Some sites answer 200 with a page where their feed was."""
    return _HTML_START.match(text, _behind_prologue(text)) is not None


def _behind_prologue(text: str) -> int:
    at = 0
    while at < HEAD and (prologue := _PROLOGUE.match(text, at)):
        at = prologue.end()
    return at


def _begins_as_feed(text: str) -> bool:
    at = _behind_prologue(text)
    if re.compile("<!doctype", re.IGNORECASE).match(text, at):
        return not _HTML_START.match(text, at)
    return _ANY_ROOT.match(text, at) is not None


def _without_noise_behind(text: str) -> str:
    ends = [found.end() for found in _END.finditer(text)]
    return text[: ends[-1]] if ends else text


def _as_written(feed: str) -> str:
    """What a browser's parser made of the feed, as it was before."""
    feed = feed.replace("<!--[CDATA[", "<![CDATA[").replace("]]-->", "]]>")
    return _MOVED_LINK.sub(r"<link>\1</link>", feed) if "</link>" not in feed.lower() else feed


def _unescaped(text: str, start: int) -> str:
    before = _NOT_SHOWN.sub("", text[:start])
    end = max((found.end() for found in _ESCAPED_END.finditer(text, start)), default=len(text))
    if len(before.strip()) > WORDS_BEFORE:
        return text
    return html.unescape(_TAG.sub("", text[start:end]))


def _json_within(text: str) -> str:
    if "&quot;" in text:
        text = html.unescape(text)
    found = _JSON.search(text)
    if found is None:
        return text
    inner = text[found.start() : text.rfind("}") + 1]
    return html.unescape(inner) if "&lt;" in inner and "<" not in inner else inner
