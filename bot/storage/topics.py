"""Topics of groups that take no more messages, for those who are to be told."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, delete, exists, or_, select

from bot.model import Cause, Chat, ChatHealth, LetterKind
from bot.storage import schema as t
from bot.storage.common import CHAT_COLUMNS, HELD, OPEN, to_chat
from bot.storage.database import Database
from bot.storage.letters import LETTER_OPEN
from bot.storage.waits import HEALTH_COLUMNS, to_health

TOLD = "topic:"  #: subject of a notice, with the id of the chat: its group was written to
GROUP_REFUSED = "topic-group:"  #: the same: operators were written to, because the group refuses too

_c, _d = t.chat.c, t.delivery.c
_general = t.chat.alias("general")
_OPEN_LETTER = and_(t.letter.c.chat_id == _c.id, LETTER_OPEN)
_ABOUT_TOPIC = exists().where(_OPEN_LETTER, t.letter.c.kind == LetterKind.TOPIC)


@dataclass(frozen=True, kw_only=True)
class WaitingTopic:
    """A topic that waits because it is gone or closed, and its group outside of all topics."""

    chat: Chat
    chat_id: int  #: primary key of the chat
    title: str  #: the group's shown name
    health: ChatHealth
    general: ChatHealth  #: of the group
    general_paused: bool  #: the group can't be reached at all
    letter_open: bool  #: the group is still owed a letter about one of its topics


class Topics:
    """The topics that wait, and who was told of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def waiting(self) -> list[WaitingTopic]:
        """The topics that wait because they are gone or closed."""
        with self._database.read_transaction() as db:
            topics = db.execute(_waiting()).all()
            ids = [topic.general_id for topic in topics if topic.general_id is not None]
            found = select(_c.id, _c.paused_at, _ABOUT_TOPIC.label("letter_open"), *HEALTH_COLUMNS)
            generals = {row.id: row for row in db.execute(found.where(_c.id.in_(ids)))}
        return [_topic(row, generals.get(row.general_id)) for row in topics]

    def forget_opened(self, subjects: Collection[str]) -> None:
        """Forget who was told of topics that took everything since then: if they close again, it is told again."""
        told = {int(each.split(":")[1]) for each in subjects if each.startswith((TOLD, GROUP_REFUSED))}
        if not told:
            return
        owed = [exists().where(_d.chat_id == _c.id, state) for state in (OPEN, HELD)]
        shut = or_(_c.paused_at.is_not(None), _c.waits_until.is_not(None), *owed, exists().where(_OPEN_LETTER))
        with self._database.single_read() as db:
            opened = told - set(db.scalars(select(_c.id).where(_c.id.in_(told), shut)))
        if opened:
            gone = [subject for chat_id in opened for subject in subjects_of(chat_id)]
            with self._database.write_transaction() as db:
                db.execute(delete(t.notice).where(t.notice.c.subject.in_(gone)))


def subjects_of(chat_id: int) -> tuple[str, str]:
    """The subjects of the notices about a topic."""
    return f"{TOLD}{chat_id}", f"{GROUP_REFUSED}{chat_id}"


def _waiting() -> Select[Any]:
    same = [_general.c[name] == _c[name] for name in ("platform", "workspace", "native_id")]
    group = and_(*same, _general.c.thread == "")
    causes = [Cause.TOPIC_GONE, Cause.TOPIC_CLOSED]
    columns = (_c.id, _c.title, *CHAT_COLUMNS, *HEALTH_COLUMNS, _general.c.id.label("general_id"))
    found = select(*columns).outerjoin_from(t.chat, _general, group)
    return found.where(_c.waits_until.is_not(None), _c.thread != "", _c.wait_cause.in_(causes)).order_by(_c.id)


def _topic(row: Any, general: Any) -> WaitingTopic:
    return WaitingTopic(
        chat=to_chat(row),
        chat_id=row.id,
        title=row.title,
        health=to_health(row),
        general=ChatHealth() if general is None else to_health(general),
        general_paused=general is not None and general.paused_at is not None,
        letter_open=general is not None and general.letter_open,
    )
