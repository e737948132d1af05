"""What a handler is given: what was asked, of which chat, and all that it needs to answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.matching.query import Query
from bot.messages.message import Message
from bot.model import ChatKind, Command, Subscription
from bot.rules import Rules
from bot.storage.store import ChatRecord, Store


@dataclass(frozen=True, kw_only=True)
class Request:
    """One command and what it is answered with."""

    command: Command
    chat: ChatRecord | None  #: the chat that it is about, as kept; None: an event, which makes no row
    zone: ZoneInfo  #: in which times are told
    languages: tuple[str, ...]  #: of the articles that the chat gets; empty: all
    rules: Rules
    store: Store
    now: datetime  #: aware UTC

    @classmethod
    def of(cls, command: Command, chat: ChatRecord | None, *, rules: Rules, store: Store, now: datetime) -> Request:
        """The command with the chat that it is about."""
        return cls(
            command=command,
            chat=chat,
            zone=ZoneInfo(chat.timezone if chat else rules.timezone),
            languages=chat.languages if chat else (),
            rules=rules,
            store=store,
            now=now,
        )

    @property
    def kind(self) -> ChatKind:
        """What sort of place the chat is."""
        return self.command.kind

    @property
    def text(self) -> str:
        """What stands after the command's name."""
        return self.command.text

    def renamed(self, name: str, text: str) -> Request:
        """The same asked with another command."""
        return replace(self, command=replace(self.command, name=name, text=text))

    def about(self, channel: ChatRecord) -> Request:
        """The same asked about a channel, for which the chat speaks."""
        command = replace(self.command, chat=channel.chat, kind=channel.kind, title=channel.title)
        return Request.of(command, channel, rules=self.rules, store=self.store, now=self.now)

    def follows(self) -> list[Subscription]:
        """What the chat follows now, in the order in which it was followed."""
        return self.store.follows.subscriptions(self.command.chat)

    def query_id(self, query: Query, typed: str) -> int:
        """The number of the stored query, which buttons name it by; made if nobody has asked it yet."""
        return self.store.follows.upsert_query(query.canonical, typed, self.now, grammar=self.rules.grammar)


Handler = Callable[[Request], Message]
