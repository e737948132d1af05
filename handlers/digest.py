"""/digest: what the chat follows, or other words, or everything, in a period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.answers.by_story import StoryView
from bot.answers.digest import Asked, digest_of, digest_of_follows
from bot.answers.period import read_period
from bot.errors import QueryError
from bot.i18n.catalogue import asking
from bot.i18n.catalogue import period as texts
from bot.i18n.formats import HOUR
from bot.matching.grammar import split_follows
from bot.messages.digest import LONGEST_DAY, digest_message
from bot.messages.message import Button, Line, Message, ReplyMode, bold, command, say
from bot.messages.text import tidy
from bot.messages.wording import shown
from bot.model import Period, Subscription
from bot.speech.arguments import ALL, argument_of
from bot.speech.periods import in_hours, period_at_end, period_at_start
from bot.speech.schedules import asks_for_last
from handlers import digest_on_time, digest_schedule
from handlers.asking import Refused, correction_button, named_button, read, stored
from handlers.phrases import first_read_progress, nothing_followed
from handlers.posting import offered
from handlers.request import Request

LONGEST_IN_BUTTON = 10  #: bytes of a period as it was typed: those of a date


changes = digest_schedule.changes


def answer(request: Request) -> Message:
    """The digest, or why there is none; or when it comes by itself."""
    span = digest_on_time.named_span(request.text) if request.command.button else None
    if span is not None:  # in place of the line that asks whether it is missing
        return replace(digest_on_time.answer(request, span), reply_mode=ReplyMode.REPLACE)
    if asks_for_last(request.text):
        return digest_on_time.last(request)
    return digest_schedule.answer(request) or _of_period(request)


def _of_period(request: Request) -> Message:
    typed, words = _period_and_words(tidy_lines(request.text))
    try:
        period = read_period(typed, request.now, request.zone, translate=request.translate)
        if period is None:
            return _no_period(request)
    except QueryError as error:
        return say(request.sentence(error.phrase), *_examples(request), private=True)
    word = _for_a_button(typed, period, request)
    asked = _asked(stored(words, request) or "" if request.command.button else words.strip(), request)
    if isinstance(asked, Refused):
        correction = correction_button(asked, request, texts.DIGEST_OF, f"digest {word}")
        return say(asked.reason, *_examples(request), private=True).with_buttons(*([correction] if correction else []))
    follows = request.follows() if asked is None else []
    if asked is None and not follows:
        return nothing_followed(request, Button(request.translate(texts.DIGEST_OF_EVERYTHING), f"digest {word} all"))
    message = _digest(period, asked, follows, request)
    if offer := _followed_besides(words, asked, request):
        message = message.with_buttons(offer)
    message = replace(message, again=_of_that_day(period, words, request))
    return offered(message if words.strip() else digest_schedule.offered_below(message, request), request)


def _followed_besides(words: str, asked: Sequence[Asked] | None, request: Request) -> tuple[Button, ...]:
    """What was asked for, to be followed too: `Follow «gold»`."""
    if not words or asked is None or len(asked) != 1 or not request.command.may_change:
        return ()
    typed, query = asked[0]
    if query.too_common or query.canonical in {each.canonical for each in request.follows()}:
        return ()
    return (named_button(typed, query, request, asking.FOLLOW, "follow"),)


def _of_that_day(period: Period, words: str, request: Request) -> str:
    """The same asked of the day by its date: what was today is yesterday when another page is asked for."""
    if period.end_at - period.start_at > LONGEST_DAY or _hours(period, request):
        return ""
    day = period.start_at.astimezone(request.zone).date()
    return " ".join(filter(None, ("digest", day.isoformat(), words)))


def _period_and_words(text: str) -> tuple[str, str]:
    """The period, named before the words or behind them, and the words; today, if nothing is asked for."""
    found = period_at_start(text) or period_at_end(text)
    if found is None:
        return (text, "") if text and argument_of("digest", text) != ALL else ("today", text)
    return found[1], found[2].lstrip(",: ")


def _for_a_button(typed: str, period: Period, request: Request) -> str:
    """The period as briefly as it can be typed; a name of days stays as it was, a date in any language does not."""
    if len(typed.encode()) <= LONGEST_IN_BUTTON:
        return typed
    if hours := _hours(period, request):
        return in_hours(hours)
    day = period.start_at.astimezone(request.zone).date().isoformat()
    return day if period.end_at - period.start_at <= LONGEST_DAY else typed


def _hours(period: Period, request: Request) -> int:
    """How many hours up to now it is; 0 of whole days, which begin at midnight."""
    return round((period.end_at - period.start_at) / HOUR) if period.end_at == request.now else 0


def tidy_lines(text: str) -> str:
    """The text with its lines kept apart by commas, as follows are."""
    return ", ".join(tidied for one in text.splitlines() if (tidied := tidy(one)))


def _asked(words: str, request: Request) -> list[Asked] | Refused | None:
    """What was asked for beside the period; None: what the chat follows; empty: everything."""
    if not words:
        return None
    if argument_of("digest", words) == ALL:
        return []
    asked: list[Asked] = []
    for typed in split_follows(words):
        query = read(typed, request, common=True)
        if isinstance(query, Refused):
            return query
        asked.append((typed, query))
    return asked


def _digest(
    period: Period, asked: Sequence[Asked] | None, follows: Sequence[Subscription], request: Request
) -> Message:
    """Of what was asked for, or None: of what the chat follows."""
    store, now = request.store, request.now
    reads: dict[str, Any] = {
        "store": store,
        "concepts": request.rules.concepts,
        "languages": request.languages,
        "left_out": request.left_out,
        "view": StoryView.of(request.command.chat, request.preferences, request.languages, store),
        "now": now,
    }
    if asked is None:
        digest = digest_of_follows(period, request.command.chat, follows, **reads)
    else:
        digest = digest_of(period, asked, **reads)
    health = [each for each in store.sources.health(now) if each.key not in request.left_out]
    message = digest_message(digest, request.zone.key, now, health, translate=request.translate)
    return replace(message, paragraphs=(*message.paragraphs, *first_read_progress(request)), private=True)


def _no_period(request: Request) -> Message:
    """What was typed is taken for words to look for; that much is offered as a button if it fits into one."""
    text = tidy(request.text)
    action = f"digest today {text}"
    message = say(request.sentence(texts.UNKNOWN_PERIOD, typed=bold(shown(text))), *_examples(request), private=True)
    if len(action.encode()) > request.action_bytes:
        return message
    return message.with_buttons((Button(shown(request.translate(texts.DIGEST_TODAY, words=text)), action),))


def _examples(request: Request) -> tuple[Line, ...]:
    """Periods that can be asked for."""
    periods = {
        "today": command("digest today"),
        "yesterday": command("digest yesterday"),
        "week": command("digest week"),
        "day_and_month": command("digest 25.11"),
        "date": command("digest 2026-11-25"),
    }
    with_words = request.sentence(texts.EXAMPLE_WITH_WORDS, example=command("digest today AI"))
    return (request.sentence(texts.EXAMPLES, **periods), with_words)
