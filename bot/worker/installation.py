"""What is made where Slack workspaces install the app: the pages for it, and a platform for each of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from bot.model import Workspace, own_chat
from bot.platforms.protocol import Platform
from bot.storage.store import Store
from bot.worker.public import web_pages
from bot.worker.workspaces import Installs
from config.settings import Settings

if TYPE_CHECKING:
    from bot.platforms.slack.oauth import OAuthApp
    from bot.web.oauth import SlackInstallation

REJOINS_FOR = timedelta(days=1)  #: from an installation on; who has put us out of a channel did so before


def installation(settings: Settings, store: Store) -> SlackInstallation | None:
    """The pages where a workspace installs the app; None: it can't."""
    if not settings.installs_on_slack or settings.public_url is None:
        return None
    from bot.sealing import Sealer  # imported only where it is used: it costs memory
    from bot.web.oauth import SlackInstallation

    app, bot_token = _oauth_app(settings), settings.slack_bot_token
    return SlackInstallation(
        app=app,
        workspaces=store.workspaces,
        states=store.oauth_states,
        sealer=Sealer(settings.secret_keys),
        public_url=settings.public_url,
        pages=web_pages(settings),
        clock=_now,
        own_team=partial(app.team_of, bot_token.get_secret_value()) if bot_token else None,
    )


def installs(settings: Settings, store: Store) -> Installs | None:
    """What a worker needs to serve the workspaces that install the app; None: they can't."""
    if not settings.installs_on_slack:
        return None
    from bot.platforms.slack import SlackPlatform
    from bot.platforms.slack.rotation import RotatingToken
    from bot.sealing import Sealer

    sealer, app = Sealer(settings.secret_keys), _oauth_app(settings)

    def make(workspace: Workspace) -> Platform:
        tokens = RotatingToken(
            workspace,
            workspaces=store.workspaces,
            leases=store.leases,
            sealer=sealer,
            refresh=app.refresh,
            clock=_now,
        )
        return SlackPlatform(
            bot_token=tokens,
            workspace=workspace.id,
            title=workspace.name,
            api_url=settings.slack_api_url,
            operators=operators_in(settings, "slack", workspace.id),
            rate=settings.slack_rate,
            rejoins=lambda: _now() < workspace.installed_at + REJOINS_FOR,
        )

    return Installs(sealer=sealer, make=make)


def operators_in(settings: Settings, platform: str, workspace: str = "") -> frozenset[str]:
    """The ids of the operators on a platform, in a workspace of it if it is one that has installed the app."""
    chats = (own_chat(*operator) for operator in settings.jarshy_admins)
    return frozenset(chat.id for chat in chats if chat.platform == platform and chat.workspace == workspace)


def _oauth_app(settings: Settings) -> OAuthApp:
    from bot.platforms.slack.oauth import OAuthApp

    secret = settings.slack_client_secret.get_secret_value() if settings.slack_client_secret else ""
    return OAuthApp(settings.slack_client_id or "", secret, settings.slack_api_url)


def _now() -> datetime:
    return datetime.now(UTC)
