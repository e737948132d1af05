"""Translates updates of Telegram to Commands; the rights of the person are left to `rights`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from telegram import (
    Bot,
    CallbackQuery,
    ChatMember,
    ChatMemberUpdated,
    ChatShared,
    InlineQuery,
    MaybeInaccessibleMessage,
    Update,
)
from telegram import Chat as TelegramChat
from telegram import Message as TelegramMessage
from telegram.constants import ChatMemberStatus, ChatType

from bot.i18n.catalogue import causes
from bot.i18n.catalogue import platforms as texts
from bot.i18n.keys import to_json
from bot.i18n.text import Phrase
from bot.model import TOO_OLD, Chat, ChatKind, Command, PlatformFacts, Received, SentFile
from bot.platforms.documents import FILE
from bot.platforms.limits import TELEGRAM_CALLBACK_BYTES, TELEGRAM_SOUGHT
from bot.platforms.telegram.asked import MessageReader
from bot.platforms.telegram.attached import file_context
from bot.platforms.telegram.posts import album_of, links_of_bot
from bot.platforms.typed_text import as_typed

#: what is edited is not requested
UPDATES = ["message", "channel_post", "callback_query", "my_chat_member", "inline_query"]
NOT_MEMBER = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)
OTHER_CHATS = ("@ainews", "https://t.me/c/1234567890/8")  #: how one is named: a channel or a group, a topic
FACTS = PlatformFacts(
    manages_channels=True,
    shared_groups=True,
    admins_only=True,
    replies=True,
    paged=True,
    button_bytes=TELEGRAM_CALLBACK_BYTES,
    sounds=True,
    previews=True,
    locations=True,
    other_chats=" ".join(OTHER_CHATS),
)
SOUGHT = "sought"  #: in the context: the inline query that is to be answered
RIGHTS_IN = "rights_in"  #: in the context: the chat in which this person's rights are to be asked before the answer
SPEAKS_AS = "speaks_as"  #: the same: the channel as which this person speaks there, whose rights count instead

_KINDS = {ChatType.PRIVATE: ChatKind.PRIVATE, ChatType.CHANNEL: ChatKind.CHANNEL}


class CommandReader:
    """Turns updates into Commands, without calling Telegram."""

    def __init__(self, bot: Bot, operators: frozenset[str]) -> None:
        self._bot, self._messages = bot, MessageReader(bot)
        self._operators = operators

    def read(self, update: Update) -> Received | None:
        """What was asked, rights apart; None: nothing for us to answer."""
        command: Command | None = None
        context: dict[str, Any] = {}
        if update.my_chat_member is not None:
            command = _membership(update.my_chat_member)
        elif update.callback_query is not None:
            command, context = self._pressed(update.callback_query)
        elif update.inline_query is not None:
            command, context = _sought(update.inline_query)
        elif update.message is not None:
            command, context = self._said(update.message)
        elif update.channel_post is not None:
            command = self._posted(update.channel_post)
        if command is None:
            return None
        facts = replace(FACTS, address=f"https://t.me/{self._bot.username}")
        update_id = album_of(update.message) or str(update.update_id)  # the pictures of an album are one message
        return Received(command=replace(command, facts=facts), context=context, update_id=update_id)

    def _said(self, message: TelegramMessage) -> tuple[Command | None, dict[str, Any]]:
        if message.migrate_to_chat_id is not None:
            return _command(message, "migrated", str(message.migrate_to_chat_id), event=True), {}
        if message.migrate_from_chat_id is not None:  # the same told in the new group: one of the two may be lost
            old = _command(message, "migrated", str(message.chat.id), event=True)
            return replace(old, chat=Chat(platform="telegram", id=str(message.migrate_from_chat_id))), {}
        if message.new_chat_title is not None:
            return _command(message, "renamed", message.new_chat_title, event=True), {}
        if message.forum_topic_reopened is not None:
            return _command(message, "opened", "", event=True), {}
        if message.chat_shared is not None:
            return _chosen(message, message.chat_shared)
        of_bot = message.from_user is not None and message.from_user.is_bot and message.sender_chat is None
        if message.is_automatic_forward or message.chat.type == ChatType.CHANNEL or of_bot:
            return None, {}
        asked = self._messages.read(message)
        if asked is None:
            return None, {}
        person = str(message.from_user.id) if message.from_user else ""
        may_change, context = _rights(message)
        command = _command(
            message,
            asked.name,
            asked.text,
            person=person,
            may_change=may_change,
            is_operator=person in self._operators,
            reply_to=_reply_to(message),
        )
        file = file_context(message) if asked.name == "import" and not asked.text else {}
        sent = SentFile(name=file[FILE]["name"]) if file else None  # what it holds is fetched before the answer
        command = replace(command, forwarded=asked.forwarded, wordless=asked.wordless, document=sent)
        command = replace(command, reply_links=links_of_bot(message.reply_to_message))
        return command, context | _asker(message) | file

    def _posted(self, message: TelegramMessage) -> Command | None:
        """A command that is all of a post: only who may post in a channel can post one there."""
        if message.new_chat_title is not None:
            return _command(message, "renamed", message.new_chat_title, event=True)
        of_another = message.via_bot or (message.from_user and message.from_user.is_bot)
        asked = None if of_another else self._messages.posted(message)
        if asked is None:
            return None
        author = str(message.from_user.id) if message.from_user else ""
        return _command(message, asked.name, asked.text, person=author)

    def _pressed(self, query: CallbackQuery) -> tuple[Command | None, dict[str, Any]]:
        if query.message is None or not query.data:
            return None, {}
        chat, person = query.message.chat, str(query.from_user.id)
        too_old = not query.message.is_accessible and bool(chat.is_forum)
        name, _, text = query.data.partition(" ") if not too_old else (TOO_OLD, "", "")
        thread = query.message.message_thread_id if isinstance(query.message, TelegramMessage) else None
        topic = isinstance(query.message, TelegramMessage) and query.message.is_topic_message
        private = chat.type == ChatType.PRIVATE
        command = Command(
            facts=FACTS,
            chat=Chat(platform="telegram", id=str(chat.id), thread=str(thread) if topic and thread else ""),
            kind=kind_of(chat),
            name=name,
            text=text,
            person=person,
            person_name=query.from_user.full_name,
            language=query.from_user.language_code or "",
            title=chat.title or "",
            may_change=private,
            button=True,
            topic_known=private or query.message.is_accessible,
            is_operator=person in self._operators,
        )
        context = {"pressed": query.message.message_id, "query": query.id}
        if private or too_old:
            return command, context
        return command, context | _ephemeral(query.message) | {"asker": person, RIGHTS_IN: chat.id}


def _sought(query: InlineQuery) -> tuple[Command, dict[str, Any]]:
    """What somebody types behind our name in another chat."""
    person = str(query.from_user.id)
    command = Command(
        chat=Chat(platform="telegram", id=person),
        kind=ChatKind.PRIVATE,
        name="",
        text=as_typed(query.query[:TELEGRAM_SOUGHT]),
        person=person,
        language=query.from_user.language_code or "",
    )
    return command, {SOUGHT: query.id, "offset": query.offset}


def _rights(message: TelegramMessage) -> tuple[bool, dict[str, Any]]:
    """May who wrote this change follows? Administrators only in groups; an anonymous one speaks as the group itself.

    Who speaks as the channel that the group belongs to is an administrator of that channel.
    What is to be asked of Telegram is left to `rights`.
    """
    if message.chat.type == ChatType.PRIVATE:
        return True, {}
    if message.sender_chat is not None:
        itself = message.sender_chat.id == message.chat.id
        return itself, {} if itself else {RIGHTS_IN: message.chat.id, SPEAKS_AS: message.sender_chat.id}
    return False, {RIGHTS_IN: message.chat.id} if message.from_user is not None else {}


def _asker(message: TelegramMessage) -> dict[str, Any]:
    """Who alone may be shown an answer in a group; nobody where somebody speaks as the group or a channel."""
    alone = message.chat.type == ChatType.PRIVATE or message.from_user is None or message.sender_chat is not None
    return {} if alone or message.from_user is None else {"asker": str(message.from_user.id)}


def _ephemeral(message: MaybeInaccessibleMessage) -> dict[str, Any]:
    """The id of a message that only who pressed sees; it has no other. (The library does not know it yet.)"""
    number = message.api_kwargs.get("ephemeral_message_id")
    return {"ephemeral": int(number)} if number else {}


def _chosen(message: TelegramMessage, channel: ChatShared) -> tuple[Command, dict[str, Any]]:
    """A channel was chosen with /manage."""
    person = str(message.from_user.id) if message.from_user else "0"
    text = f"{channel.chat_id} {channel.title or ''}".strip()
    command = _command(message, "manage", text, person=person, may_change=False, can_post=False, event=True)
    return command, {RIGHTS_IN: channel.chat_id}


def _reply_to(message: TelegramMessage) -> str:
    """The id of the message that this one replies to, else ""; the message that created a topic does not count."""
    answered = message.reply_to_message
    return "" if answered is None or answered.forum_topic_created is not None else str(answered.message_id)


def _membership(change: ChatMemberUpdated) -> Command | None:
    """We were added, removed or blocked, or our right to write has changed."""
    before, after = change.old_chat_member, change.new_chat_member
    kind = kind_of(change.chat)
    if after.status in NOT_MEMBER or not can_write(after, kind):
        reason = to_json(Phrase(causes.BLOCKED if kind is ChatKind.PRIVATE else texts.PUT_OUT_OR_SILENCED))
        return _event(change, kind, "lost", reason)
    if kind is not ChatKind.PRIVATE and (before.status in NOT_MEMBER or not can_write(before, kind)):
        return _event(change, kind, "start", "")
    if before.status in NOT_MEMBER:  # unblocked in the profile, without a word
        return _event(change, kind, "opened", "")
    return None


def _event(change: ChatMemberUpdated, kind: ChatKind, name: str, text: str) -> Command:
    return Command(
        facts=FACTS,
        chat=Chat(platform="telegram", id=str(change.chat.id)),
        kind=kind,
        name=name,
        text=text,
        person=str(change.from_user.id),
        language=change.from_user.language_code or "",
        title=change.chat.title or "",
        event=True,
    )


def can_write(member: ChatMember, kind: ChatKind) -> bool:
    """May this member, we ourselves, write in a chat of this kind?"""
    if kind is ChatKind.CHANNEL:
        return can_post(member)
    if member.status in NOT_MEMBER:
        return False
    return member.status != ChatMemberStatus.RESTRICTED or bool(getattr(member, "can_send_messages", False))


def can_post(member: ChatMember) -> bool:
    """May this member, we ourselves, post in a channel?"""
    return member.status == ChatMemberStatus.ADMINISTRATOR and bool(getattr(member, "can_post_messages", False))


def kind_of(chat: TelegramChat) -> ChatKind:
    """What sort of chat it is."""
    return _KINDS.get(ChatType(chat.type), ChatKind.GROUP)


def _command(
    message: TelegramMessage,
    name: str,
    text: str,
    *,
    person: str = "",
    may_change: bool = True,
    can_post: bool = True,
    is_operator: bool = False,
    event: bool = False,
    reply_to: str = "",
) -> Command:
    thread = str(message.message_thread_id) if message.is_topic_message and message.message_thread_id else ""
    return Command(
        facts=FACTS,
        chat=Chat(platform="telegram", id=str(message.chat.id), thread=thread),
        kind=kind_of(message.chat),
        name=name,
        text=text,
        person=person,
        person_name=message.from_user.full_name if message.from_user and not message.sender_chat else "",
        language=(message.from_user.language_code if message.from_user else None) or "",
        title=message.chat.title or "",
        may_change=may_change,
        can_post=can_post,
        is_operator=is_operator,
        event=event,
        reply_to=reply_to,
    )
