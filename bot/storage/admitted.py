"""Conditions on the list of who may use the bot: which of its rows let a chat in, which chats are let in."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, exists, literal, or_, select, tuple_

from bot.model import Cause, Guest, Standing, own_chat
from bot.storage import schema as t

Operators = Collection[tuple[str, str]]  #: platform, and the person's id there, as `U1` or `T1/U1`

_a, _c = t.allowed.c, t.chat.c


def waits_for(guest: Guest) -> ColumnElement[bool]:
    """Condition: the chats of a guest that were paused because they may not use the bot."""
    person = select(_a.native_id).where(_a.platform == guest.platform, _a.through == guest.id)
    same = and_(_c.platform == guest.platform, or_(_c.native_id == guest.id, _c.native_id.in_(person)))
    there = _c.workspace == guest.workspace if guest.workspace else literal(1) == 1
    return and_(same, there, _c.pause_cause == Cause.NOT_ALLOWED)


def lets_in(operators: Operators) -> ColumnElement[bool]:
    """Condition: a row of the list that lets its chat in, by itself or through a person who may."""
    person = t.allowed.alias()
    stands = exists().where(
        person.c.platform == _a.platform,
        person.c.native_id == _a.through,
        person.c.workspace.in_(["", _a.workspace]),
        person.c.standing == Standing.ALLOWED,
    )
    runs_it = tuple_(_a.platform, _a.workspace, _a.through).in_(_keys(operators))
    return and_(_a.standing == Standing.ALLOWED, or_(_a.through == "", stands, runs_it))


def is_admitted(operators: Operators) -> ColumnElement[bool]:
    """Condition: a chat that may use the bot."""
    row = and_(_a.platform == _c.platform, _a.native_id == _c.native_id, _a.workspace.in_(["", _c.workspace]))
    listed = exists(select(_a.platform).where(row, lets_in(operators)).correlate(t.chat))
    return or_(listed, tuple_(_c.platform, _c.workspace, _c.native_id).in_(_keys(operators)))


def _keys(operators: Operators) -> list[tuple[str, str, str]]:
    """Operators by platform, workspace and id."""
    chats = [own_chat(platform, person) for platform, person in sorted(operators)]
    return [(each.platform, each.workspace, each.id) for each in chats]
