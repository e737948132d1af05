"""The tree of errors. One that people read is a text of the catalogue with its parts; lasting or passing is the type.

JarshyError
├── PhrasedError            carries a Phrase: what a person reads, in whichever language
│   ├── StatedProblem       exit 1: settings, database or sources that can't be used, and how to fix it
│   ├── QueryError          what a person typed can't be read as a query
│   ├── FetchError          a source or page could not be fetched
│   │   ├── PassingFetchError   worth trying again soon (timeout, 5xx, connection)
│   │   │   └── TurnError           nothing was asked: the site wants a pause between two pages
│   │   └── LastingFetchError   says the same tomorrow (403, 404, 410, HTML in place of a feed)
│   │       ├── GoneError           the server has withdrawn it for good (410)
│   │       ├── InnerNetworkError   it stands in an inner network, where a link of others must not lead
│   │       └── RobotsRefusedError  the site's robots.txt asks us not to read it: never tried again
│   ├── ParseError          a body that can't be read, or that killed its reader
│   ├── EmbeddingError      the second voice of stories says nothing, or nothing that can be used
│   └── StorageError        the database is locked, full or away: the same may work in a moment
│       └── LeaseLostError      another worker has taken over: what was to be written is not
└── SendError               a platform refused or could not be reached; carries a Verdict
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.i18n.catalogue import common
from bot.i18n.keys import from_any_release
from bot.i18n.text import Phrase, Plural, Text, combined
from bot.i18n.translator import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from bot.model import Verdict


class JarshyError(Exception):
    """Something that Jarshy can name went wrong."""


class PhrasedError(JarshyError):
    """Something to tell people: a text with its parts. `str()` of it is English, for logs and the command line."""

    def __init__(self, text: Text | Plural | Phrase, **parts: str | int | Phrase) -> None:
        self.phrase = text if isinstance(text, Phrase) else Phrase(text, parts)
        super().__init__(ENGLISH(self.phrase))


class StatedProblem(PhrasedError):  # noqa: N818  # it is told to the operator as a problem, not as an error
    """A problem stated to the operator, with how to fix it; the program ends with exit code 1."""

    @classmethod
    def of_several(cls, problems: Sequence[Phrase]) -> StatedProblem:
        """Several problems, at least one, each in a line of its own."""
        return cls(combined(problems, common.LINES))


class QueryError(PhrasedError):
    """A query that can't be parsed; the phrase says what is wrong, where, and how to correct it."""

    def __init__(
        self, text: Text | Plural | Phrase, *, correction: str | None = None, **parts: str | int | Phrase
    ) -> None:
        super().__init__(text, **parts)
        self.correction = correction  #: the text with this error corrected, others may be left; None: there is none


class FetchError(PhrasedError):
    """A source or page could not be fetched."""


class PassingFetchError(FetchError):
    """Worth trying again soon: time-out, connection, 5xx, 429."""

    def __init__(
        self, text: Text | Plural | Phrase, *, retry_after: timedelta | None = None, **parts: str | int | Phrase
    ) -> None:
        super().__init__(text, **parts)
        self.retry_after = retry_after  #: how long the server asked to be left alone; None: it did not say


class TurnError(PassingFetchError):
    """Nothing was asked: robots.txt wants a pause between two pages, which is not over. The page stays due."""


class LastingFetchError(FetchError):
    """Says the same tomorrow: 403, 404, 410, HTML in place of a feed."""


class GoneError(LastingFetchError):
    """The server has withdrawn what was asked for, for good: 410."""


class InnerNetworkError(LastingFetchError):
    """It stands in an inner network: a link or a redirect that others wrote must not lead there."""


class RobotsRefusedError(LastingFetchError):
    """The site's robots.txt asks us not to read this page."""


class ParseError(PhrasedError):
    """A body that can't be read, or that killed its reader."""


class EmbeddingError(PhrasedError):
    """The second voice of stories says nothing that can be used: words alone decide. Never texts or a key in it."""


class StorageError(PhrasedError):
    """The database is locked, full or away: the same may work in a moment. Never the statement's values in its text."""


class LeaseLostError(StorageError):
    """Another worker has taken over: what was to be written under the lease is not."""


class SendError(JarshyError):
    """A platform refused a message or could not be reached."""

    def __init__(self, verdict: Verdict, refs: tuple[str, ...] = ()) -> None:
        detail = getattr(verdict, "detail", "")
        words = ENGLISH(from_any_release(detail)) if detail else ""
        super().__init__(words or getattr(verdict, "cause", type(verdict).__name__))
        self.verdict = verdict  #: what becomes of the delivery
        self.refs = refs  #: the platform's ids of the parts that it took before
