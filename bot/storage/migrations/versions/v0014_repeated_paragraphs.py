"""Paragraphs that repeat over the articles of a source, and whether its feed carries whole articles."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table and the column; both fill as pages are read."""
    op.add_column("source", sa.Column("texts_whole", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "paragraph",
        sa.Column("source_key", sa.String(100), nullable=False),
        sa.Column("fingerprint", sa.BigInteger(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("first_number", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("last_article_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["source_key"], ["source.key"], name=op.f("fk_paragraph_source_key")),
        sa.PrimaryKeyConstraint("source_key", "fingerprint", name=op.f("pk_paragraph")),
    )
    op.create_index("ix_paragraph_source_number", "paragraph", ["source_key", "last_number"])
    op.create_index("ix_paragraph_seen_at", "paragraph", ["seen_at"])
