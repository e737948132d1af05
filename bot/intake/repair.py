"""Make XML of a feed that is not well-formed, or take it apart so that a fault costs only its own entry (pure).

text ─▶ signs, references, entities, prefixes repaired ─▶ well-formed?
                                                            no ─▶ taken apart ─▶ each entry repaired by itself
"""

from __future__ import annotations

import html.entities
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from xml.parsers import expat

from bot.intake.plain_text import CMS_IMAGE, real_references

#: Characters that the entities of a DOCTYPE may add; more is a bomb.
ENTITIES_CAP = 500_000

#: Items that are repaired one by one; a list that is longer is none.
ITEMS_CAP = 5_000
#: Characters of an item whose elements are looked through.
ITEM_CAP = 200_000

#: Characters of an item in which what it is known by is looked for.
CORE_CAP = 50_000

_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE\b[^\[<>]*(?:\[(.*?)\]\s*)?>", re.DOTALL | re.IGNORECASE)
_ENTITY = re.compile(
    r"""<!ENTITY\s+([\w.-]+)\s+(?:"((?:[^"&%<]|&\#\w+;){0,300})"|'((?:[^'&%<]|&\#\w+;){0,300})')\s*>"""
)
_NAMED = re.compile(r"&([A-Za-z][\w.-]*);")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_OPAQUE = re.compile(r"<!\[CDATA\[|<!--")
_AMPERSAND = re.compile(r"&(?!(?:lt|gt|amp|quot|apos|#\d+|#[xX][0-9a-fA-F]+);)(?:([A-Za-z][A-Za-z0-9]{1,30});)?")
_NO_TAG = re.compile(r"<(?![A-Za-z_/!?])")
_ROOT = re.compile(r"<((?:[\w.-]+:)?(?:rss|feed|RDF|channel))\b[^<>]*>", re.IGNORECASE)
_PREFIX = re.compile(r"</?([A-Za-z_][\w.-]*):[\w.-]|\s([A-Za-z_][\w.-]*):[\w.-]+\s*=")
_EMPTY_LINK = re.compile(r"<link\s*/>|<link\s*>\s*(?:<!\[CDATA\[\s*\]\]>)?\s*</link\s*>", re.IGNORECASE)
_ITEM = re.compile(r"<!\[CDATA\[|<!--|<(/?)((?:(?:atom|a|rss|ns\d):)?(?:item|entry))(?=[\s/>])[^<>]*>", re.IGNORECASE)
_BEHIND_ITEMS = re.compile(r"</(?:channel|rss|feed|rdf:RDF)\b", re.IGNORECASE)
#: Elements of an entry that contain no other one, by which a missing end is seen.
_SIMPLE = re.compile(
    r"<(/?)(title|link|guid|description|pubDate|content:encoded|category|author|comments|dc:\w+"
    r"|summary|id|published|updated|yandex:[\w-]+)(?=[\s/>])([^<>]*)>",
    re.DOTALL | re.IGNORECASE,
)
_OPEN_CDATA = re.compile(r"<([\w:.-]+)[^<>]*>\s*<!\[CDATA\[")
#: What an entry is known by; all else may be what breaks it.
_CORE = re.compile(
    r"<(title|link|guid|description|pubDate|content:encoded|dc:date|summary|id|published|updated|content)"
    r"(?:\s[^<>]*)?(?:/>|>.*?</\1\s*>)",
    re.DOTALL | re.IGNORECASE,
)

#: The vocabularies that feeds use, for prefixes that they do not declare.
VOCABULARIES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "xhtml": "http://www.w3.org/1999/xhtml",
    "yandex": "http://news.yandex.ru",
}


@dataclass(frozen=True, kw_only=True)
class Parts:
    """A feed taken apart: `start + items + end` is a feed."""

    start: str
    items: tuple[str, ...]
    end: str

    def feed(self, *items: str) -> str:
        """A feed of some of its items."""
        return self.start + "".join(items) + self.end


def prepared(text: str) -> str:
    """The feed without declaration and DOCTYPE, with their entities, and with empty links left out."""
    text = CMS_IMAGE.sub("", text)
    text = text[found.end() :] if (found := _DECLARATION.match(text)) else text
    root = _ROOT.search(text)
    doctype = _DOCTYPE.search(text, 0, root.start() if root else 0)
    if doctype:
        values = {name: one or other for name, one, other in _ENTITY.findall(doctype[1] or "")}
        text = _with_entities(text[: doctype.start()] + text[doctype.end() :], values)
    text = _EMPTY_LINK.sub("", text)
    return text.replace("<link>", '<link plain="yes">').lstrip()


def _with_entities(text: str, values: dict[str, str]) -> str:
    used = [values[name] for name in _NAMED.findall(text) if name in values]
    if not used or sum(map(len, used)) > ENTITIES_CAP:
        return text
    return _NAMED.sub(lambda found: values.get(found[1], found[0]), text)


def is_well_formed(text: str) -> bool:
    """Can a strict parser read it?"""
    parser = expat.ParserCreate(namespace_separator=" ")
    try:
        parser.Parse(text.encode("utf-8", "surrogatepass"), True)
    except expat.ExpatError:
        return False
    return True


def repaired(text: str) -> str:
    """The text with what can be repaired without knowing where its elements end."""
    text = real_references(_NO_XML.sub("", text))
    parts = _pieces(text)
    outside = (part.replace("<!--", "&lt;!--") for part in parts[::2])  # a comment without an end
    parts[::2] = [_NO_TAG.sub("&lt;", _AMPERSAND.sub(_as_xml, part)) for part in outside]
    return _with_prefixes("".join(parts), "".join(parts[::2]))


def _pieces(text: str) -> list[str]:
    """What stands outside of CDATA sections and comments, and these, in turn; not by a pattern, which is quadratic."""
    pieces: list[str] = []
    at = 0
    without_end: set[str] = set()
    for found in _OPAQUE.finditer(text):
        if found.start() < at or found[0] in without_end:
            continue
        end = text.find("-->" if found[0] == "<!--" else "]]>", found.end())
        if end == -1:
            without_end.add(found[0])
            continue
        pieces += [text[at : found.start()], text[found.start() : end + 3]]
        at = end + 3
    return [*pieces, text[at:]]


def _as_xml(found: re.Match[str]) -> str:
    sign = html.entities.html5.get(f"{found[1]};") if found[1] else None
    return sign if sign and sign not in "<&" else f"&amp;{found[0][1:]}"


def _with_prefixes(text: str, outside: str) -> str:
    """Declare at the root what is used without a declaration."""
    root = _ROOT.search(text)
    used = {one or other for one, other in _PREFIX.findall(outside)} - {"xml", "xmlns"}
    missing = sorted(prefix for prefix in used if f"xmlns:{prefix}" not in text)
    if root is None or not missing:
        return text
    at = root.start() + 1 + len(root[1])
    return text[:at] + "".join(map(_declared, missing)) + text[at:]


def _declared(prefix: str) -> str:
    return f' xmlns:{prefix}="{VOCABULARIES.get(prefix, f"urn:undeclared:{prefix}")}"'


def taken_apart(text: str) -> Parts | None:
    """The feed's beginning, its items and its end; None: no item was found, or too many."""
    spans = list(islice(items_of(text), ITEMS_CAP + 1))
    if not spans or len(spans) > ITEMS_CAP:
        return None
    items = tuple(_whole(text[start:end]) for start, end in spans)
    head = repaired(text[: spans[0][0]])
    if root := _ROOT.search(head):
        # each item is repaired by itself, so that all prefixes are declared at the root
        head = _with_prefixes(head, " ".join(items))
        lowered = head.lower()
        is_open = root[1].lower() != "channel" and lowered.count("<channel") > lowered.count("</channel")
        end = ("</channel>" if is_open else "") + f"</{root[1]}>"
        if is_well_formed(head + end):
            return Parts(start=head, items=items, end=end)
    return plain_parts(items)


def plain_parts(items: tuple[str, ...]) -> Parts:
    """The items in a feed of our own, as what stands before them is broken."""
    is_atom = items[0].lower().startswith("<entry")
    start = '<feed xmlns="http://www.w3.org/2005/Atom"' if is_atom else '<rss version="2.0"'
    used = {one or other for one, other in _PREFIX.findall(" ".join(items))} - {"xml", "xmlns"}
    start += "".join(map(_declared, sorted(used))) + (">" if is_atom else "><channel>")
    return Parts(start=start, items=items, end="</feed>" if is_atom else "</channel></rss>")


def items_of(text: str) -> Iterator[tuple[int, int]]:
    """Where each item begins and ends; one that is never closed ends where the next one begins."""
    at, begin, last_cdata_end, last_comment_end = 0, -1, text.rfind("]]>"), text.rfind("-->")
    while found := _ITEM.search(text, at):
        at = found.end()
        if found[0] == "<!--":
            at = text.find("-->", at) if at <= last_comment_end else at
        elif found[2] is None:
            at = _behind_cdata(text, at) if at <= last_cdata_end else at
        elif found[1]:
            if begin >= 0:
                yield begin, found.end()
            begin = -1
        elif found[0].endswith("/>"):  # nothing in it but, in the oldest feeds, attributes
            yield found.span()
        else:
            if begin >= 0:
                yield begin, found.start()
            begin = found.start()
    if begin >= 0:
        behind = _BEHIND_ITEMS.search(text, begin)
        yield begin, behind.start() if behind else len(text)


def _behind_cdata(text: str, at: int) -> int:
    """Where a CDATA section ends; one that is never closed, but by the next one's end, is none."""
    end = text.find("]]>", at)
    following = text.find("<![CDATA[", at, end)
    return at if following != -1 and re.search(r"</(?:item|entry)\s*>", text[at:following]) else end + 3


def _whole(item: str) -> str:
    """The item, well-formed if that is possible."""
    name = re.match(r"<([\w:.-]+)", item)
    assert name is not None  # noqa: S101 - it begins with its tag
    if not item.rstrip().endswith(("/>", f"</{name[1]}>")):
        item = re.sub(rf"</{re.escape(name[1])}\s*>\s*$", "", item) + f"</{name[1]}>"
    for repair in (repaired, _with_closed_cdata, _with_closed_elements) if len(item) < ITEM_CAP else (repaired,):
        if is_well_formed(_alone(item)):
            break
        item = repair(item)
    return item


def _alone(item: str) -> str:
    """The item with its prefixes declared, as a document of its own."""
    used = {one or other for one, other in _PREFIX.findall("".join(_pieces(item)[::2]))} - {"xml", "xmlns"}
    missing = "".join(_declared(prefix) for prefix in sorted(used))
    return f"<items{missing}>{item}</items>"


def _with_closed_cdata(item: str) -> str:
    """Each CDATA section ends at the latest where its element does."""
    parts, at = [], 0
    while found := _OPEN_CDATA.search(item, at):
        end = item.find("]]>", found.end())
        closing = item.find(f"</{found[1]}>", found.end())
        if closing == -1:
            closing = len(item)
        if end == -1 or closing < end:
            parts += [item[at:closing], "]]>"]
            at = closing
        else:
            parts.append(item[at : end + 3])
            at = end + 3
    return repaired("".join(parts) + item[at:])


def _with_closed_elements(item: str) -> str:
    """A title that is never closed ends where the next element begins, and what was never opened does not end."""
    pieces = _pieces(item)
    is_open = ""

    def closed(found: re.Match[str]) -> str:
        nonlocal is_open
        slash, name, rest = found.groups()
        before = f"</{is_open}>" if is_open and (not slash or name != is_open) else ""
        if slash:
            kept = found[0] if name == is_open else ""
            is_open = ""
            return before + kept
        is_open = "" if rest.endswith("/") else name
        return before + found[0]

    pieces[::2] = [_SIMPLE.sub(closed, piece) for piece in pieces[::2]]
    text = "".join(pieces)
    end = text.rfind("</")
    return f"{text[:end]}</{is_open}>{text[end:]}" if is_open else text


def core(item: str) -> str:
    """The item with only what it is known by; "" if that is nothing."""
    name = re.match(r"<([\w:.-]+)", item)
    assert name is not None  # noqa: S101 - it begins with its tag
    kept = "".join(found[0] for found in _CORE.finditer(item[:CORE_CAP]))
    return f"<{name[1]}>{kept}</{name[1]}>" if kept else ""
