"""What stands in a text and is not part of it (pure): links to other articles, requests to subscribe, credits.

paragraphs → without leads ("Читайте также: …") and the headlines after them → without lines of furniture → the text

The words stand in furniture_words.py. A real sentence that only begins like furniture stays: a lead counts alone,
before a colon, or before a headline. What no rule knows is learned from what repeats (`fingerprints`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from hashlib import blake2b

from bot.intake import furniture_words as words
from bot.model import Entry

#: Characters of a lead with the headline that it leads to.
LEAD_LIMIT = 250
#: Characters of a line of furniture.
LINE_LIMIT = 500
#: Headlines after a lead that stands alone.
LIST_LIMIT = 10
#: Different paragraphs of an article that are counted as what may repeat.
FINGERPRINTS = 200

_CAPITAL = "A-ZА-ЯЁӘҒҚҢӨҰҮҺІ"
#: What stands before a lead: bullets, arrows, emoji, dashes.
_BEFORE = r"[^\w«»“”\"'’()<>\[\]]{0,8}(?:[>»]{1,3}\s?)?"
_AFTER_SENTENCE = r"(?<=[.!?…»\"”)\]])"


def _any(*patterns: str) -> str:
    """A pattern for one of these, in which each space stands for any space."""
    return f"(?:{'|'.join(patterns)})".replace(" ?", r"\s*").replace(" ", r"\s+")


def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_LEAD = _any(*words.LEADS)
_LEAD_COLON = rf"(?:{_any(*words.LEADS, *words.LEADS_BEFORE_COLON)}\s*[:：►»|])"
_ALONE = _pattern(rf"{_BEFORE}{_any(*words.LEADS, *words.LEADS_BEFORE_COLON, *words.LABELS)}[\W_]*")
_LED = _pattern(
    rf"{_BEFORE}(?:{_LEAD_COLON}|{_LEAD}\s*(?:[–—-]\s|(?=[«“\"])|(?-i:(?=[{_CAPITAL}\d])))(?!.*[.][»\"”)]*$))"
)
_LED_WITHIN = _pattern(rf"{_AFTER_SENTENCE}\s+{_BEFORE}{_LEAD_COLON}\s*")
_SENTENCE_END = re.compile(rf"[.!?…][»\"”)]*(?=\s+[«\"“{_CAPITAL}])")
_ENDS_AS_STATEMENT = re.compile(r"[.][»\"”)]*$")
_ENDS_AS_SENTENCE = re.compile(r"[.!?…:;][»\"”)]*$")

_WITHIN_SENTENCE = r"(?:[^.!?]|[.](?=\w))"  # a letter, or the point of an address
_CONTINUES = rf"(?-i:(?=[^\w]{{0,8}}[{_CAPITAL}])){_BEFORE}{_any(*words.CONTINUED)}"
_CONTINUED = _pattern(
    rf"(?:(?:^|{_AFTER_SENTENCE})\s*{_CONTINUES}(?:[\W_]+|\s{_WITHIN_SENTENCE}{{1,200}})?|\s{_CONTINUES}[\W_]*)$"
)
_SITE = rf"(?:(?-i:[«“\"{_CAPITAL}\d])|\w+[.](?=\w))(?:[^,.!?]|[.](?=\w)){{1,80}}"
_APPEARED = re.compile(rf"(?:^|{_AFTER_SENTENCE}|(?<=\s)){_any(*words.APPEARED).replace('{site}', _SITE)}[.\s]*$")

#: What stands behind the last sentence of a teaser: at most so many characters.
ENDING_LIMIT = 160
MOST_ENDINGS = 5  #: of one teaser
#: Marks of a text that goes on elsewhere.
_CUT_OFF = re.compile(r"\s*(?:\[\s*(?:…|\.{3})\s*\]|\(\s*(?:…|\.{3})\s*\))\s*$")
_SIGNS = re.compile(r"(?:\s+(?:[→⇒➡►▶»›>]\ufe0f?)+|\s+[|/•—–-]+)+\s*$")
_LAST_SENTENCES = re.compile(rf"{_AFTER_SENTENCE}\s+(?=\S)")

_NAME = rf"(?-i:[{_CAPITAL}@©])[\w.’'@-]*|[«“\"][^»”\"]{{1,60}}[»”\"]|[\w-]+[.][\w./-]+|@\w+|\d{{1,4}}"
_CREDIT = rf"(?:{_NAME}|{words.CREDITS.replace(' ', '|')})"
_BETWEEN = r"(?:\s*[/|,;:&+]\s*|\s+[–—-]\s+|\s+)"
_REQUEST = _any(*words.REQUESTS).replace("{network}", words.NETWORK)
_NETWORK = _any(words.NETWORK)
_SAID_BY_NOBODY = rf"(?!.{{0,{LINE_LIMIT}}}{words.SAYING})"
_PICTURE = _any(words.PICTURES)
_LINES = (
    rf"{_PICTURE}\s*[|©].{{0,120}}",
    rf"{_PICTURE}(?:\s*[:–—]\s*|\s+){_CREDIT}(?:{_BETWEEN}{_CREDIT}){{0,11}}",
    rf"(?:source|источник|дереккөз)\s*:\s*{_CREDIT}(?:{_BETWEEN}{_CREDIT}){{0,7}}",
    rf"{_SAID_BY_NOBODY}{_REQUEST}\b.{{0,200}}?{_NETWORK}.{{0,120}}",
    rf"{_SAID_BY_NOBODY}{_WITHIN_SENTENCE}{{0,150}}\b{_NETWORK}.{{0,80}}\s{_any(words.REQUESTS_KK)}(?:\s?:.{{0,80}})?",
    _any(*words.LINES),
)
_LINE = _pattern(rf"{_BEFORE}(?:{'|'.join(_LINES)})[\W_]*")


_PERSON = rf"(?-i:[{_CAPITAL}])[\w.’'-]*"
_SITE_NAME = r"(?:www\.)?[\w-]+\.(?:kz|ru|com|org|net|media|info|asia|news|uz|kg|by|tv|online|press)"
_ENDING_PATTERNS = (
    "",  # signs alone
    _any(*words.ENDINGS),
    rf"{words.SIGNED.replace(' ', chr(92) + 's+')}\s*:?\s*{_PERSON}(?:\s+{_PERSON}){{0,2}}",
    rf"(?:{_any(words.AGENCIES)}|{_SITE_NAME})",
    r"https?://\S+",
)
_CREDITS = _pattern(rf"[,;/|]\s*(?={_PICTURE}\s*:)")
_ENDING = _pattern(rf"[\W_]*(?:{'|'.join(_ENDING_PATTERNS)})[\W_]*")


def is_lead(text: str) -> bool:
    """Is it a lead to other articles, alone: "Читайте также:"?"""
    return len(text) <= LEAD_LIMIT and _ALONE.fullmatch(text) is not None


def leads(text: str) -> bool:
    """Is it a lead with what it leads to: "READ ALSO: Fire at a warehouse"?"""
    return len(text) <= LEAD_LIMIT and _LED.match(text) is not None


def without_furniture(paragraphs: Iterable[str]) -> Iterator[str]:
    """The paragraphs that are part of the text, each without what was put into it."""
    headlines = 0  # lines that may still be headlines after a lead
    for paragraph in paragraphs:
        if is_lead(paragraph):
            headlines = LIST_LIMIT
        elif headlines and _is_headline(paragraph):
            headlines -= 1
        else:
            headlines = 0
            if rest := cleaned(paragraph):
                yield rest


def cleaned(paragraph: str) -> str:
    """A paragraph, or a teaser in one line, without furniture; "" if nothing is left."""
    head, tail = paragraph[:-LINE_LIMIT], paragraph[-LINE_LIMIT:]  # it is quadratic, and what ends a text is short
    text = (head + _CONTINUED.sub("", _APPEARED.sub("", tail))).strip()
    if is_lead(text) or (len(text) <= LINE_LIMIT and _LINE.fullmatch(text)):
        return ""
    if leads(text):
        return (
            ""
            if not _ENDS_AS_STATEMENT.search(text) or _is_one_sentence(text)
            else text[_end_of_sentence(text, 0) :].strip()
        )
    parts, at = [], 0
    while found := _LED_WITHIN.search(text, at):
        parts.append(text[at : found.start()])
        at = _end_of_sentence(text, found.end())
    return " ".join(part for piece in (*parts, text[at:]) if (part := piece.strip()))


def without_ending(teaser: str, source_name: str = "") -> str:
    """A teaser without what follows its last sentence: "Read more", "Photo: …", the name of its source or an agency.

    Only whole sentences of furniture go, and never the first one; "[…]" is shown as "…".
    """
    head, text = teaser[:-LINE_LIMIT], teaser[-LINE_LIMIT:]  # what ends a teaser is short
    for _ in range(MOST_ENDINGS):
        text = _SIGNS.sub("", text.rstrip())
        starts = (found.end() for found in _LAST_SENTENCES.finditer(text, max(len(text) - ENDING_LIMIT - 1, 0)))
        end = next((start for start in starts if _is_ending(text[start:], source_name)), None)
        if end is None:
            break
        text = text[:end].rstrip()
    cut_off = _CUT_OFF.sub("…", text)
    return head + (text if cut_off == text else f"{cut_off[:-1].rstrip('.…')}…")


def _is_ending(tail: str, source_name: str) -> bool:
    """Is it furniture from one sentence's end to the next, or to the end of the text?"""
    parts = _CREDITS.split(tail)
    if is_lead(tail) or (source_name and _bare(tail) == _bare(source_name)):
        return True
    return any(all(map(pattern.fullmatch, parts)) for pattern in (_ENDING, _LINE, _CONTINUED))


def _bare(name: str) -> str:
    """The name without signs around its words, in small letters."""
    return " ".join(re.findall(r"\w+", name.casefold()))


def clean_text(text: str) -> str:
    """A text of paragraphs joined by blank lines, without furniture; one that was cut off still shows it."""
    rest = "\n\n".join(without_furniture(line for line in text.split("\n\n") if line))
    return f"{rest.rstrip('.')}…" if rest and is_cut_off(text) and not is_cut_off(rest) else rest


def teaser_of(text: str) -> str:
    """A teaser in one line, from a text of paragraphs, without furniture."""
    return without_ending(" ".join(without_furniture(line for line in text.split("\n\n") if line)))


def cleaned_entry(entry: Entry, source_name: str = "") -> Entry:
    """The entry without furniture in its teaser and text, and without its source's name at the teaser's end."""
    return replace(entry, teaser=without_ending(cleaned(entry.teaser), source_name), text=clean_text(entry.text))


def is_cut_off(text: str) -> bool:
    """Does the text go on elsewhere: "…", "[…]", "Continue reading"?"""
    tail = _APPEARED.sub("", text.rstrip()[-LINE_LIMIT:]).rstrip()
    last = tail.rsplit("\n\n", 1)[-1]
    return last.endswith(("…", "...", "[…]", "[...]", "(…)")) or _CONTINUED.search(last) is not None


def fingerprints(text: str) -> tuple[int, ...]:
    """The fingerprint of each different paragraph of a text, in order; at most FINGERPRINTS."""
    return tuple(dict.fromkeys(fingerprint(line) for line in text.split("\n\n") if line))[:FINGERPRINTS]


def fingerprint(paragraph: str) -> int:
    """A number of 64 bits that is the same for the same words, whatever their case and the spaces between them."""
    same = " ".join(paragraph.casefold().split())
    return int.from_bytes(blake2b(same.encode("utf-8", "replace"), digest_size=8).digest(), signed=True)


def without_repeated(text: str, repeated: Collection[int]) -> str:
    """The text without the paragraphs that are known to repeat over the articles of its source.

    A text of nothing else stays: it is no furniture of anything, but published again.
    """
    rest = "\n\n".join(line for line in text.split("\n\n") if fingerprint(line) not in repeated)
    return rest or text


def _is_headline(line: str) -> bool:
    """Could the line be a headline in a list of links: no sentence with its full stop?"""
    return len(line) <= LEAD_LIMIT and (line.startswith(("- ", "• ", "– ")) or not _ENDS_AS_SENTENCE.search(line))


def _is_one_sentence(text: str) -> bool:
    end = _SENTENCE_END.search(text)
    return end is None or text[end.start()] in "?!"  # a headline may ask first and answer then


def _end_of_sentence(text: str, start: int) -> int:
    end = _SENTENCE_END.search(text, start)
    return len(text) if end is None else end.end()
