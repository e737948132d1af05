"""The token of a workspace that has installed the app, renewed before it ends, in whichever process needs it first.

asked ─ far from its end ─▶ the token
     └─ near its end ─ lease ─ what is stored now? ─ renew at Slack ─ seal, store ─▶ the new token

What renews a token is used up by that, so only one process may renew at a time, and what came of it is stored before it
is used. A crash between the two would need a new installation once the old token has ended, AHEAD later.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog
from slack_sdk.errors import SlackApiError, SlackRequestError

from bot.bugs import report_failure
from bot.errors import StorageError
from bot.i18n.catalogue import platforms as texts
from bot.i18n.translator import ENGLISH
from bot.model import Tokens, Workspace
from bot.platforms.in_flight import SharedCall
from bot.platforms.slack.errors import UNREACHABLE, describe, error_code
from bot.platforms.slack.oauth import Refreshed
from bot.process import new_holder
from bot.sealing import Sealer
from bot.storage.store import Leases, Workspaces

log = structlog.get_logger(__name__)

AHEAD = timedelta(hours=2)  #: before its end a token is renewed; Slack gives it twelve hours
PAUSE = timedelta(minutes=1)  #: before renewing is tried again while the old token is good
RENEWAL = "token:"  #: before the id of the workspace in the name of the lease
#: the workspace, not our settings, refuses to renew: the old token will say the same
REFUSED = frozenset({"invalid_refresh_token", "token_revoked", "token_expired", "account_inactive", "invalid_auth"})

Refresh = Callable[[str], Awaitable[Refreshed]]  #: renews by what renews it: OAuthApp.refresh


class RotatingToken:
    """The TokenSource of one workspace."""

    def __init__(
        self,
        workspace: Workspace,
        *,
        workspaces: Workspaces,
        leases: Leases,
        sealer: Sealer,
        refresh: Refresh,
        clock: Callable[[], datetime],
    ) -> None:
        """
        Raises:
            SealedError: no key opens its token.
        """
        self._id = workspace.id
        self._workspaces = workspaces
        self._leases = leases
        self._sealer = sealer
        self._refresh = refresh
        self._clock = clock
        self._holder = new_holder()
        self._stored = workspace.tokens
        self._token = sealer.open(workspace.tokens.token)
        self._unstored: Tokens | None = None  # Slack has renewed it, and the database was away
        self._not_before: datetime | None = None  # renewing has failed, and the old token is good
        self._renewed = SharedCall(self._renew)

    async def token(self) -> str:
        """The token; near its end it is renewed first.

        Raises:
            SlackRequestError: it has ended, and can't be renewed now.
        """
        now, ends_at = self._clock(), self._stored.expires_at
        if ends_at is None or now < ends_at - AHEAD:
            return self._token
        if now < ends_at and self._not_before is not None and now < self._not_before:
            return self._token
        try:
            await self._renewed()
        except SlackRequestError:
            self._not_before = self._clock() + PAUSE
            if now >= ends_at:
                raise
        return self._token

    async def another(self, expired: str) -> str | None:
        """Another token than this one, which Slack says has expired: by our clock it has not, or we missed a renewal.

        Raises:
            SlackRequestError: it can't be renewed now.
        """
        if self._token == expired:
            await self._renewed()
        return None if self._token == expired else self._token

    async def _renew(self) -> None:
        """Have another token, stored by us or by another process; the old one stays if the workspace refuses.

        Raises:
            SlackRequestError: not now.
        """
        name = f"{RENEWAL}{self._id}"
        try:
            if not await asyncio.to_thread(self._leases.acquire, self._holder, [name]):
                raise SlackRequestError(ENGLISH(texts.SLACK_RENEWED_ELSEWHERE))
            try:
                if not await self._is_renewed_already():
                    await self._renew_at_slack()
            finally:
                await asyncio.to_thread(self._leases.release, self._holder, [name])
        except StorageError as error:
            report_failure("a token waits for the database", error, workspace=self._id)
            raise SlackRequestError(ENGLISH(texts.SLACK_NOT_RENEWED, error=type(error).__name__)) from None

    async def _is_renewed_already(self) -> bool:
        """Take over what another process has stored; True also if the workspace is gone: there is nothing to renew."""
        stored = await asyncio.to_thread(self._workspaces.get, self._id)
        if stored is None:
            return True
        if stored.tokens == self._stored:
            return False
        self._token = self._sealer.open(stored.tokens.token)
        sealed_anew = stored.tokens.expires_at == self._stored.expires_at
        self._stored, self._unstored = stored.tokens, None
        return not sealed_anew

    async def _renew_at_slack(self) -> None:
        if self._unstored is None:
            if self._stored.refresh_token is None:
                return
            renewed = await self._ask(self._sealer.open(self._stored.refresh_token))
            if renewed is None:
                return
            self._unstored = sealed(renewed, self._sealer, self._clock())
        if await asyncio.to_thread(self._workspaces.replace_tokens, self._id, self._stored, self._unstored):
            self._token, self._stored = self._sealer.open(self._unstored.token), self._unstored
            log.info("token renewed", workspace=self._id)
        self._unstored, self._not_before = None, None

    async def _ask(self, refresh_token: str) -> Refreshed | None:
        """None: the workspace refuses.

        Raises:
            SlackRequestError: it is not renewed now.
        """
        try:
            return await self._refresh(refresh_token)
        except SlackApiError as error:
            if error_code(error) in REFUSED:
                log.warning("the workspace does not renew its token", workspace=self._id, reason=error_code(error))
                return None
            log.error("a token is not renewed: look at SLACK_CLIENT_ID and SLACK_CLIENT_SECRET", reason=describe(error))
            reason = describe(error)
        except (*UNREACHABLE, KeyError, TypeError, ValueError) as error:
            reason = describe(error)
        raise SlackRequestError(ENGLISH(texts.SLACK_NOT_RENEWED, error=reason))


def sealed(granted: Refreshed, sealer: Sealer, now: datetime) -> Tokens:
    """What Slack grants, as it is stored."""
    renews = granted.refresh_token
    return Tokens(
        token=sealer.seal(granted.token),
        refresh_token=None if renews is None else sealer.seal(renews),
        expires_at=None if granted.lasts is None else now + granted.lasts,
    )
