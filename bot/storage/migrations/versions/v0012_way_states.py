"""What the servers of ways said for good: that one has moved, that one is withdrawn, how often one may be asked."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table; nothing of it was known before."""
    op.create_table(
        "way",
        sa.Column("source_key", sa.String(100), sa.ForeignKey("source.key"), primary_key=True),
        sa.Column("address", sa.Text(), primary_key=True),
        sa.Column("moved_to", sa.Text(), nullable=True),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("every", sa.Integer(), nullable=True),
    )
