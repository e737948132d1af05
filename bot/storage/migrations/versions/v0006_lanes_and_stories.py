"""Workspaces and lanes, held deliveries, letters, message parts, stories and revisions of articles.

`delivery` may have millions of rows: columns are renamed and added, which rewrites none of them; then the rows with a
reason get its cause, in batches. `chat` is rebuilt on SQLite, which can't change a unique constraint.
"""

from collections.abc import Iterator

import sqlalchemy as sa
import structlog
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

LANE = sa.String(length=64).with_variant(sa.String(length=16), "sqlite")
#: columns of `chat` that are copied unchanged, and those renamed (new: old)
CHAT = "id, platform, native_id, thread, kind, title, timezone, created_at, managing_id, languages"
PAUSE = {"paused_at": "rested_at", "pause_detail": "rest_reason"}
BATCH = 100_000  #: deliveries between two log lines

#: causes by the sentences of the previous release; OWN_SENTENCES are whole, and leave no detail
OWN_SENTENCES = {
    "the chat rests": "chat_paused",
    "missed while the chat rested": "missed",
    "no longer followed": "unfollowed",
    "may have been sent": "maybe_sent",
    "told to move to where it is": "moved",
}
MAYBE_SENT, TRIED = "may have been sent: ", "given up after a day of trying: "
WORDS = (
    (MAYBE_SENT, "maybe_sent"),
    ("in making the message", "ours"),
    ("blocked", "blocked"),
    ("kicked", "kicked"),
    ("put out", "kicked"),
    ("not a member", "kicked"),
    ("not_in_channel", "kicked"),
    ("deactivated", "deactivated"),
    ("chat not found", "chat_not_found"),
    ("chat was deleted", "chat_not_found"),
    ("peer_id_invalid", "chat_not_found"),
    ("channel_not_found", "chat_not_found"),
    ("user_not_found", "chat_not_found"),
    ("is_archived", "archived"),
    ("thread not found", "topic_closed"),
    ("topic_", "topic_closed"),
    ("rights", "no_rights"),
    ("write access", "no_rights"),
    ("write_forbidden", "no_rights"),
    ("restricted_action", "no_rights"),
    ("forbidden", "forbidden"),
    ("too long", "too_long"),
    ("too_long", "too_long"),
    ("ratelimited", "flood"),
    ("rate_limited", "flood"),
    ("flood", "flood"),
    ("too many requests", "flood"),
    ("timed out", "timeout"),
    ("no answer in time", "timeout"),
    ("reached", "unreachable"),
    ("connection", "unclear_answer"),
    ("an answer", "unclear_answer"),
    ("_error", "server_error"),
    ("unavailable", "server_error"),
    ("bad gateway", "server_error"),
    ("gateway timeout", "server_error"),
    ("internal server error", "server_error"),
    ("bad request", "bad_message"),
    ("invalid_", "bad_message"),
)
log = structlog.get_logger(__name__)


def upgrade() -> None:
    """Change all tables."""
    _sources_and_articles()
    if op.get_bind().dialect.name == "sqlite":
        _rebuild_chats()
    else:
        _alter_chats()
    _deliveries()
    _causes()
    op.create_table(
        "message_part",
        sa.Column("chat_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ref", sa.String(length=64), nullable=False),
        sa.Column("first_ref", sa.String(length=64), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "ref", name=op.f("pk_message_part")),
    )
    op.create_index("ix_message_part_sent_at", "message_part", ["sent_at"])
    _letters()


def _letters() -> None:
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("lane", LANE, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plain", sa.Boolean(), nullable=False),
        sa.Column("cause", sa.String(length=32), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("ref", sa.Text(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_by", sa.String(length=100), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["chat_id"], ["chat.id"], name=op.f("fk_letter_chat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sqlite_autoincrement=True,
    )
    _index("ix_letter_due", "letter", ["lane", "due_at"], "state = 'pending'")
    _index("ix_letter_open", "letter", ["chat_id"], "state IN ('pending', 'sending')")


def _sources_and_articles() -> None:
    op.add_column("source", sa.Column("kind", sa.String(length=16), nullable=False, server_default="feed"))
    op.add_column("source", sa.Column("site", sa.String(length=255), nullable=False, server_default=""))
    op.add_column("article", sa.Column("story_id", sa.Integer(), nullable=True))
    op.add_column("article", sa.Column("revision", sa.Integer(), nullable=False, server_default="1"))
    _index("ix_article_story", "article", ["story_id"], "story_id IS NOT NULL")


def _alter_chats() -> None:
    op.add_column("chat", sa.Column("workspace", sa.String(length=32), nullable=False, server_default=""))
    for new, old in PAUSE.items():
        op.alter_column("chat", old, new_column_name=new)
    op.add_column("chat", sa.Column("pause_cause", sa.String(length=32), nullable=True))
    op.drop_constraint("uq_chat_platform_native_id_thread", "chat", type_="unique")
    op.create_unique_constraint(
        "uq_chat_platform_workspace_native_id_thread", "chat", ["platform", "workspace", "native_id", "thread"]
    )


def _rebuild_chats() -> None:
    """Other tables refer to the name `chat`, so the new table is renamed at the end (foreign keys are off here)."""
    op.create_table(
        "chat_anew",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False, server_default=""),
        sa.Column("native_id", sa.String(length=64), nullable=False),
        sa.Column("thread", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pause_cause", sa.String(length=32), nullable=True),
        sa.Column("pause_detail", sa.Text(), nullable=True),
        sa.Column("managing_id", sa.Integer(), nullable=True),
        sa.Column("languages", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["managing_id"], ["chat.id"], name=op.f("fk_chat_managing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat")),
        sa.UniqueConstraint(
            "platform", "workspace", "native_id", "thread", name=op.f("uq_chat_platform_workspace_native_id_thread")
        ),
        sqlite_autoincrement=True,
    )
    old, new = ", ".join(PAUSE.values()), ", ".join(PAUSE)
    op.execute(f"INSERT INTO chat_anew ({CHAT}, {new}) SELECT {CHAT}, {old} FROM chat ORDER BY id")  # noqa: S608
    last = "(SELECT seq FROM sqlite_sequence WHERE name = 'chat')"  # no id is assigned twice
    op.execute("DELETE FROM sqlite_sequence WHERE name = 'chat_anew'")
    op.execute(f"INSERT INTO sqlite_sequence (name, seq) SELECT 'chat_anew', {last} WHERE {last} IS NOT NULL")
    op.drop_table("chat")
    op.rename_table("chat_anew", "chat")


def _deliveries() -> None:
    """Every lane is a platform so far."""
    op.execute("ALTER TABLE delivery RENAME COLUMN platform TO lane")
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("delivery", "lane", type_=sa.String(length=64))
    op.execute("ALTER TABLE delivery RENAME COLUMN reason TO detail")
    op.add_column("delivery", sa.Column("cause", sa.String(length=32), nullable=True))
    op.add_column("delivery", sa.Column("revision", sa.Integer(), nullable=True))
    _index("ix_delivery_held", "delivery", ["not_before"], "state = 'held'")
    _index("ix_delivery_held_chat", "delivery", ["chat_id"], "state = 'held'")


def _causes() -> None:
    """Convert sentences to causes; only rows that have one are written."""
    chat = sa.table("chat", *map(sa.column, ("pause_cause", "pause_detail")))
    known = {"pause_cause": _cause(chat.c.pause_detail), "pause_detail": _detail(chat.c.pause_detail)}
    op.execute(chat.update().where(chat.c.pause_detail.is_not(None)).values(known))
    delivery = sa.table("delivery", *map(sa.column, ("article_id", "cause", "detail")))
    known = {"cause": _cause(delivery.c.detail), "detail": _detail(delivery.c.detail)}
    for first, last in _batches(delivery):
        some = sa.and_(delivery.c.article_id.between(first, last), delivery.c.detail.is_not(None))
        op.execute(delivery.update().where(some).values(known))


def _batches(delivery: sa.TableClause) -> Iterator[tuple[int, int]]:
    """Ranges of article ids (both ends included) with about BATCH deliveries each."""
    article = delivery.c.article_id
    counted = op.get_bind().execute(sa.select(article, sa.func.count()).group_by(article).order_by(article)).all()
    total, done, first, since = sum(count for _, count in counted), 0, None, 0
    for article_id, count in counted:
        first, since = article_id if first is None else first, since + count
        if since >= BATCH or article_id == counted[-1][0]:
            yield first, article_id
            done, first, since = done + since, None, 0
            log.info("deliveries upgraded", done=done, of=total)


def _cause(sentence: sa.ColumnElement[str]) -> sa.ColumnElement[str]:
    own = [(sentence == text, sa.literal(cause)) for text, cause in OWN_SENTENCES.items()]
    words = [(sa.func.lower(sentence).contains(text, autoescape=True), sa.literal(cause)) for text, cause in WORDS]
    return sa.case(*own, *words, else_=sa.literal("refused"))


def _detail(sentence: sa.ColumnElement[str]) -> sa.ColumnElement[str]:
    without_prefix = [
        (sentence.startswith(text, autoescape=True), sa.func.substr(sentence, len(text) + 1))
        for text in (MAYBE_SENT, TRIED)
    ]
    return sa.case((sentence.in_(list(OWN_SENTENCES)), sa.null()), *without_prefix, else_=sentence)


def _index(name: str, table: str, columns: list[str], only: str) -> None:
    """Create a partial index."""
    op.create_index(name, table, columns, unique=False, sqlite_where=sa.text(only), postgresql_where=sa.text(only))
