"""Plain text from the markup of feeds and pages (pure).

raw → without CMS leftovers → without tags → entities decoded → without control characters → NFC, single spaces

What looks like a tag may be a word: "Why List<String> is slow", "The <script> element". By the specifications a title
of a feed is plain text and a teaser is HTML; in practice both are either. So a title loses only tags of formatting, and
a teaser only what HTML knows.
"""

from __future__ import annotations

import html
import re
import string
import unicodedata

#: Characters of a title or teaser that are read: a feed may contain whole books.
RAW_CAP = 200_000

#: kt.kz's CMS leaks this, even inside a word; it must be removed first.
CMS_IMAGE = re.compile(r"<Image=\d+=true>", re.IGNORECASE)

#: A tag: whether it closes, its name, and the rest of it.
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)([^<>]*)>")
_CLOSING = re.compile(r"</([a-zA-Z][\w:-]*)[^<>]*>")
_ATTRIBUTE = re.compile(r"\s[\w:-]+\s*=")
_SMALL = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
#: The name of a tag of another vocabulary: o:p, amp-img; not an address, as <https://site.example> or <a-b@c.kz>.
_OF_OTHER = re.compile(r"\w+[:-][\w:-]*\w")
_SCRIPTS = frozenset(("script", "style"))
_NO_MARKUP_INSIDE = (("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>"))
#: Elements within an article that are not part of its text.
_NO_TEXT_INSIDE = tuple(
    (f"<{name}", f"</{name}>")
    for name in "noscript figure aside nav form button select textarea iframe object svg video audio canvas".split()  # noqa: SIM905 - as the others
)
_OPENING = re.compile("|".join(opening for opening, _ in _NO_MARKUP_INSIDE + _NO_TEXT_INSIDE), re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
#: Tags within a word or sentence; every other one separates words.
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code del em font i ins mark nobr q s small span strike strong sub sup tt u wbr".split()  # noqa: SIM905, E501 - twenty lines as a list
)
#: Tags that are markup wherever they stand, even in a title.
_FORMATTING = frozenset("b big br center em font i mark nobr s small span strike strong sub sup tt u wbr".split())  # noqa: SIM905 - as above
#: Tags that are markup at the beginning of a title even if nothing closes them; else they are what it tells of.
_IN_PAIRS = frozenset("a abbr cite code del div h1 h2 h3 h4 h5 h6 img ins li ol p q ul".split())  # noqa: SIM905 - as above
_BLOCKS = frozenset(
    "address article blockquote br center dd div dl dt fieldset footer h1 h2 h3 h4 h5 h6 header hr li main ol p pre "  # noqa: SIM905 - as above
    "section table tbody td tfoot th thead tr ul".split()
)
_BLOCK = re.compile(rf"</?(?:{'|'.join(sorted(_BLOCKS))})(?=[\s/>])[^<>]*>", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n\s*\n")
_LINE = re.compile(r"\n")
#: What HTML knows, if a tag is not escaped; in a teaser other names are words: "<antirez>", "<stdio.h>".
_HTML = (
    INLINE
    | _BLOCKS
    | frozenset(
        "area aside audio base body button canvas caption col colgroup data dfn embed figcaption figure form frame "  # noqa: SIM905 - as above
        "frameset head html iframe img input kbd label legend link map meta nav noscript object option param picture "
        "rp rt ruby samp select source svg textarea time track var video".split()
    )
)
#: Tags that show that markup was escaped twice; other words in angle brackets may be intended.
_ESCAPED_TWICE = re.compile(r"</?(?:p|br|div|span|b|i|em|strong|a|img|ul|ol|li|h\d)\b[^<>]*>", re.IGNORECASE)
#: What stands in a script or a style; a sentence about the element has words.
_CODE = re.compile(r"\w\(|[{}=]|//|\b(?:var|let|const)\b")

#: References to halves of an emoji, to characters beyond Unicode, and to those that no text may have.
_REFERENCE = re.compile(r"&#(?:[xX]0*([0-9a-fA-F]+)|0*([0-9]+));?")
_PAIR = re.compile(
    r"&#(?:[xX]0*[dD][89abAB][0-9a-fA-F]{2}|0*5[5-6]\d{3});?(?:&#(?:[xX]0*[dD][c-fC-F][0-9a-fA-F]{2}|0*5[67]\d{3});?)"
)

#: Soft hyphens, zero-width spaces and byte order marks, which would split words.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
#: Control characters, ends of lines, letters of one font alone, and what is no character. Not what Python's table does
#: not know: it may be newer than the table. Nor what joins emoji and directs letters.
_NO_TEXT = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\ue000-\uf8ff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff\U0001fffe\U0001ffff"
    "\U000f0000-\U0010ffff]"
)


def plain_text(raw: str) -> str:
    """One line of plain text, whatever markup `raw` holds."""
    return _plain(raw, title=False)


def plain_title(raw: str) -> str:
    """One line of plain text from a title: only tags of formatting are markup there, and those that come in pairs."""
    return _plain(raw, title=True)


def paragraphs(raw: str) -> str:
    """The text of an article, its paragraphs joined by blank lines."""
    text = _CDATA.sub("", CMS_IMAGE.sub("", raw[:RAW_CAP]))
    if not _BLOCK.search(text):
        text = unescape(text)  # plain text, or markup escaped twice
    for opening, closing in _NO_MARKUP_INSIDE + _NO_TEXT_INSIDE if _OPENING.search(text) else ():
        text = _without(text, opening, closing)
    if _BLOCK.search(text):
        text = _BLOCK.sub("\n\n", " ".join(text.split()))
    return plain_paragraphs(unescape(_without_tags(text, title=False)))


def plain_paragraphs(text: str) -> str:
    """The paragraphs of a text without markup, joined by blank lines; without blank lines each line is one."""
    ends = _BLANK_LINE if _BLANK_LINE.search(text) else _LINE
    return "\n\n".join(line for part in ends.split(text) if (line := tidy(part)))


def tidy(text: str) -> str:
    """The text without characters that can't be stored or shown, NFC, with single spaces."""
    joined = " ".join(text.split())
    if joined.isprintable() and unicodedata.is_normalized("NFC", joined):  # as nearly all are
        return joined
    text = _INVISIBLE.sub("", text).encode("utf-8", "ignore").decode("utf-8")
    return " ".join(unicodedata.normalize("NFC", _NO_TEXT.sub(" ", text)).split())


def cut(text: str, limit: int) -> str:
    """The text, cut at a word and with … if it is longer than `limit` characters."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    return (head.rsplit(" ", 1)[0] if " " in head else head).rstrip(" ,;:–—-") + "…"


def unescape(text: str) -> str:
    """The text with its entities decoded; a reference to no character is nothing."""
    return html.unescape(real_references(text))


def real_references(text: str) -> str:
    """Two references to the halves of one character become it; a reference to no character is left out."""
    return _REFERENCE.sub(_real, _PAIR.sub(_joined, text)) if "&#" in text else text


def lost_characters(text: str) -> int:
    """How many references are to no character, and stand for one that is lost; what controls nothing is no loss."""
    if "&#" not in text:
        return 0
    return sum(1 for found in _REFERENCE.finditer(_PAIR.sub(_joined, text)) if _code(found) >= 32 and not _real(found))


def _joined(pair: re.Match[str]) -> str:
    halves = [_code(found) for found in _REFERENCE.finditer(pair[0])]
    try:
        return "".join(map(chr, halves)).encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:  # two first halves, or two second ones
        return ""


def _real(found: re.Match[str]) -> str:
    code = _code(found)
    is_half = 0xD800 <= code <= 0xDFFF
    is_control = code < 32 and code not in (9, 10, 13)
    return "" if is_half or is_control or code in (0xFFFE, 0xFFFF) or code > 0x10FFFF else found[0]


def _code(found: re.Match[str]) -> int:
    digits = found[1] or found[2]
    return int(digits, 16 if found[1] else 10) if len(digits) < 10 else 0x110000


def _plain(raw: str, *, title: bool) -> str:
    text = _CDATA.sub("", CMS_IMAGE.sub("", raw[:RAW_CAP]))
    for opening, closing in _NO_MARKUP_INSIDE if _OPENING.search(text) else ():
        text = _without(text, opening, closing, title=title)
    text = unescape(_without_tags(text, title=title))
    if _ESCAPED_TWICE.search(text):
        text = unescape(_without_tags(CMS_IMAGE.sub("", text), title=title))
    return tidy(_CDATA.sub("", text))


def _without_tags(text: str, *, title: bool) -> str:
    if "<" not in text:
        return text
    closed = {name.lower() for name in _CLOSING.findall(text)} - _SCRIPTS
    begin = len(text) - len(text.lstrip())

    def without(tag: re.Match[str]) -> str:
        name, rest = tag[2].lower(), tag[3]
        is_of_other = _OF_OTHER.fullmatch(name) and rest[:1] in ("", "/", " ", "\n")
        if name in closed or is_of_other or (_ATTRIBUTE.search(rest) and name not in _SCRIPTS):
            return _gap(name)
        is_bare = rest.strip(" /\n\t\r") == ""
        if title:
            is_markup = is_bare and (name in _FORMATTING or (name in _IN_PAIRS and tag.start() <= begin))
        else:
            is_markup = name in _HTML and (is_bare or name not in INLINE)  # <td nowrap>; but a<b and b>c
        return _gap(name) if is_markup else tag[0]

    return _TAG.sub(without, text)


def _gap(name: str) -> str:
    return "" if name in INLINE else " "


def _without(text: str, opening: str, closing: str, *, title: bool = False) -> str:
    """Remove every span from `opening` to `closing`; not by a pattern, which is quadratic on a hostile text.

    What is never closed goes to the end only if it can be no word: a comment or a script that begins like one.
    """
    lowered = text.lower()
    if len(lowered) != len(text):  # "İ" gets longer in lower case: offsets would differ
        lowered = text.translate(_SMALL)
    parts: list[str] = []
    at = end = 0
    while (start := lowered.find(opening, at)) != -1:
        if -1 < end <= start:
            end = lowered.find(closing, start)
        if not _is_no_word(text[start + len(opening) : start + 300], opening, closed=end != -1, title=title):
            at, word = start + len(opening), text[at : start + len(opening)]
            parts.append(word)
            continue
        parts += [text[at:start], " "]
        if end == -1:
            return "".join(parts)
        at = end + len(closing)
    parts.append(text[at:])
    return "".join(parts)


def _is_no_word(behind: str, opening: str, *, closed: bool, title: bool) -> bool:
    """Is a span markup, by what stands behind its opening? Else somebody tells of the element."""
    if opening == "<!--":
        return closed or not title
    if behind[:1] not in (">", " ", "\n", "\t", "/"):  # <scripture>
        return False
    tag, _, content = behind.partition(">")
    if closed and not title:
        return True
    is_code = "=" in tag or _CODE.search(content.partition("<")[0]) is not None
    return is_code and (closed or (not title and opening in ("<script", "<style")))
