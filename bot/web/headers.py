"""What every answer tells a browser: run nothing, load nothing from elsewhere, guess nothing, show it in no frame.

answer or refusal ─▶ + headers ─▶ out
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

#: No page has a script, a style of its own beside the style sheet, or anything from another host.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
YEAR = 31_536_000  #: seconds

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",  # with "no-referrer" browsers hide where a form comes from
    "Server": "Jarshy",  # not the library with its version
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
#: of answers that say nothing of it themselves: nobody else keeps them
NOT_KEPT = "no-store"


def headers_for(public_url: str | None) -> dict[str, str]:
    """The headers of every answer; browsers are told to insist on HTTPS only where we are called by it."""
    secure = public_url is not None and urlsplit(public_url).scheme == "https"
    return {**HEADERS, **({"Strict-Transport-Security": f"max-age={YEAR}"} if secure else {})}


def safe_headers(public_url: str | None) -> Middleware:
    """The outermost middleware; what an answer says itself stays. No handler begins to send before it returns."""
    added = headers_for(public_url)

    @web.middleware
    async def add(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            answer = await handler(request)
        except web.HTTPException as refusal:
            _add(refusal.headers, added)
            raise
        _add(answer.headers, added)
        return answer

    return add


def _add(headers: MutableMapping[str, str], added: Mapping[str, str]) -> None:
    for name, value in added.items():
        headers.setdefault(name, value)
    headers.setdefault("Cache-Control", NOT_KEPT)
