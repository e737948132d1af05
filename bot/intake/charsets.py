"""The names of encodings, as servers, feeds and pages write them (pure)."""

from __future__ import annotations

import codecs
import re

#: Bytes of a page's beginning in which it names its encoding.
PAGE_HEAD = 16_384

#: Encodings of one byte a letter that have Cyrillic letters.
SINGLE_CYRILLIC = frozenset(
    ("cp1251", "koi8-r", "koi8-u", "cp866", "iso8859-5", "mac-cyrillic", "kz1048", "ptcp154", "cp855")
)

#: What is meant by a name, where it is more than what the name says.
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
#: Encodings of Python's that no server means, and those of two bytes a letter: .NET names them for a text of one byte.
_NO_CHARSETS = frozenset(("idna", "punycode", "unicode_escape", "raw_unicode_escape", "utf-7"))
_WINDOWS = re.compile(r"(?:x|ms|microsoft|cs)?(?:ansi)?(?:windows|win|cp|ibm|dos)*(125\d|866|855)(?:cyr|cyrillic)?")
_UTF8 = re.compile(r"(?:x|cs)?(?:unicode(?:11|20)?)?utf0?8.*")
_KOI8 = re.compile(r"(?:cs|x)?koi8?([ru])?")
_KAZAKH = re.compile(r"(?:x|cs)?(?:kz|rk|strk|cp|windows)+-?1048(?:2002)?")
_MAC = re.compile(r"(?:x|cs)?mac(?:intosh)?(?:os)?(?:cyr|cyrillic)")

_XML = re.compile(rb"<\?xml\b([^>]{0,300})\?>", re.IGNORECASE)
_XML_NAME = re.compile(rb"\bencoding\s*=\s*[\"']?\s*([\w.: -]{2,40})", re.IGNORECASE)
_PICTURE = re.compile(rb"(?:\s|<!--.{0,500}?-->|<!doctype[^>]*>)*<svg\b", re.IGNORECASE | re.DOTALL)
_NO_MARKUP = re.compile(rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<(script|style)\b.*?(?:</\1|\Z)", re.I | re.S)
_META = re.compile(rb"<meta\b([^>]{0,500})", re.IGNORECASE)
_META_NAME = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_OTHER_META = re.compile(rb"\b(?:name|property|itemprop)\s*=", re.IGNORECASE)
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF|channel)\b", re.IGNORECASE)


def codec(name: str | None) -> str | None:
    """The name by which Python knows an encoding; None: it knows none, or it can't be: `<` is no sign there."""
    plain = re.sub(r"[^a-z0-9]", "", (name or "").lower())
    if not plain:
        return None
    known = _by_pattern(plain)
    if known is None:
        try:
            known = codecs.lookup((name or "").strip(" \"';").lower()).name
            if known in _NO_CHARSETS or b"<a>".decode(known) != "<a>":
                return None
        except (LookupError, ValueError):
            return None
    return _MEANT.get(known, known)


def _by_pattern(plain: str) -> str | None:
    if _UTF8.fullmatch(plain):
        return "utf-8"
    if _KAZAKH.fullmatch(plain):
        return "kz1048"
    if found := _WINDOWS.fullmatch(plain):
        return f"cp{found[1]}"
    if found := _KOI8.fullmatch(plain):
        return f"koi8-{found[1] or 'r'}"
    if _MAC.fullmatch(plain):
        return "mac-cyrillic"
    return "iso8859-5" if plain in ("cyrillic", "iso88595", "csisolatincyrillic") else None


def declared(body: bytes) -> str | None:
    """The encoding that a feed or page names itself; not one that a picture or script within it names."""
    for found in _XML.finditer(body[:PAGE_HEAD]):
        name = _XML_NAME.search(found[1])
        if name and not _is_inside(body, found.start()) and not _PICTURE.match(body, found.end()):
            return name[1].decode("ascii", "ignore")
    head = _NO_MARKUP.sub(b"", body[:PAGE_HEAD])
    if _FEED.search(head):  # a feed has its declaration; what comes later is of an article
        return None
    for tag in _META.findall(head):
        name = _META_NAME.search(tag)
        if name and not _OTHER_META.search(tag):
            return name[1].decode("ascii", "ignore")
    return None


def _is_inside(body: bytes, at: int) -> bool:
    """Is that place within a comment, a script or a CDATA section?"""
    return any(found.start() < at < found.end() for found in _NO_MARKUP.finditer(body[:PAGE_HEAD]))
