"""`python -m bot restore FILE`: puts a backup in the place of the database.

the file ─▶ may anything have been sent since? ─▶ said with --skip or --resend, asked, or assumed ─▶ restored
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli.copying import copying
from bot.cli.moments import moment, shown
from bot.cli.resources import open_settings
from bot.i18n.catalogue import cli as texts
from bot.i18n.translator import ENGLISH

if TYPE_CHECKING:
    from bot.storage.store import BackupFile

#: A backup that was taken while no worker was at work, and is restored so soon, is taken for a move.
MOVED_WITHIN = timedelta(hours=1)


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `backup` has written.")],
    force: Annotated[
        bool, typer.Option("--force", help="Replace an archive that is there; it is kept beside the new one.")
    ] = False,
    skip: Annotated[bool, typer.Option("--skip", help="What was due since the backup counts as sent.")] = False,
    resend: Annotated[bool, typer.Option("--resend", help="Nothing counts as sent since the backup.")] = False,
    until: Annotated[
        str | None, typer.Option("--until", metavar="TIME", help="With --skip: when the lost program ended; else now.")
    ] = None,
) -> None:
    """Restore the database from a backup. Stop the workers first; asks what may have been sent since the backup."""
    settings = open_settings()
    zone = ZoneInfo(settings.jarshy_timezone)
    if skip and resend:
        raise typer.BadParameter(ENGLISH(texts.BOTH_CHOSEN), param_hint="--skip")
    ended_at = moment(until, zone, param_hint="--until", end=True)
    from bot.storage.store import require_backup, safe_url
    from bot.storage.store import restore as put_in_place

    found, now = require_backup(file), datetime.now(UTC)
    if ended_at is not None and ended_at < found.taken_at:
        early = ENGLISH(texts.BEFORE_BACKUP, typed=until or "", since=shown(found.taken_at, zone))
        raise typer.BadParameter(early, param_hint="--until")
    ended_at = min(ended_at or now, now)
    told = skip or until is not None or (not resend and may_have_been_told(found, now, zone))
    url = settings.database_url
    with copying() as report:
        told_until = ended_at if told else None
        kept = put_in_place(found, url, told_until=told_until, now=now, force=force, report=report).kept
    typer.echo(ENGLISH(texts.RESTORED, file=str(file), time=shown(found.taken_at, zone), url=safe_url(url)))
    if kept is not None:
        typer.echo(ENGLISH(texts.KEPT_BESIDE, kept=kept))
    span = {"since": shown(found.taken_at, zone), "until": shown(ended_at, zone)}
    typer.echo(ENGLISH(texts.COUNTS_AS_TOLD, **span) if told else ENGLISH(texts.COUNTS_AS_OWED))


def may_have_been_told(backup: BackupFile, now: datetime, zone: ZoneInfo) -> bool:
    """May what was due since the backup have been sent? It is asked, if there is somebody to ask."""
    is_move = backup.workers == 0 and now - backup.taken_at <= MOVED_WITHIN
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return not is_move
    question = ENGLISH(texts.ASK_TOLD, since=shown(backup.taken_at, zone), until=shown(now, zone))
    usual = "send" if is_move else "skip"
    answer = ""
    while answer not in ("skip", "send"):
        answer = str(typer.prompt(question, default=usual)).strip().lower()
    return answer == "skip"
