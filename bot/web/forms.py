"""What a form sends: short fields, whatever else was called so."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

from aiohttp import web

from bot.web.bodies import read

FORM = "application/x-www-form-urlencoded"
FORM_LIMIT = 10_000  #: bytes; ours have some hundred
MOST_FIELDS = 20


async def read_form(request: web.Request) -> Mapping[str, str]:
    """The fields of a form; of several with one name the last.

    Raises:
        HTTPUnsupportedMediaType: it is no form.
        HTTPException: it is longer than any of ours, too slow, cut off, or can't be read.
    """
    if request.content_type != FORM:
        raise web.HTTPUnsupportedMediaType
    body = await read(request, FORM_LIMIT)
    try:
        text = body.decode(errors="replace")
        fields = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="replace")
    except ValueError:
        raise web.HTTPBadRequest from None
    return {name: value.replace("\0", "") for name, value in fields}  # no database stores U+0000
