"""Where a Slack workspace installs the app.

GET /slack/install          not too often ─▶ a state, known to this browser alone ─▶ Slack's page
GET /slack/oauth_redirect   the same browser, once, in time? ─ code ─▶ Slack ─ tokens, sealed ─▶ the workspace is stored
GET /slack/installed        what to do next

Workers see the workspace within seconds (bot/worker/workspaces.py).
"""

from __future__ import annotations

import asyncio
import math
import re
import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol
from urllib.parse import urlencode, urlsplit

import structlog
from aiohttp import web

from bot.i18n.catalogue import install as texts
from bot.i18n.text import Phrase, Text
from bot.model import Workspace
from bot.platforms.slack.oauth import Granted, NotInstalledError, OAuthApp
from bot.platforms.slack.rotation import sealed
from bot.sealing import Sealer
from bot.storage.oauth_states import TAKES_AT_MOST
from bot.storage.store import OAuthStates, Workspaces
from bot.web.attempts import Attempts
from bot.web.callers import caller_address

log = structlog.get_logger(__name__)

COOKIE = "jarshy_install"  #: makes the browser known in which an installation begins
INSTALL = "/slack/install"
REDIRECT = "/slack/oauth_redirect"
INSTALLED = "/slack/installed"

OF_ONE = 20  #: installations that one address may begin in a quarter of an hour
OF_ALL = 1_000  #: that all may begin: each is a row until it is too old

_BROWSER = re.compile(r"[\w-]{40,64}", re.ASCII)
_ID = re.compile(r"[A-Z0-9]{2,20}", re.ASCII)  #: Slack's, of an app or a workspace
_ERROR = re.compile(r"[a-z0-9_]{1,60}", re.ASCII)
_LONGEST = 1_000  #: characters of what Slack hands back


class Pages(Protocol):
    """Makes the pages of the web app."""

    def notice(
        self,
        request: web.Request,
        heading: Text | Phrase,
        *paragraphs: Text | Phrase,
        status: int = 200,
        link: tuple[str, Text] | None = None,
    ) -> web.Response:
        """A heading, some sentences, and a link with its label."""


class SlackInstallation:
    """Lets workspaces install the app."""

    def __init__(
        self,
        *,
        app: OAuthApp,
        workspaces: Workspaces,
        states: OAuthStates,
        sealer: Sealer,
        public_url: str,
        pages: Pages,
        clock: Callable[[], datetime],
        own_team: Callable[[], Awaitable[str | None]] | None = None,
    ) -> None:
        """`own_team`: the workspace whose token is a setting (None: not known now); without it there is none."""
        self._app = app
        self._workspaces = workspaces
        self._states = states
        self._sealer = sealer
        self._public_url = public_url
        self._pages = pages
        self._clock = clock
        self._own_team = own_team
        self._begun = Attempts(of_one=OF_ONE, of_all=OF_ALL)

    def routes(self) -> list[web.RouteDef]:
        """Its pages; a HEAD begins and ends nothing."""
        return [
            web.get(INSTALL, self._begin, allow_head=False),
            web.get(REDIRECT, self._end, allow_head=False),
            web.get(INSTALLED, self._installed),
        ]

    async def _begin(self, request: web.Request) -> web.StreamResponse:
        """On to Slack; a second tab of the same browser leaves the first one valid."""
        address, now = caller_address(request.remote, request.headers), self._clock()
        if wait := self._begun.wait(address, now):
            minutes = max(math.ceil(wait.total_seconds() / 60), 1)
            refused = self._refused(request, Phrase(texts.TOO_MANY_BEGUN, {"count": minutes}), status=429)
            refused.headers["Retry-After"] = str(minutes * 60)
            return refused
        self._begun.failed(address, now)
        state, browser = secrets.token_urlsafe(32), request.cookies.get(COOKIE, "")
        browser = browser if _BROWSER.fullmatch(browser) else secrets.token_urlsafe(32)
        await asyncio.to_thread(self._states.add, state, browser, now)
        answer = web.Response(status=302, headers={"Location": self._app.address(state, self._redirect_uri)})
        answer.set_cookie(
            COOKIE,
            browser,
            max_age=int(TAKES_AT_MOST.total_seconds()),
            path=f"{urlsplit(self._public_url).path}/slack/",
            secure=self._public_url.startswith("https:"),
            httponly=True,
            samesite="Lax",  # Slack's page leads back to us
        )
        answer.headers["Cache-Control"] = "no-store"
        return answer

    async def _end(self, request: web.Request) -> web.StreamResponse:
        said = {name: value[:_LONGEST] for name, value in request.query.items()}
        browser = request.cookies.get(COOKIE, "")
        now = self._clock()
        if not await asyncio.to_thread(self._states.pop, said.get("state", ""), browser, now):
            return self._refused(request, Phrase(texts.BEGIN_ANEW), status=400)
        if error := said.get("error"):
            log.info("installation ended by who began it", reason=error if _ERROR.fullmatch(error) else "")
            return self._refused(request, _why(error), status=200)
        try:
            granted = await self._app.exchange(said.get("code", ""), self._redirect_uri)
            already = await self._is_own(granted.team)
        except NotInstalledError as problem:
            status = 500 if problem.ours else 502 if problem.passing else 400
            return self._refused(request, problem.phrase, status=status)
        if not already:
            await asyncio.to_thread(self._workspaces.install, self._workspace(granted))
            log.info("workspace installed the app", workspace=granted.team)
        asked = {"app": granted.app, "team": granted.team} | ({"already": "1"} if already else {})
        place = f"{self._public_url}{INSTALLED}?{urlencode(asked)}"
        return web.Response(status=303, headers={"Location": place, "Cache-Control": "no-store"})

    async def _installed(self, request: web.Request) -> web.StreamResponse:
        """May be loaded again, and in another language."""
        app, team = request.query.get("app", ""), request.query.get("team", "")
        known = _ID.fullmatch(app) and _ID.fullmatch(team)
        place = f"https://slack.com/app_redirect?{urlencode({'app': app, 'team': team})}" if known else ""
        how = Phrase(texts.INSTALLED_HOW, {"follow": "/follow AI"})
        private = Phrase(texts.INSTALLED_PRIVATE, {"invite": "/invite @Jarshy"})
        paragraphs = (texts.INSTALLED_ALREADY, how) if "already" in request.query else (how, private)
        link = (place, texts.OPEN_SLACK) if place else None
        return self._pages.notice(request, texts.INSTALLED, *paragraphs, link=link)

    async def _is_own(self, team: str) -> bool:
        """Is it the workspace whose token is a setting? It would be answered twice.

        Raises:
            NotInstalledError: that can't be known now.
        """
        if self._own_team is None:
            return False
        own = await self._own_team()
        if own is None:
            raise NotInstalledError(Phrase(texts.SLACK_AWAY), passing=True)
        return own == team

    def _workspace(self, granted: Granted) -> Workspace:
        now = self._clock()
        return Workspace(
            id=granted.team,
            enterprise_id=granted.enterprise,
            name=granted.team_name,
            app_id=granted.app,
            bot_id=granted.bot,
            bot_user_id=granted.bot_user,
            scopes=granted.scopes,
            tokens=sealed(granted.tokens, self._sealer, now),
            installed_by=granted.installed_by,
            installed_at=now,
        )

    def _refused(self, request: web.Request, why: Phrase, *, status: int) -> web.Response:
        link = (f"{self._public_url}{INSTALL}", texts.TRY_AGAIN)
        answer = self._pages.notice(request, texts.NOT_INSTALLED, why, status=status, link=link)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @property
    def _redirect_uri(self) -> str:
        return f"{self._public_url}{REDIRECT}"


def _why(error: str) -> Phrase:
    """Why who began an installation did not end it."""
    if error == "access_denied" or not _ERROR.fullmatch(error):
        return Phrase(texts.DENIED)
    return Phrase(texts.SLACK_SAYS, {"error": error})
