"""What platforms told is a row until it is answered, and for a day after it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make its table."""
    op.create_table(
        "update",
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "id", name=op.f("pk_update")),
    )
    pending = sa.text("state = 'pending'")
    op.create_index(
        "ix_update_pending", "update", ["platform", "received_at"], sqlite_where=pending, postgresql_where=pending
    )
