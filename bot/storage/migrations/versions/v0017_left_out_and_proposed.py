"""Sources that a chat leaves out, and sites that people ask for."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make their tables: until somebody taps a source or asks for a site, they are empty."""
    op.create_table(
        "left_out",
        sa.Column("source_key", sa.String(length=100), nullable=False),
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["source_key"], ["source.key"], name=op.f("fk_left_out_source_key")),
        sa.ForeignKeyConstraint(["chat_id"], ["chat.id"], name=op.f("fk_left_out_chat_id")),
        sa.PrimaryKeyConstraint("source_key", "chat_id", name=op.f("pk_left_out")),
    )
    op.create_index("ix_left_out_chat_id", "left_out", ["chat_id"])
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("found", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("site", name=op.f("uq_proposal_site")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_proposal_state", "proposal", ["state", "asked_at"])
    op.create_table(
        "proposal_asker",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("directly", sa.Boolean(), nullable=False),
        sa.Column("decides", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_proposal_asker_proposal_id")),
        sa.ForeignKeyConstraint(["chat_id"], ["chat.id"], name=op.f("fk_proposal_asker_chat_id")),
        sa.PrimaryKeyConstraint("proposal_id", "platform", "person", name=op.f("pk_proposal_asker")),
    )
    op.create_index("ix_proposal_asker_person", "proposal_asker", ["platform", "person", "asked_at"])
