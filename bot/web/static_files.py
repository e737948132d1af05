"""The files that pages load, each under a name with a hash of what is in it: it can be kept for ever.

bot/web/static/page.css ─▶ /static/page.3f2a9c04.css
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from aiohttp import web

FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_DAY = "public, max-age=86400"
TYPES = {"css": "text/css", "svg": "image/svg+xml", "png": "image/png"}


@dataclass(frozen=True, kw_only=True)
class StaticFile:
    """One file."""

    name: str  #: "page.css"
    hashed: str  #: "page.3f2a9c04.css"
    content: bytes
    digest: str  #: hexadecimal, of the content

    def answer(self, request: web.Request, kept: str) -> web.Response:
        """The file, or only that it is still the same. `kept`: its Cache-Control."""
        headers = {"Cache-Control": kept, "ETag": f'"{self.digest}"'}
        if any(tag.value == self.digest for tag in request.if_none_match or ()):
            return web.Response(status=304, headers=headers)
        kind = TYPES[self.name.rpartition(".")[2]]
        charset = None if kind == "image/png" else "utf-8"
        return web.Response(body=self.content, headers=headers, content_type=kind, charset=charset)


@cache
def static_files() -> Mapping[str, StaticFile]:
    """All of them, by their names."""
    found = {}
    for file in files("bot.web").joinpath("static").iterdir():
        stem, _, kind = file.name.rpartition(".")
        if kind in TYPES:
            content = file.read_bytes()
            digest = sha256(content).hexdigest()[:16]
            name = f"{stem}.{digest[:8]}.{kind}"
            found[file.name] = StaticFile(name=file.name, hashed=name, content=content, digest=digest)
    return found


def static_routes() -> list[web.RouteDef]:
    """Where browsers get them."""
    return [web.get("/static/{name}", _hashed), web.get("/favicon.svg", _favicon)]


async def _hashed(request: web.Request) -> web.Response:
    name = request.match_info["name"]
    for file in static_files().values():
        if file.hashed == name:
            return file.answer(request, FOR_EVER)
    raise web.HTTPNotFound


async def _favicon(request: web.Request) -> web.Response:
    return static_files()["favicon.svg"].answer(request, FOR_A_DAY)
