"""The tree of errors. The docstring or the argument is the message a person reads; lasting or passing is the type.

JarshyError
├── StatedProblem           exit 1: settings, database or sources that can't be used, with the mend
├── QueryError              what a person typed can't be read as a query
├── FetchError              a source or page could not be had
│   ├── PassingFetchError   worth trying again soon (time-out, 5xx, connection)
│   └── LastingFetchError   says the same tomorrow (403, 404, 410, HTML in place of a feed)
│       └── RobotsRefusedError  the site's robots.txt asks us not to read it: never tried again
├── ParseError              a body that can't be read, or that killed its reader
├── StorageError            the database is locked, full or away: the same may work in a moment
│   └── LeaseLostError      another worker has taken over: what was to be written is not
└── SendError               a platform refused or could not be reached; carries a Verdict
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import timedelta

    from bot.model import Verdict


class JarshyError(Exception):
    """Something that Jarshy can name went wrong."""


class StatedProblem(JarshyError):  # noqa: N818  # it is told to the operator as a problem, not as an error
    """A problem stated to the operator, with the mend; the program ends with exit code 1."""


class QueryError(JarshyError):
    """A query that can't be read; the message says what, where, and how it would be right."""

    def __init__(self, reason: str, correction: str | None = None) -> None:
        super().__init__(reason)
        self.correction = (
            correction  #: the text with this mistake mended, others may be left; None: there is no near one
        )


class FetchError(JarshyError):
    """A source or page could not be had."""


class PassingFetchError(FetchError):
    """Worth trying again soon: time-out, connection, 5xx, 429."""

    def __init__(self, reason: str, retry_after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after  #: how long the server asked to be left alone; None: it did not say


class LastingFetchError(FetchError):
    """Says the same tomorrow: 403, 404, 410, HTML in place of a feed."""


class RobotsRefusedError(LastingFetchError):
    """The site's robots.txt asks us not to read this page."""


class ParseError(JarshyError):
    """A body that can't be read, or that killed its reader."""


class StorageError(JarshyError):
    """The database is locked, full or away: the same may work in a moment. Never the statement's values in its text."""


class LeaseLostError(StorageError):
    """Another worker has taken over: what was to be written under the lease is not."""


class SendError(JarshyError):
    """A platform refused a message or could not be reached."""

    def __init__(self, verdict: Verdict, refs: tuple[str, ...] = ()) -> None:
        super().__init__(getattr(verdict, "detail", "") or getattr(verdict, "cause", type(verdict).__name__))
        self.verdict = verdict  #: what becomes of the delivery
        self.refs = refs  #: the platform's ids of the parts that it took before
