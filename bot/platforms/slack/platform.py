"""Slack as a platform: one workspace, that of the settings or one that has installed the app."""

from __future__ import annotations

from collections.abc import Callable

from bot.errors import StatedProblem
from bot.i18n.catalogue import platforms as texts
from bot.i18n.text import Phrase
from bot.model.workspaces import lane_of, title_of
from bot.platforms.limits import SLACK_CHAT_RATE, SLACK_EDIT_RATE, SLACK_RATE
from bot.platforms.rates import Rates
from bot.platforms.slack.commands import FACTS
from bot.platforms.slack.connection import FILES, Connection
from bot.platforms.slack.errors import UNREACHABLE, describe
from bot.platforms.slack.listener import SlackListener
from bot.platforms.slack.sender import SlackSender
from bot.platforms.slack.tokens import FixedToken, TokenSource

SLACK = "slack"  #: the name of the platform, and the lane of the workspace of the settings
TIMEOUT = 20.0  #: seconds for a call


class SlackPlatform:
    """One workspace, over Socket Mode or by its calls."""

    facts = FACTS

    def __init__(
        self,
        *,
        bot_token: str | TokenSource,
        app_token: str = "",
        workspace: str = "",
        title: str = "",
        api_url: str = "https://slack.com/api/",
        operators: frozenset[str] = frozenset(),
        rate: float = SLACK_RATE,
        timeout: float = TIMEOUT,
        rejoins: Callable[[], bool] = lambda: False,
    ) -> None:
        """`workspace`: its id if it has installed the app, "" for that of the settings; `title`: its name.

        `rejoins`: may channels be joined again by ourselves now, after a new installation?
        `app_token`: opens sockets; "": Slack calls our web server. `rate` is in messages a second.
        """
        self.name = lane_of(workspace) if workspace else SLACK
        self.title = title_of(self.name, title)
        self._tokens = FixedToken(bot_token) if isinstance(bot_token, str) else bot_token
        self._app_token, self._api_url, self._timeout = app_token, api_url, timeout
        self.rates = Rates(total=rate, chat=SLACK_CHAT_RATE, edits=SLACK_EDIT_RATE)
        self.sender = SlackSender(self._connection(), rejoins=rejoins)
        self.listener = SlackListener(self._connection(), sender=self.sender, operators=operators, workspace=workspace)

    def _connection(self) -> Connection:
        return Connection(self._tokens, self._app_token, self._api_url, timeout=self._timeout)

    async def probe(self) -> Phrase | None:
        """Check both tokens once, and whether pictures can be sent."""
        connection = self._connection()
        try:
            identity = await connection.identify()
        except UNREACHABLE as error:
            raise StatedProblem(texts.SLACK_UNREACHABLE, reason=describe(error)) from None
        finally:
            await connection.close()
        return Phrase(texts.SLACK_NO_FILES, {"scope": FILES}) if identity.lacks_files else None

    async def is_refused(self) -> bool | None:
        """Ask auth.test whether the bot's token is refused: the app's opens sockets only."""
        connection = self._connection()
        connection.open()
        try:
            return await connection.is_refused()
        finally:
            await connection.close()
