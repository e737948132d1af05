"""Where a client's token comes from: the settings, or the installation of a workspace, where it may expire."""

from __future__ import annotations

from typing import Protocol


class TokenSource(Protocol):
    """Asked before each call."""

    async def token(self) -> str:
        """The token to call with.

        Raises:
            SlackRequestError: there is none that is valid now; it may be in a moment.
        """

    async def another(self, expired: str) -> str | None:
        """Another token than this one, which Slack says has expired; None: there is none.

        Raises:
            SlackRequestError: nobody can say now.
        """


class FixedToken:
    """A token of the settings: it stays as it is."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def token(self) -> str:
        """The token."""
        return self._token

    async def another(self, expired: str) -> str | None:  # there is no other
        """There is none."""
        return None
