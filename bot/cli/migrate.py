"""`python -m bot migrate`: upgrades the schema of the database."""

from __future__ import annotations

import typer

from bot.cli.resources import open_settings


def migrate() -> None:
    """Bring the database up to date (`run` does it by itself)."""
    url = open_settings().database_url
    from bot.storage.store import migrate as migrate_database
    from bot.storage.store import safe_url

    migrate_database(url)
    typer.echo(f"The database {safe_url(url)} is up to date.")
