"""What was held in a quiet time and may have arrived: its message is asked about, not sent twice."""

import sqlalchemy as sa
from alembic import op

from bot.storage.columns import UtcDateTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what a release before was sending, or may have sent, is in doubt.

    What it was sending together was not due before the same instant: it is in doubt together.
    """
    op.add_column("delivery", sa.Column("begun_at", UtcDateTime, nullable=True))
    op.execute("UPDATE delivery SET begun_at = not_before WHERE state = 'sending' AND quiet")
    op.execute(
        "UPDATE delivery SET begun_at = not_before WHERE state = 'pending' AND quiet "
        "AND cause IN ('maybe_sent', 'timeout', 'unclear_answer')"
    )
