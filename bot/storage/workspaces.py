"""The Slack workspaces that have installed the app, with what lets us speak there, sealed.

install ─▶ installed ─ leave ─▶ gone, its chats at rest ─ install ─▶ installed, its chats as they were
              └─ replace_tokens: rotated by Slack, or sealed with another key
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, select, update

from bot.model import Cause, Tokens, Workspace
from bot.storage import schema as t
from bot.storage.chats import deactivate, reactivate
from bot.storage.database import Database

_w = t.workspace.c
_INSTALLED = _w.gone_at.is_(None)


class Workspaces:
    """Who has installed the app."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def install(self, workspace: Workspace) -> None:
        """A workspace installs the app, for the first time or again: then its chats are as they were."""
        values = _values(workspace)
        statement = self._database.insert(t.workspace).values(id=workspace.id, **values)
        with self._database.write_transaction() as db:
            db.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))
            removed = t.chat.c.pause_cause == Cause.APP_REMOVED
            for chat_id in db.scalars(select(t.chat.c.id).where(_in_workspace(workspace.id), removed)).all():
                reactivate(db, chat_id)

    def installed(self) -> list[Workspace]:
        """Those that have the app now, by their ids."""
        with self._database.single_read() as db:
            rows = db.execute(select(t.workspace).where(_INSTALLED).order_by(_w.id)).mappings()
            return [_workspace(row) for row in rows]

    def get(self, workspace: str) -> Workspace | None:
        """One that has the app now, by its id; None: it has not."""
        with self._database.single_read() as db:
            row = db.execute(select(t.workspace).where(_INSTALLED, _w.id == workspace)).mappings().first()
        return None if row is None else _workspace(row)

    def replace_tokens(self, workspace: str, before: Tokens, after: Tokens) -> bool:
        """Store other tokens; False: those of `before` are not the stored ones any more, and these stay."""
        same = and_(_INSTALLED, _w.id == workspace, _w.token == before.token)
        with self._database.write_transaction() as db:
            return db.execute(update(t.workspace).where(same).values(_tokens(after))).rowcount == 1

    def leave(self, workspace: Workspace, now: datetime) -> bool:
        """It has removed the app: its tokens are forgotten, its chats rest, and what they are owed is dropped.

        False: it has left already, or has installed the app again since.
        """
        this = and_(_INSTALLED, _w.id == workspace.id, _w.installed_at == workspace.installed_at)
        gone: dict[str, Any] = {"gone_at": now, "token": "", "refresh_token": None, "expires_at": None}
        with self._database.write_transaction() as db:
            left = db.execute(update(t.workspace).where(this).values(gone)).rowcount == 1
            if left:
                _rest(db, workspace.id, now)
        return left

    def rest(self, workspace: str, now: datetime) -> None:
        """Let its chats rest that have spoken since it left: what it told last was answered after that."""
        with self._database.write_transaction() as db:
            gone = select(_w.id).where(_w.id == workspace, _w.gone_at.is_not(None))
            if db.scalar(gone) is not None:
                _rest(db, workspace, now)


def _rest(db: Connection, workspace: str, now: datetime) -> None:
    active = and_(_in_workspace(workspace), t.chat.c.paused_at.is_(None))
    for chat_id in db.scalars(select(t.chat.c.id).where(active)).all():
        deactivate(db, chat_id, Cause.APP_REMOVED, now)


def _in_workspace(workspace: str) -> ColumnElement[bool]:
    return and_(t.chat.c.platform == "slack", t.chat.c.workspace == workspace)


def _values(workspace: Workspace) -> dict[str, Any]:
    return {
        "enterprise_id": workspace.enterprise_id,
        "name": workspace.name,
        "app_id": workspace.app_id,
        "bot_id": workspace.bot_id,
        "bot_user_id": workspace.bot_user_id,
        "scopes": workspace.scopes,
        "installed_by": workspace.installed_by,
        "installed_at": workspace.installed_at,
        "gone_at": None,
        **_tokens(workspace.tokens),
    }


def _tokens(tokens: Tokens) -> dict[str, Any]:
    return {"token": tokens.token, "refresh_token": tokens.refresh_token, "expires_at": tokens.expires_at}


def _workspace(row: Any) -> Workspace:
    tokens = Tokens(token=row["token"], refresh_token=row["refresh_token"], expires_at=row["expires_at"])
    plain = ("id", "enterprise_id", "name", "app_id", "bot_id", "bot_user_id", "scopes", "installed_by", "installed_at")
    return Workspace(tokens=tokens, **{name: row[name] for name in plain})
