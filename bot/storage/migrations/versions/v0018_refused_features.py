"""Features of a platform that its server refuses for now."""

import sqlalchemy as sa
from alembic import op

from bot.storage.columns import UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; it is filled as servers refuse."""
    op.create_table(
        "refused_feature",
        sa.Column("bot", sa.String(length=80), nullable=False),
        sa.Column("feature", sa.String(length=40), nullable=False),
        sa.Column("until_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("bot", "feature", name="pk_refused_feature"),
    )
