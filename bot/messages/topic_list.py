"""A list of topics as a text that people can read and change, and back without loss. Pure.

    # Jarshy: 4 topics                        a line that begins with # is for people
    AI -military
    "electric cars"  # silent, @aigul         behind # stands how a topic reaches the chat
    lang:kk  # alone:6h, quiet:14d            and what it watches for
    title:gold OR мыс  # !, digest            ! always rings
    \\#KazWaste                                a topic that begins with #, \\ or what marks a list

A line holds one topic; several with commas between them are several, unless "whole" stands behind #.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from bot.matching.grammar import split_follows
from bot.messages.text import tidy
from bot.model import Attention, FollowMode, Subscription
from bot.speech.watching import NOTHING, Watch, brief, read_span

ESCAPE, NOTE = "\\", "#"
RINGS, WHOLE, MUTED = "!", "whole", "muted:"
WATCHES = {"alone:": "alone_for", "quiet:": "quiet_for"}  #: what stands before a span, and what it is of an Attention
MOST_LINES = 1_000  #: that are read; a chat follows far fewer
LONGEST_LINE = 20_000  #: characters; a longer one is no list of topics, and is refused as one that is too long
MOST_MENTIONS, LONGEST_MENTION = 20, 64  #: of a topic; characters of a name

_MODES = frozenset(FollowMode)
_SETTINGS = re.compile(r"(.*)\s#\s(.*)")
#: what stands before each line of a list that somebody wrote: - • 1. 2)
_BULLET = re.compile(r"^(?:[-–—*•·▪◦]|\d{1,3}[.)])\s+(?=\S)")
_WORD = re.compile(r'"(?:[^"\\]|\\.)*"|<[^<>\s]+>|[^\s,]+')
_PLAIN_MENTION = re.compile(r'@[^\s,"<]+|<[^<>\s]+>')


@dataclass(frozen=True, kw_only=True)
class ListedTopic:
    """One topic of a list."""

    line: int  #: from 1
    typed: str
    attention: Attention = field(default_factory=Attention)
    unknown: tuple[str, ...] = ()  #: what stands behind # and is no setting


def written(follows: Sequence[Subscription], heading: Sequence[str] = ()) -> str:
    """The list; `heading`: what people are told above it, a line each."""
    lines = [f"{NOTE} {tidy(each)}" for each in heading]
    return "\n".join([*lines, *map(_written, follows), ""])


def _written(follow: Subscription) -> str:
    typed = tidy(follow.typed)
    settings = list(_settings(follow.attention))
    if split_follows(typed) != [typed]:
        settings.append(WHOLE)
    if not settings and _SETTINGS.fullmatch(typed):
        settings.append(FollowMode.INSTANT)
    begins = ESCAPE if typed.startswith((ESCAPE, NOTE)) or _BULLET.match(typed) else ""
    return f"{begins}{typed}  {NOTE} {', '.join(settings)}" if settings else f"{begins}{typed}"


def _settings(chosen: Attention) -> Iterator[str]:
    if chosen.mode is not FollowMode.INSTANT:
        yield chosen.mode
    if chosen.rings:
        yield RINGS
    if chosen.muted_until_at is not None:
        yield f"{MUTED}{chosen.muted_until_at.isoformat()}"
    for name, attribute in WATCHES.items():
        if span := getattr(chosen, attribute):
            yield f"{name}{brief(span)}"
    for name in chosen.mentions:
        yield name if _PLAIN_MENTION.fullmatch(name) else json.dumps(name, ensure_ascii=False)


def read(text: str) -> list[ListedTopic]:
    """The topics of a list, of at most MOST_LINES lines; of a copy of a chat's data those in it."""
    copied = _of_copy(text)
    if copied is not None:
        return copied
    found: list[ListedTopic] = []
    for number, line in enumerate(text.splitlines()[:MOST_LINES], 1):
        stripped = line.strip()
        if stripped and not stripped.startswith(NOTE):
            found += _read(stripped, number)
    return found


def _read(line: str, number: int) -> Iterator[ListedTopic]:
    if len(line) > LONGEST_LINE:
        yield ListedTopic(line=number, typed=line)
        return
    divided = _SETTINGS.fullmatch(line)
    typed, said = (divided[1].strip(), divided[2]) if divided else (line, "")
    typed = typed.removeprefix(ESCAPE) if typed.startswith(ESCAPE) else _BULLET.sub("", typed, count=1)
    topic = ListedTopic(line=number, typed="")
    whole = False
    for word in _WORD.findall(said):
        whole = whole or word == WHOLE
        topic = topic if word == WHOLE else _with(topic, word)
    for each in [typed] if whole else split_follows(typed):
        yield replace(topic, typed=tidy(each))


def _with(topic: ListedTopic, word: str) -> ListedTopic:
    """The topic with one more of its settings."""
    chosen = topic.attention
    if word in _MODES:
        return replace(topic, attention=replace(chosen, mode=FollowMode(word)))
    if word == RINGS:
        return replace(topic, attention=replace(chosen, rings=True))
    mention = word if _PLAIN_MENTION.fullmatch(word) else _unquoted(word)
    if mention and len(mention) <= LONGEST_MENTION and len(chosen.mentions) < MOST_MENTIONS:
        return replace(topic, attention=replace(chosen, mentions=(*chosen.mentions, mention)))
    muted = _instant(word.removeprefix(MUTED)) if word.startswith(MUTED) else None
    if muted is not None:
        return replace(topic, attention=replace(chosen, muted_until_at=muted))
    if watch := _watch(word):
        alone, quiet = watch.alone_for or chosen.alone_for, watch.quiet_for or chosen.quiet_for
        return replace(topic, attention=replace(chosen, alone_for=alone, quiet_for=quiet))
    return replace(topic, unknown=(*topic.unknown, word))


def _watch(word: str) -> Watch | None:
    """What a follow is to watch for; None: the word says nothing of that."""
    name, sign, said = word.partition(":")
    attribute, span = WATCHES.get(name + sign), read_span(said)
    watch = Watch(**{attribute: span}) if attribute and span else NOTHING
    return watch if watch != NOTHING and watch.is_within_limits else None


def _unquoted(word: str) -> str:
    """A mention that is written as JSON; "": it is none."""
    try:
        found = json.loads(word) if word.startswith('"') else ""
    except ValueError:
        return ""
    return str(found)


def _instant(word: object) -> datetime | None:
    """An instant with its zone; None: it is none."""
    try:
        at = datetime.fromisoformat(str(word))
    except ValueError:
        return None
    return at if at.tzinfo is not None else None


def _of_copy(text: str) -> list[ListedTopic] | None:
    """The topics of a copy of a chat's data; None: the text is no such copy."""
    if not text.lstrip().startswith("{"):
        return None
    try:
        topics = json.loads(text)["topics"]
        return [_copied(each, place) for place, each in enumerate(topics[:MOST_LINES], 1)]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _copied(topic: dict[str, Any], place: int) -> ListedTopic:
    """
    Raises:
        ValueError, TypeError, KeyError: it is not as a copy has it.
    """
    watch = _copied_watch(topic)
    chosen = Attention(
        mode=FollowMode(topic.get("mode") or FollowMode.INSTANT),
        rings=topic.get("rings") is True,
        muted_until_at=_instant(topic.get("muted_until")),
        mentions=tuple(map(str, topic.get("mentions") or ())),
        alone_for=watch.alone_for,
        quiet_for=watch.quiet_for,
    )
    return ListedTopic(line=place, typed=tidy(str(topic["topic"])), attention=chosen)


def _copied_watch(topic: dict[str, Any]) -> Watch:
    """
    Raises:
        ValueError, TypeError: it is not as a copy has it.
    """
    found = Watch(**{name: timedelta(seconds=int(topic[name])) for name in WATCHES.values() if topic.get(name)})
    return found if found.is_within_limits else NOTHING
