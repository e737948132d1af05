"""What is refused and what fails, as an answer: a short page for a browser, a line or JSON for a program.

handler ─ refusal ─▶ a page in the visitor's language
        └ bug ─▶ the log, and "something went wrong" ─▶ the visitor
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.bugs import report_failure
from bot.errors import StorageError
from bot.i18n.catalogue import page as texts
from bot.i18n.text import Text
from bot.web.pages import Pages
from bot.web.visitor import accepts

RETRY_AFTER = "10"  #: seconds after which to ask again when the database is away
FIRST_REFUSAL = 400  #: below it are answers, and ways to other addresses

#: heading and sentence, by status; any other has the last
SAID: Mapping[int, tuple[Text, Text]] = {
    404: (texts.NOT_FOUND, texts.NOT_FOUND_WHY),
    405: (texts.NOT_ALLOWED, texts.NOT_ALLOWED_WHY),
    429: (texts.TOO_OFTEN, texts.TOO_OFTEN_WHY),
    500: (texts.WENT_WRONG, texts.WENT_WRONG_WHY),
    503: (texts.AWAY, texts.AWAY_WHY),
    0: (texts.REFUSED, texts.REFUSED_WHY),
}
PHRASES = {each.value: each.phrase for each in HTTPStatus}
#: of a refusal's own headers, those that its page needs too
KEPT = ("Allow", "Retry-After", "WWW-Authenticate", "Cache-Control")


def refusal_pages(pages: Pages) -> Middleware:
    """The middleware beside the handlers: nothing that goes wrong reaches the server or the visitor as it is."""

    @web.middleware
    async def answer(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            if "\0" in request.path:  # no page has it, and no database can be asked for it
                raise web.HTTPNotFound
            return await handler(request)
        except web.HTTPException as refusal:
            if refusal.status < FIRST_REFUSAL:
                raise
            headers = {name: refusal.headers[name] for name in KEPT if name in refusal.headers}
            return refused(pages, request, refusal.status, headers)
        except StorageError as error:
            report_failure("page not made", error, page=_route(request))
            return refused(pages, request, 503, {"Retry-After": RETRY_AFTER})
        except Exception as error:
            report_failure("page not made", error, page=_route(request))
            return refused(pages, request, 500)

    return answer


def refused(pages: Pages, request: web.Request, status: int, headers: Mapping[str, str] | None = None) -> web.Response:
    """The answer with this status, in the form that the visitor can show."""
    accepted = request.headers.get("Accept")
    name = PHRASES.get(status, "")
    if accepts(accepted, "text/html"):
        heading, why = SAID.get(status, SAID[0])
        answer = pages.notice(request, heading, why, status=status)
    elif accepts(accepted, "application/json"):
        answer = web.json_response({"status": status, "error": name}, status=status)
    else:
        answer = web.Response(text=f"{status} {name}\n", status=status)
    answer.headers.update(headers or {})
    return answer


def _route(request: web.Request) -> str:
    """Where it failed, as the route is written: the path itself may hold a secret."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else ""
