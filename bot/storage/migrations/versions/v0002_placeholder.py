"""Nothing yet: holds the number of the migration that stands between."""

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Do nothing."""
