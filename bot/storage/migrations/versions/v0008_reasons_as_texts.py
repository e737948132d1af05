"""Why a source or a page could not be read is stored as a text with its parts, no longer as an English sentence.

The sentences of the releases before are converted to their texts; one that is not among them stays as it is, as the
words of somebody else.
"""

import json
import re
from typing import Any

import sqlalchemy as sa
import structlog
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BATCH = 10_000  #: articles that are converted at a time
PLAIN_WORDS = "common.plain_words"
#: parts that may be a text themselves, and those that are numbers
NESTED, NUMBERS = frozenset({"error", "reason"}), frozenset({"count"})
SENTENCES = {
    "platforms.no_such_host": r"no such host",
    "platforms.untrusted_certificate": r"its certificate is not trusted",
    "platforms.no_connection": r"no connection",
    "intake.answered": r"answered (?P<status>\d+)",
    "intake.html_for_feed": r"answered HTML in place of a feed",
    "intake.nothing_for_feed": r"answered nothing in place of a feed",
    "intake.broken_gzip": r"answered a broken gzip body",
    "intake.other_encoding": r"answered in an encoding that was not asked for: (?P<encoding>.*)",
    "intake.answered_with_name": r"answered (?P<status>\d+) (?P<phrase>.+)",
    "intake.no_answer_in_time": r"did not answer within (?P<seconds>\S+) s",
    "intake.not_reached": r"could not be reached: (?P<reason>.+)",
    "intake.unusable_address": r"has no address that can be fetched",
    "intake.other_scheme": r"is no http or https address",
    "intake.asked_to_wait": r"asked to be left alone for a while",
    "intake.redirected_to_failure": r"redirected to another place: (?P<url>.+?) \(which (?P<error>.+)\)",
    "intake.redirected_to_other": r"redirected to another place: (?P<url>.+?) \((?P<error>.+)\)",
    "intake.redirected": r"redirected to another place: (?P<url>.+)",
    "intake.redirected_too_often": r"redirected more than (?P<count>\d+) times",
    "intake.robots_refused": r"robots\.txt asks not to read this page",
    "intake.robots_not_read": r"robots\.txt (?P<error>.+)",
    "intake.body_too_large": r"body over (?P<megabytes>\S+) MB",
    "intake.no_feed": r"what it answered is no feed",
    "intake.feed_unreadable": r"the feed can't be read: (?P<error>.+)",
    "intake.page_empty": r"the page is empty",
    "intake.page_without_text": r"no article text on the page",
    "intake.page_without_body": r"""the page has nothing at ['"](?P<selector>.+)['"]""",
    "intake.page_unreadable": r"the page can't be read: (?P<error>.+)",
    "intake.page_broken": r"the page can't be read",
    "intake.too_slow": r"takes longer than (?P<seconds>\S+) s to read",
    "intake.killed_reader": r"killed its reader \(exit (?P<code>-?\d+)\)",
    "intake.too_much_memory": r"needs too much memory to read",
    "intake.unreadable": r"can't be read: (?P<error>.+)",
}
log = structlog.get_logger(__name__)


def upgrade() -> None:
    """Convert what is stored; only rows that have a sentence are written."""
    source = sa.table("source", sa.column("key"), sa.column("last_error"))
    found = op.get_bind().execute(sa.select(source).where(source.c.last_error.is_not(None))).all()
    for key, sentence in found:
        op.execute(source.update().where(source.c.key == key).values(last_error=_stored(sentence)))
    _pages()


def _pages() -> None:
    """A million articles may have one: a batch at a time."""
    article = sa.table("article", sa.column("id"), sa.column("page_error"))
    some = sa.select(article).where(article.c.page_error.is_not(None)).order_by(article.c.id).limit(BATCH)
    change = article.update().where(article.c.id == sa.bindparam("row")).values(page_error=sa.bindparam("stored"))
    last, done = 0, 0
    while found := op.get_bind().execute(some.where(article.c.id > last)).all():
        op.get_bind().execute(change, [{"row": row, "stored": _stored(sentence)} for row, sentence in found])
        last, done = found[-1][0], done + len(found)
        log.info("reasons of pages upgraded", done=done)


def _stored(sentence: str) -> str:
    return json.dumps(_text_of(sentence) or _text(PLAIN_WORDS, {"words": sentence}), ensure_ascii=False)


def _text_of(sentence: str) -> dict[str, Any] | None:
    """None: no sentence of ours."""
    for key, pattern in SENTENCES.items():
        if found := re.fullmatch(pattern, sentence, re.DOTALL):
            return _text(key, {name: _part(name, value) for name, value in found.groupdict().items()})
    return None


def _part(name: str, value: str) -> str | int | dict[str, Any]:
    if name in NUMBERS:
        return int(value)
    return (_text_of(value) if name in NESTED else None) or value


def _text(key: str, parts: dict[str, Any]) -> dict[str, Any]:
    return {"text": key, "parts": parts}
