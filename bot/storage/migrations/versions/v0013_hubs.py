"""Hubs that tell of news (WebSub): what was asked of them, and until when they do."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make its table; hubs are found as sources are polled."""
    op.create_table(
        "hub",
        sa.Column("source_key", sa.String(length=100), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("path", sa.String(length=64), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("ask_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rang_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ringing", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.ForeignKeyConstraint(["source_key"], ["source.key"], name=op.f("fk_hub_source_key")),
        sa.PrimaryKeyConstraint("source_key", name=op.f("pk_hub")),
        sa.UniqueConstraint("path", name=op.f("uq_hub_path")),
    )
