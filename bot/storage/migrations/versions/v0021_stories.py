"""Stories, edits of sent alerts, follows that watch for silence or for news that stays in one language."""

import sqlalchemy as sa
from alembic import op

from bot.storage.columns import LaneName, UtcDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and columns; articles that are stored already are in no story."""
    _stories()
    op.add_column("delivery", sa.Column("head_id", sa.Integer(), nullable=True))
    _partial("ix_delivery_joined", "delivery", ["head_id", "chat_id"], "state = 'joined'")
    op.create_table(
        "edit",
        sa.Column("article_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("lane", LaneName, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("fair_at", sa.Double(), nullable=False),
        sa.Column("not_before", UtcDateTime, nullable=False),
        sa.Column("asked", sa.Integer(), server_default="1", nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_attempt_at", UtcDateTime, nullable=True),
        sa.Column("plain", sa.Boolean(), nullable=False),
        sa.Column("cause", sa.String(length=32), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("claimed_by", sa.String(length=100), nullable=True),
        sa.Column("claimed_until", UtcDateTime, nullable=True),
        sa.PrimaryKeyConstraint("article_id", "chat_id", name="pk_edit"),
        sqlite_with_rowid=False,
    )
    _partial("ix_edit_due", "edit", ["lane", "fair_at"], "state = 'pending'")
    op.create_index("ix_edit_chat", "edit", ["chat_id"])
    for name, kind in (
        ("alone_for", sa.Integer()),
        ("quiet_for", sa.Integer()),
        ("quiet_told_at", UtcDateTime),
        ("spike_told_at", UtcDateTime),
    ):
        op.add_column("attention", sa.Column(name, kind, nullable=True))
    _partial("ix_attention_alone", "attention", ["query_id"], "alone_for IS NOT NULL")
    _partial("ix_attention_quiet", "attention", ["query_id"], "quiet_for IS NOT NULL")
    op.add_column("preference", sa.Column("stories", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column("preference", sa.Column("follow_ups", sa.String(length=8), server_default="new", nullable=False))


def _stories() -> None:
    op.create_table(
        "story",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_story"),
        sqlite_autoincrement=True,
    )
    article = sa.ForeignKey("article.id", name="fk_story_article_article_id")
    op.create_table(
        "story_article",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("article_id", sa.Integer(), article, nullable=False),
        sa.Column("assigned_at", UtcDateTime, nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("nearest_id", sa.Integer(), nullable=True),
        sa.Column("copied", sa.Boolean(), nullable=False),
        sa.Column("new_text", sa.Text(), nullable=True),
        sa.Column("features", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_story_article"),
        sa.UniqueConstraint("article_id", name="uq_story_article_article_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_story_article_assigned_at", "story_article", ["assigned_at"])
    _partial("ix_story_article_window", "story_article", ["id"], "features IS NOT NULL")
    article = sa.ForeignKey("article.id", name="fk_old_title_article_id")
    op.create_table(
        "old_title",
        sa.Column("article_id", sa.Integer(), article, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("until_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("article_id", "revision", name="pk_old_title"),
    )
    article = sa.ForeignKey("article.id", name="fk_redraw_article_id")
    op.create_table(
        "redraw",
        sa.Column("article_id", sa.Integer(), article, nullable=False),
        sa.Column("cursor", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("article_id", name="pk_redraw"),
    )
    chat = sa.ForeignKey("chat.id", name="fk_story_split_chat_id")
    article = sa.ForeignKey("article.id", name="fk_story_split_article_id")
    op.create_table(
        "story_split",
        sa.Column("chat_id", sa.Integer(), chat, nullable=False),
        sa.Column("article_id", sa.Integer(), article, nullable=False),
        sa.Column("split_at", UtcDateTime, nullable=False),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "article_id", name="pk_story_split"),
    )
    op.create_index("ix_story_split_split_at", "story_split", ["split_at"])


def _partial(name: str, table: str, columns: list[str], condition: str) -> None:
    """An index of the rows for which a condition holds."""
    rows = sa.text(condition)
    op.create_index(name, table, columns, sqlite_where=rows, postgresql_where=rows)
