"""A Bot API server on loopback, with a small language of its own: people say and press, calls are kept with their time.

It refuses what Telegram refuses: too long a text, HTML that Telegram's own parser can't read, too many entities or
too long addresses behind them, too much on a button.

    async with TelegramServer() as telegram:          # its url is the API's root, TOKEN the only token it knows
        await telegram.say("/follow AI", 7)           # people: say, show, press, membership, migrate, happen
        telegram.fail("sendMessage", 403, "Forbidden: bot was blocked by the user")
        telegram.hang("sendMessage")                  # errors, each for one call: fail, hang, lose
        telegram.refuse(403, "Forbidden: …", chat=7)  # for every message to that chat, or with that text, or for all
        telegram.revoke(401, method="getUpdates")     # the token, for every call or for one method, until relent
        await telegram.set_webhook("https://…")       # somebody takes the updates: with a webhook, or by polling,
        telegram.other_poller = True                  # and getUpdates is a conflict
        # a webhook of ours on loopback is called, again and again until it answers 200: telegram.answers
        telegram.kept.delete(7, 1001)                 # its readers; kept: what they see now of what the bot sent
        await telegram.receives("sendMessage")        # what came: receives, of, texts; calls (taken), attempts (all)
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import tdjson
from aiohttp import web

from tests.platforms.telegram.file_limits import refused_file, uploaded
from tests.platforms.telegram.kept import Kept
from tests.platforms.telegram.older import bad, refused_feature
from tests.platforms.telegram.older import wrong as wrong

TOKEN = "123456:TEST-token_of_nobody-at-all-000000000"
ME = {"id": 123456, "is_bot": True, "first_name": "Jarshy", "username": "JarshyBot", "supports_inline_queries": True}
RIGHTS = (
    "can_be_edited",
    "can_manage_chat",
    "can_change_info",
    "can_delete_messages",
    "can_invite_users",
    "is_anonymous",
    "can_restrict_members",
    "can_promote_members",
    "can_manage_video_chats",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
OK = {"ok": True}


@dataclass
class Call:
    method: str
    params: dict[str, Any]
    at: float = field(default_factory=time.monotonic)


tdjson.td_execute(b'{"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}')


def parsed(html: str) -> dict[str, Any]:
    """The result of TDLib, Telegram's own library, for a text: formattedText, or an error."""
    asked = {"@type": "parseTextEntities", "text": html, "parse_mode": {"@type": "textParseModeHTML"}}
    found: dict[str, Any] = json.loads(tdjson.td_execute(json.dumps(asked).encode()) or b"{}")
    return found


class TelegramServer:
    """`async with TelegramServer() as telegram: …`"""

    def __init__(self) -> None:
        self.calls: list[Call] = []  #: accepted ones
        self.attempts: list[Call] = []  #: all, including refused, hanging and lost ones
        self.profile: dict[str, Any] = {}  #: parameters of setMy… calls, by method, scope and language
        self.url = ""
        self.members: dict[tuple[str, int], dict[str, Any]] = {}
        self.files: dict[str, bytes] = {}  #: that somebody sent, by their ids
        self.strangers: set[str] = set()  #: people who never wrote to it
        self.chats: dict[str, dict[str, Any]] = {}  #: what getChat says, by id or @name; of other ids: a supergroup
        self.topics: set[tuple[str, str]] = set()  #: topics of groups in which it can write
        self.linked: dict[int, int] = {}  #: the channels whose discussions groups hold
        self.inline = True  #: is inline mode switched on?
        self.language = ""  #: the code of that of everybody who writes; empty: it is not told
        self.down = False
        self.lacks: set[str] = set()  #: names of features that it refuses, as an older one does
        self.webhook = ""  #: URL; empty: none is set
        self.other_poller = False
        self.refuses_hooks = False  #: as it does an address that is no https
        self.hook: dict[str, Any] = {}  #: the parameters of the last setWebhook
        self.error = ""  #: with which it says that its last call has failed
        self.failed_at: float | None = None  #: when; None: just now
        self.answers: list[int] = []  #: the statuses of all calls of the webhook
        self._failed: dict[str, Any] = {}  #: what it says of the last call that failed
        self._calling: asyncio.Task[None] | None = None
        self._revoked: tuple[int, str] = (0, "")  #: the status for a method; status 0: the token is good
        self._updates: deque[dict[str, Any]] = deque()
        self.kept = Kept()  #: what people see of what the bot sent
        self._update_id = 100
        self._told: dict[str, Any] = {}
        self._message_id = 1000
        self._errors: defaultdict[str, deque[tuple[int, dict[str, Any] | str]]] = defaultdict(deque)  #: status 0: none
        self._lost: defaultdict[str, deque[bool]] = defaultdict(deque)
        self._refusals: list[tuple[dict[str, str], str, dict[str, Any]]] = []  #: (parameters, text, answer)
        self._news = asyncio.Condition()

    async def __aenter__(self) -> TelegramServer:
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        app.router.add_get("/file/bot{token}/documents/{name}", self._file)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._calling is not None:
            self._calling.cancel()
            await asyncio.wait([self._calling])
        await self._runner.cleanup()

    # -------------------------------------------------------------------------------- what people and Telegram do

    async def say(self, text: str, chat: int = 7, *, person: int = 7, kind: str = "private", **more: Any) -> None:
        """Somebody writes; a chat below zero is a group."""
        kind = kind if chat > 0 else "supergroup"
        entities = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}] if text[:1] == "/" else []
        await self.happen(message=self.message(text, chat, person=person, kind=kind) | {"entities": entities} | more)

    async def post(self, text: str, channel: int, **more: Any) -> None:
        """A post in a channel, of which Telegram does not tell who wrote it."""
        made = self.message(text, channel, kind="channel")
        del made["from"]
        await self.happen(channel_post=made | more)

    def message(self, text: str, chat: int, *, person: int = 7, kind: str = "private") -> dict[str, Any]:
        self._message_id += 1
        title = {} if kind == "private" else {"title": "Newsroom"}
        return {
            "message_id": self._message_id,
            "date": int(time.time()),
            "chat": {"id": chat, "type": kind, **title},
            "from": self._person(person),
            "text": text,
        }

    def _person(self, person: int) -> dict[str, Any]:
        language = {"language_code": self.language} if self.language else {}
        return {"id": person, "is_bot": False, "first_name": "Aida", **language}

    async def show(self, caption: str, chat: int = 7, **more: Any) -> None:
        """Somebody sends a picture."""
        picture = self.message("", chat, kind="private" if chat > 0 else "supergroup") | {"caption": caption}
        del picture["text"]
        size = {"file_id": "p1", "file_unique_id": "p1", "width": 1, "height": 1}
        await self.happen(message=picture | {"photo": [size]} | more)

    def document(self, name: str, content: bytes, kind: str = "", *, size: int | None = None) -> dict[str, Any]:
        """What a message says of a file; `size` that Telegram tells, if it is another."""
        self.files[f"f{len(self.files)}"] = content
        file_id = f"f{len(self.files) - 1}"
        told = {"file_id": file_id, "file_unique_id": file_id, "file_size": len(content) if size is None else size}
        return told | {"file_name": name} | ({"mime_type": kind} if kind else {})

    async def send_file(self, name: str, content: bytes, chat: int = 7, **more: Any) -> None:
        """Somebody sends a file; `more`: its caption …"""
        sent = self.message("", chat, person=more.pop("person", 7), kind="private" if chat > 0 else "supergroup")
        del sent["text"]
        await self.happen(message=sent | {"document": self.document(name, content)} | more)

    async def migrate(self, group: int, supergroup: int, *, first: str = "moved from", apart: bool = False) -> None:
        """A group becomes a supergroup: both are told, and that we are in the new one; `apart`: the first alone."""
        told = {
            "moved from": {"message": self._service(supergroup, "supergroup", migrate_from_chat_id=group)},
            "moved to": {"message": self._service(group, "group", migrate_to_chat_id=supergroup)},
            "came": {"my_chat_member": self._membership(supergroup, "supergroup", "left", "member")},
        }
        if apart:
            await self.happen(**told[first])
            async with asyncio.timeout(60):
                while not self._is_confirmed(self._update_id):
                    await asyncio.sleep(0.01)
        async with self._news:
            for update in [*([] if apart else [told[first]]), *(told[each] for each in told if each != first)]:
                self._update_id += 1
                self._updates.append({"update_id": self._update_id, **update})
            self._news.notify_all()

    def _is_confirmed(self, update_id: int) -> bool:
        polls = [call.params for call in self.attempts if call.method == "getUpdates"]
        return any(int(params.get("offset", 0)) > update_id for params in polls)

    def _service(self, chat: int, kind: str, **fields: Any) -> dict[str, Any]:
        made = self.message("", chat, kind=kind) | fields
        del made["text"]
        return made

    async def press(
        self,
        action: str,
        chat: int = 7,
        *,
        person: int = 7,
        message_id: int = 1,
        ephemeral: int = 0,
        too_old: bool = False,
        **shown: Any,
    ) -> None:
        """Somebody presses a button; of a message that is too old Telegram tells little. `shown`: of the chat.

        `ephemeral`: the other id of a message that nobody else sees.
        """
        pressed = self.message("…", chat, kind="private" if chat > 0 else "supergroup") | {"message_id": message_id}
        pressed |= {"message_id": 0, "ephemeral_message_id": ephemeral} if ephemeral else {}
        pressed["chat"] |= shown
        if too_old:
            pressed = {"chat": pressed["chat"], "message_id": message_id, "date": 0}
        who = self._person(person)
        self._message_id += 1
        await self.happen(
            callback_query={
                "id": str(self._message_id), "from": who, "chat_instance": "1", "data": action, "message": pressed
            }
        )  # fmt: skip

    async def seek(self, query: str, *, person: int = 7, offset: str = "") -> str:
        """Somebody types `@JarshyBot query` in another chat; the id of the query."""
        self._message_id += 1
        asked = {"id": str(self._message_id), "from": self._person(person), "query": query, "offset": offset}
        await self.happen(inline_query=asked)
        return str(self._message_id)

    async def membership(
        self, chat: int, kind: str, before: str, after: str, *, person: int = 7, **rights: Any
    ) -> None:
        """The bot is added, removed or blocked."""
        await self.happen(my_chat_member=self._membership(chat, kind, before, after, **rights))

    def _membership(self, chat: int, kind: str, before: str, after: str, **rights: Any) -> dict[str, Any]:
        def member(status: str) -> dict[str, Any]:
            full = dict.fromkeys(RIGHTS, False) if status == "administrator" else {}
            return {"status": status, "user": ME, "until_date": 0, **full, **(rights if status == after else {})}

        title = {} if kind == "private" else {"title": "Newsroom"}
        return {
            "chat": {"id": chat, "type": kind, **title},
            "from": self._person(7),
            "date": int(time.time()),
            "old_chat_member": member(before),
            "new_chat_member": member(after),
        }

    async def happen(self, **update: Any) -> None:
        """Any update."""
        async with self._news:
            self._update_id += 1
            self._told = {"update_id": self._update_id, **update}
            self._updates.append(self._told)
            self._news.notify_all()

    async def happen_together(self, *updates: dict[str, Any]) -> None:
        """Several updates that one getUpdates brings."""
        async with self._news:
            for update in updates:
                self._update_id += 1
                self._updates.append({"update_id": self._update_id, **update})
            self._news.notify_all()

    async def tell_again(self) -> None:
        """The update that was told last is told once more, as if its confirmation had been lost."""
        async with self._news:
            self._updates.append(self._told)
            self._news.notify_all()

    def forget(self) -> None:
        """Drop unconfirmed updates, as after a day."""
        self._updates.clear()

    def fail(self, method: str, status: int, description: str = "", *, times: int = 1, **parameters: Any) -> None:
        """Make the next calls of that method fail; a `description` in HTML is a proxy's page."""
        answer = description if description.startswith("<") else wrong(status, description, **parameters)
        self._errors[method].extend([(status, answer)] * times)

    def refuse(
        self,
        status: int,
        description: str,
        *,
        chat: int | None = None,
        thread: str | None = None,
        text: str = "",
        **parameters: Any,
    ) -> None:
        """Make every message to that chat and topic (None: any; "": General) with that text fail, until `relent`."""
        to = ({} if chat is None else {"chat_id": str(chat)}) | (
            {} if thread is None else {"message_thread_id": thread}
        )
        self._refusals.append((to, text, wrong(status, description, **parameters)))

    def revoke(self, status: int = 401, *, method: str = "") -> None:
        """Refuse the token for that method (empty: for all), until `relent`."""
        self._revoked = (status, method)

    def relent(self) -> None:
        """End all refusals."""
        self._refusals.clear()
        self._revoked = (0, "")

    async def set_webhook(self, url: str) -> None:
        """Another program with our token sets a webhook."""
        async with self._news:
            self.webhook = url
            self._news.notify_all()

    def lose(self, method: str, *, taken: bool = True) -> None:
        """Reset the connection of the next call of that method, after it was taken or before."""
        self._lost[method].append(taken)

    def hang(self, method: str) -> None:
        """Never answer the next call of that method."""
        self._errors[method].append((0, ""))

    # ------------------------------------------------------------------------------------------- what it recorded

    def of(self, method: str) -> list[dict[str, Any]]:
        """The parameters of all accepted calls of a method."""
        return [call.params for call in self.calls if call.method == method]

    def texts(self, chat: int | None = None) -> list[str]:
        """Texts sent, to one chat or all."""
        return [sent["text"] for sent in self.of("sendMessage") if chat is None or sent["chat_id"] == str(chat)]

    async def receives(self, method: str, count: int = 1) -> list[dict[str, Any]]:
        """Wait for so many calls of a method."""
        async with asyncio.timeout(60), self._news:
            await self._news.wait_for(lambda: len(self.of(method)) >= count)
        return self.of(method)

    # --------------------------------------------------------------------------------------------------- the server

    async def _serve(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        params = uploaded(dict(await request.post()) | dict(request.query))
        self.attempts.append(Call(method, params))
        if self.down:
            raise web.HTTPBadGateway(text="<html>bad gateway</html>", content_type="text/html")
        if request.match_info["token"] != TOKEN:
            return self._json({"ok": False, "error_code": 401, "description": "Unauthorized"}, 401)
        status, only = self._revoked
        if status and only in ("", method):
            return self._json(wrong(status, "Not Found" if status == 404 else "Unauthorized"), status)
        if self._errors[method] and not self._lost[method]:
            status, answer = self._errors[method].popleft()
            if not status:
                await asyncio.Event().wait()
            if isinstance(answer, str):
                return web.Response(status=status, text=answer, content_type="text/html")
            return self._json(answer, status)
        lost = self._lost[method].popleft() if self._lost[method] else None
        answer = {} if lost is False else self._refused(method, params) or await self._answer(method, params)
        if answer.get("ok"):
            async with self._news:
                self.calls.append(Call(method, params))
                self._news.notify_all()
        if lost is not None and request.transport is not None:
            request.transport.abort()
        return self._json(answer, answer.get("error_code", 200))

    def _refused(self, method: str, params: dict[str, Any]) -> dict[str, Any] | None:
        if (lacking := refused_feature(self.lacks, method, params)) is not None:
            return lacking
        if method not in ("sendMessage", "sendPhoto", "sendDocument"):
            return None
        said = params.get("text", params.get("caption", ""))
        for to, text, answer in self._refusals:
            if all(params.get(name, "") == value for name, value in to.items()) and text in said:
                return answer
        return None

    def _json(self, answer: dict[str, Any], status: int) -> web.Response:
        return web.json_response(answer, status=status)

    async def _answer(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        if method == "getMe":
            return OK | {"result": ME | {"supports_inline_queries": self.inline}}
        if method == "getUpdates":
            return self._conflict() or await self._wait_for_updates(params)
        if method == "getWebhookInfo":
            counts = {"has_custom_certificate": False, "pending_update_count": len(self._updates)}
            at = int(time.time() if self.failed_at is None else self.failed_at)
            failed = {"last_error_date": at, "last_error_message": self.error} if self.error else {}
            return OK | {"result": {"url": self.webhook, **counts, **self._failed, **failed}}
        if method == "setWebhook":
            return await self._set_hook(params)
        if method == "deleteWebhook":
            self.webhook = ""
            self._failed = {}
        if method == "getChatMember":
            return OK | {"result": self._member(str(params["chat_id"]), int(params["user_id"]))}
        if method == "getChatAdministrators":
            there = [key for key, member in self.members.items() if key[0] == str(params["chat_id"])]
            listed = [key for key in there if self.members[key]["status"] in ("creator", "administrator")]
            return OK | {"result": [self._member(*key) for key in listed]}
        if method == "getFile":
            name = str(params["file_id"])
            found = {"file_id": name, "file_unique_id": name, "file_path": f"documents/{name}"}
            return OK | {"result": found} if name in self.files else bad("Bad Request: invalid file_id")
        if method == "getChat":
            named = str(params["chat_id"])
            if named in self.chats:
                return OK | {"result": self._chat(int(self.chats[named]["id"])) | self.chats[named]}
            known = named.lstrip("-").isdigit() and not self.chats
            return OK | {"result": self._chat(int(named))} if known else bad("Bad Request: chat not found")
        if method == "sendChatAction" and "message_thread_id" in params:
            topic = (str(params["chat_id"]), str(params["message_thread_id"]))
            return OK | {"result": True} if topic in self.topics else bad("Bad Request: message thread not found")
        if "My" in method:
            return OK | {"result": self._profiled(method, params)}
        if method in ("sendMessage", "editMessageText", "editEphemeralMessageText"):
            return refusal(params) or self.kept.refusal(method, params) or self._taken(method, params)
        if method in ("sendPhoto", "sendDocument", "editMessageMedia"):
            return refused_file(method, params) or self._unwelcome(params) or OK | {"result": self._sent(params)}
        if method == "answerInlineQuery":
            return _refused_results(params) or OK | {"result": True}
        if method in ("editMessageReplyMarkup", "editEphemeralMessageReplyMarkup"):
            return self.kept.refusal(method, params) or self._taken(method, params)
        return OK | {"result": True}

    async def _set_hook(self, params: dict[str, Any]) -> dict[str, Any]:
        if self.refuses_hooks:
            return bad("bad webhook: An HTTPS URL must be provided for webhook")
        async with self._news:
            self.webhook, self.hook, self._failed = params["url"], params, {}
            self._news.notify_all()  # updates may wait since it was polled
        if self._calling is None and urlsplit(self.webhook).hostname == "127.0.0.1":
            self._calling = asyncio.create_task(self._call())
        return OK | {"result": True}

    async def _call(self) -> None:
        """Call the webhook with one update after another."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as client:
            while True:
                async with self._news:
                    await self._news.wait_for(lambda: bool(self._updates and self.webhook))
                update = self._updates[0]
                if await self._called(client, update) and self._updates and self._updates[0] is update:
                    self._updates.popleft()

    async def _called(self, client: aiohttp.ClientSession, update: dict[str, Any]) -> bool:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.hook.get("secret_token", "")}
        try:
            async with client.post(self.webhook, json=update, headers=headers) as answer:
                self.answers.append(answer.status)
                if answer.status == 200:
                    return True
                said = f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (aiohttp.ClientError, TimeoutError):
            said = "Connection refused"
        self._failed = {"last_error_date": int(time.time()), "last_error_message": said}
        await asyncio.sleep(0.05)
        return False

    async def _file(self, request: web.Request) -> web.Response:
        """Only who knows the token is given it."""
        content = self.files.get(request.match_info["name"]) if request.match_info["token"] == TOKEN else None
        return web.Response(status=404) if content is None else web.Response(body=content)

    def _unwelcome(self, params: dict[str, Any]) -> dict[str, Any] | None:
        """A bot may write only to those who wrote to it; it may, until a test says otherwise."""
        if params["chat_id"] in self.strangers:
            return wrong(403, "Forbidden: bot can't initiate conversation with a user")
        return None

    def _taken(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        sent = self._sent(params)
        self.kept.take(method, params, sent["message_id"])
        return OK | {"result": sent}

    def _sent(self, params: dict[str, Any]) -> dict[str, Any]:
        sent = self.message("sent", 7)
        if "ephemeral_message_parameters" not in params:
            return sent
        return sent | {"message_id": 0, "ephemeral_message_id": sent["message_id"]}

    def _member(self, chat: str, person: int) -> dict[str, Any]:
        member = self.members.get((chat, person), {"status": "member"})
        rights = dict.fromkeys(RIGHTS, False) if member["status"] == "administrator" else {}
        rights |= {"can_post_messages": True} if rights else {"is_anonymous": False}
        return {"user": {"id": person, "is_bot": False, "first_name": "A"}, **rights, **member}

    def _chat(self, chat: int) -> dict[str, Any]:
        gifts = dict.fromkeys(
            ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
        )
        required = {"accent_color_id": 0, "max_reaction_count": 1, "accepted_gift_types": gifts}
        linked = {"linked_chat_id": self.linked[chat]} if chat in self.linked else {}
        return {"id": chat, "type": "supergroup", **required, **linked}

    def _profiled(self, method: str, params: dict[str, Any]) -> Any:
        about = method[3:] + str(params.get("scope", "")) + str(params.get("language_code", ""))
        if method.startswith("set"):
            said = next((value for key, value in params.items() if key not in ("scope", "language_code")), "")
            self.profile[about] = json.loads(said) if "Commands" in method else said
            return True
        if "Commands" in method:
            return self.profile.get(about, [])
        name = "short_description" if "Short" in method else "description"
        return {name: self.profile.get(about, "")}

    def _conflict(self) -> dict[str, Any] | None:
        """Telegram's refusal of getUpdates while somebody else gets them."""
        if self.webhook:
            said = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            return wrong(409, f"Conflict: {said}")
        if self.other_poller:
            said = "terminated by other getUpdates request; make sure that only one bot instance is running"
            return wrong(409, f"Conflict: {said}")
        return None

    async def _wait_for_updates(self, params: dict[str, Any]) -> dict[str, Any]:
        offset = int(params.get("offset", 0))
        while self._updates and self._updates[0]["update_id"] < offset:
            self._updates.popleft()
        try:
            async with asyncio.timeout(float(params.get("timeout", 0))), self._news:
                await self._news.wait_for(lambda: bool(self._updates or self._conflict()))
        except TimeoutError:
            return OK | {"result": []}
        return self._conflict() or OK | {"result": list(self._updates)}


def refusal(params: dict[str, Any]) -> dict[str, Any] | None:
    """Telegram's refusal of a text or its buttons; None: they are accepted."""
    text, shown = params["text"], params["text"]
    if params.get("parse_mode") == "HTML":
        read = parsed(text)
        if read["@type"] == "error":
            return bad(read["message"][:1].lower() + read["message"][1:])
        shown = read["text"]
        if too_long(read["entities"]):
            return bad("ENTITIES_TOO_LONG")
    if not shown.strip():
        return bad("message text is empty")
    if len(shown) > 4096 or len(text.encode()) > 32768:
        return bad("message is too long")
    return _refused_keys(json.loads(params.get("reply_markup", "{}")))


def _refused_results(params: dict[str, Any]) -> dict[str, Any] | None:
    """Telegram's refusal of the answer to an inline query; None: it is accepted."""
    results, button = json.loads(params["results"]), json.loads(params.get("button", "{}"))
    if len(results) > 50:
        return bad("RESULTS_TOO_MUCH")
    if len({result["id"] for result in results}) != len(results):
        return bad("RESULT_ID_DUPLICATE")
    if button and not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", button["start_parameter"]):
        return bad("START_PARAM_INVALID")
    if any(not 0 < len(result["id"].encode()) <= 64 or not result["title"].strip() for result in results):
        return bad("RESULT_ID_INVALID")
    refused = (refusal(result["input_message_content"] | {"text": _text_of(result)}) for result in results)
    return next((each for each in refused if each is not None), None)


def _text_of(result: dict[str, Any]) -> str:
    return str(result["input_message_content"]["message_text"])


def too_long(entities: list[dict[str, Any]]) -> bool:
    """More formatted runs, or longer addresses behind them, than one message may have."""
    addresses = [entity["type"].get("url", "") for entity in entities]
    return len(entities) > 100 or sum(len(address.encode()) for address in addresses) > 9000


def _refused_keys(markup: dict[str, Any]) -> dict[str, Any] | None:
    for key in [key for row in markup.get("inline_keyboard", []) for key in row]:
        if "url" in key or "copy_text" in key:
            continue
        if not 0 < len(key["callback_data"].encode()) <= 64:
            return bad("BUTTON_DATA_INVALID")
    for key in [key for row in markup.get("keyboard", []) for key in row if "request_chat" in key]:
        asked = key["request_chat"]
        ours, theirs = asked.get("bot_administrator_rights", {}), asked.get("user_administrator_rights", {})
        if any(given and not theirs.get(right) for right, given in ours.items()):
            return bad("bot's administrator rights must be a subset of the user's")
    return None
