"""When each channel was managed last, and what its posts show."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; a channel that is managed now counts as used now, so that nobody is put out by the upgrade."""
    managed = op.create_table(
        "managed",
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chat.id"], name=op.f("fk_managed_chat_id")),
        sa.ForeignKeyConstraint(["channel_id"], ["chat.id"], name=op.f("fk_managed_channel_id")),
        sa.PrimaryKeyConstraint("chat_id", "channel_id", name=op.f("pk_managed")),
    )
    op.create_index("ix_managed_channel", "managed", ["channel_id", "used_at"])
    chat = sa.table("chat", sa.column("id", sa.Integer()), sa.column("managing_id", sa.Integer()))
    now = sa.literal(datetime.now(UTC), sa.DateTime(timezone=True))
    current = sa.select(chat.c.id, chat.c.managing_id, now).where(chat.c.managing_id.is_not(None))
    op.execute(sa.insert(managed).from_select(["chat_id", "channel_id", "used_at"], current))
    op.create_table(
        "post_style",
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Boolean(), nullable=False),
        sa.Column("extract", sa.String(length=8), nullable=False),
        sa.Column("sentence", sa.Boolean(), nullable=False),
        sa.Column("hashtags", sa.Boolean(), nullable=False),
        sa.Column("preview", sa.String(length=8), nullable=True),
        sa.Column("closing", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chat.id"], name=op.f("fk_post_style_chat_id")),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_post_style")),
    )
