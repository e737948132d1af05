"""`python -m bot retry [CHAT]`: makes failed alerts pending again, and tries chats that refused."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from bot.cli.chat_names import find_chat
from bot.cli.resources import open_store
from bot.i18n.catalogue import cli as texts
from bot.i18n.translator import ENGLISH


def retry(
    chat: Annotated[
        str | None,
        typer.Argument(metavar="[CHAT]", help="One chat only: telegram:123, telegram:-100123:7, slack:T1/C1."),
    ] = None,
) -> None:
    """Resend failed alerts of the last week and try chats that refused, all of them or one."""
    from bot.storage.store import RETRY_SPAN  # loaded by the command that needs it

    now = datetime.now(UTC)
    with open_store() as store:
        only = find_chat(store, chat, or_its_topics=True) if chat else None
        woken = store.chats.wake_refused(now, only)
        count = store.outbox.retry_failed(now - RETRY_SPAN, now, only)
    owed = ENGLISH(texts.OWED_AGAIN, count=count, number=str(count))
    typer.echo(f"{owed} {ENGLISH(texts.TRIED_NOW, count=woken, number=str(woken))}")
