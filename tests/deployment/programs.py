"""The installed program in processes, as a host starts it: a bare environment, and nothing to write but its data."""

from __future__ import annotations

import asyncio
import itertools
import signal
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from aiohttp import web
from sqlalchemy.engine import make_url

from tests.deployment.image import Image

PATIENCE = 90  #: seconds for what takes one on a machine that is idle
ARTICLE = (
    "<html><head><title>{title}</title></head><body><article><h1>{title}</h1>"
    + "<p>The port of Aktau handled more grain this year than in any year before, its director said on Sunday.</p>" * 4
    + "</article></body></html>"
)
NUMBERS = itertools.count(1)  #: of log files
ITEM = "<item><title>{title}</title><link>{root}/a_{number}.html</link><guid>{number}</guid></item>"


class Newsroom:
    """A site on loopback with a feed and the page of each article."""

    def __init__(self) -> None:
        self.titles = ["Old news of nobody"]
        self.port = 0

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def _feed(self, request: web.Request) -> web.Response:
        items = [ITEM.format(title=title, root=self.root, number=n) for n, title in enumerate(self.titles)]
        body = f'<rss version="2.0"><channel><title>A</title>{"".join(reversed(items))}</channel></rss>'
        return web.Response(text=body, content_type="application/rss+xml")

    async def _page(self, request: web.Request) -> web.Response:
        title = self.titles[int(request.match_info["number"])]
        return web.Response(text=ARTICLE.format(title=title), content_type="text/html")

    @asynccontextmanager
    async def publishing(self, folder: Path) -> AsyncIterator[Path]:
        """The sources file, in that folder, which names its feed."""
        app = web.Application()
        app.router.add_get("/feed.xml", self._feed)
        app.router.add_get(r"/a_{number:\d+}.html", self._page)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.port = runner.addresses[0][1]
        file = folder / "sources.toml"
        source = f'key = "a"\nname = "A"\nlanguage = "en"\nfeed = "{self.root}/feed.xml"\nevery = 1\n'
        file.write_text(f"[[source]]\n{source}", encoding="utf-8")
        try:
            yield file
        finally:
            await runner.cleanup()


class Host:
    """Starts programs of an image."""

    def __init__(self, image: Image, **environment: str) -> None:
        self._image = image
        self.environment = {**image.environment, "HOME": "/nonexistent", "LOG_FORMAT": "json", **environment}

    async def start(self, *command: str, **environment: str) -> asyncio.subprocess.Process:
        """A program that goes on until it is told to end; what it says is in log files beside the image."""
        who: dict[str, Any] = {}
        if (user := self._image.user) is not None:
            who = {"user": user, "group": user, "extra_groups": ()}
        with (self._image.root / f"{next(NUMBERS):04}.log").open("wb") as log:
            return await asyncio.create_subprocess_exec(
                *self._found(command),
                cwd=self._image.data,
                env=self.environment | environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                umask=0o077,
                **who,
            )

    async def ends(self, *command: str, **environment: str) -> int | None:
        """The exit code of a program that ends by itself."""
        started = await self.start(*command, **environment)
        return await asyncio.wait_for(started.wait(), PATIENCE)

    @asynccontextmanager
    async def running(self, *commands: Sequence[str], **environment: str) -> AsyncIterator[None]:
        """These at once; then SIGTERM, with which each has to end well."""
        started = [await self.start(*command, **environment) for command in commands]
        try:
            yield
            assert [each.returncode for each in started] == [None] * len(started), self.logs()
        finally:
            for each in started:
                if each.returncode is None:
                    each.send_signal(signal.SIGTERM)
            codes = await asyncio.wait_for(asyncio.gather(*(each.wait() for each in started)), PATIENCE)
        assert codes == [0] * len(started), self.logs()

    def logs(self) -> str:
        """What all of them have said."""
        return "\n".join(file.read_text(encoding="utf-8") for file in sorted(self._image.root.glob("*.log")))

    def _found(self, command: Sequence[str]) -> list[str]:
        """With the path of the program: the PATH of this process is not that of the host."""
        return [str(self._image.root / "jarshy/bin" / command[0]), *command[1:]]


@asynccontextmanager
async def over_tcp(url: str) -> AsyncIterator[str]:
    """The URL of a database as a host has it, with host and port, of one that is reached through a private socket."""
    named = make_url(url)
    folder = str(named.query.get("host", ""))
    if not folder:
        yield url
        return

    async def pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65_536):
            writer.write(data)
        writer.close()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        theirs, ours = await asyncio.open_unix_connection(f"{folder}/.s.PGSQL.{named.port or 5432}")
        await asyncio.gather(pipe(reader, ours), pipe(theirs, writer), return_exceptions=True)

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    yield named.set(host="127.0.0.1", port=port, query={}).render_as_string(hide_password=False)
    server.close()


async def eventually(true: Callable[[], bool], what: Callable[[], str]) -> None:
    """Wait until it is true; `what` says what is known if it never is."""
    try:
        async with asyncio.timeout(PATIENCE):
            while not true():
                await asyncio.sleep(0.1)
    except TimeoutError:
        raise AssertionError(what()) from None


@contextmanager
def unchanged(folder: Path) -> Iterator[None]:
    """Nothing in that folder is written meanwhile."""

    def files() -> dict[str, tuple[int, int]]:
        found = ((file, file.lstat()) for file in folder.rglob("*"))
        return {str(file): (there.st_size, there.st_mtime_ns) for file, there in found}

    before = files()
    yield
    assert files() == before
