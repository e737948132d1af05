"""The program around the commands: its name and help, its default command, and how it ends."""

from __future__ import annotations

import io
import logging
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, NoReturn

import typer

from bot import __version__
from bot.errors import StatedProblem, StorageError
from bot.i18n.catalogue import cli as texts
from bot.i18n.text import Phrase
from bot.i18n.translator import ENGLISH
from config.logs import configure, log_file

WRONG_USAGE = 2  #: the exit code
INTERRUPTED = 130  #: the exit code of what Ctrl-C has ended, as shells have it


def program(commands: Mapping[str, Callable[..., None] | typer.Typer], *, default: str) -> typer.Typer:
    """A command line with these functions and groups as commands; without a command, the default one runs."""
    app = typer.Typer(
        help="Jarshy tells people in Telegram and Slack what they asked to hear of, as soon as it is published.",
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    def begin(
        context: typer.Context,
        version: Annotated[
            bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
        ] = False,
    ) -> None:
        configure(level="WARNING")  # until the settings say more
        if context.invoked_subcommand is None:
            first = commands[default]
            assert not isinstance(first, typer.Typer)  # noqa: S101 - the default is no group
            first()

    app.callback(invoke_without_command=True)(begin)
    for name, command in commands.items():
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name)(command)
    return app


def _show_version(wanted: bool) -> None:
    """Show the version and exit."""
    if wanted:
        typer.echo(ENGLISH(texts.VERSION, version=__version__))
        raise typer.Exit


def leave_on_interrupt() -> None:
    """From now on Ctrl-C ends the program without a traceback, and what is open is closed on the way."""
    signal.signal(signal.SIGINT, lambda *_: sys.exit(INTERRUPTED))


def call(app: typer.Typer) -> None:
    """Run the command line and exit; a stated problem is printed without a traceback, any other error is logged.

    At the very end, when everything is closed, a second Ctrl-C is ignored: there is nothing left to interrupt.
    """
    leave_on_interrupt()
    if isinstance(sys.stdout, io.TextIOWrapper):  # in a locale that has no such letter, as the error output does
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        _require_text(sys.argv[1:])
        app()
    except StatedProblem as problem:
        _give_up(problem.phrase)
    except StorageError as error:
        _give_up(Phrase(texts.DATABASE_NOT_NOW, {"error": error.phrase}))
    except Exception:
        logging.getLogger("bot").critical("stopped by an unexpected error", exc_info=True)
        if log_file():
            typer.echo(ENGLISH(texts.STOPPED_BY_ERROR, file=log_file()), err=True)
        sys.exit(1)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _require_text(arguments: Sequence[str]) -> None:
    """What is in another encoding can be looked for in no database: wrong usage."""
    for number, each in enumerate(arguments, start=1):
        if any("\ud800" <= letter <= "\udfff" for letter in each):
            typer.echo(ENGLISH(texts.NO_TEXT, number=str(number)), err=True)
            sys.exit(WRONG_USAGE)


def _give_up(problem: Phrase) -> NoReturn:
    typer.echo(ENGLISH(texts.CANNOT_GO_ON, problem=problem), err=True)
    sys.exit(1)
