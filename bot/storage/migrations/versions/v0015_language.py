"""The language in which a chat is spoken to."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; it is filled when a chat speaks next."""
    op.add_column("chat", sa.Column("language", sa.String(length=8), nullable=True))
