"""OAuth: a workspace lets our app in, and what has expired is renewed. https://docs.slack.dev/authentication/

address ─ somebody agrees in Slack ─▶ code ─ exchange ─▶ Granted        refresh_token ─ refresh ─▶ Refreshed
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urljoin

import structlog
from slack_sdk.errors import SlackApiError

from bot.errors import PhrasedError
from bot.i18n.catalogue import install as texts
from bot.i18n.text import Phrase
from bot.platforms.slack.errors import PASSING, UNREACHABLE, describe, error_code, is_name
from bot.platforms.slack.wire import Client

log = structlog.get_logger(__name__)

#: what the app asks for, as in config/slack-manifest.yaml
SCOPES = (
    "app_mentions:read",
    "channels:join",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "users:read",
)
TIMEOUT = 10  #: seconds for a call; a lease of a renewal lasts longer
#: https://docs.slack.dev/reference/methods/oauth.v2.access#errors: the code is no good, who installs begins anew
BAD_CODE = frozenset({"invalid_code", "code_already_used", "code_expired", "no_scopes"})
#: our settings, or those of the app, are no good
BAD_SETTINGS = frozenset(
    {
        "bad_client_secret",
        "bad_redirect_uri",
        "invalid_client_id",
        "invalid_client",
        "invalid_scope",
        "oauth_authorization_url_mismatch",
        "redirect_uri_mismatch",
    }
)


class NotInstalledError(PhrasedError):
    """The app was not let in; the phrase tells the person why."""

    def __init__(self, phrase: Phrase, *, ours: bool = False, passing: bool = False) -> None:
        super().__init__(phrase)
        self.ours = ours  #: the operator has to mend it
        self.passing = passing  #: the same may work in a moment


@dataclass(frozen=True, kw_only=True)
class Refreshed:
    """A token, and what renews it."""

    token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)  #: None: the token does not expire
    lasts: timedelta | None = None  #: from now on; None: for ever


@dataclass(frozen=True, kw_only=True)
class Granted:
    """What Slack grants when a workspace installs the app."""

    team: str  #: its id
    team_name: str
    enterprise: str  #: the id of its organization; "": of none
    app: str  #: our id
    bot: str  #: our id as a bot
    bot_user: str  #: our id as a member of the workspace
    scopes: str  #: separated by commas
    installed_by: str  #: the id of a person
    tokens: Refreshed


class OAuthApp:
    """Our app at Slack, as its settings name it."""

    def __init__(self, client_id: str, client_secret: str, api_url: str) -> None:
        self._client_id = client_id
        self._client_secret = client_secret
        self._root = api_url if api_url.endswith("/") else f"{api_url}/"

    def address(self, state: str, redirect_uri: str) -> str:
        """Where somebody agrees to install; the page stands beside the API."""
        asked = {
            "client_id": self._client_id,
            "scope": ",".join(SCOPES),
            "state": state,
            "redirect_uri": redirect_uri,
        }
        return f"{urljoin(self._root, '../oauth/v2/authorize')}?{urlencode(asked)}"

    async def exchange(self, code: str, redirect_uri: str) -> Granted:
        """What Slack grants for a code.

        Raises:
            NotInstalledError: nothing, and why.
        """
        try:
            answer = await self._access(code=code, redirect_uri=redirect_uri)
            if answer.get("is_enterprise_install"):
                await self._give_back(str(answer.get("access_token") or ""))
                raise NotInstalledError(Phrase(texts.WHOLE_ORGANISATION))
            tested = await self._client(str(answer["access_token"])).auth_test()
            return _granted(answer, tested.data if isinstance(tested.data, dict) else {})
        except SlackApiError as error:
            raise _not_installed(error) from None
        except UNREACHABLE as error:
            log.warning("Slack can't be reached to install", reason=describe(error))
            raise NotInstalledError(Phrase(texts.SLACK_AWAY), passing=True) from None
        except (KeyError, TypeError, ValueError):
            log.error("an installation without what it needs")
            raise NotInstalledError(Phrase(texts.SLACK_AWAY), passing=True) from None

    async def refresh(self, refresh_token: str) -> Refreshed:
        """Renew a token; the one that renewed it is used up by that.

        Raises:
            one of errors.UNREACHABLE: it is not renewed.
            KeyError, TypeError, ValueError: the answer lacks what it needs.
        """
        return _refreshed(await self._access(grant_type="refresh_token", refresh_token=refresh_token))

    async def team_of(self, token: str) -> str | None:
        """The workspace of a token; None: it can't be known now."""
        try:
            return str((await self._client(token).auth_test())["team_id"])
        except UNREACHABLE as error:
            log.warning("the workspace of SLACK_BOT_TOKEN is not known", reason=describe(error))
            return None

    async def _access(self, **asked: str) -> dict[str, Any]:
        # not its oauth_v2_access, which names us in a way that aiohttp gives up
        ours = {"client_id": self._client_id, "client_secret": self._client_secret}
        answer = await self._client(None).api_call("oauth.v2.access", data=ours | asked)
        return answer.data if isinstance(answer.data, dict) else {}

    async def _give_back(self, token: str) -> None:
        """What we don't take is not to look installed."""
        try:
            await self._client(token).auth_revoke()
        except UNREACHABLE as error:
            log.warning("a token that is not taken was not revoked", reason=describe(error))

    def _client(self, token: str | None) -> Client:
        return Client(token, base_url=self._root, timeout=TIMEOUT)


def _not_installed(error: SlackApiError) -> NotInstalledError:
    name = error_code(error)
    if name in BAD_CODE:
        return NotInstalledError(Phrase(texts.BEGIN_ANEW))
    if name in BAD_SETTINGS:
        log.error("Slack refuses SLACK_CLIENT_ID, SLACK_CLIENT_SECRET or the redirect address", reason=name)
        return NotInstalledError(Phrase(texts.NOT_SET_UP), ours=True)
    log.warning("not installed", reason=describe(error))
    if not is_name(name) or name in PASSING:
        return NotInstalledError(Phrase(texts.SLACK_AWAY), passing=True)
    return NotInstalledError(Phrase(texts.SLACK_SAYS, {"error": name}))


def _granted(answer: dict[str, Any], tested: dict[str, Any]) -> Granted:
    team, enterprise = answer["team"], answer.get("enterprise") or {}
    return Granted(
        team=str(team["id"]),
        team_name=str(team.get("name") or ""),
        enterprise=str(enterprise.get("id") or ""),
        app=str(answer.get("app_id") or ""),
        bot=str(tested.get("bot_id") or ""),
        bot_user=str(answer["bot_user_id"]),
        scopes=str(answer.get("scope") or ""),
        installed_by=str((answer.get("authed_user") or {}).get("id") or ""),
        tokens=_refreshed(answer),
    )


def _refreshed(answer: dict[str, Any]) -> Refreshed:
    refresh_token, lasts = answer.get("refresh_token"), answer.get("expires_in")
    return Refreshed(
        token=str(answer["access_token"]),
        refresh_token=str(refresh_token) if refresh_token else None,
        lasts=timedelta(seconds=int(lasts)) if refresh_token and lasts else None,
    )
