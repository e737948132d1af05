"""A chat that refuses for now waits: until when, why, and since when it refuses."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; no chat waits yet."""
    op.add_column("chat", sa.Column("waits_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("chat", sa.Column("wait_cause", sa.String(length=32), nullable=True))
    op.add_column("chat", sa.Column("wait_detail", sa.Text(), nullable=True))
    op.add_column("chat", sa.Column("refused_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("chat", sa.Column("refusals", sa.Integer(), nullable=False, server_default="0"))
    waits = sa.text("waits_until IS NOT NULL")
    op.create_index("ix_chat_waits", "chat", ["waits_until"], sqlite_where=waits, postgresql_where=waits)
