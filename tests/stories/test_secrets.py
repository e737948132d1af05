"""No log shows a secret or what people write, whatever fails: the real program on loopback, with LOG_LEVEL=DEBUG.

every failure on loopback ─▶ a process of `python -m bot run` ─▶ all that it printed ─▶ each secret, each text
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import resource
import signal
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, quote_plus

import aiohttp
import pytest
from aiohttp import web
from yarl import URL

from bot.model import Tokens, Workspace
from bot.sealing import Sealer
from bot.storage.store import Store, migrate
from tests import programs
from tests.platforms.slack.server import BOT_TOKEN, CLIENT, SIGNING_SECRET, SlackServer, signed
from tests.platforms.telegram.server import TOKEN, TelegramServer
from tests.stories.test_hubs import free_port

ADMIN_TOKEN = "operators-only-" + "k7Qz" * 6
SECRET_KEY = base64.b64encode(b"0123456789abcdefghijklmnopqrstuv").decode()
HEARTBEAT = "beat-of-the-heart-5f2c81"
PASSWORD = 'p@ss/"wörd"-of-the-database'
EMBEDDINGS_KEY = "key-of-embeddings-71c0de"
CODE = "code-of-an-installation-99812"
FED = "feed-user:feed-password-3321"
SAID = "жасырынсөйлеген7731"  #: a word that people write, and no log repeats
OTHER_KEY = base64.b64encode(b"another key of thirty-two bytes!").decode()
STORED = ("xoxb-stored-" + "9Wm4" * 6, "xoxe-renews-" + "2Kd8" * 6)  #: tokens of a workspace that OTHER_KEY has sealed
OURS = (TOKEN, BOT_TOKEN, SIGNING_SECRET, CLIENT[1], ADMIN_TOKEN, SECRET_KEY, OTHER_KEY, HEARTBEAT, EMBEDDINGS_KEY)
SECRETS = (*OURS, *STORED, PASSWORD, CODE, FED)
QUOTING = f"can't parse: {SAID} https://api/bot{TOKEN}/sendMessage"  #: how a platform refuses a message
PART = 12  #: characters of a secret that no log has in a row
OVERALL = 600  #: seconds for a whole run


def forms(secret: str) -> Iterator[str]:
    """A secret in every encoding that a log could have it in."""
    escaped = json.dumps(secret)[1:-1]
    raw = secret.encode()
    yield from (secret, escaped, escaped.replace("\\", "\\\\"), repr(secret)[1:-1], ascii(secret)[1:-1])
    yield from (quote(secret), quote(secret, safe=""), quote_plus(secret), quote(quote(secret, safe=""), safe=""))
    yield from (base64.b64encode(raw).decode().rstrip("="), base64.urlsafe_b64encode(raw).decode().rstrip("="))
    yield from (raw.hex(), repr(raw)[2:-1], secret[::-1])


def shown(secret: str, printed: str) -> list[str]:
    """The pieces of a secret that were printed."""
    found = []
    for form in set(forms(secret)):
        pieces = {form[start : start + PART] for start in range(max(len(form) - PART, 0) + 1)}
        found += [piece for piece in pieces if piece in printed]
    return found


def page(status: int, body: str, kind: str = "text/html") -> web.Response:
    return web.Response(status=status, text=body, content_type=kind)


@asynccontextmanager
async def bad_news() -> AsyncIterator[str]:
    """A server of feeds and pages, each of which fails in its own way."""

    async def serve(request: web.Request) -> web.Response:
        name = request.path.strip("/")
        link = f"http://127.0.0.1:{request.url.port}/page500?session={SAID}"
        if name == "good":
            item = f"<item><title>Oil {SAID}</title><link>{link}</link><guid>1</guid></item>"
            return page(200, f"<rss><channel><title>A</title>{item}</channel></rss>", "application/rss+xml")
        answers = {"html": (200, "<html>no feed"), "broken": (200, "<rss><chan"), "gone": (410, ""), "lost": (404, "")}
        return page(*answers.get(name, (500, f"a page that fails {SAID}")))

    app = web.Application()
    app.router.add_get("/{name}", serve)
    runner = web.AppRunner(app)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield f"127.0.0.1:{port}"
    await runner.cleanup()


def sources(path: Path, news: str) -> Path:
    """A sources file: what is read, and what can't be."""
    addresses = {name: f"http://{news}/{name}" for name in ("good", "html", "broken", "gone", "lost", "down")}
    addresses |= {"refused": f"http://127.0.0.1:{free_port()}/rss", "walled": f"http://{FED}@{news}/down"}
    tables = [
        f'[[source]]\nkey = "{name}"\nname = "{name}"\nlanguage = "en"\nfeed = "{url}"\nevery = 1\n'
        for name, url in addresses.items()
    ]
    path.write_text("\n".join(tables), encoding="utf-8")
    return path


class Program:
    """The real program in a process, and what it printed."""

    def __init__(self, folder: Path, **variables: str) -> None:
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}
        self._variables = kept | {"LOG_LEVEL": "DEBUG", "PYTHONUNBUFFERED": "1"} | variables
        self._path = folder / f"printed-{len(list(folder.glob('printed-*')))}"

    @property
    def printed(self) -> str:
        return self._path.read_text(encoding="utf-8")

    @property
    def pid(self) -> int:
        return self._child.pid

    async def __aenter__(self) -> Program:
        self._path.touch()
        self._child = await programs.start(
            "bot", "run", env=self._variables, stdout=programs.PIPE, stderr=programs.STDOUT
        )
        self._keeping = asyncio.create_task(self._keep())
        return self

    async def _keep(self) -> None:
        """Keep what it prints: not in a file of its own, which could not grow while its disk is full."""
        assert self._child.stdout is not None
        while printed := await self._child.stdout.read(1 << 16):
            with self._path.open("ab") as kept:
                kept.write(printed)

    async def __aexit__(self, *_raised: object) -> None:
        with suppress(ProcessLookupError):
            self._child.send_signal(signal.SIGTERM)
        await asyncio.wait_for(self._child.wait(), 30)
        await self._keeping

    @contextmanager
    def full_disk(self) -> Iterator[None]:
        """No file of it can grow."""
        resource.prlimit(self.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        yield
        resource.prlimit(self.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    async def prints(self, words: str) -> None:
        """Wait until it has said something."""
        async with asyncio.timeout(300):
            while words not in self.printed:
                assert self._child.returncode is None, self.printed[-3000:]
                await asyncio.sleep(0.05)

    async def ends(self) -> int:
        code = await asyncio.wait_for(self._child.wait(), 60)
        await self._keeping
        return code


def hide_nothing(printed: str, *, said: str = SAID) -> None:
    """The claim of this file."""
    assert {secret: pieces for secret in SECRETS if (pieces := shown(secret, printed))} == {}
    assert shown(said, printed) == []


async def wrong_calls(url: str) -> None:
    """Whoever can reach the web app tries what it has, with secrets where they do not belong."""
    hook = json.dumps({"update_id": 1, "message": {"text": SAID, "token": TOKEN}})
    tries = [
        ("POST", f"/telegram/{TOKEN}", hook, {"X-Telegram-Bot-Api-Secret-Token": "wrong"}),
        ("POST", "/slack/events", json.dumps({"token": BOT_TOKEN, "text": SAID}), signed("{}", secret="wrong")),
        ("POST", "/slack/events", SAID + "{" * 50, signed(SAID + "{" * 50)),
        ("POST", "/slack/commands", f"text={quote(SAID)}&token={BOT_TOKEN}", {}),
        ("POST", "/slack/interactive", "payload=" + quote('{"a": "' + SAID), signed("payload=")),
        ("GET", f"/slack/oauth_redirect?code={CODE}&state=forged", "", {}),
        ("GET", f"/slack/oauth_redirect?error={quote(SAID)}&state=forged", "", {}),
        ("GET", f"/status?token={ADMIN_TOKEN}", "", {}),
        ("GET", "/status", "", {"Authorization": f"Bearer {ADMIN_TOKEN[:-1]}x"}),
        ("GET", "/status", "", {"Authorization": f"Bearer {ADMIN_TOKEN}"}),
        ("POST", "/status/log-in", f"token={ADMIN_TOKEN}x", {}),
        ("GET", f"/{SAID}/..%2f{TOKEN}", "", {}),
    ]
    async with aiohttp.ClientSession() as client:
        for method, path, body, headers in tries:
            with suppress(aiohttp.ClientError):
                async with client.request(method, url + path, data=body.encode(), headers=headers) as answer:
                    await answer.read()


async def failed_installations(url: str, slack: SlackServer) -> None:
    """Slack refuses what it gave, says something else, or nothing."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
        for failure in ("", "bad_client_secret", "internal_error", "lost"):
            if failure == "lost":
                slack.lose("oauth.v2.access")
            elif failure:
                slack.fail("oauth.v2.access", failure, 500 if failure == "internal_error" else 200)
            async with browser.get(f"{url}/slack/install", allow_redirects=False) as begun:
                state = URL(begun.headers["Location"]).query["state"]
            back = URL(f"{url}/slack/oauth_redirect").with_query(code=CODE, state=state, note=SAID)
            async with browser.get(back) as answer:
                assert answer.status >= 400
                assert CODE not in await answer.text()


def store_unopened(url: str) -> None:
    """A workspace whose tokens were sealed with a key that is not set any more."""
    migrate(url)
    store, sealer, now = Store.open(url), Sealer([OTHER_KEY]), datetime.now(UTC)
    tokens = Tokens(token=sealer.seal(STORED[0]), refresh_token=sealer.seal(STORED[1]), expires_at=now)
    made = {"app_id": "A1", "bot_id": "B1", "bot_user_id": "UB", "scopes": "chat:write", "installed_by": "U1"}
    store.workspaces.install(Workspace(id="T8", name="Акме", tokens=tokens, installed_at=now, **made))
    store.close()


async def wrong_answers(telegram: TelegramServer, slack: SlackServer) -> None:
    """Platforms refuse, stall, break and quote what they were sent."""
    for status, words in ((400, QUOTING), (403, "bot was blocked"), (500, "oops"), (404, QUOTING)):
        telegram.refuse(status, words, chat=100 + status)
    telegram.refuse(429, "too many", chat=529, retry_after=1)
    for person in (500, 503, 529, 600, 504):
        await telegram.say(f"/try {SAID}", person, person=person)
    telegram.refuse(400, QUOTING, chat=60)  # without markup, too
    await telegram.say(f"/{SAID}", 60, person=60)
    telegram.lose("sendMessage")
    await telegram.say(f"/follow {SAID}", 50, person=50)
    await telegram.happen(message={"text": 5, "chat": SAID, "from": [TOKEN]})
    await telegram.happen(callback_query={"id": SAID, "data": None})
    for error in ("invalid_blocks", "channel_not_found", "ratelimited", "internal_error", "msg_too_long"):
        slack.fail("chat.postMessage", error, 500 if error == "internal_error" else 200)
        await slack.slash("/follow", f"{SAID} {error}", channel=f"D{error[:3].upper()}")
    await slack.event(type="message", text={"no": SAID}, channel=[BOT_TOKEN])


@pytest.mark.parametrize("form", ["console", "json"])
async def test_no_log_shows_a_secret_or_what_people_write_whatever_fails(tmp_path: Path, form: str) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    async with asyncio.timeout(OVERALL), TelegramServer() as telegram, SlackServer() as slack, bad_news() as news:
        slack.request_url = url
        variables = {
            "LOG_FORMAT": form,
            "DATABASE_URL": f"sqlite:///{tmp_path / 'news.db'}",
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": telegram.url,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_CLIENT_ID": CLIENT[0],
            "SLACK_CLIENT_SECRET": CLIENT[1],
            "SLACK_API_URL": slack.url,
            "PUBLIC_URL": url,
            "PORT": str(port),
            "JARSHY_ADMINS": "telegram:77",
            "JARSHY_ADMIN_TOKEN": ADMIN_TOKEN,
            "JARSHY_SECRET_KEY": SECRET_KEY,
            "JARSHY_HEARTBEAT_URL": f"http://127.0.0.1:{free_port()}/{HEARTBEAT}",
            "JARSHY_EMBEDDINGS_URL": f"http://127.0.0.1:{free_port()}/v1",
            "JARSHY_EMBEDDINGS_KEY": EMBEDDINGS_KEY,
            "JARSHY_SOURCES": str(sources(tmp_path / "sources.toml", news)),
        }
        store_unopened(variables["DATABASE_URL"])
        telegram.refuse(400, QUOTING, chat=77)  # what operators are told
        async with Program(tmp_path, **variables) as program:
            await program.prints("Telegram calls us")
            await program.prints("a workspace can't be served")
            await program.prints("not delivered")
            await wrong_calls(url)
            await failed_installations(url, slack)
            await program.prints("not installed")
            await wrong_answers(telegram, slack)
            await program.prints("can't be read")
            await program.prints("answer not sent")
            await program.prints("a source was not read")
            await program.prints("stories are told by their words alone")
            await telegram.say(f"/follow {SAID}2", 7)
            with sqlite3.connect(tmp_path / "news.db", isolation_level=None) as others:
                others.execute("BEGIN EXCLUSIVE")
                await telegram.say(f"/try {SAID}", 8, person=8)
                await program.prints("calls not written down")
                others.execute("COMMIT")
            with program.full_disk():
                await telegram.say(f"/follow {SAID}3", 10, person=10)
                await program.prints("disk I/O error")
            telegram.revoke()
            slack.revoke()
            await telegram.say(f"/try {SAID}", 9, person=9)
            await slack.slash("/follow", SAID, channel="D77")
            await program.prints("refuses the token")
        printed = program.printed
    hide_nothing(printed)


@pytest.mark.parametrize(
    "broken",
    [
        {"DATABASE_URL": f"postgresql://jarshy:{quote(PASSWORD, safe='')}@127.0.0.1:1/news"},
        {"DATABASE_URL": f"postgresql://jarshy@127.0.0.1:1/news?password={quote(PASSWORD, safe='')}"},
        {"DATABASE_URL": f"mysql://jarshy:{quote(PASSWORD, safe='')}@127.0.0.1/news"},
        {"TELEGRAM_BOT_TOKEN": f"{TOKEN}\u0435 {TOKEN}"},
        {"SLACK_APP_TOKEN": BOT_TOKEN, "SLACK_BOT_TOKEN": BOT_TOKEN},
        {"JARSHY_SECRET_KEY": SECRET_KEY[:-4]},
        {"JARSHY_ADMIN_TOKEN": ADMIN_TOKEN[:15]},
        {"JARSHY_HEARTBEAT_URL": f"gopher://{HEARTBEAT}"},
        {"JARSHY_EMBEDDINGS_KEY": f"{EMBEDDINGS_KEY} {EMBEDDINGS_KEY}"},
        {"JARSHY_HEARTBEAT": f"http://127.0.0.1/{HEARTBEAT}", "DATABASE_URL": "sqlite:////nowhere/at/all.db"},
    ],
    ids=["away", "apart", "another kind", "token", "exchanged", "key", "admin", "heartbeat", "embeddings", "misspelt"],
)
@pytest.mark.parametrize("form", ["console", "json"])
async def test_what_can_not_start_says_so_without_a_secret(tmp_path: Path, form: str, broken: dict[str, str]) -> None:
    variables = {"LOG_FORMAT": form, "TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": "http://127.0.0.1:1"}
    variables |= {"DATABASE_URL": f"sqlite:///{tmp_path / 'news.db'}"} | broken
    async with Program(tmp_path, **variables) as program:
        assert await program.ends() == 1
    assert program.printed.strip()
    hide_nothing(program.printed)
