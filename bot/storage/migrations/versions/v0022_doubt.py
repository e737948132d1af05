"""Digests of which nobody knows whether they arrived: they are asked about, not sent twice."""

import sqlalchemy as sa
from alembic import op

from bot.storage.columns import UtcDateTime

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; a digest that a release before was sending, or may have sent, is in doubt."""
    op.add_column("digest_schedule", sa.Column("last_since_at", UtcDateTime, nullable=True))
    op.add_column("letter", sa.Column("begun_at", UtcDateTime, nullable=True))
    begun = sa.text("begun_at IS NOT NULL")
    op.create_index("ix_letter_begun", "letter", ["chat_id"], sqlite_where=begun, postgresql_where=begun)
    op.execute(
        "UPDATE letter SET begun_at = due_at WHERE kind = 'digest' "
        "AND (state = 'sending' OR (state = 'pending' AND cause IN ('maybe_sent', 'timeout', 'unclear_answer')))"
    )
