"""`python -m bot chats`: the chats and how they stand; `chats show CHAT`: one of them whole."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.chat_names import find_chat, name_of
from bot.cli.instants import Clock
from bot.cli.printing import put, put_json, section
from bot.cli.resources import open_settings, open_store
from bot.i18n.catalogue import operating as texts
from bot.i18n.formats import enumerated
from bot.i18n.translator import ENGLISH
from config.values import PLATFORMS

if TYPE_CHECKING:
    from bot.storage.store import ChatFilter, ChatLine, Store

SHOWN = 50  #: chats in a list for people
ALERTS = 10  #: alerts of one chat

chats = typer.Typer(invoke_without_command=True, no_args_is_help=False)


@chats.callback()
def list_(
    context: typer.Context,
    paused: Annotated[bool, typer.Option("--resting", help="Only those at rest: they can't be reached.")] = False,
    waiting: Annotated[bool, typer.Option("--waiting", help="Only those that refuse for now.")] = False,
    search: Annotated[str, typer.Option("--search", metavar="TEXT", help="In the title or the id.")] = "",
    platform: Annotated[str, typer.Option("--platform", help="telegram, slack or terminal.")] = "",
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, max=1_000_000, help="So many at most; 50, or all with --json.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="A line of JSON for each, for scripts.")] = False,
) -> None:
    """The chats, what they follow and how they stand; `show CHAT`: one of them whole."""
    if context.invoked_subcommand is not None:
        return
    if platform and platform.lower() not in PLATFORMS:
        known = enumerated(PLATFORMS, ENGLISH)
        raise typer.BadParameter(ENGLISH(texts.NO_PLATFORM, name=platform, names=known), param_hint="--platform")
    from bot.storage.store import ChatFilter

    wanted = ChatFilter(paused=paused, waiting=waiting, search=search, platform=platform.lower())
    clock = Clock.of(open_settings().jarshy_timezone)
    with open_store() as store:
        if as_json:
            _as_json(store, wanted, limit)
        else:
            _for_people(store, wanted, limit or SHOWN, clock)


def _as_json(store: Store, wanted: ChatFilter, limit: int | None) -> None:
    from bot.cli.chat_lines import chat_record

    for one in islice(store.inspection.chats(wanted), limit):
        put_json(chat_record(one))


def _for_people(store: Store, wanted: ChatFilter, limit: int, clock: Clock) -> None:
    from bot.cli.chat_lines import chat_lines
    from bot.storage.store import ChatFilter

    found: list[ChatLine] = list(islice(store.inspection.chats(wanted), limit + 1))
    for one in found[:limit]:
        put(*chat_lines(one, clock))
    if not found:
        put(ENGLISH(texts.NO_CHATS))
    elif len(found) > limit and wanted == ChatFilter():
        put(ENGLISH(texts.MORE_CHATS, shown=str(limit), all=str(store.inspection.count_chats())))
    elif len(found) > limit:
        put(ENGLISH(texts.FIRST_CHATS, count=limit, number=str(limit)))


@chats.command("show")
def show(
    name: Annotated[str, typer.Argument(metavar="CHAT", help="telegram:123, telegram:-100123:7, slack:T1/C1.")],
    as_json: Annotated[bool, typer.Option("--json", help="JSON, for scripts.")] = False,
) -> None:
    """One chat: how it stands, its settings and follows, what is owed to it, its last alerts."""
    from bot.cli.chat_lines import whole_chat, whole_record
    from bot.cli.outbox_lines import row_lines, row_record

    clock = Clock.of(open_settings().jarshy_timezone)
    with open_store() as store:
        chat = find_chat(store, name)
        record, status = store.chats.get(chat), store.statuses.of(chat, clock.now)
        line = None if record is None else store.inspection.line(record.id)
        if record is None or status is None or line is None:  # deleted this moment
            raise typer.BadParameter(ENGLISH(texts.UNKNOWN_CHAT, name=name_of(chat)), param_hint="CHAT")
        follows, last = store.follows.subscriptions(chat), store.inspection.last_alerts(record.id, ALERTS)
    if as_json:
        put_json(whole_record(line, record, status, follows) | {"last_alerts": [row_record(row) for row in last]})
        return
    alerts = [each for row in last for each in row_lines(row, clock)]
    put(*whole_chat(line, record, status, follows, clock), *section(texts.LAST_ALERTS, alerts, texts.NO_ALERTS))
