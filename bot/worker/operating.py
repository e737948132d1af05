"""What the operator sees and does in the web app, made from the settings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from bot.storage.store import Store
from config.settings import Settings

if TYPE_CHECKING:  # what serves pages costs memory, and most workers serve none
    from bot.web.pages import Pages
    from bot.web.server import Routes


def operator_routes(settings: Settings, store: Store, pages: Pages, clock: Callable[[], datetime]) -> Routes:
    """The operator's pages; none if there is no token for them."""
    if settings.jarshy_admin_token is None:
        return []
    from bot.web.gate import Gate
    from bot.web.sessions import Sessions
    from bot.web.status import StatusPages
    from bot.web.status_actions import StatusActions

    sessions = Sessions(settings.jarshy_admin_token.get_secret_value())
    gate = Gate(sessions, pages, public_url=settings.public_url, clock=clock)
    shown = StatusPages(store=store, gate=gate, pages=pages, timezone=settings.jarshy_timezone, clock=clock)
    done = StatusActions(store=store, gate=gate, pages=pages, clock=clock)
    return [*gate.routes(), *shown.routes(), *done.routes()]
