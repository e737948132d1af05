"""How things stand, as /metrics names it: docs/operation.md tells what each means."""

from __future__ import annotations

from bot.counting import Figure
from bot.i18n.catalogue import figures as texts

DATABASE_UP = Figure(name="jarshy_database_up", meaning=texts.DATABASE_UP)
PROGRAM = Figure(name="jarshy_build_info", meaning=texts.PROGRAM, labels=("version",))
WORKERS = Figure(name="jarshy_workers", meaning=texts.WORKERS)
DATABASE_SIZE = Figure(name="jarshy_database_bytes", meaning=texts.DATABASE_SIZE)
DISK_FREE = Figure(name="jarshy_disk_free_bytes", meaning=texts.DISK_FREE)
SOURCE_FAILING = Figure(name="jarshy_source_failing", meaning=texts.SOURCE_FAILING, labels=("source",))
SOURCE_INTERVAL = Figure(name="jarshy_source_poll_interval_seconds", meaning=texts.SOURCE_INTERVAL, labels=("source",))
SOURCE_SUCCESS = Figure(
    name="jarshy_source_last_success_timestamp_seconds", meaning=texts.SOURCE_SUCCESS, labels=("source",)
)
OUTBOX_ALERTS = Figure(name="jarshy_outbox_alerts", meaning=texts.OUTBOX_ALERTS, labels=("state",))
OUTBOX_LETTERS = Figure(name="jarshy_outbox_letters", meaning=texts.OUTBOX_LETTERS, labels=("state",))
OUTBOX_EDITS = Figure(name="jarshy_outbox_edits", meaning=texts.OUTBOX_EDITS)
OUTBOX_PENDING = Figure(name="jarshy_outbox_pending_alerts", meaning=texts.OUTBOX_PENDING, labels=("lane",))
OUTBOX_OVERDUE = Figure(name="jarshy_outbox_overdue_seconds", meaning=texts.OUTBOX_OVERDUE, labels=("lane",))
STORY_SPLITS = Figure(name="jarshy_story_splits", meaning=texts.STORY_SPLITS)
CHATS = Figure(name="jarshy_chats", meaning=texts.CHATS)
CHATS_AT_REST = Figure(name="jarshy_chats_at_rest", meaning=texts.CHATS_AT_REST, labels=("cause", "kind"))

#: all of them, in the order of /metrics
GAUGES = (
    DATABASE_UP,
    PROGRAM,
    WORKERS,
    DATABASE_SIZE,
    DISK_FREE,
    SOURCE_FAILING,
    SOURCE_INTERVAL,
    SOURCE_SUCCESS,
    OUTBOX_ALERTS,
    OUTBOX_LETTERS,
    OUTBOX_EDITS,
    OUTBOX_PENDING,
    OUTBOX_OVERDUE,
    STORY_SPLITS,
    CHATS,
    CHATS_AT_REST,
)
