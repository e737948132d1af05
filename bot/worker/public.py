"""What everybody may read, made from the settings: the pages of the web app, and what stands around every answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.storage.store import Store
from config.settings import Settings
from config.translations import load_translations

if TYPE_CHECKING:  # what serves pages costs memory, and most workers serve none
    from bot.web.pages import Pages
    from bot.web.server import Middlewares, Routes


def telegram_bot(settings: Settings) -> str | None:
    """Ours on Telegram, by the number that its token begins with: "telegram:123456". None: there is none."""
    token = settings.telegram_bot_token
    return f"telegram:{token.get_secret_value().partition(':')[0]}" if token else None


def web_pages(settings: Settings) -> Pages:
    """What makes the pages of the web app."""
    from bot.web.pages import Pages

    return Pages(load_translations(settings.jarshy_language), public_url=settings.public_url)


def web_middlewares(settings: Settings, pages: Pages) -> Middlewares:
    """What stands around every handler of the web app, the outermost first."""
    from bot.web.headers import safe_headers
    from bot.web.refusals import refusal_pages

    return [safe_headers(settings.public_url), refusal_pages(pages)]


def public_routes(settings: Settings, store: Store, pages: Pages, clock: Callable[[], datetime]) -> Routes:
    """What everybody may read."""
    from bot.answers.front import front
    from bot.web.front import FrontSettings, PublicPages
    from bot.web.static_files import static_routes

    said = FrontSettings(
        timezone=settings.jarshy_timezone,
        installs_on_slack=settings.installs_on_slack,
        invited_only=settings.jarshy_access == "list",
        retention=timedelta(days=settings.retention_days),
        keep_lost=timedelta(days=settings.keep_lost_days),
    )
    zone, bot = ZoneInfo(settings.jarshy_timezone), telegram_bot(settings)
    public = PublicPages(pages, said, lambda: front(store, zone=zone, bot=bot, now=clock()), clock)
    return [*public.routes(), *static_routes()]
