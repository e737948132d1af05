"""/digest: what the chat follows, or other words, or everything, in a period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answers.digest import Asked, digest_of
from bot.answers.period import read_period
from bot.errors import QueryError
from bot.matching.grammar import parse, split_follows
from bot.messages.digest import digest_message
from bot.messages.message import Button, Line, Message, bold, command, line, say
from bot.messages.text import tidy
from bot.messages.wording import shown
from bot.model import ChatKind, Period
from handlers.asking import Refused, correction_button, read, stored
from handlers.phrases import first_read_progress, nothing_followed
from handlers.request import Request

ACTION_BYTES = 64  #: of a button
CHANNEL_TAG_BYTES = 26  #: "for <channel id> " before the action of a button that is about a channel


def answer(request: Request) -> Message:
    """The digest, or why there is none."""
    word, _, words = tidy_lines(request.text).partition(" ")
    word = word.rstrip(",:").casefold() or "today"
    try:
        period = read_period(word, request.now, request.zone)
        if period is None:
            return _no_period(request)
    except QueryError as error:
        return say(str(error), *_examples(), private=True)
    asked = _asked(stored(words, request) or "" if request.command.button else words.strip(), request)
    if isinstance(asked, Refused):
        correction = correction_button(asked, request, "Digest of", f"digest {word}")
        return say(asked.said, *_examples(), private=True).with_buttons(*([correction] if correction else []))
    if asked is None:
        follows = request.follows()
        if not follows:
            return nothing_followed(request.kind, Button("Digest of everything", f"digest {word} all"))
        asked = [(each.typed, parse(each.canonical, request.rules.concepts)) for each in follows]
    return _digest(period, asked, request)


def tidy_lines(text: str) -> str:
    """The text with its lines kept apart by commas, as follows are."""
    return ", ".join(tidied for one in text.splitlines() if (tidied := tidy(one)))


def _asked(words: str, request: Request) -> list[Asked] | Refused | None:
    """What was asked for beside the period; None: what the chat follows; empty: everything."""
    if not words:
        return None
    if words.casefold() == "all":
        return []
    asked: list[Asked] = []
    for typed in split_follows(words):
        query = read(typed, request, common=True)
        if isinstance(query, Refused):
            return query
        asked.append((typed, query))
    return asked


def _digest(period: Period, asked: Sequence[Asked], request: Request) -> Message:
    store, now = request.store, request.now
    concepts, languages = request.rules.concepts, request.languages
    digest = digest_of(period, asked, store=store, concepts=concepts, languages=languages, now=now)
    message = digest_message(digest, request.zone.key, now, store.sources.health(now))
    return replace(message, paragraphs=(*message.paragraphs, *first_read_progress(request)), private=True)


def _no_period(request: Request) -> Message:
    """What was typed is taken for words to look for; that much is offered as a button if it fits into one."""
    text = tidy(request.text)
    action = f"digest today {text}"
    message = say(line(bold(shown(text)), " is no period that I know."), *_examples(), private=True)
    room = ACTION_BYTES - (CHANNEL_TAG_BYTES if request.kind is ChatKind.CHANNEL else 0)
    if len(action.encode()) > room:
        return message
    return message.with_buttons((Button(shown(f"Today: {text}"), action),))


def _examples() -> tuple[Line, ...]:
    """Periods that are read."""
    spans = ("digest today", "digest yesterday", "digest week", "digest 25.11", "digest 2026-11-25")
    days = [part for each in spans for part in (", ", command(each))][1:]
    return (line("These are read: ", *days), line("With words of your own: ", command("digest today AI")))
