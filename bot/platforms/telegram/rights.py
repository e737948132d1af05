"""Who may change what a chat follows: asked of Telegram before each change, and kept for a minute.

the person ─▶ getChatMember ─▶ refused or failing? ─▶ getChatAdministrators ─▶ yes, no, or: it could not be seen

Where Telegram hides the members, limits us or is down, nobody is told that he may not: it could not be seen.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TypeVar

import structlog
from telegram import Bot, ChatMember
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.model import ChatKind, Received
from bot.platforms.protocol import Host
from bot.platforms.telegram.commands import NOT_MEMBER, RIGHTS_IN, SPEAKS_AS, can_post
from bot.platforms.telegram.errors import pause_of, redacted, understood

log = structlog.get_logger(__name__)
T = TypeVar("T")

SEEN_FOR = 60.0  #: seconds for which a person's rights are kept
UNSEEN_FOR = 10.0  #: seconds for which nobody is asked about in a chat whose rights could not be seen
PAUSES: tuple[float, ...] = (0.5, 1.5)  #: seconds before the next attempts at a call that failed in passing
LONGEST_PAUSE = 5.0  #: seconds that a flood limit is waited for: a button that was pressed waits, too
ANSWER_WITHIN = 3.0  #: seconds for the answer of one call

ALWAYS_THE_SAME = (BadRequest, Forbidden, InvalidToken)  #: errors that the next attempt would bring again


class Rights:
    """Asks who may change what, and keeps the answers."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._seen: dict[tuple[int, int], tuple[float, bool]] = {}  #: (chat, person or channel): until when, may change
        self._listed: dict[int, tuple[float, frozenset[int]]] = {}  #: chat: until when, who may change
        self._unseen: dict[int, float] = {}  #: chat: until when it is not asked
        self._nameless: dict[tuple[int, int], float] = {}  #: (chat, administrator): until when, who hides there

    async def check(self, received: Received, host: Host) -> Received:
        """The same with what this person may do, and what we may, asked now: an update may have waited."""
        command, where = received.command, received.context.get(RIGHTS_IN)
        if command.event:
            return received if where is None else await self._about_chosen(received, where)
        if where is None and command.kind is ChatKind.PRIVATE:
            changed = await host.changed_by(command)
            where = None if changed in (None, command.chat) else int(changed.id)
        if where is None:
            return received
        speaker, name = received.context.get(SPEAKS_AS), command.person_name
        if speaker is None:
            may = await self.may_change(where, int(command.person))
            name = "" if (where, int(command.person)) in self._nameless else name
        else:
            may = await self._owns(speaker, where)
        checked = replace(command, may_change=may is True, rights_seen=may is not None, person_name=name)
        return replace(received, command=checked)

    async def _owns(self, channel: int, group: int) -> bool | None:
        """Is it the channel whose discussions are held in this group? Any other may be anybody's."""
        now = time.monotonic()
        self._forget(now)
        if (group, channel) not in self._seen:
            try:
                chat = await self.attempt(lambda: self._bot.get_chat(group, read_timeout=ANSWER_WITHIN))
            except (TelegramError, TypeError) as error:  # an older server leaves out what the library requires
                _log(group, error)
                return None
            self._seen[group, channel] = (now + SEEN_FOR, chat.linked_chat_id == channel)
        return self._seen[group, channel][1]

    async def _about_chosen(self, received: Received, channel: int) -> Received:
        """A channel was chosen with /manage: may this person speak for it, and can we post there?"""
        may = await self.may_change(channel, int(received.command.person), anew=True)
        try:
            ours: ChatMember | None = await self.ours(channel)
        except TelegramError as error:
            ours = None
            _log(channel, error)
        command = replace(
            received.command,
            may_change=may is True,
            can_post=ours is not None and can_post(ours),
            rights_seen=may is not None and (ours is not None or not may),
        )
        return replace(received, command=command)

    async def may_change(self, chat: int, person: int, *, anew: bool = False) -> bool | None:
        """May this person change what that chat follows? None: it could not be seen. `anew`: whatever is kept."""
        now = time.monotonic()
        self._forget(now)
        if not anew and (chat, person) in self._seen:
            return self._seen[chat, person][1]
        if not anew and chat in self._listed:
            return person in self._listed[chat][1]
        if chat in self._unseen:
            return None
        try:
            member = await self.attempt(lambda: self._member(chat, person))
            self._note_anonymous(chat, [member])
            may = _may(member)
            self._seen[chat, person] = (now + SEEN_FOR, may)
            return may
        except TelegramError as error:
            _log(chat, error)
        return await self._listed_there(chat, person)

    async def _listed_there(self, chat: int, person: int) -> bool | None:
        """Is this person one of the administrators that Telegram lists?"""
        try:
            members = await self.attempt(lambda: self._administrators(chat))
        except TelegramError as error:
            _log(chat, error)
            self._unseen[chat] = time.monotonic() + UNSEEN_FOR
            return None
        self._note_anonymous(chat, members)
        persons = frozenset(member.user.id for member in members if _may(member))
        self._listed[chat] = (time.monotonic() + SEEN_FOR, persons)
        return person in persons

    def _note_anonymous(self, chat: int, members: Sequence[ChatMember]) -> None:
        """An administrator who writes as the group itself is not to be named because of a press."""
        until = time.monotonic() + SEEN_FOR
        self._nameless |= {(chat, each.user.id): until for each in members if getattr(each, "is_anonymous", False)}

    async def is_member(self, chat: int, person: int) -> bool:
        """Is this person in that group?

        Raises:
            TelegramError: it is not told.
        """
        member = await self.attempt(lambda: self._member(chat, person))
        return member.status not in NOT_MEMBER and getattr(member, "is_member", True)

    async def ours(self, chat: int) -> ChatMember:
        """We ourselves as a member of that chat.

        Raises:
            TelegramError: it is not told.
        """
        return await self.attempt(lambda: self._member(chat, self._bot.id))

    async def _member(self, chat: int, person: int) -> ChatMember:
        return await self._bot.get_chat_member(chat, person, read_timeout=ANSWER_WITHIN)

    async def _administrators(self, chat: int) -> Sequence[ChatMember]:
        return await self._bot.get_chat_administrators(chat, read_timeout=ANSWER_WITHIN)

    async def attempt(self, call: Callable[[], Awaitable[T]]) -> T:
        """Call again after what passes.

        Raises:
            TelegramError: it is refused, or does not pass soon.
        """
        for pause in PAUSES:
            try:
                return await understood(call)
            except ALWAYS_THE_SAME:
                raise
            except RetryAfter as error:
                if pause_of(error).total_seconds() > LONGEST_PAUSE:
                    raise
                await asyncio.sleep(pause_of(error).total_seconds())
            except TelegramError:
                await asyncio.sleep(pause)
        return await understood(call)

    def _forget(self, now: float) -> None:
        """Drop what was kept long enough."""
        self._seen = {key: kept for key, kept in self._seen.items() if kept[0] > now}
        self._listed = {chat: kept for chat, kept in self._listed.items() if kept[0] > now}
        self._nameless = {key: until for key, until in self._nameless.items() if until > now}
        self._unseen = {chat: until for chat, until in self._unseen.items() if until > now}


def _may(member: ChatMember) -> bool:
    """The owner, and administrators; in a channel only those who may post there themselves."""
    if member.status == ChatMemberStatus.OWNER:
        return True
    return member.status == ChatMemberStatus.ADMINISTRATOR and getattr(member, "can_post_messages", None) is not False


def _log(chat: int, error: Exception) -> None:
    log.warning("rights not known", chat=chat, reason=redacted(str(error)))
