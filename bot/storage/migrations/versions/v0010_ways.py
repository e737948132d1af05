"""Ways into a source: which one was read last, and what could not be read there."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; what is stored of a source belongs to its first way."""
    op.add_column("source", sa.Column("way", sa.Text(), nullable=True))
    op.add_column("source", sa.Column("problems", sa.Text(), nullable=True))
    op.add_column("source", sa.Column("whole_at", sa.DateTime(timezone=True), nullable=True))
