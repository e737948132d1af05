"""Where Telegram and Slack call us.

    POST /telegram/{secret}                       ─▶ both secrets ─┐
    POST /slack/events, /commands, /interactive   ─▶ the signature ┴▶ write down ─▶ 200 ─ ─ ▶ who listens there reads it

200 says that it is written down. Whatever else is said, the platform calls again, or tells the person that it failed.
"""

from __future__ import annotations

import hmac
import json
import time
from collections.abc import Callable

import structlog
from aiohttp import web

from bot.errors import StorageError
from bot.model import CallWay, NewCall
from bot.platforms.hook_secrets import FOLDER, HookSecrets
from bot.platforms.slack_body import Body, parsed, team_of
from bot.web.bodies import expect, read, text_of
from bot.web.call_writer import CallWriter
from bot.web.slack_signature import SIGNATURE_HEADER, TIME_HEADER, is_signed, may_be_signed

log = structlog.get_logger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a name: https://core.telegram.org/bots/api#setwebhook
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
WRITE_WITHIN = 2.5  #: seconds: Slack gives us 3
COMPLAIN_EVERY = 60.0  #: seconds
LARGEST_ID = 2**63  #: of an update
RETRY_HEADER = "X-Slack-Retry-Num"  #: Slack tells it again, because we did not acknowledge it


class Complaints:
    """Logs that calls are refused, but not each of them: anybody can call."""

    def __init__(self, platform: str) -> None:
        self._platform = platform
        self._logged_at = -COMPLAIN_EVERY
        self._unheard = 0

    def hear(self, why: str) -> None:
        """A call is refused."""
        now = time.monotonic()
        self._unheard += 1
        if now - self._logged_at >= COMPLAIN_EVERY:
            log.warning("calls are refused", reason=why, calls=self._unheard, platform=self._platform)
            self._logged_at, self._unheard = now, 0


class TelegramCalls:
    """Takes the updates of one bot."""

    def __init__(self, secrets: HookSecrets, writer: CallWriter) -> None:
        self._path, self._header = secrets.path.encode(), secrets.header.encode()
        self._writer = writer
        self._complaints = Complaints("telegram")

    def routes(self) -> list[web.RouteDef]:
        """Where Telegram calls."""
        return [web.post(FOLDER + "{secret}", self._take)]

    async def _take(self, request: web.Request) -> web.Response:
        if not hmac.compare_digest(request.match_info["secret"].encode(), self._path):
            raise web.HTTPNotFound
        said = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(said, self._header):
            raise _refused(self._complaints, "without Telegram's secret")
        expect(request, JSON)
        text = text_of(await read(request))
        call = NewCall(key=f"telegram:{_update_id(text)}", lane="telegram", way=CallWay.UPDATES, body=text)
        await _written(self._writer, call)
        return web.Response()


class SlackCalls:
    """Takes what Slack tells of the workspaces that have installed the app."""

    def __init__(self, signing_secret: str, writer: CallWriter, clock: Callable[[], float] = time.time) -> None:
        """`clock` says the seconds since 1970."""
        self._secret = signing_secret
        self._writer = writer
        self._clock = clock
        self._complaints = Complaints("slack")

    def routes(self) -> list[web.RouteDef]:
        """Where Slack calls, as config/slack-manifest-http.yaml says."""
        return [
            web.post("/slack/events", self._events),
            web.get("/slack/commands", _certified),
            web.post("/slack/commands", self._commands),
            web.post("/slack/interactive", self._interactive),
        ]

    async def _events(self, request: web.Request) -> web.Response:
        key, text = await self._verified(request, JSON)
        body = _understood(CallWay.EVENTS, text)
        if body.get("type") == "url_verification":
            return web.Response(text=str(body.get("challenge", "")))
        return await self._taken(request, CallWay.EVENTS, key, text, body)

    async def _commands(self, request: web.Request) -> web.Response:
        key, text = await self._verified(request, FORM)
        body = _understood(CallWay.COMMANDS, text)
        if body.get("ssl_check"):
            return web.Response()
        if not body.get("command"):
            raise web.HTTPBadRequest
        return await self._taken(request, CallWay.COMMANDS, key, text, body)

    async def _interactive(self, request: web.Request) -> web.Response:
        key, text = await self._verified(request, FORM)
        return await self._taken(request, CallWay.INTERACTIVE, key, text, _understood(CallWay.INTERACTIVE, text))

    async def _verified(self, request: web.Request, content_type: str) -> tuple[str, str]:
        """The signature and the body of a call that Slack has signed just now."""
        said_at, signature = (request.headers.get(name, "") for name in (TIME_HEADER, SIGNATURE_HEADER))
        if not may_be_signed(said_at, signature, self._clock()):
            raise _refused(self._complaints, "that Slack has not signed")
        expect(request, content_type)
        body = await read(request)
        if not is_signed(self._secret, said_at, signature, body):
            raise _refused(self._complaints, "that Slack has not signed")
        return signature, text_of(body)

    async def _taken(self, request: web.Request, way: CallWay, key: str, text: str, body: Body) -> web.Response:
        """Write it down; what comes a second time is a replay, unless Slack says that it tells it again."""
        team = team_of(body)
        lane = f"slack:{team}" if team else "slack"
        new = await _written(self._writer, NewCall(key=f"slack:{key}", lane=lane, way=way, body=text))
        if not new and RETRY_HEADER not in request.headers:
            self._complaints.hear("that came before")
            raise web.HTTPConflict
        return web.Response()


async def _certified(request: web.Request) -> web.Response:
    """Slack looks from time to time whether our certificate is good."""
    if not request.query.get("ssl_check"):
        raise web.HTTPMethodNotAllowed("GET", ["POST"])
    return web.Response()


def _update_id(text: str) -> int:
    """The id of an update; all else is read by who listens.

    Raises:
        web.HTTPBadRequest: it is no update.
    """
    try:
        update = json.loads(text)
    except (ValueError, RecursionError):
        raise web.HTTPBadRequest from None
    told = update.get("update_id") if isinstance(update, dict) else None
    if not isinstance(told, int) or isinstance(told, bool) or not 0 <= told < LARGEST_ID:
        raise web.HTTPBadRequest
    return told


def _understood(way: CallWay, text: str) -> Body:
    body = parsed(way, text)
    if body is None:
        raise web.HTTPBadRequest
    return body


def _refused(complaints: Complaints, which: str) -> web.HTTPException:
    """It is somebody else's; their bodies are not read."""
    complaints.hear(which)
    refusal = web.HTTPForbidden()
    refusal.force_close()
    return refusal


async def _written(writer: CallWriter, call: NewCall) -> bool:
    """Write it down; False: it had come before.

    Raises:
        web.HTTPServiceUnavailable: it is not known to be written; the platform tells it again.
    """
    try:
        return await writer.write(call, WRITE_WITHIN)
    except (StorageError, TimeoutError):
        raise web.HTTPServiceUnavailable(headers={"Retry-After": "1"}) from None
