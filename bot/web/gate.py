"""Who may enter the operator's pages: a script with the token, or a browser with a session.

POST /status/login ─ how often? ─ the token? ─▶ a cookie ─▶ each page
Authorization: Bearer … ─ how often? ─ the token? ─▶ each page
POST anywhere ─ a session? its form? sent by our page? ─▶ done
"""

from __future__ import annotations

import math
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from aiohttp import web

from bot.i18n.catalogue import operation as texts
from bot.i18n.text import Phrase
from bot.web.attempts import Attempts
from bot.web.callers import caller_address, is_own_form
from bot.web.forms import read_form
from bot.web.pages import Pages
from bot.web.sessions import NONCE_BYTES, SESSION_SPAN, Session, Sessions
from bot.web.visitor import accepts

log = structlog.get_logger(__name__)

COOKIE = "jarshy_operator"
LOGIN, LOGOUT, HOME = "/status/login", "/status/logout", "/status"
TOKEN_FIELD = "form"  # noqa: S105  # the name of a field
BEARER = "bearer"
NOT_KEPT = {"Cache-Control": "no-store"}  #: of pages for the operator alone


@dataclass(frozen=True, kw_only=True)
class Operator:
    """Who may enter."""

    session: Session | None  #: None: a script with the token
    form_token: str  #: carried by each form; "": a script has none


class Gate:
    """Lets operators in."""

    def __init__(
        self, sessions: Sessions, pages: Pages, *, public_url: str | None, clock: Callable[[], datetime]
    ) -> None:
        """`public_url`: where forms may say that they come from, besides the host that was called."""
        self._sessions, self._pages, self._public_url, self._clock = sessions, pages, public_url, clock
        self._attempts = Attempts()
        self._ended: dict[str, datetime] = {}  #: nonces of sessions that were logged out, and until when they last

    def routes(self) -> list[web.RouteDef]:
        """Where it is entered and left."""
        return [web.get(LOGIN, self._show), web.post(LOGIN, self._login), web.post(LOGOUT, self._logout)]

    def operator(self, request: web.Request) -> Operator | None:
        """Who asks; None: nobody who may enter.

        Raises:
            HTTPUnauthorized: a script with a wrong token.
            HTTPTooManyRequests: a script at an address that has tried too many.
        """
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == BEARER:
            if wait := self._wait(request):
                raise web.HTTPTooManyRequests(headers=_after(wait))
            if not self._is_right(request, token.strip()):
                raise web.HTTPUnauthorized(headers={"WWW-Authenticate": "Bearer"})
            return Operator(session=None, form_token="")
        session = self._sessions.read(request.cookies.get(COOKIE, ""), self._clock())
        if session is None or session.nonce in self._ended:
            return None
        return Operator(session=session, form_token=self._sessions.form_token(session))

    async def form(self, request: web.Request) -> Mapping[str, str]:
        """The fields of a form that the operator has sent.

        Raises:
            HTTPUnauthorized: nobody who may.
            HTTPForbidden: another site may have sent it.
        """
        operator = self.operator(request)
        if operator is None:
            raise web.HTTPUnauthorized(headers={"WWW-Authenticate": "Bearer"})
        fields = await read_form(request)
        session = operator.session
        if session is not None and not (
            is_own_form(request.headers, self._public_url)
            and self._sessions.is_form_token(session, fields.get(TOKEN_FIELD, ""))
        ):
            log.warning("a form of the operator's page came from elsewhere and is refused")
            raise web.HTTPForbidden
        return fields

    def login_page(self, request: web.Request, said: Phrase | None = None, status: int = 200) -> web.Response:
        """Where the token is typed; a script is told to bring it."""
        if wants_json(request):
            raise web.HTTPUnauthorized(headers={"WWW-Authenticate": "Bearer"})
        answer = self._pages.answer(request, "status_login.html", english=True, status=status, said=said, action=LOGIN)
        answer.headers.update(NOT_KEPT)
        return answer

    async def _show(self, request: web.Request) -> web.Response:
        if self.operator(request) is not None:
            raise web.HTTPSeeOther(f"{self._pages.root}{HOME}")
        return self.login_page(request)

    async def _login(self, request: web.Request) -> web.Response:
        if not is_own_form(request.headers, self._public_url):
            raise web.HTTPForbidden
        typed = (await read_form(request)).get("token", "").strip()
        if wait := self._wait(request):
            minutes = max(math.ceil(wait / timedelta(minutes=1)), 1)
            answer = self.login_page(request, Phrase(texts.TOO_MANY, {"count": minutes}), status=429)
            answer.headers.update(_after(wait))
            return answer
        if not self._is_right(request, typed):
            return self.login_page(request, Phrase(texts.WRONG_TOKEN), status=401)
        answer = web.Response(status=303, headers={"Location": f"{self._pages.root}{HOME}", **NOT_KEPT})
        answer.set_cookie(
            COOKIE,
            self._sessions.issue(secrets.token_bytes(NONCE_BYTES), self._clock()),
            max_age=int(SESSION_SPAN.total_seconds()),
            path=f"{self._pages.root}/",
            secure=self._pages.secure,
            httponly=True,
            samesite="Strict",
        )
        return answer

    async def _logout(self, request: web.Request) -> web.Response:
        """End the session here, also for a copy of its cookie."""
        await self.form(request)
        session = self._sessions.read(request.cookies.get(COOKIE, ""), self._clock())
        if session is not None:
            now = self._clock()
            self._ended = {nonce: until for nonce, until in self._ended.items() if until > now}
            self._ended[session.nonce] = session.until_at
        answer = web.Response(status=303, headers={"Location": f"{self._pages.root}{LOGIN}", **NOT_KEPT})
        answer.del_cookie(COOKIE, path=f"{self._pages.root}/")
        return answer

    def _address(self, request: web.Request) -> str:
        return caller_address(request.remote, request.headers)

    def _wait(self, request: web.Request) -> timedelta:
        return self._attempts.wait(self._address(request), self._clock())

    def _is_right(self, request: web.Request, token: str) -> bool:
        """Is it the token? Nothing is awaited between the look at the attempts and this: no two slip through."""
        address = self._address(request)
        if self._sessions.is_token(token):
            self._attempts.forgive(address)
            return True
        self._attempts.failed(address, self._clock())
        log.warning("a wrong admin token was tried", address=address)
        return False


def wants_json(request: web.Request) -> bool:
    """Does a script ask? A browser takes HTML, too."""
    accepted = request.headers.get("Accept")
    return accepts(accepted, "application/json") and not accepts(accepted, "text/html")


def _after(wait: timedelta) -> dict[str, str]:
    return {"Retry-After": str(max(math.ceil(wait.total_seconds()), 1))}
