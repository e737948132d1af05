"""Inline mode: what people type behind our name in other chats is answered with articles to insert there.

    inline_query ─ the newest of its person ─ a free slot ─ Host.find ─▶ answerInlineQuery

Each letter is a query of its own, so what was typed before and waits is dropped; a query is answered at once or never,
and nothing of it is stored: a crash loses it, and the next letter brings it again.
"""

from __future__ import annotations

import asyncio
import time

import structlog
from telegram import (
    Bot,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.bugs import report_bug, unquoted
from bot.messages.inline import InlineAnswer, InlineResult
from bot.model import Received
from bot.platforms.cleaning import clean, is_visible
from bot.platforms.protocol import Host
from bot.platforms.telegram.commands import SOUGHT
from bot.platforms.telegram.errors import redacted
from bot.platforms.telegram.format import texts

log = structlog.get_logger(__name__)

MOST_AT_ONCE = 2  #: searches for all together: alerts and commands need the database, too
MOST_PERSONS = 200  #: who type at the same time; further ones are not answered
ANSWER_WITHIN = 5.0  #: seconds; later the person has typed on, and Telegram soon takes no answer
CACHED_FOR = 10  #: seconds that Telegram may give the same answer again, to the same person


class InlineQueries:
    """Answers inline queries: of each person one at a time, and only the newest."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._newest: dict[str, tuple[Received, float]] = {}  #: by person, with when it came
        self._tasks: dict[str, asyncio.Task[None]] = {}  #: by person
        self._slots = asyncio.Semaphore(MOST_AT_ONCE)

    def put(self, received: Received, host: Host) -> None:
        """Have it answered, in place of what this person typed before and what waits still."""
        person = received.command.person
        if person not in self._tasks and len(self._tasks) >= MOST_PERSONS:
            log.warning("inline query not answered: too many type", persons=len(self._tasks))
            return
        self._newest[person] = (received, time.monotonic())
        if person not in self._tasks:
            self._tasks[person] = asyncio.create_task(self._answer_person(person, host))

    async def stop(self) -> None:
        """Answer no more; who waits types on."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._newest.clear()
        self._tasks.clear()

    async def _answer_person(self, person: str, host: Host) -> None:
        try:
            while person in self._newest:
                async with self._slots:
                    received, came_at = self._newest.pop(person)
                    if time.monotonic() - came_at < ANSWER_WITHIN:
                        await self._answer(received, host)
        except Exception as error:
            report_bug("inline query not answered", error, platform="telegram")
        finally:
            self._tasks.pop(person, None)

    async def _answer(self, received: Received, host: Host) -> None:
        answer = await host.find(received.command, received.context["offset"])
        try:
            await self._bot.answer_inline_query(
                received.context[SOUGHT],
                [_article(result) for result in answer.results if is_visible(result.title)],
                cache_time=CACHED_FOR,
                is_personal=True,
                next_offset=answer.next_offset,
                button=_button(answer),
                read_timeout=ANSWER_WITHIN,
            )
        except TelegramError as error:  # too late, or Telegram is away: the next letter asks again
            log.info("inline query not answered", reason=unquoted(redacted(str(error)), (received.command.text,)))


def _article(result: InlineResult) -> InlineQueryResultArticle:
    content = InputTextMessageContent(
        texts(result.message)[0],
        parse_mode=ParseMode.HTML,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    return InlineQueryResultArticle(result.id, clean(result.title), content, description=clean(result.description))


def _button(answer: InlineAnswer) -> InlineQueryResultsButton | None:
    return InlineQueryResultsButton(clean(answer.label), start_parameter=answer.payload) if answer.label else None
