"""What was typed in a message of Slack: without its markup, links it made by itself, and mentions of ours. Pure.

A message has its text twice: with marks (`*bold*`, `<http://kaspi.kz|kaspi.kz>`), in which a star may also be one that
was typed; and as rich text, which tells the two apart but may name what it does not spell (a channel, a date).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bot.platforms.typed_text import as_typed, without_mention

Body = dict[str, Any]

OURS = "\ue000"  #: stands for a mention of ours until that is taken out
MENTION = re.compile(OURS)
SHARED = ("is_share", "is_msg_unfurl", "is_reply_unfurl")  #: marks an attachment that is another message
MARKS = 4  #: kinds of marks, and so the most of them around each other
REFERENCE = "\ue001"  #: the same for a reference while marks are taken off
_REFERENCE = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
_LINK = re.compile(r"<(https?://[^<>|\s]+)")
_LABELLED = re.compile(r"<(https?://[^<>|]+)\|([^<>]+)>")
_NAMES = re.compile(r"(?:https?|mailto|tel|slack):(?://)?", re.IGNORECASE)
_MARKED = re.compile(r"(?<![\w*_~`])([*_~`])(?=\S)((?:(?!\n\n).){1,300}?)(?<=\S)\1(?!\w)", re.DOTALL)
_FENCED = re.compile(r"```(.+?)```", re.DOTALL)
_EMOJI = re.compile(r"(?<![\d:]):(?:[a-z0-9_'+-]+):(?::skin-tone-\d:)?(?![\w:])")
_ARROW = re.compile(r":(?:arrow_right|arrow_forward):")
_QUOTED_LINE = re.compile(r"^[^\S\n]*(?:>+|&gt;)\s?", re.MULTILINE)
_BULLET = re.compile(r"^[^\S\n]*[•◦▪▫‣∙●○■]\ufe0e?\s+", re.MULTILINE)
_NUMBERED = re.compile(r"\s*(\d{1,2})\.\s+(.*)")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))  #: all that Slack escapes, & last


def typed(text: str, me: str = "") -> str:
    """What was typed, of a text with marks; `me` is our own id, whose mentions are taken out."""
    return without_mention(_unmarked(text, me), MENTION)


def _unmarked(text: str, me: str) -> str:
    text = _without_quoted_lines(text.replace(OURS, "").replace(REFERENCE, ""))
    spelled = [_spelled(found[1], found[2], found[3] or "", me) for found in _REFERENCE.finditer(text)]
    text = _REFERENCE.sub(REFERENCE, text)  # a mark in an address is none
    text = _FENCED.sub(lambda found: found[1].strip(), text)
    for _ in range(MARKS):
        text, taken_off = _MARKED.subn(lambda found: found[2], text)
        if not taken_off:
            break
    text = _EMOJI.sub(" ", _ARROW.sub("→", text))
    text = re.sub(REFERENCE, lambda _: spelled.pop(0), text)
    return as_typed(_without_numbers(_BULLET.sub("", _without_entities(text))))


def _without_entities(text: str) -> str:
    for entity, sign in _ENTITIES:
        text = text.replace(entity, sign)
    return text


def said(event: Body, me: str) -> str:
    """What was typed in a message, without mentions of ours."""
    return without_mention(said_with_mentions(event, me), MENTION)


def said_with_mentions(event: Body, me: str) -> str:
    """The same with MENTION for each mention of ours: as its rich text has it, if that spells all of it."""
    rich = [block for block in event.get("blocks") or () if block.get("type") == "rich_text"]
    parts = [part for block in rich for part in block.get("elements") or ()]
    others = [part for part in parts if part.get("type") != "rich_text_quote"] or parts
    try:
        text = "\n".join(line for part in others for line in _lines(part, me))
    except (_NotSpelledError, AttributeError, KeyError, TypeError):
        text = ""
    return as_typed(text) if text.strip() else _unmarked(event.get("text") or "", me)


def shared(event: Body) -> str:
    """The messages that somebody passed on, with the addresses of their links; "": none."""
    texts = [_shared_text(each) for each in event.get("attachments") or () if isinstance(each, dict)]
    return "\n\n".join(filter(None, texts))


def _shared_text(attachment: Body) -> str:
    if not any(attachment.get(mark) is True for mark in SHARED):
        return ""
    text = _of_blocks(attachment) or str(attachment.get("text") or attachment.get("fallback") or "")
    return typed(_LABELLED.sub(r"\2 <\1>", text))


def _of_blocks(attachment: Body) -> str:
    """The text of a shared message's sections, where an alert of ours has its link."""
    try:
        blocks = [block for each in attachment["message_blocks"] for block in each["message"]["blocks"]]
        return "\n".join(str(block["text"]["text"]) for block in blocks if block["type"] == "section")
    except (KeyError, TypeError):
        return ""


def links_in(blocks: Any) -> str:
    """The links in the blocks of a message, with a space between them: those of a digest name its articles."""
    return " ".join(dict.fromkeys(_links(blocks)))


def _links(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield from (_without_entities(found[1]) for found in _LINK.finditer(part))
    elif isinstance(part, list):
        for each in part:
            yield from _links(each)
    elif isinstance(part, dict) and part.get("type") == "link":
        yield str(part.get("url") or "")
    elif isinstance(part, dict) and part.get("type") != "actions":
        yield from _links(list(part.values()))


class _NotSpelledError(Exception):
    """A piece of rich text names what only the other text spells."""


def _lines(part: Body, me: str) -> Iterator[str]:
    elements: Sequence[Body] = part["elements"]
    if part["type"] == "rich_text_list":
        for item in elements:
            yield from _lines(item, me)
    else:
        yield "".join(_piece(element, me) for element in elements)


def _piece(element: Body, me: str) -> str:
    match element["type"]:
        case "text":
            return str(element["text"])
        case "link":
            return _address(element["url"], element.get("text") or "")
        case "emoji":
            return "→" if element["name"] in ("arrow_right", "arrow_forward") else " "
        case "user":
            return OURS if element["user_id"] == me else " "
    raise _NotSpelledError


def _spelled(sign: str, target: str, label: str, me: str) -> str:
    """A reference as it was typed; "" for one that names nothing: `<@U1>` of somebody, `<!here>`."""
    if sign == "@":
        ours = bool(me) and target == me
        return OURS if ours else f"@{label}" if label else " "
    if sign == "#":
        return f"#{label}" if label else " "
    if sign == "!":
        return label if target.startswith(("date", "subteam")) else " "
    return _address(target, label)


def _address(target: str, label: str) -> str:
    """The words of a link that Slack made of them by itself; the address of any other link."""
    bare = _NAMES.sub("", target, count=1)
    if label and label.rstrip("/").casefold() in (bare.rstrip("/").casefold(), target.rstrip("/").casefold()):
        return label
    return target if _NAMES.match(target) and "//" in target else bare


def _without_quoted_lines(text: str) -> str:
    """The text without what it quotes of others; all of it, if it is only that."""
    lines = text.splitlines()
    own = [line for line in lines if not _QUOTED_LINE.match(line)]
    return "\n".join(own) if "".join(own).strip() else _QUOTED_LINE.sub("", text)


def _without_numbers(text: str) -> str:
    """The text without the numbers of a list: two lines or more that count up from 1."""
    lines = text.splitlines()
    numbered = [(place, found) for place, line in enumerate(lines) if (found := _NUMBERED.fullmatch(line))]
    if len(numbered) < 2 or [int(found[1]) for _, found in numbered] != list(range(1, len(numbered) + 1)):
        return text
    for place, found in numbered:
        lines[place] = found[2]
    return "\n".join(lines)
