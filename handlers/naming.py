"""Who changed what: in a chat of several people the answer to a change names who made it.

What a chat follows and reads is compared before and after: an answer alone does not tell whether anything changed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from bot.i18n.catalogue import groups as texts
from bot.i18n.text import Text
from bot.messages.message import Line, Message, ReplyMode
from bot.messages.person import person
from bot.messages.sentences import sentence
from bot.model import Attention, ChatKind
from handlers.request import Request


class State(NamedTuple):
    """What a chat follows and reads, and what it has set."""

    follows: frozenset[int]
    attention: frozenset[tuple[int, Attention]]  #: how they are to come
    languages: tuple[str, ...]  #: of the articles that it gets
    language: str | None  #: in which the bot speaks to it
    reached: tuple[object, ...]  #: how it wants to be reached: its settings and zone, a pause, its digests


def state(request: Request) -> State:
    """As it is now."""
    record = request.store.chats.get(request.command.chat)
    follows = request.follows()
    numbers = frozenset(each.query_id for each in follows)
    attention = frozenset((each.query_id, each.attention) for each in follows)
    if record is None:
        return State(numbers, attention, (), None, ())
    schedule = request.store.digests.schedule(request.command.chat)
    digests = (schedule.weekdays, schedule.minutes) if schedule else ()
    reached = (record.preferences, record.timezone, record.snoozed_until_at, digests)
    return State(numbers, attention, record.languages, record.language, reached)


def is_named(request: Request) -> bool:
    """Is it a chat of several people, and is it known who asks?"""
    return request.kind is ChatKind.GROUP and bool(person(request.command.person_name))


def named(message: Message, before: State, request: Request) -> Message:
    """The answer with who made the change in its first line; as it is, where nothing changed."""
    after = state(request)
    change = _change(before, after)
    if change is None or not message.paragraphs:
        return message
    translate = request.rules.translators(after.language) if after.language != before.language else request.translate
    first, *others = message.paragraphs[0]
    name = person(request.command.person_name)
    line = sentence(translate, change, change=_without_stop(first), person=name)
    private = message.private and message.reply_mode is not ReplyMode.NEW  # what changed for all is told to all
    return replace(message, paragraphs=((line, *others), *message.paragraphs[1:]), private=private)


def _change(before: State, after: State) -> Text | None:
    added, removed = after.follows - before.follows, before.follows - after.follows
    if before == after:
        return None
    if added and not removed:
        return texts.ADDED_BY
    return texts.REMOVED_BY if removed and not added else texts.CHANGED_BY


def _without_stop(line: Line) -> Line:
    last = line[-1]
    return (*line[:-1], replace(last, text=last.text.rstrip(". ")))
