"""What several commands begin with: the settings, the concepts, the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from config.logs import configure
from config.settings import Settings, load_settings

if TYPE_CHECKING:
    from bot.matching.concepts import Concepts
    from bot.storage.store import Store


def open_settings() -> Settings:
    """The settings, once the logs obey them; where the chat is in this terminal, only warnings may break into it.

    Raises:
        StatedProblem: a setting that can't be used.
    """
    settings = load_settings()
    quiet = not settings.has_token and settings.log_level in ("DEBUG", "INFO")
    level = "WARNING" if quiet else settings.log_level
    configure(level=level, form=settings.log_format, secrets=settings.secrets)
    return settings


def open_concepts() -> Concepts:
    """What queries and texts are read with."""
    from bot.matching.concepts import Concepts
    from config.concepts import load_concepts

    return Concepts(load_concepts(open_settings().jarshy_concepts))


@contextmanager
def open_store() -> Iterator[Store]:
    """The database that the settings name, brought up to date; closed at the end.

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
