"""Another chat that a command is about: which it is, what the person may do there, and whether we can post there.

@name, a link, a button ─ getChat ─ is the person in it? ─ can we write, and in that topic? ─▶ Elsewhere

Who is not in a chat is told the same as where there is none, or where we are not.
"""

from __future__ import annotations

import re
from dataclasses import replace

import structlog
from telegram import Bot, ChatFullInfo
from telegram.constants import ChatAction, ChatType
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.model import Chat, ChatKind, Elsewhere, Received, Target, TargetFault
from bot.platforms.telegram.commands import NOT_MEMBER, RIGHTS_IN, SPEAKS_AS, can_write
from bot.platforms.telegram.errors import redacted
from bot.platforms.telegram.rights import ANSWER_WITHIN, Rights

log = structlog.get_logger(__name__)

GENERAL = "1"  #: the topic of a forum in which messages have no topic
SUPERGROUP = "-100"  #: stands before the number that links have of groups and channels
KINDS = {ChatType.CHANNEL: ChatKind.CHANNEL, ChatType.GROUP: ChatKind.GROUP, ChatType.SUPERGROUP: ChatKind.GROUP}
_HOST = r"(?:https?://)?(?:www\.)?(?:t|telegram)\.me"
_NUMBERED = re.compile(rf"{_HOST}/c/(\d{{1,15}})(?:/(\d{{1,12}}))?(?:/\d{{1,12}})?/?(?:\?\S*)?", re.IGNORECASE)
_NAMED = re.compile(
    rf"(?:@|{_HOST}/(?:s/)?)([a-z]\w{{3,31}})(?:/(\d{{1,12}}))?(?:/\d{{1,12}})?/?(?:\?\S*)?", re.IGNORECASE
)


class Targets:
    """Finds the chats that commands are about."""

    def __init__(self, bot: Bot, rights: Rights) -> None:
        self._bot, self._rights = bot, rights

    async def with_target(self, received: Received, target: Target) -> Received:
        """The same with what is known of the chat that it is about."""
        looked = await self._looked(received, target)
        return replace(received, command=replace(received.command, elsewhere=looked))

    async def _looked(self, received: Received, target: Target) -> Elsewhere:
        address = _address(target)
        if address is None:
            return Elsewhere(
                target=target, fault=TargetFault.NAMED_OTHERWISE if target.named else TargetFault.NOT_FOUND
            )
        try:
            found = await self._rights.attempt(lambda: self._bot.get_chat(address[0], read_timeout=ANSWER_WITHIN))
            return await self._found(received, target, found, address[1])
        except (BadRequest, Forbidden):
            return Elsewhere(target=target, fault=TargetFault.NOT_FOUND)
        except (TelegramError, TypeError) as error:  # an older server leaves out what the library requires
            log.warning("another chat not seen", reason=redacted(str(error)))
            return Elsewhere(target=target, fault=TargetFault.UNSEEN)

    async def _found(self, received: Received, target: Target, found: ChatFullInfo, number: str) -> Elsewhere:
        """What is known of a chat that there is; in a group only its own topics are spoken about, for all read it.

        Raises:
            TelegramError: it is not told.
        """
        command, kind = received.command, KINDS.get(ChatType(found.type))
        same = str(found.id) == command.chat.id
        if kind is None:
            return Elsewhere(target=target, fault=TargetFault.NOT_FOUND)
        if not same and command.kind is not ChatKind.PRIVATE:
            return Elsewhere(target=target, fault=TargetFault.IN_PRIVATE)
        ours = await self._rights.ours(int(found.id))
        if ours.status in NOT_MEMBER:
            return Elsewhere(target=target, fault=TargetFault.NOT_FOUND)
        chat = Chat(platform="telegram", id=str(found.id), thread=_thread(target, found, number))
        title, can_post = found.title or "", can_write(ours, kind)
        there = Elsewhere(target=target, chat=chat, kind=kind, title=title, can_post=can_post)
        if same and (SPEAKS_AS in received.context or RIGHTS_IN not in received.context):  # as the group, or a channel
            there = replace(there, may_change=command.may_change, rights_seen=command.rights_seen)
        else:
            there = await self._with_rights(there, int(command.person), int(found.id))
        return there if there.fault or not number else await self._with_topic(there)

    async def _with_rights(self, there: Elsewhere, person: int, chat: int) -> Elsewhere:
        may = await self._rights.may_change(chat, person)
        if may is None:
            return Elsewhere(target=there.target, fault=TargetFault.UNSEEN)
        if not may and not (there.kind is ChatKind.GROUP and await self._rights.is_member(chat, person)):
            return Elsewhere(target=there.target, fault=TargetFault.NOT_FOUND)
        return replace(there, may_change=may)

    async def _with_topic(self, there: Elsewhere) -> Elsewhere:
        """Whether a topic is there tells only the attempt to seem to type in it."""
        if there.chat is None or not there.chat.thread or not there.can_post:
            return there
        chat, topic = int(there.chat.id), int(there.chat.thread)
        try:
            await self._rights.attempt(
                lambda: self._bot.send_chat_action(chat, ChatAction.TYPING, message_thread_id=topic)
            )
        except BadRequest:
            return Elsewhere(target=there.target, fault=TargetFault.NO_TOPIC)
        return there


def _address(target: Target) -> tuple[int | str, str] | None:
    """What Telegram knows the chat by, and the number behind it in a link; None: it names no chat."""
    if not target.named:
        return (int(target.chat.id), "") if target.chat else None
    if numbered := _NUMBERED.fullmatch(target.named):
        return int(f"{SUPERGROUP}{numbered[1]}"), numbered[2] or ""
    named = _NAMED.fullmatch(target.named)
    return (f"@{named[1]}", named[2] or "") if named else None


def _thread(target: Target, found: ChatFullInfo, number: str) -> str:
    """The topic: the first number of a link, in a group that has topics; elsewhere that is a message."""
    if target.chat is not None:
        return target.chat.thread
    return number if found.is_forum and number != GENERAL else ""
