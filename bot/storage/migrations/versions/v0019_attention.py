"""How a chat wants to be reached: settings, modes of follows, quiet hours, digests on time, what is saved and taken."""

import sqlalchemy as sa
from alembic import op

from bot.storage.columns import UtcDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and columns; nobody has chosen anything yet."""
    for name in ("quiet_from", "quiet_until", "snoozed_until"):
        op.add_column("chat", sa.Column(name, UtcDateTime, nullable=True))
    op.add_column("subscription", sa.Column("followed_by", sa.Text(), nullable=False, server_default=""))
    quiet = sa.text("quiet_until IS NOT NULL")
    op.create_index("ix_chat_quiet", "chat", ["quiet_until"], sqlite_where=quiet, postgresql_where=quiet)
    for name in ("rings", "quiet"):
        op.add_column("delivery", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    rings = (sa.text("rings = 1"), sa.text("rings"))
    op.create_index("ix_delivery_rings", "delivery", ["sent_at"], sqlite_where=rings[0], postgresql_where=rings[1])
    op.add_column("subscription", sa.Column("asked_at", UtcDateTime, nullable=True))
    op.add_column("match", sa.Column("found_at", UtcDateTime, nullable=True))
    op.add_column("letter", sa.Column("fair_at", sa.Double(), nullable=False, server_default="0"))
    pending = sa.text("state = 'pending'")
    op.drop_index("ix_letter_due", "letter")
    columns = ["lane", "fair_at"]
    op.create_index("ix_letter_fair", "letter", columns, sqlite_where=pending, postgresql_where=pending)
    op.create_table(
        "preference",
        _of_chat("preference"),
        sa.Column("quiet_start", sa.Integer(), nullable=True),
        sa.Column("quiet_end", sa.Integer(), nullable=True),
        sa.Column("mode", sa.String(length=8), nullable=False),
        sa.Column("mode_before", sa.String(length=8), nullable=True),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.Column("mentions_silent", sa.Boolean(), nullable=False),
        sa.Column("preview", sa.String(length=8), nullable=True),
        sa.Column("badge", sa.Boolean(), nullable=True),
        sa.Column("extract", sa.String(length=8), nullable=False),
        sa.Column("editors", sa.String(length=8), nullable=True),
        sa.Column("teamwork", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("chat_id", name="pk_preference"),
    )
    op.create_table(
        "attention",
        sa.Column("query_id", sa.Integer(), sa.ForeignKey("query.id", name="fk_attention_query_id"), nullable=False),
        _of_chat("attention"),
        sa.Column("mode", sa.String(length=8), nullable=False),
        sa.Column("mode_before", sa.String(length=8), nullable=True),
        sa.Column("rings", sa.Boolean(), nullable=False),
        sa.Column("muted_until", UtcDateTime, nullable=True),
        sa.Column("mentions", sa.Text(), nullable=False),
        sa.Column("offered_at", UtcDateTime, nullable=True),
        sa.PrimaryKeyConstraint("query_id", "chat_id", name="pk_attention"),
    )
    op.create_index("ix_attention_chat_id", "attention", ["chat_id"])
    op.create_table(
        "digest_schedule",
        _of_chat("digest_schedule"),
        sa.Column("weekdays", sa.String(length=16), nullable=False),
        sa.Column("minutes", sa.String(length=255), nullable=False),
        sa.Column("next_at", UtcDateTime, nullable=False),
        sa.Column("since_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name="pk_digest_schedule"),
    )
    op.create_index("ix_digest_schedule_next_at", "digest_schedule", ["next_at"])
    op.create_table(
        "saved",
        _of_chat("saved"),
        _of_article("saved"),
        sa.Column("saved_at", UtcDateTime, nullable=False),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "article_id", name="pk_saved"),
    )
    op.create_index("ix_saved_chat", "saved", ["chat_id", "saved_at"])
    op.create_table(
        "task",
        _of_chat("task"),
        _of_article("task"),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "article_id", name="pk_task"),
    )


def _of_chat(table: str) -> sa.Column[int]:
    return sa.Column("chat_id", sa.Integer(), sa.ForeignKey("chat.id", name=f"fk_{table}_chat_id"), nullable=False)


def _of_article(table: str) -> sa.Column[int]:
    key = sa.ForeignKey("article.id", name=f"fk_{table}_article_id")
    return sa.Column("article_id", sa.Integer(), key, nullable=False)
