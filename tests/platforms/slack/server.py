"""Slack on loopback: the Web API and a socket, with a small language of its own; calls are kept with their time.

It refuses what Slack refuses: blocks over the limits that its reference names, an address of a socket that was used,
the sixth answer to a response_url, a direct conversation of two other people.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from itertools import count
from types import TracebackType
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import WSMsgType, web

from tests.platforms.slack.kept import Kept

BOT_TOKEN = "xoxb-test-of-nobody"
APP_TOKEN = "xapp-test-of-nobody"
ME = "UBOT"
SCOPE = "chat:write"  # without it nothing can be posted
FILES = "files:write"  # without it no file can be uploaded
SCOPES = f"{SCOPE},commands,channels:join,files:read,{FILES}"
SLACKBOT = "USLACKBOT"
SIGNING_SECRET = "of-nobody-either"
WAYS = {"events_api": "events", "slash_commands": "commands", "interactive": "interactive"}  # by kind of envelope
RESPONSES = 5  # answers that a response_url takes
CLIENT = ("123.456", "secret-of-nobody")  # id and secret of the app
REDIRECTS = "/slack/oauth_redirect"  # how the only redirect address that it knows ends
TWELVE_HOURS = 43_200


@dataclass
class Team:
    """A workspace that may install the app; it has its own channels, though their ids may be those of another."""

    id: str
    name: str = "Acme"
    rotates: bool = False  #: its tokens expire
    members: set[str] = field(default_factory=lambda: {"C1"})  #: channels with the bot
    tokens: dict[str, str] = field(default_factory=dict)  #: what each is: "good", "expired", or an error
    refresh_token: str = ""
    organisation: bool = False
    renewed: int = 0
    limited: int = 0  #: so many of the next messages meet the limit

    @property
    def me(self) -> str:
        return f"UBOT{self.id}"

    def remove(self, error: str = "account_inactive") -> None:
        """Somebody removes the app."""
        self.tokens, self.refresh_token = dict.fromkeys(self.tokens, error), ""
        self.members.clear()

    def expire(self) -> None:
        """Its tokens have ended."""
        self.tokens = dict.fromkeys(self.tokens, "token_expired")


@dataclass
class Call:
    method: str
    params: dict[str, Any]
    at: float = field(default_factory=time.monotonic)


class SlackServer:
    """`async with SlackServer() as slack: …`"""

    def __init__(self) -> None:
        self.calls: list[Call] = []  #: accepted ones
        self.kept = Kept()  #: what people see of what the bot posted
        self.teams: dict[str, Team] = {}  #: that may install the app, by their ids
        self.codes: dict[str, Team] = {}  #: of OAuth, until they are used
        self.asked: Counter[str] = Counter()  #: how often each method was called, accepted or not
        self.acked: dict[str, float] = {}
        self.sent_at: dict[str, float] = {}
        self.members = {"C1"}  #: channels with the bot
        self.private: set[str] = set()
        self.channels: dict[str, str] = {}  #: names of channels, by their ids
        self.inside: dict[str, set[str]] = {}  #: people, with the channels that they are in
        self.foreign: set[str] = set()  #: direct conversations of two other people
        self.files: dict[str, bytes] = {}  #: that somebody shared, or we uploaded, by their ids
        self.down = False
        self.locales: dict[str, str] = {}  #: of people, by their ids; of others it says none
        self.profiles: dict[str, dict[str, Any]] = {}  #: what else it says of them
        self.revoked = ""  #: the error for every call with the bot's token; empty: the token is good
        self.scopes = SCOPES  #: of the bot's token, named with every answer
        self.sends_away = ""  #: the reason with which each new socket is ended at once; empty: they last
        self.hangs_up = False  #: each new socket is closed at once, without a word
        self.sockets_opened = 0
        self.dead_addresses = 0  #: so many of the next socket URLs lead nowhere
        self.silent = False  #: the closing of a socket is not answered
        self.url = ""
        self.request_url = ""  #: where it calls, signed with SIGNING_SECRET; "": it tells over sockets
        self.statuses: list[int] = []  #: that its calls were answered with
        self.team = "T1"  #: the workspace in which everything happens
        self._announced: dict[str, int] = {}  #: the bytes that each file was said to have
        self._bodies: defaultdict[str, deque[web.Response]] = defaultdict(deque)
        self._holds: dict[str, asyncio.Event] = {}
        self._tickets: set[str] = set()
        self._responses: Counter[str] = Counter()
        self._errors: defaultdict[str, deque[tuple[int, str, dict[str, str]]]] = defaultdict(deque)
        #: taken or not; None: taken and never answered
        self._lost: defaultdict[str, deque[bool | None]] = defaultdict(deque)
        self._refusals: list[tuple[str, str, str, int, dict[str, str]]] = []  #: (channel, text, error, status, headers)
        self._numbers = count(1)
        self._sockets: list[web.WebSocketResponse] = []
        self._news = asyncio.Condition()

    async def __aenter__(self) -> SlackServer:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._serve)
        app.router.add_post("/respond/{name}", self._respond)
        app.router.add_post("/upload/{id}", self._upload)
        app.router.add_get("/socket", self._socket)
        app.router.add_get("/oauth/v2/authorize", self._authorize)
        app.router.add_get("/shared/{name}", self._shared)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self._root = f"{host}:{port}"
        self.url = f"http://{self._root}/api/"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for hold in self._holds.values():
            hold.set()
        for socket in self._sockets:
            await socket.close()
        await self._runner.cleanup()

    # --------------------------------------------------------------------------------- what people and Slack do

    async def slash(
        self,
        command: str,
        text: str = "",
        channel: str = "C1",
        trigger: str = "",
        name: str = "news",
        *,
        person: str = "U7",
    ) -> str:
        """Somebody types a slash command."""
        payload = {
            "command": command,
            "text": text,
            "channel_id": channel,
            "channel_name": name,
            "user_id": person,
            "user_name": "aliya",
            "trigger_id": trigger or f"t{next(self._numbers)}",
            "response_url": self.response_url(),
        }
        return await self.envelope("slash_commands", payload)

    async def press(
        self,
        action: str,
        channel: str = "C1",
        blocks: list[dict[str, Any]] | None = None,
        *,
        ephemeral: bool = False,
        thread: str = "",
        person: str = "U7",
    ) -> str:
        """Somebody presses a button; for an ephemeral message Slack does not send its content."""
        payload: dict[str, Any] = {
            "type": "block_actions",
            "user": {"id": person, "name": "aliya", "username": "aliya"},
            "channel": {"id": channel, "name": "news"},
            "message": {"ts": "1.0", "text": "was", "blocks": blocks or []},
            "container": {"message_ts": "1.0", "channel_id": channel, "is_ephemeral": ephemeral},
            "trigger_id": f"t{next(self._numbers)}",
            "response_url": self.response_url(),
            "actions": [{"type": "button", "action_id": "press-0-0", "block_id": "b", "value": action}],
        }
        if thread:
            payload["container"]["thread_ts"] = thread
        if ephemeral:
            del payload["message"]
        return await self.envelope("interactive", payload)

    async def opens_home(self, person: str = "U7", channel: str = "D1", tab: str = "home") -> str:
        """Somebody opens the bot's own page."""
        return await self.event(type="app_home_opened", user=person, channel=channel, tab=tab)

    async def presses_at_home(self, action: str, person: str = "U7", *, typed: str | None = None) -> str:
        """Somebody presses a button there, or types into the field of that action."""
        pressed: dict[str, Any] = {"type": "button", "action_id": "press-0-0", "block_id": "b", "value": action}
        if typed is not None:
            pressed = {"type": "plain_text_input", "action_id": action, "block_id": "f", "value": typed}
        view = self.of("views.publish")[-1]["view"]
        payload = {
            "type": "block_actions",
            "user": {"id": person, "name": "aliya", "username": "aliya"},
            "container": {"type": "view", "view_id": "V1"},
            "view": {"id": "V1"} | (json.loads(view) if isinstance(view, str) else view),
            "trigger_id": f"t{next(self._numbers)}",
            "actions": [pressed],
        }
        return await self.envelope("interactive", payload)

    async def asks_of_message(self, message: dict[str, Any], channel: str = "C1", person: str = "U7") -> str:
        """Somebody chooses *Why this?* in the menu of a message."""
        payload = {
            "type": "message_action",
            "callback_id": "why",
            "user": {"id": person, "name": "aliya"},
            "channel": {"id": channel, "name": "news"},
            "message": {"type": "message", "ts": "1.0"} | message,
            "trigger_id": f"t{next(self._numbers)}",
            "response_url": self.response_url(),
        }
        return await self.envelope("interactive", payload)

    async def write(self, text: str, channel: str = "D1", **more: Any) -> str:
        """Somebody writes to the bot directly."""
        return await self.event(type="message", channel=channel, channel_type="im", user="U7", text=text, **more)

    async def mention(self, text: str, channel: str = "C1", **more: Any) -> str:
        """Somebody mentions the bot in a channel; where the text does not say so, before it."""
        text = text if f"<@{ME}>" in text else f"<@{ME}> {text}"
        return await self.event(**{"type": "app_mention", "channel": channel, "user": "U7", "text": text} | more)

    def file(self, name: str, content: bytes, kind: str = "text/plain", **more: Any) -> dict[str, Any]:
        """What an event says of a file that somebody shares."""
        self.files[f"F{len(self.files)}"] = content
        file_id = f"F{len(self.files) - 1}"
        where = {"url_private_download": f"http://{self._root}/shared/{file_id}"}
        return {"id": file_id, "name": name, "mimetype": kind, "size": len(content)} | where | more

    async def _shared(self, request: web.Request) -> web.Response:
        """Who has no right to it is sent to sign in."""
        if request.headers.get("Authorization") != f"Bearer {BOT_TOKEN}" or "files:read" not in self.scopes:
            return web.Response(text="<html>sign in</html>", content_type="text/html")
        return web.Response(body=self.files[request.match_info["name"]], content_type="text/plain")

    async def remind(self, text: str, channel: str = "C1") -> str:
        """Slackbot says in a channel what it was to remind it of."""
        return await self.mention(f"Reminder: <@{ME}> {text}.", channel, user=SLACKBOT, bot_id="B01")

    async def event(self, **event: Any) -> str:
        """An event of the workspace."""
        payload = {
            "type": "event_callback",
            "event_id": f"E{next(self._numbers)}",
            "team_id": self.team,
            "event": event,
        }
        return await self.envelope("events_api", payload)

    async def envelope(self, kind: str, payload: dict[str, Any]) -> str:
        """Anything over the socket, or by a call."""
        if self.request_url:
            return await self._call(kind, payload)
        async with asyncio.timeout(60), self._news:
            await self._news.wait_for(lambda: bool(self._sockets))
        name = f"e{next(self._numbers)}"
        self.sent_at[name] = time.monotonic()
        await self._sockets[-1].send_json(
            {"type": kind, "envelope_id": name, "accepts_response_payload": kind != "events_api"}
            | {"payload": {"team": {"id": "T1"}, "team_id": "T1", "api_app_id": "A1"} | payload}
        )
        return name

    async def _call(self, kind: str, payload: dict[str, Any]) -> str:
        """Call the web server, three times if it does not take it; the name by which `acks` knows it."""
        name, way = f"e{next(self._numbers)}", WAYS[kind]
        told = {"team": {"id": self.team}, "team_id": self.team, "api_app_id": "A1"} | payload
        if way == "events":
            body, content_type = json.dumps(told), "application/json"
        else:
            form = (
                {"payload": json.dumps(told)}
                if way == "interactive"
                else {name: value for name, value in told.items() if name != "team"}
            )
            body, content_type = urlencode(form), "application/x-www-form-urlencoded"
        self.sent_at[name] = time.monotonic()
        for attempt in range(3 if way == "events" else 1):
            headers = {"Content-Type": content_type} | signed(body)
            headers |= {"X-Slack-Retry-Num": str(attempt)} if attempt else {}
            if await self._answered(way, body, headers):
                async with self._news:
                    self.acked[name] = time.monotonic()
                    self._news.notify_all()
                break
            await asyncio.sleep(0.1)
        return name

    async def _answered(self, way: str, body: str, headers: dict[str, str]) -> bool:
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=3)) as client,
                client.post(f"{self.request_url}/slack/{way}", data=body.encode(), headers=headers) as answer,
            ):
                self.statuses.append(answer.status)
                return answer.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False

    def fail(self, method: str, error: str, status: int = 200, *, times: int = 1, **headers: str) -> None:
        """Make the next calls of that method fail; HTML is a page."""
        self._errors[method].extend([(status, error, _named(headers))] * times)

    def lose(self, method: str, *, taken: bool = True) -> None:
        """Reset the connection of the next call of that method (or "respond"), after it was taken or before."""
        self._lost[method].append(taken)

    def hang(self, method: str) -> None:
        """Never answer the next call of that method, though it was taken."""
        self._lost[method].append(None)

    def refuse(self, error: str, status: int = 200, *, channel: str = "", text: str = "", **headers: str) -> None:
        """Make every message to that channel (empty: any) with that text fail, until `relent`."""
        self._refusals.append((channel, text, error, status, _named(headers)))

    def revoke(self, error: str = "invalid_auth") -> None:
        """Refuse the bot's token for every call, or take its scope from it (missing_scope), until `relent`."""
        if error == "missing_scope":
            self.scopes = self.scopes.removeprefix(f"{SCOPE},")
        else:
            self.revoked = error

    def relent(self) -> None:
        """End all refusals."""
        self._refusals.clear()
        self.scopes, self.revoked = SCOPES, ""

    def answers(self, method: str, body: str, status: int = 200, kind: str = "text/plain") -> None:
        """Answer the next call of that method (or "respond") with just this."""
        self._bodies[method].append(web.Response(text=body, status=status, content_type=kind))

    def hold(self, method: str) -> asyncio.Event:
        """Make calls of that method wait until the event is set."""
        return self._holds.setdefault(method, asyncio.Event())

    async def ask_to_reconnect(self) -> None:
        """Slack announces that it closes the socket."""
        await self.disconnect("refresh_requested")

    async def disconnect(self, *reasons: str) -> None:
        """Slack announces that it closes the socket, for each of these reasons, which it keeps open for a while."""
        socket = self._sockets.pop()
        for reason in reasons:
            await socket.send_json({"type": "disconnect", "reason": reason})

    def response_url(self) -> str:
        """Another one."""
        return f"http://{self._root}/respond/{next(self._numbers)}"

    # ------------------------------------------------------------------------------------------- what it recorded

    def of(self, method: str) -> list[dict[str, Any]]:
        """The parameters of all accepted calls of a method."""
        return [call.params for call in self.calls if call.method == method]

    async def receives(self, method: str, count: int = 1) -> list[dict[str, Any]]:
        """Wait for so many calls of a method; "respond" is a use of a response_url."""
        async with asyncio.timeout(60), self._news:
            await self._news.wait_for(lambda: len(self.of(method)) >= count)
        return self.of(method)

    async def acks(self, name: str) -> float:
        """Wait for an envelope's acknowledgement; returns the seconds that it took."""
        async with asyncio.timeout(60), self._news:
            await self._news.wait_for(lambda: name in self.acked)
        return self.acked[name] - self.sent_at[name]

    # --------------------------------------------------------------------------------------------------- the server

    async def _keep(self, method: str, params: dict[str, Any]) -> None:
        async with self._news:
            self.calls.append(Call(method, params))
            self._news.notify_all()

    async def _serve(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        params = await request.json() if request.content_type == "application/json" else dict(await request.post())
        params = {**params, **request.query}
        if isinstance(params.get("blocks"), str):
            params["blocks"] = json.loads(str(params["blocks"]))
        self.asked[method] += 1
        if method in self._holds:
            await self._holds[method].wait()
        if self.down:
            return web.Response(status=502, text="<html>bad gateway</html>", content_type="text/html")
        if self._bodies[method]:
            return self._bodies[method].popleft()
        if method == "oauth.v2.access":
            return await self._access(request, params)
        bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
        for team in self.teams.values():
            if bearer in team.tokens:
                return await self._serve_team(team, team.tokens[bearer], method, params)
        expected = APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN
        if request.headers.get("Authorization") != f"Bearer {expected}":
            return web.json_response({"ok": False, "error": "invalid_auth"})
        if self.revoked and expected == BOT_TOKEN:
            return web.json_response({"ok": False, "error": self.revoked})
        if wrong := self._wrong(method, params):
            status, error, headers = wrong
            if error.startswith("<"):
                return web.Response(status=status, text=error, content_type="text/html")
            return web.json_response({"ok": False, "error": error}, status=status, headers=headers)
        if method == "chat.update" and self.kept.is_limited():
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "30"})
        error = self._refusal(method, params) or self.kept.refusal(method, params)
        if error:
            return web.json_response({"ok": False, "error": error})
        if self._lost[method]:
            await self._drop(method, params, request)
        await self._keep(method, params)
        answer = {"ok": True} | self._answer(method, params)
        if answer.pop("joined", False):  # Slack sends an event about every member who joins
            await self.event(type="member_joined_channel", user=ME, channel=params["channel"])
        return web.json_response(answer, headers={"X-OAuth-Scopes": self.scopes})

    # -------------------------------------------------------------------------------------------------- workspaces

    def workspace(self, team: str, **more: Any) -> Team:
        """A workspace that may install the app."""
        self.teams[team] = made = Team(team, **more)
        return made

    def agree(self, team: str) -> str:
        """Somebody of that workspace agrees on Slack's page: the code that it hands back."""
        code = f"code{next(self._numbers)}"
        self.codes[code] = self.teams[team]
        return code

    async def _authorize(self, request: web.Request) -> web.Response:
        """The page where somebody agrees; `team` chooses the workspace, `cancel` ends it."""
        query = request.query
        if query["client_id"] != CLIENT[0] or not query["redirect_uri"].endswith(REDIRECTS):
            return web.Response(status=400, text="bad_redirect_uri")
        said = {"error": "access_denied"} if "cancel" in query else {"code": self.agree(query["team"])}
        place = f"{query['redirect_uri']}?{urlencode(said | {'state': query['state']})}"
        return web.Response(status=302, headers={"Location": place})

    async def _access(self, request: web.Request, params: dict[str, Any]) -> web.Response:
        if wrong := self._wrong("oauth.v2.access", params):
            return web.json_response({"ok": False, "error": wrong[1]}, status=wrong[0], headers=wrong[2])
        if (params["client_id"], params["client_secret"]) != CLIENT:
            return web.json_response({"ok": False, "error": "bad_client_secret"})
        if params.get("grant_type") == "refresh_token":
            found = [team for team in self.teams.values() if team.refresh_token == params["refresh_token"] != ""]
            if not found:
                return web.json_response({"ok": False, "error": "invalid_refresh_token"})
            team = found[0]
            team.renewed += 1
        elif (code := params.get("code", "")) in self.codes and params["redirect_uri"].endswith(REDIRECTS):
            team = self.codes.pop(code)
        else:
            return web.json_response({"ok": False, "error": "invalid_code"})
        await self._keep("oauth.v2.access", params)
        if self._lost["oauth.v2.access"]:
            await self._drop("oauth.v2.access", params, request)
        return web.json_response(self._grant(team))

    def _grant(self, team: Team) -> dict[str, Any]:
        token = f"{'xoxe.' if team.rotates else ''}xoxb-{team.id}-{next(self._numbers)}"
        team.tokens[token] = "good"
        granted: dict[str, Any] = {
            "ok": True,
            "access_token": token,
            "token_type": "bot",
            "scope": SCOPES,
            "bot_user_id": team.me,
        }
        named: dict[str, Any] = {
            "app_id": "A1",
            "team": {"id": team.id, "name": team.name},
            "authed_user": {"id": "U7"},
        }
        if team.rotates:
            team.refresh_token = f"xoxe-1-{team.id}-{next(self._numbers)}"
            granted |= {"refresh_token": team.refresh_token, "expires_in": TWELVE_HOURS}
        if team.organisation:
            named |= {"team": None, "enterprise": {"id": "E1", "name": "Org"}}
        return granted | {"enterprise": None, "is_enterprise_install": team.organisation} | named

    async def _serve_team(self, team: Team, state: str, method: str, params: dict[str, Any]) -> web.Response:
        if state != "good":
            return web.json_response({"ok": False, "error": state})
        if method == "auth.revoke":
            team.remove("token_revoked")
            return web.json_response({"ok": True, "revoked": True})
        if wrong := self._wrong(method, params):
            return web.json_response({"ok": False, "error": wrong[1]}, status=wrong[0], headers=wrong[2])
        channel = params.get("channel", "")
        if method == "chat.postMessage" and team.limited:
            team.limited -= 1
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "30"})
        if method == "chat.postMessage" and channel not in team.members and channel[:1] not in ("D", "U"):
            return web.json_response({"ok": False, "error": "not_in_channel"})
        if method == "conversations.join" and channel in self.private:
            return web.json_response({"ok": False, "error": "method_not_supported_for_channel_type"})
        if method == "conversations.join":
            team.members.add(channel)
        await self._keep(method, params | {"team": team.id})
        answer = {} if method == "conversations.join" else self._answer(method, params)
        if method == "auth.test":
            answer |= {"user_id": team.me, "bot_id": f"B{team.id}", "team_id": team.id}
        return web.json_response({"ok": True} | answer, headers={"X-OAuth-Scopes": SCOPES})

    async def _drop(self, method: str, params: dict[str, Any], request: web.Request) -> None:
        taken = self._lost[method].popleft()
        if taken is not False:
            await self._keep(method, params)
        if taken is None:
            await asyncio.Event().wait()
        assert request.transport is not None
        request.transport.abort()
        raise web.HTTPInternalServerError

    def _wrong(self, method: str, params: dict[str, Any]) -> tuple[int, str, dict[str, str]] | None:
        if self._errors[method]:
            return self._errors[method].popleft()
        if method == "chat.postMessage":
            for channel, text, error, status, headers in self._refusals:
                if channel in ("", params["channel"]) and text in json.dumps(params, ensure_ascii=False):
                    return status, error, headers
        return None

    def _refusal(self, method: str, params: dict[str, Any]) -> str:
        channel = params.get("channel", "")
        if method.startswith("files."):
            return self._refused_file(method, params)
        if method in ("chat.postMessage", "chat.update") and SCOPE not in self.scopes:
            return "missing_scope"
        if channel in self.foreign:
            return "channel_not_found"
        if method == "chat.postEphemeral" and params.get("user", "") in ("", SLACKBOT):
            return "user_not_in_channel"
        if method == "conversations.join" and channel in self.private:
            return "method_not_supported_for_channel_type"
        if method == "conversations.info" and channel in self.private and channel not in self.members:
            return "channel_not_found"
        if method == "views.publish":
            view = params["view"]
            return view_refusal(json.loads(view) if isinstance(view, str) else view)
        if method == "chat.postMessage":
            if channel not in self.members and channel[:1] not in ("D", "U"):
                return "not_in_channel"
            return refusal(params)
        return refusal(params) if method == "chat.update" else ""

    def _refused_file(self, method: str, params: dict[str, Any]) -> str:
        """Slack's refusal of a file; empty: it is accepted."""
        if method == "files.info":
            return ""
        if FILES not in self.scopes:
            return "missing_scope"
        if method == "files.getUploadURLExternal":
            return "" if int(params["length"]) > 0 and params["filename"] else "invalid_arguments"
        channel = params["channel_id"]
        if any(each["id"] not in self.files for each in json.loads(params["files"])):
            return "file_not_found"
        return "" if channel in self.members or channel[:1] == "D" else "channel_not_found"

    async def _upload(self, request: web.Request) -> web.Response:
        content = await request.read()
        if self._errors["upload"]:
            return web.Response(status=self._errors["upload"].popleft()[0])
        if len(content) != self._announced[request.match_info["id"]]:
            return web.Response(status=400)
        self.files[request.match_info["id"]] = content
        return web.Response(text=f"OK - {len(content)}")

    def _answer(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        if method == "auth.test":
            return {"user_id": ME, "bot_id": "B1", "team_id": "T1", "user": "jarshy", "url": self.url}
        if method == "apps.connections.open":
            return {"url": f"ws://{self._root}/socket?ticket={self._ticket()}&app_id=A1"}
        if method == "files.info":
            return {
                "file": {"id": params["file"], "url_private_download": f"http://{self._root}/shared/{params['file']}"}
            }
        if method == "users.info":
            asked = params.get("include_locale") in ("1", "true", "True", True)
            locale = {"locale": self.locales.get(params["user"])} if asked else {}
            return {"user": {"id": params["user"], **locale, **self.profiles.get(params["user"], {})}}
        if method == "users.conversations":
            return self._conversations(params)
        if method == "conversations.open":
            return {"channel": {"id": f"D-{params['users']}"}}
        if method == "conversations.join" and params["channel"] in self.members:
            return {"warning": "already_in_channel"}
        if method == "conversations.join":
            self.members.add(params["channel"])
            return {"joined": True}
        if method == "conversations.info":
            return {"channel": {"id": params["channel"], "is_member": params["channel"] in self.members}}
        if method == "files.getUploadURLExternal":
            name = f"F{next(self._numbers)}"
            self._announced[name] = int(params["length"])
            return {"upload_url": f"http://{self._root}/upload/{name}", "file_id": name}
        if method == "files.completeUploadExternal":
            return {"files": json.loads(params["files"])}
        ts = f"{next(self._numbers)}.0"
        self.kept.take(method, params, ts)
        return {"ts": ts, "channel": params.get("channel", "")}

    def _conversations(self, params: dict[str, Any]) -> dict[str, Any]:
        """One at a time: of the private ones that somebody is in those with the bot."""
        seen = [each for each in self.channels if each in self.inside.get(params["user"], ())]
        seen = [each for each in seen if each not in self.private or each in self.members]
        first = int(params.get("cursor") or 0)
        more = {"next_cursor": str(first + 1) if first + 1 < len(seen) else ""}
        page = [{"id": each, "name": self.channels[each]} for each in seen[first : first + 1]]
        return {"channels": page, "response_metadata": more}

    def _ticket(self) -> str:
        ticket = f"ticket{next(self._numbers)}"
        if self.dead_addresses:
            self.dead_addresses -= 1
        else:
            self._tickets.add(ticket)
        return ticket

    async def _respond(self, request: web.Request) -> web.Response:
        params = await request.json()
        if self._bodies["respond"]:
            return self._bodies["respond"].popleft()
        self._responses[request.path] += 1
        if self._lost["respond"]:
            await self._drop("respond", params, request)
        error = "used_url" if self._responses[request.path] > RESPONSES else refusal(params)
        if error:
            return web.json_response({"ok": False, "error": error}, status=400)
        await self._keep("respond", params)
        return web.Response(text="ok")

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        if request.query.get("ticket") not in self._tickets:
            return web.Response(status=403)
        self._tickets.discard(request.query["ticket"])  # a socket URL works once
        socket = web.WebSocketResponse(autoclose=not self.silent)
        await socket.prepare(request)
        self.sockets_opened += 1
        await socket.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A1"}})
        if self.sends_away or self.hangs_up:
            if self.sends_away:
                await socket.send_json({"type": "disconnect", "reason": self.sends_away})
            await socket.close()
            return socket
        async with self._news:
            self._sockets.append(socket)
            self._news.notify_all()
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                async with self._news:
                    self.acked[json.loads(message.data)["envelope_id"]] = time.monotonic()
                    self._news.notify_all()
        if socket in self._sockets:
            self._sockets.remove(socket)
        if self.silent:
            await asyncio.Event().wait()
        return socket

    async def hang_up(self) -> None:
        """Slack renews its sockets from time to time."""
        while self._sockets:
            await self._sockets.pop().close()


def signed(body: str | bytes, *, secret: str = SIGNING_SECRET, said_at: int | None = None) -> dict[str, str]:
    """The headers with which Slack signs a call."""
    at = str(int(time.time()) if said_at is None else said_at)
    data = body.encode() if isinstance(body, str) else body
    mac = hmac.new(secret.encode(), b"v0:%s:%s" % (at.encode(), data), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={mac}"}


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def refusal(params: dict[str, Any]) -> str:
    """Slack's refusal of a message; empty: it is accepted."""
    blocks = params.get("blocks") or []
    if not blocks and not params.get("text"):
        return "no_text"
    if len(blocks) > 50:
        return "invalid_blocks"
    if len(json.dumps(blocks, ensure_ascii=False).encode()) > 12_500:
        return "msg_blocks_too_long"
    ids = [element["action_id"] for block in blocks for element in block["elements"] if block["type"] == "actions"]
    bad = len(ids) != len(set(ids))
    for block in blocks:
        if block["type"] == "actions":
            bad |= not 0 < len(block["elements"]) <= 25
            bad |= any(len(key["text"]["text"]) > 75 or len(key.get("value", "")) > 2000 for key in block["elements"])
        elif block["type"] == "rich_text":
            parts = [part for section in block["elements"] for part in section["elements"]]
            bad |= not parts or any(not part.get("text", part.get("fallback")) for part in parts)
            bad |= sum(len(part.get("text", "")) for part in parts) > 3000
        elif block["type"] == "context":
            texts = [part["text"] for part in block["elements"] if part["type"] == "mrkdwn"]
            bad |= not 0 < len(texts) == len(block["elements"]) <= 10
            bad |= any(not 0 < len(text) <= 3000 for text in texts)
        else:
            bad = True
    return "invalid_blocks" if bad else ""


def view_refusal(view: dict[str, Any]) -> str:
    """Slack's refusal of an App Home; empty: it is accepted."""
    fields = [block for block in view["blocks"] if block["type"] == "input"]
    others = [block for block in view["blocks"] if block["type"] != "input"]
    bad = view["type"] != "home" or len(view["blocks"]) > 100 or not view["blocks"]
    bad |= len(view.get("private_metadata", "")) > 3000
    bad |= any(field["element"]["type"] != "plain_text_input" or not field["label"]["text"] for field in fields)
    ids = [block["block_id"] for block in fields]
    bad |= len(ids) != len(set(ids))
    parts = [others[at : at + 40] for at in range(0, len(others), 40)]
    return "invalid_arguments" if bad or any(refusal({"blocks": part}) == "invalid_blocks" for part in parts) else ""
