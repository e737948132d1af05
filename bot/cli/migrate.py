"""`python -m bot migrate`: upgrades the schema of the database."""

from __future__ import annotations

import typer

from bot.cli.resources import open_settings
from bot.i18n.catalogue import cli as texts
from bot.i18n.translator import ENGLISH


def migrate() -> None:
    """Bring the database up to date (`run` does it by itself)."""
    url = open_settings().database_url
    from bot.storage.store import migrate as migrate_database
    from bot.storage.store import safe_url

    migrate_database(url)
    typer.echo(ENGLISH(texts.UP_TO_DATE, url=safe_url(url)))
