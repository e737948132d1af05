"""Deliveries get their platform, fair order and claims; the primary key begins with the article, without a row id.

SQLite can't change a table to WITHOUT ROWID, so there it is rebuilt, the rows in the order of the key.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

#: columns copied unchanged
COPIED = ("chat_id", "article_id", "not_before", "attempts", "first_attempt_at", "plain", "reason", "ref", "sent_at")
ALONE = sa.false()


def upgrade() -> None:
    """Change `fanout` and `delivery`."""
    op.add_column("fanout", sa.Column("place", sa.Integer(), server_default="0", nullable=False))
    for index in ("ix_delivery_article", "ix_delivery_due", "ix_delivery_sending"):
        op.drop_index(index, table_name="delivery")
    if op.get_bind().dialect.name == "sqlite":
        _rebuild()
    else:
        _alter()
    _index("ix_delivery_due", ["platform", "fair_at"], "state = 'pending'")
    _index("ix_delivery_open", ["chat_id", "article_id"], "state IN ('pending', 'sending')")
    _index("ix_delivery_sending", ["chat_id"], "state = 'sending'")
    _index("ix_delivery_dropped", ["chat_id"], "state = 'dropped'")
    _index("ix_delivery_failed", ["first_attempt_at"], "state = 'failed'")
    _index("ix_delivery_ref", ["ref"], "ref IS NOT NULL")


def _index(name: str, columns: list[str], only: str) -> None:
    """Create a partial index."""
    op.create_index(name, "delivery", columns, unique=False, sqlite_where=sa.text(only), postgresql_where=sa.text(only))


def _rebuild() -> None:
    op.rename_table("delivery", "delivery_before")
    op.create_table(
        "delivery",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("fair_at", sa.Double(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plain", sa.Boolean(), nullable=False),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("ref", sa.Text(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_by", sa.String(length=100), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("article_id", "chat_id", name=op.f("pk_delivery")),
        sqlite_with_rowid=False,
    )
    before, chat = sa.table("delivery_before", *map(sa.column, (*COPIED, "state"))), _chat()
    rows = (
        sa.select(*(before.c[name] for name in COPIED), chat.c.platform, _state(before), before.c.article_id, ALONE)
        .join(chat, chat.c.id == before.c.chat_id)
        .order_by(before.c.article_id, before.c.chat_id)
    )
    columns = [*COPIED, "platform", "state", "fair_at", "alone"]
    op.execute(sa.table("delivery", *map(sa.column, columns)).insert().from_select(columns, rows))
    op.drop_table("delivery_before")


def _alter() -> None:
    for column in (
        sa.Column("platform", sa.String(length=16)),
        sa.Column("fair_at", sa.Double()),
        sa.Column("alone", sa.Boolean()),
        sa.Column("claimed_by", sa.String(length=100)),
        sa.Column("claimed_until", sa.DateTime(timezone=True)),
    ):
        op.add_column("delivery", column)
    names = ("chat_id", "article_id", "state", "platform", "fair_at", "alone")
    delivery, chat = sa.table("delivery", *map(sa.column, names)), _chat()
    platform = sa.select(chat.c.platform).where(chat.c.id == delivery.c.chat_id).scalar_subquery()
    known = {"platform": platform, "fair_at": delivery.c.article_id, "alone": ALONE, "state": _state(delivery)}
    op.execute(delivery.update().values(known))
    for name in ("fk_delivery_article_id", "fk_delivery_chat_id"):
        op.drop_constraint(name, "delivery", type_="foreignkey")
    op.drop_constraint("pk_delivery", "delivery", type_="primary")
    op.create_primary_key("pk_delivery", "delivery", ["article_id", "chat_id"])
    for name in ("platform", "fair_at", "alone"):
        op.alter_column("delivery", name, nullable=False)


def _chat() -> sa.TableClause:
    return sa.table("chat", sa.column("id"), sa.column("platform"))


def _state(delivery: sa.TableClause) -> sa.ColumnElement[str]:
    """No delivery is being sent during a migration."""
    return sa.case((delivery.c.state == "sending", "pending"), else_=delivery.c.state).label("state")
