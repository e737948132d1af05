"""Our webhook: Telegram calls our web server, and what it tells there is read from the database.

setWebhook at the start ─▶ getWebhookInfo now and then: is it ours still, and do the calls succeed?

Nothing is dropped when it is set or deleted: what Telegram holds comes by the other way.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import structlog
from telegram import Bot, Update, WebhookInfo
from telegram.error import BadRequest, TelegramError

from bot.bugs import report_bug
from bot.errors import StatedProblem
from bot.i18n.catalogue import common
from bot.i18n.catalogue import platforms as texts
from bot.i18n.catalogue.worker import REASONS
from bot.i18n.text import Phrase, combined
from bot.i18n.translator import ENGLISH
from bot.model import Call
from bot.platforms.hook_secrets import HookSecrets
from bot.platforms.telegram.commands import UPDATES
from bot.platforms.telegram.errors import redacted
from bot.platforms.telegram.inline import ANSWER_WITHIN
from bot.platforms.telegram.webhook import Rivals, host_of, webhook_of

log = structlog.get_logger(__name__)

CHECK_EVERY = 60.0  #: seconds
SET_AGAIN_AFTER = 600.0  #: seconds, where Telegram refuses to call our address
FAILING_FOR = timedelta(minutes=3)  #: after the last call that failed
CONNECTIONS = 40  #: with which Telegram calls us at the same time


class HookFails(TelegramError):  # noqa: N818  # it is what fails, and no exception of the library's
    """Telegram does not call us; `phrase` says why, for operators."""

    def __init__(self, phrase: Phrase) -> None:
        super().__init__(ENGLISH(phrase))
        self.phrase = phrase


class Hook:
    """Keeps our webhook set."""

    def __init__(self, bot: Bot, secrets: HookSecrets, public_url: str, rivals: Rivals) -> None:
        self._bot = bot
        self._secrets = secrets
        self._address = secrets.address(public_url)
        self._rivals = rivals
        self._set = False
        self._old_error: datetime | None = None  # from before it was set
        self._checked_at: float | None = None  # monotonic
        self._refused_at: float | None = None  # the same

    def begin(self) -> None:
        """Check without a pause, and set it whatever there is."""
        self._set, self._checked_at, self._refused_at = False, None, None

    async def is_set(self) -> bool:
        """Check it, once a minute; False: Telegram refuses to call our address, so it is to be asked for updates.

        Raises:
            HookFails: somebody else's is set, or the calls fail.
            TelegramError: Telegram can't be asked.
        """
        now = asyncio.get_running_loop().time()
        if self._refused_at is not None and now - self._refused_at < SET_AGAIN_AFTER:
            return False
        if self._checked_at is not None:
            await asyncio.sleep(CHECK_EVERY)
        info = await webhook_of(self._bot)
        if not self._set or info.url != self._address:
            await self._set_anew(info)
        elif self._fails(info):
            raise HookFails(calls_fail(info))
        self._checked_at = asyncio.get_running_loop().time()
        return self._refused_at is None

    async def _set_anew(self, info: WebhookInfo) -> None:
        if info.url and not self._secrets.is_ours(info.url):
            trouble = await self._rivals.settle(asyncio.get_running_loop().time())
            if trouble is not None:
                raise HookFails(trouble)
        try:
            await self._bot.set_webhook(
                self._address,
                allowed_updates=UPDATES,
                max_connections=CONNECTIONS,
                secret_token=self._secrets.header,
            )
        except BadRequest as error:
            self._refused_at = asyncio.get_running_loop().time()
            log.warning("Telegram does not call PUBLIC_URL and is asked for updates", reason=redacted(str(error)))
            return
        self._set, self._refused_at, self._old_error = True, None, info.last_error_date
        log.info("Telegram calls us", host=host_of(self._address), waiting=info.pending_update_count)

    def _fails(self, info: WebhookInfo) -> bool:
        return info.last_error_date != self._old_error and is_failing(info, datetime.now(UTC))


def is_failing(info: WebhookInfo, now: datetime) -> bool:
    """Have calls failed lately, so that updates wait?"""
    at = info.last_error_date
    return at is not None and info.pending_update_count > 0 and now - at < FAILING_FOR


def calls_fail(info: WebhookInfo) -> Phrase:
    """What operators are told of calls that fail."""
    return Phrase(texts.TELEGRAM_CALLS_FAIL, {"host": host_of(info.url), "error": _own_words(info)})


def looked_at(info: WebhookInfo, secrets: HookSecrets, public_url: str | None, now: datetime) -> list[Phrase]:
    """How our webhook, or none, is to be told of where it is only looked at.

    Raises:
        StatedProblem: the calls fail.
    """
    if not info.url:
        return [Phrase(texts.TELEGRAM_WEBHOOK_NOT_SET)] if public_url else []
    host = {"host": host_of(info.url)}
    if public_url is None:
        return [Phrase(texts.TELEGRAM_WEBHOOK_NOT_NEEDED, host)]
    waiting = info.pending_update_count
    waits = Phrase(texts.TELEGRAM_UPDATES_WAIT, {"count": waiting, "number": str(waiting)})
    if is_failing(info, now):
        raise StatedProblem(combined([calls_fail(info), waits], REASONS))
    if info.url != secrets.address(public_url):
        return [Phrase(texts.TELEGRAM_WEBHOOK_MOVES, host), waits]
    return [Phrase(texts.TELEGRAM_CALLS, host), waits, *_failed_before(info)]


def _failed_before(info: WebhookInfo) -> Iterator[Phrase]:
    if (at := info.last_error_date) is not None:
        yield Phrase(texts.TELEGRAM_CALL_FAILED, {"at": f"{at:%Y-%m-%d %H:%M}", "error": _own_words(info)})


def _own_words(info: WebhookInfo) -> Phrase:
    return Phrase(common.PLAIN_WORDS, {"words": redacted(info.last_error_message or "?")})


def update_of(call: Call, bot: Bot, now: datetime) -> Update | None:
    """What Telegram told by a call; None: it can't be read, or nobody waits for the answer any more."""
    try:
        update = Update.de_json(json.loads(call.body), bot)
    except Exception as error:
        report_bug("a call can't be read", error, platform="telegram")
        return None
    late = now - call.called_at > timedelta(seconds=ANSWER_WITHIN)
    return None if update.inline_query is not None and late else update
