"""Attempts at what is not in the outbox: after what passes again, plain if markup is refused, or by another route.

part ─▶ a route: chat.postMessage, a response_url, an edit … ─▶ again, or plain ─▶ the next route
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from slack_sdk.errors import SlackRequestError

from bot.model import Cause, GiveUp, RetryAt, Verdict
from bot.platforms.slack.errors import REFUSED_MESSAGE, UNREACHABLE, redacted, verdict
from bot.platforms.tries import may_repeat, pause_after

log = structlog.get_logger(__name__)

LONGEST_PAUSE = 30.0  #: seconds; people don't wait longer for an answer

Payload = dict[str, Any]


class UrlRefusedError(SlackRequestError):
    """A response_url does not take this: it is used up or too old, or the message is refused."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One message, and the same without markup."""

    payload: Payload
    plain: Payload


@dataclass(frozen=True, kw_only=True)
class Route:
    """A route by which an answer may be sent."""

    send: Callable[[Payload], Awaitable[object]]
    repeatable: bool = False  #: done twice it is as if it was done once
    hasty: bool = False  #: what fails here goes by the next route at once
    posts: bool = False  #: into the channel, so that it counts into its pace


async def attempt(routes: Sequence[Route], part: Part) -> Route:
    """Send a part, and return the route that it took.

    Raises:
        one of errors.UNREACHABLE: none of the routes took it.
    """
    failures: list[Verdict] = []
    first, *others = routes
    try:
        await _by(first, part, failures, hasty=first.hasty and bool(others))
        return first
    except UNREACHABLE as error:
        if not others or not may_repeat(failures, repeatable=others[0].repeatable):
            raise
        log.info("answered by another route", reason=redacted(str(error)))
    return await attempt(others, part)


async def _by(route: Route, part: Part, failures: list[Verdict], *, hasty: bool) -> None:
    payload = part.payload
    while True:
        try:
            await route.send(payload)
            return
        except UNREACHABLE as error:
            failures.append(_meaning(error, plain=payload is part.plain))
            if getattr(failures[-1], "plain", False):
                payload = part.plain
                failures.pop()
                continue
            flood = getattr(failures[-1], "cause", None) is Cause.FLOOD
            pause = pause_after(failures, longest=LONGEST_PAUSE, repeatable=route.repeatable)
            if pause is None or (hasty and not flood):
                raise
        await asyncio.sleep(pause)


def _meaning(error: BaseException, *, plain: bool) -> Verdict:
    if not isinstance(error, UrlRefusedError):
        assert isinstance(error, Exception)  # noqa: S101 - all of UNREACHABLE are
        return verdict(error, plain=plain)
    if str(error) in REFUSED_MESSAGE and not plain:
        return RetryAt(cause=Cause.BAD_MESSAGE, detail=str(error), plain=True)
    return GiveUp(cause=Cause.REFUSED, detail=str(error))
