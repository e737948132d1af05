"""Pages: a template and the texts of the visitor's language make one answer. The only home of Jinja2.

request ─ which language? ─▶ translator ─▶ template ─▶ HTML

Templates are files of bot/web/templates/; what is put into them is escaped, and what they name must be there. They find
the texts of an area of the catalogue by its name (`page.HEADING`), and say them with `t`.
"""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit

from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from bot.i18n.catalogue import languages, operation, page, privacy
from bot.i18n.catalogue import web as web_texts
from bot.i18n.formats import language_name
from bot.i18n.languages import SPOKEN
from bot.i18n.text import Phrase, Plural, Text, pieces
from bot.i18n.translator import ENGLISH, Translator
from bot.i18n.translators import Translators
from bot.web.static_files import static_files
from bot.web.visitor import language_of

COOKIE = "lang"  #: keeps the language that a visitor has chosen
COOKIE_AGE = 31_536_000  #: seconds

#: areas of the catalogue that templates may name
AREAS = {"operation": operation, "page": page, "privacy": privacy, "web": web_texts}
#: a page differs by language, and what it shows changes each minute: it is asked again, and kept by nobody between
PAGE_HEADERS = {"Cache-Control": "no-cache, private", "Vary": "Accept-Language, Cookie"}


class Pages:
    """Makes the pages of the web app."""

    def __init__(self, translators: Translators, *, public_url: str | None = None) -> None:
        """`public_url`: where the app is called from outside; behind a path there, all links begin with it."""
        self._translators = translators
        self._public_url = public_url
        parts = urlsplit(public_url or "")
        self.root = parts.path.rstrip("/")  #: stands before every path of a link: "" or "/news"
        self.secure = parts.scheme == "https"  #: are cookies sent by HTTPS only?

    def translator(self, request: web.Request) -> Translator:
        """That of the visitor's language."""
        language = language_of(
            asked=request.query.get(COOKIE),
            kept=request.cookies.get(COOKIE),
            accepted=request.headers.get("Accept-Language"),
            default=self._translators(None).language,
        )
        return self._translators(language)

    def answer(
        self, request: web.Request, template: str, /, *, status: int = 200, english: bool = False, **values: object
    ) -> web.Response:
        """One page. `english`: it speaks English whoever reads it, and offers no other language."""
        translate = ENGLISH if english else self.translator(request)
        path = None if english else path_of(request)
        html = self.render(template, translate, offered_at=path, **values)
        return self.shown(request, html, status=status, english=english)

    def render(self, template: str, translate: Translator, /, *, offered_at: str | None, **values: object) -> str:
        """The HTML of a page. `offered_at`: the path at which it is there in the other languages; None: it is not."""
        common = {
            "t": _Speaker(translate),
            "language": translate.language,
            "languages": () if offered_at is None else self._languages(offered_at, translate.language),
            "root": self.root,
            "public_url": self._public_url,
            "language_name": lambda code: language_name(code, translate),
        }
        return _environment().get_template(template).render({**common, **values})

    def shown(self, request: web.Request, html: str, *, status: int = 200, english: bool = False) -> web.Response:
        """The answer with a page that was made; a language that was chosen is kept, but by an English page."""
        response = web.Response(text=html, content_type="text/html", status=status, headers=PAGE_HEADERS)
        if not english:
            self._keep_choice(request, response)
        return response

    def notice(
        self,
        request: web.Request,
        heading: Text | Phrase,
        *paragraphs: Text | Phrase,
        status: int = 200,
        link: tuple[str, Text] | None = None,
    ) -> web.Response:
        """A short page: a heading, some sentences, a link with its label, and the way home."""
        return self.answer(request, "notice.html", status=status, heading=heading, paragraphs=paragraphs, link=link)

    def _languages(self, path: str, current: str) -> list[dict[str, object]]:
        """Each language by its own name, with this page in it."""
        return [
            {
                "code": code,
                "name": self._translators(code)(languages.NAMES[code]).capitalize(),
                "path": path,
                "current": code == current,
            }
            for code in SPOKEN
        ]

    def _keep_choice(self, request: web.Request, response: web.Response) -> None:
        asked = request.query.get(COOKIE)
        if asked in SPOKEN and asked != request.cookies.get(COOKIE):
            response.set_cookie(
                COOKIE,
                asked,
                max_age=COOKIE_AGE,
                path=f"{self.root}/",
                samesite="Lax",
                secure=self.secure,
                httponly=True,
            )


class _Speaker:
    """Says texts within HTML: parts are escaped, unless they are markup."""

    def __init__(self, translate: Translator) -> None:
        self._translate = translate

    def __call__(self, text: Text | Plural | Phrase, **parts: str | int | Phrase) -> Markup:
        """`{{ t(page.READS, sources=names) }}`."""
        if isinstance(text, Phrase):
            return self(text.text, **{**text.parts, **parts})
        template = self._translate.template(text, parts.get("count"))
        said = (escape(literal) + (self._part(parts[name]) if name else "") for literal, name in pieces(template))
        return Markup("").join(said)

    def number(self, number: int) -> str:
        """With its groups of digits: `12,345`."""
        return self._translate.part(number)

    def _part(self, part: str | int | Phrase) -> Markup:
        if isinstance(part, Phrase):
            return self(part)
        return part if isinstance(part, Markup) else escape(self._translate.part(part))


def path_of(request: web.Request) -> str:
    """The path of a page that has one of its own, else the first page: nothing that was typed gets into a link."""
    resource = request.match_info.route.resource
    canonical = resource.canonical if resource is not None else "/"
    return "/" if "{" in canonical else canonical


def _static(name: str) -> str:
    """The path of a file under /static/."""
    return f"/static/{static_files()[name].hashed}"


def _code(text: str) -> Markup:
    """What is to be typed, within a sentence."""
    return Markup("<code>{}</code>").format(text)


@cache
def _environment() -> Environment:
    """Templates are compiled once."""
    made = Environment(
        loader=PackageLoader("bot.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update({**AREAS, "static": _static, "code": _code})
    return made
