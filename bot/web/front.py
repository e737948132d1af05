"""What everybody may read: the public page, what is kept about people, and what search engines may look at.

GET /            what Jarshy is, how fresh its sources are, what it did today
GET /privacy     what is kept about whom
GET /robots.txt
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.answers.front import Front
from bot.i18n.catalogue import packs
from bot.i18n.formats import ago, city_name, duration
from bot.i18n.text import Phrase
from bot.i18n.translator import Translator
from bot.messages.deep_link import payload
from bot.messages.summary import SOURCE_LIMIT
from bot.messages.text import shorten, tidy
from bot.web.cached import Cached
from bot.web.example import example_alert
from bot.web.pages import Pages
from bot.web.static_files import FOR_A_DAY

FRESH = 10.0  #: seconds for which the facts are not asked for again
STALE = 600.0  #: seconds for which they are shown while the database is away
TOPICS = (packs.AI, packs.ALMATY, packs.EXCHANGE_RATE)
#: what is no page of ours for everybody
ROBOTS = "User-agent: *\nDisallow: /status\nDisallow: /metrics\nDisallow: /slack/\nDisallow: /telegram/\n"


@dataclass(frozen=True, kw_only=True)
class FrontSettings:
    """What the operator's settings say of the public page."""

    timezone: str  #: of its day and its times
    installs_on_slack: bool  #: may any workspace install the app?
    invited_only: bool  #: does the operator say who may use it?
    retention: timedelta  #: for which articles and what was sent of them are kept
    keep_lost: timedelta  #: for which a chat that can't be reached is kept


class _Made(NamedTuple):
    """The page as it was made: again for new facts and each minute, since it says how long ago something was."""

    front: Front
    minute: datetime
    html: str


class PublicPages:
    """Answers everybody."""

    def __init__(
        self, pages: Pages, settings: FrontSettings, find: Callable[[], Front], clock: Callable[[], datetime]
    ) -> None:
        """`find` finds out the facts; it is called in a thread."""
        self._pages, self._settings, self._clock = pages, settings, clock
        self._zone = ZoneInfo(settings.timezone)
        self._facts = Cached(find, fresh=FRESH, stale=STALE)
        self._made: dict[str, _Made] = {}  #: the page by language

    def routes(self) -> list[web.RouteDef]:
        """Where they are."""
        return [web.get("/", self._front), web.get("/privacy", self._privacy), web.get("/robots.txt", _robots)]

    async def _front(self, request: web.Request) -> web.Response:
        front, now = await self._facts.get(), self._clock()
        translate = self._pages.translator(request)
        made, minute = self._made.get(translate.language), now.replace(second=0, microsecond=0)
        if made is None or made.front is not front or made.minute != minute:
            made = _Made(front, minute, self._html(front, now, translate))
            self._made[translate.language] = made
        return self._pages.shown(request, made.html)

    def _html(self, front: Front, now: datetime, translate: Translator) -> str:
        return self._pages.render(
            "front.html",
            translate,
            offered_at="/",
            front=front,
            name=lambda source: shorten(tidy(source.name), SOURCE_LIMIT),
            topics=_topics(front.telegram, translate),
            alert=example_alert(self._settings.timezone, now, translate),
            city=city_name(self._zone, translate),
            settings=self._settings,
            ago=_teller(ago, now),
            span=_teller(lambda at, now: duration(now - at), now),
        )

    async def _privacy(self, request: web.Request) -> web.Response:
        return self._pages.answer(request, "privacy.html", settings=self._settings)


async def _robots(request: web.Request) -> web.Response:
    return web.Response(text=ROBOTS, headers={"Cache-Control": FOR_A_DAY})


def _teller(tell: Callable[[datetime, datetime], Phrase], now: datetime) -> Callable[[datetime], Phrase]:
    """How long ago an instant was, for templates; what is ahead, by another clock, is now."""
    return lambda at: tell(min(at, now), now)


def _topics(telegram: str | None, translate: Translator) -> list[tuple[str, str | None]]:
    """The topics to begin with, and the links that follow each at once, if there is a bot to open."""
    named = [translate(topic) for topic in TOPICS]
    return [(topic, None if telegram is None else f"{telegram}?start={_payload(topic)}") for topic in named]


def _payload(topic: str) -> str:
    return payload(topic, _too_long)


def _too_long() -> tuple[int, str]:
    raise ValueError("a topic to begin with finds room in a link")
