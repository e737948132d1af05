"""Indexes for frequent queries on an archive of a million articles."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create them."""
    op.create_index("ix_article_source_published", "article", ["source_key", "published_at"])
    _index("ix_article_awaiting", "article", ["source_key"], "page_state = 'awaiting'")
    _index("ix_article_with_text", "article", ["first_seen_at"], "body IS NOT NULL")
    _index("ix_article_key_expires", "article_key", ["expires_at"], "expires_at IS NOT NULL")


def _index(name: str, table: str, columns: list[str], only: str) -> None:
    """Create a partial index."""
    op.create_index(name, table, columns, unique=False, sqlite_where=sa.text(only), postgresql_where=sa.text(only))
