"""Headlines that change: the new one is the article's, the old one is kept, and the alerts that show it are redrawn."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, exists, select, update

from bot.model import DeliveryState
from bot.storage import schema as t
from bot.storage.database import Database

#: A headline that changes more often is a game of its source: it is stored, and nobody is bothered with it.
MOST_CHANGES = 20
_SHOWN = [DeliveryState.SENT, DeliveryState.SENDING, DeliveryState.JOINED]


def change_title(database: Database, db: Connection, article_id: int, title: str, now: datetime) -> bool:
    """Give an article this headline, within a transaction; was it another one, letter by letter?

    One that differs only in space or case is stored, and is no change: the article's revision stays.
    """
    a = t.article.c
    own = select(a.title, a.revision).where(a.id == article_id).with_for_update()
    before, title = db.execute(own).one(), title.replace("\0", "")
    if before.title == title:
        return False
    values: dict[str, object] = {"title": title}
    if _read_aloud(before.title) != _read_aloud(title):
        values["revision"] = before.revision + 1
        if before.revision <= MOST_CHANGES:
            _keep(database, db, article_id, before.revision, before.title, now)
    db.execute(update(t.article).where(a.id == article_id).values(values))
    return True


def _read_aloud(title: str) -> str:
    """A headline without what is only its look."""
    return " ".join(title.casefold().split())


def _keep(database: Database, db: Connection, article_id: int, revision: int, title: str, now: datetime) -> None:
    """Keep the headline that an article had, and ask for its alerts to be redrawn, if there are any."""
    old = {"article_id": article_id, "revision": revision, "title": title, "until_at": now}
    db.execute(database.insert(t.old_title).values(old).on_conflict_do_nothing())
    d = t.delivery.c
    if db.scalar(select(exists().where(d.article_id == article_id, d.state.in_(_SHOWN)))):
        again = {"cursor": 0, "created_at": now}
        job = database.insert(t.redraw).values(article_id=article_id, **again)
        db.execute(job.on_conflict_do_update(index_elements=["article_id"], set_=again))
