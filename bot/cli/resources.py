"""What several commands open: the settings, the concepts, the database."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from config.logs import configure

if TYPE_CHECKING:
    from bot.matching.concepts import Concepts
    from bot.model import Source
    from bot.storage.store import Store
    from config.settings import Settings


LOG_OF_CHAT = "jarshy.log"  #: in the working directory


def open_settings(*, chat: bool = False) -> Settings:
    """Load the settings and configure logging by them; if the chat is in this terminal, only warnings are logged.

    `chat`: a chat may begin here; then the log goes to a file, unless it was redirected or the file can't be written.

    Raises:
        StatedProblem: a setting that can't be used.
    """
    from config.environment import load_settings

    settings = load_settings()
    chat_here = not settings.has_token and settings.log_level in ("DEBUG", "INFO")
    level = "WARNING" if chat_here else settings.log_level
    stream = _beside_chat() if chat and not settings.has_token else None
    configure(level=level, form=settings.log_format, secrets=settings.secrets, stream=stream)
    return settings


def _beside_chat() -> TextIO | None:
    """Where to log while people read the terminal; None: where it goes anyway."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    try:
        return Path(LOG_OF_CHAT).open("a", encoding="utf-8")
    except OSError:
        return None


def open_concepts() -> Concepts:
    """Load the concepts that queries and texts are parsed with."""
    from bot.matching.concepts import compiled
    from config.concepts import load_concepts

    return compiled(load_concepts(open_settings().jarshy_concepts))


def known_sources(settings: Settings) -> list[Source]:
    """The sources of the file, and those that operators approved, as far as the database can be asked.

    Raises:
        StatedProblem: a sources file that can't be used.
    """
    from bot.errors import StatedProblem, StorageError
    from bot.model import with_approved
    from config.sources import load_sources

    configured = load_sources(settings.jarshy_sources)
    try:
        with open_store() as store:
            return with_approved(configured, store.proposals.approved())
    except (StatedProblem, StorageError):
        return configured  # `check` says what is wrong with it


def switched_off() -> frozenset[str]:
    """The keys of the sources that an operator switched off, as far as the database can be asked."""
    from bot.errors import StatedProblem, StorageError

    try:
        with open_store() as store:
            return store.switches.switched_off()
    except (StatedProblem, StorageError):
        return frozenset()


@contextmanager
def open_store() -> Iterator[Store]:
    """Migrate and open the database that the settings name; closed at the end.

    Raises:
        StatedProblem: a database that can't be used.
    """
    from bot.storage.store import Store, migrate

    url = open_settings().database_url
    migrate(url)
    store = Store.open(url)
    try:
        yield store
    finally:
        store.close()
