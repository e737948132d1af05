"""`python -m bot outbox`: what is owed and what became of it; show one, try again, drop with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bot.cli.chat_names import find_chat, name_of, nearest
from bot.cli.instants import Clock
from bot.cli.printing import put, put_json
from bot.cli.resources import open_settings, open_store
from bot.i18n.catalogue import operating as texts
from bot.i18n.formats import enumerated
from bot.i18n.text import Phrase, Plural, Text
from bot.i18n.translator import ENGLISH
from bot.model import Cause, DeliveryState

if TYPE_CHECKING:
    from bot.storage.store import OutboxFilter, OutboxKey, OutboxRow, Store

SHOWN = 50  #: rows in a list
NEAR_ROWS = 10_000  #: rows among which the nearest to a wrong number is looked for

Named = TypeVar("Named", bound=StrEnum)

outbox = typer.Typer(no_args_is_help=True)

States = Annotated[
    list[str] | None,
    typer.Option("--state", help="pending, sending, held, failed, dropped, joined or sent; repeatable."),
]
Lane = Annotated[str, typer.Option("--lane", help="Of one platform or workspace: telegram, slack:T1.")]
ChatOption = Annotated[str | None, typer.Option("--chat", metavar="CHAT", help="Of one chat: telegram:123.")]
CauseOption = Annotated[str | None, typer.Option("--cause", help="Why it was not sent: server_error, bad_message …")]
Rows = Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Rows, as `list` shows them: 123-45, L7.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


@outbox.callback()
def about() -> None:
    """What is owed and what became of it: list, show, retry, drop."""


@outbox.command("list")
def list_(
    state: States = None,
    lane: Lane = "",
    chat: ChatOption = None,
    cause: CauseOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100_000, help="So many rows at most.")] = SHOWN,
    as_json: Annotated[bool, typer.Option("--json", help="A line of JSON for each, for scripts.")] = False,
) -> None:
    """What is being sent, is pending, waits or was given up: by state, the oldest first."""
    from bot.cli.outbox_lines import row_lines, row_record

    clock = Clock.of(open_settings().jarshy_timezone)
    with open_store() as store:
        wanted = _filter(store, state, lane, chat, cause)
        rows, count = store.inspection.outbox(wanted, limit)
        edits = 0 if state or lane or chat or cause else store.outbox.count_edits()
    for row in rows:
        if as_json:
            put_json(row_record(row))
        else:
            put(*row_lines(row, clock))
    if as_json:
        return
    if not rows:
        put(ENGLISH(texts.NO_SUCH_ROWS if state or lane or chat or cause else texts.NO_ROWS))
    elif count > len(rows):
        put(ENGLISH(texts.MORE_ROWS, shown=str(len(rows)), all=str(count)))
    if edits:
        put(ENGLISH(texts.EDITS, count=edits, number=str(edits)))


@outbox.command("show")
def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="As `list` shows it: 123-45, or L7.")],
    as_json: Annotated[bool, typer.Option("--json", help="JSON, for scripts.")] = False,
) -> None:
    """Everything about one row, and what would be sent, as text."""
    from bot.cli.outbox_content import message_of
    from bot.cli.outbox_lines import as_text, row_record, whole_row

    settings = open_settings()
    clock = Clock.of(settings.jarshy_timezone)
    with open_store() as store:
        row = _row(store, name)
        owed = store.inspection.owed(row.key)
    message = None if owed is None else message_of(owed, settings, clock.now)
    if as_json:
        put_json(row_record(row) | {"text": None if message is None else "\n".join(as_text(message))})
    else:
        put(*whole_row(row, owed, message, clock))


@outbox.command("retry")
def retry(
    names: Rows = None,
    everything: Annotated[bool, typer.Option("--all", help="All that failed.")] = False,
    lane: Lane = "",
    chat: ChatOption = None,
    cause: CauseOption = None,
    yes: Yes = False,
) -> None:
    """Try rows again at once: some, or all that failed, of a lane, a chat or a cause. Never what was sent."""
    some = bool(everything or lane or chat or cause)
    _named_once(names, some)
    now = datetime.now(UTC)
    with open_store() as store:
        if names:
            rows = [_row(store, name) for name in names]
            done = [row for row in rows if store.repairs.retry(row.key, now)]
            _tell(texts.RETRIED, len(done), [_not_retried(row) for row in rows if row not in done])
            return
        wanted = _filter(store, [DeliveryState.FAILED.value], lane, chat, cause)
        if count := _asked(store, wanted, texts.ASK_RETRY, yes):
            done_of_them = store.repairs.retry_all(wanted, now)
            stay = max(count - done_of_them, 0)
            left = [Phrase(texts.STAY_FAILED, {"count": stay, "number": str(stay)})] if stay else []
            _tell(texts.RETRIED, done_of_them, left)


@outbox.command("drop")
def drop(
    names: Rows = None,
    state: States = None,
    lane: Lane = "",
    chat: ChatOption = None,
    cause: CauseOption = None,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; kept with the row.")] = "",
    yes: Yes = False,
) -> None:
    """Drop rows for good, so that they are never sent: some, or all of a state, lane, chat or cause."""
    _named_once(names, bool(state or lane or chat or cause))
    with open_store() as store:
        if not names:
            wanted = _filter(store, state or list(_DROPPABLE), lane, chat, cause, among=_DROPPABLE)
            if _asked(store, wanted, texts.ASK_DROP, yes):
                _tell(texts.DROPPED, store.repairs.drop_all(wanted, reason), [])
            return
        rows = [_row(store, name) for name in dict.fromkeys(names)]
        if not yes:
            typer.confirm(ENGLISH(texts.ASK_DROP, count=len(rows), number=str(len(rows))), abort=True)
        dropped = store.repairs.drop([row.key for row in rows], reason)
        kept = [store.inspection.row(row.key) or row for row in rows if row.key not in dropped]
        _tell(texts.DROPPED, len(dropped), [_not_dropped(row) for row in kept])


_DROPPABLE = ("pending", "held", "failed")


def _named_once(names: Sequence[str] | None, by_options: bool) -> None:
    """Rows are named by their numbers or by options, not by both and not by none."""
    if bool(names) == by_options:
        raise typer.BadParameter(ENGLISH(texts.NAMED_TWICE if names else texts.NOTHING_NAMED), param_hint="ID")


def _asked(store: Store, wanted: OutboxFilter, question: Plural, yes: bool) -> int:
    """How many rows it is about, if the operator wants it: else the command ends. 0: there is nothing to be done."""
    count = store.inspection.count(wanted)
    if not count:
        put(ENGLISH(texts.NO_SUCH_ROWS))
    elif not yes:
        typer.confirm(ENGLISH(question, count=count, number=str(count)), abort=True)
    return count


def _tell(done: Plural, count: int, refused: Sequence[Phrase]) -> None:
    """Say how many there were, and what was not done; the command ends with 1 if anything was not."""
    typer.echo(ENGLISH(done, count=count, number=str(count)))
    for each in refused:
        typer.echo(ENGLISH(each), err=True)
    if refused:
        raise typer.Exit(1)


def _not_retried(row: OutboxRow) -> Phrase:
    if row.state is DeliveryState.SENT:
        return Phrase(texts.NOT_RETRIED_SENT, {"name": row.key.name})
    if row.state is DeliveryState.JOINED:
        return Phrase(texts.NOT_RETRIED_JOINED, {"name": row.key.name, "head": row.head_name})
    if row.paused:
        return Phrase(texts.NOT_RETRIED_RESTING, {"name": row.key.name, "chat": name_of(row.chat)})
    if row.waits and row.state is not DeliveryState.SENDING:
        return Phrase(texts.NOT_RETRIED_WAITING, {"name": row.key.name, "chat": name_of(row.chat)})
    return Phrase(texts.NOT_RETRIED_SENDING, {"name": row.key.name})


def _not_dropped(row: OutboxRow) -> Phrase:
    if row.state is DeliveryState.SENDING:
        return Phrase(texts.NOT_DROPPED_SENDING, {"name": row.key.name})
    return Phrase(texts.NOT_DROPPED_OVER, {"name": row.key.name, "state": row.state.value})


def _row(store: Store, name: str) -> OutboxRow:
    """The row of that name.

    Raises:
        typer.BadParameter: it is no name of a row, or of none; with the nearest.
    """
    from bot.storage.store import OutboxFilter, OutboxKey

    key: OutboxKey | None = OutboxKey.parse(name)
    if key is None:
        raise typer.BadParameter(ENGLISH(texts.NO_ROW, name=name), param_hint="ID")
    if (row := store.inspection.row(key)) is not None:
        return row
    open_rows, _ = store.inspection.outbox(OutboxFilter(), NEAR_ROWS)
    near = nearest(key.name, [each.key.name for each in open_rows])
    if near:
        text = ENGLISH(texts.UNKNOWN_ROW_NEAR, name=key.name, names=enumerated(near, ENGLISH))
        raise typer.BadParameter(text, param_hint="ID")
    raise typer.BadParameter(ENGLISH(texts.UNKNOWN_ROW, name=key.name), param_hint="ID")


def _filter(
    store: Store,
    states: Sequence[str] | None,
    lane: str,
    chat: str | None,
    cause: str | None,
    *,
    among: Iterable[str] = tuple(DeliveryState),
) -> OutboxFilter:
    """The rows that the options mean. `among`: the states that may be named."""
    from bot.storage.store import OutboxFilter

    wanted = OutboxFilter(
        lane=lane.strip(),
        chat=None if chat is None else find_chat(store, chat),
        cause=None if cause is None else _named(cause, Cause, tuple(Cause), texts.NO_CAUSE, "--cause"),
    )
    if not states:
        return wanted
    chosen = [_named(each, DeliveryState, among, texts.NO_STATE, "--state") for each in dict.fromkeys(states)]
    return OutboxFilter(states=chosen, lane=wanted.lane, chat=wanted.chat, cause=wanted.cause)


def _named(typed: str, kind: type[Named], among: Iterable[str], wrong: Text, option: str) -> Named:
    name, allowed = typed.strip().lower(), list(map(str, among))
    if name not in allowed:
        names = enumerated(nearest(name, allowed) or allowed, ENGLISH)
        raise typer.BadParameter(ENGLISH(wrong, name=typed, names=names), param_hint=option)
    return kind(name)
