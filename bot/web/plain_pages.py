"""Short pages without a style: a heading, some sentences, a link, in the visitor's language."""

from __future__ import annotations

from html import escape

from aiohttp import web

from bot.i18n.languages import spoken
from bot.i18n.text import Phrase, Text
from bot.i18n.translators import Translators


class PlainPages:
    """Makes them."""

    def __init__(self, translators: Translators) -> None:
        self._translators = translators

    def notice(
        self,
        request: web.Request,
        heading: Text | Phrase,
        *paragraphs: Text | Phrase,
        status: int = 200,
        link: tuple[str, Text] | None = None,
    ) -> web.Response:
        """One page."""
        translate = self._translators(spoken(request.headers.get("Accept-Language", "")))
        said = [f"<h1>{escape(translate(heading))}</h1>", *(f"<p>{escape(translate(each))}</p>" for each in paragraphs)]
        if link is not None:
            said.append(f'<p><a href="{escape(link[0])}">{escape(translate(link[1]))}</a></p>')
        html = (
            f'<!doctype html><html lang="{translate.language}"><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{escape(translate(heading))} · Jarshy</title>{''.join(said)}</html>"
        )
        return web.Response(text=html, content_type="text/html", status=status)
