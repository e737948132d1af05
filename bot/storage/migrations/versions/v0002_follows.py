"""Languages of articles and chats, follows parsed again, and the full-text index."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ARTICLE_WORDS = {
    "sqlite": (
        "CREATE VIRTUAL TABLE article_words USING "
        "fts5(words, tokenize = 'ascii', detail = 'none', columnsize = 0, prefix = '4 5')",
    ),
    "postgresql": (
        "CREATE TABLE article_words (article_id INTEGER PRIMARY KEY REFERENCES article (id), words TSVECTOR NOT NULL)",
        "CREATE INDEX ix_article_words_words ON article_words USING gin (words)",
    ),
}


def upgrade() -> None:
    """Articles get their source's language; the worker fills the full-text index, in batches."""
    op.add_column("chat", sa.Column("languages", sa.Text(), nullable=True))
    op.add_column("subscription", sa.Column("untold", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index(
        "ix_subscription_untold",
        "subscription",
        ["chat_id"],
        sqlite_where=sa.text("untold = 1"),
        postgresql_where=sa.text("untold"),
    )
    op.add_column("article", sa.Column("language", sa.String(length=8), nullable=False, server_default="en"))
    op.add_column("article", sa.Column("indexed", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE article SET language = (SELECT source.language FROM source WHERE source.key = article.source_key)"
    )
    op.drop_index("ix_article_published_at", table_name="article")
    op.create_index("ix_article_published", "article", ["published_at", "language"])
    op.create_index("ix_article_indexed", "article", ["indexed", "published_at"])
    for statement in ARTICLE_WORDS[op.get_bind().dialect.name]:
        op.execute(statement)
