"""The program around the commands: its name and help, its default command, and how it ends."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Mapping

import typer

from bot.errors import StatedProblem, StorageError
from config.logs import configure


def program(commands: Mapping[str, Callable[..., None]], *, default: str) -> typer.Typer:
    """A command line with these functions as commands; without a command, the default one runs."""
    app = typer.Typer(
        help="Jarshy tells people in Telegram and Slack what they asked to hear of, as soon as it is published.",
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    def begin(context: typer.Context) -> None:
        configure(level="WARNING")  # until the settings are loaded
        if context.invoked_subcommand is None:
            commands[default]()

    app.callback(invoke_without_command=True)(begin)
    for name, command in commands.items():
        app.command(name)(command)
    return app


def call(app: typer.Typer) -> None:
    """Run the command line and exit; a stated problem is printed without a traceback, any other error is logged."""
    try:
        app()
    except StatedProblem as problem:
        typer.echo(f"Jarshy can't go on.\n{problem}", err=True)
        sys.exit(1)
    except StorageError as error:
        typer.echo(f"Jarshy can't go on.\nthe database can't be used now: {error}", err=True)
        sys.exit(1)
    except Exception:
        logging.getLogger("bot").critical("stopped by an unexpected error", exc_info=True)
        sys.exit(1)
