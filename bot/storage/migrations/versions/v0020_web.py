"""Calls of platforms, workspaces that install the app, who may use the bot, what workers count, archives read in."""

import sqlalchemy as sa
from alembic import op

from bot.storage.columns import KeyText, LaneName, UtcDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; updates are kept by lane, since a workspace has one of its own."""
    op.execute('ALTER TABLE "update" RENAME COLUMN platform TO lane')
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("update", "lane", type_=LaneName, existing_nullable=False)
    op.add_column("source", sa.Column("switched_off_at", UtcDateTime, nullable=True))
    rests = sa.text("paused_at IS NOT NULL")
    op.create_index("ix_chat_paused", "chat", ["paused_at"], sqlite_where=rests, postgresql_where=rests)
    op.add_column("source", sa.Column("told_until_at", UtcDateTime, nullable=True))
    _workspaces()
    _calls()
    op.create_table(
        "allowed",
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("native_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("standing", sa.String(length=16), nullable=False),
        sa.Column("through", sa.String(length=64), nullable=False),
        sa.Column("asked_at", UtcDateTime, nullable=True),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("platform", "workspace", "native_id", name="pk_allowed"),
    )
    op.create_index("ix_allowed_standing", "allowed", ["standing", "changed_at"])
    asked = sa.text("asked_at IS NOT NULL")
    op.create_index("ix_allowed_asked", "allowed", ["asked_at"], sqlite_where=asked, postgresql_where=asked)
    op.create_table(
        "figure",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("labels", sa.String(length=255), nullable=False),
        sa.Column("hour_at", UtcDateTime, nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("name", "labels", "hour_at", name="pk_figure"),
    )
    op.create_table(
        "bot_address",
        sa.Column("bot", sa.String(length=80), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("bot", name="pk_bot_address"),
    )
    key = sa.ForeignKey("source.key", name="fk_backfill_source_key")
    op.create_table(
        "backfill",
        sa.Column("source_key", sa.String(length=100), key, nullable=False),
        sa.Column("address", KeyText, nullable=False),
        sa.Column("cursor", sa.Text(), nullable=False),
        sa.Column("stored", sa.Integer(), nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("source_key", "address", name="pk_backfill"),
    )
    op.create_table(
        "backup",
        sa.Column("taken_at", UtcDateTime, nullable=False),
        sa.Column("workers", sa.Integer(), nullable=False),
        sa.Column("restored_at", UtcDateTime, nullable=True),
        sa.PrimaryKeyConstraint("taken_at", name="pk_backup"),
    )


def _workspaces() -> None:
    op.create_table(
        "workspace",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("enterprise_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("app_id", sa.String(length=32), nullable=False),
        sa.Column("bot_id", sa.String(length=32), nullable=False),
        sa.Column("bot_user_id", sa.String(length=32), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("refresh_token", sa.Text(), nullable=True),
        sa.Column("expires_at", UtcDateTime, nullable=True),
        sa.Column("installed_by", sa.String(length=64), nullable=False),
        sa.Column("installed_at", UtcDateTime, nullable=False),
        sa.Column("gone_at", UtcDateTime, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_workspace"),
    )
    op.create_table(
        "oauth_state",
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("until_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name="pk_oauth_state"),
    )


def _calls() -> None:
    op.create_table(
        "call",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("key", KeyText, nullable=False),
        sa.Column("lane", LaneName, nullable=False),
        sa.Column("way", sa.String(length=16), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("called_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_call"),
        sa.UniqueConstraint("key", name="uq_call_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_call_called_at", "call", ["called_at"])
    unread = sa.text("body IS NOT NULL")
    op.create_index("ix_call_unread", "call", ["lane", "number"], sqlite_where=unread, postgresql_where=unread)
