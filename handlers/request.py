"""What a handler is given: what was asked, of which chat, and all that it needs to answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.i18n.languages import spoken
from bot.i18n.text import PerChat, Phrase, Plural, Text
from bot.i18n.translator import Translator
from bot.matching.query import Query
from bot.messages.message import Line, Message, Span
from bot.messages.sentences import LinePart, sentence
from bot.model import ChatKind, Command, Editors, Preferences, Subscription
from bot.rules import Rules
from bot.storage.store import ChatRecord, Store

CHANNEL_TAG_BYTES = 26  #: "for <channel id> " before the action of a button that is about a channel


@dataclass(frozen=True, kw_only=True)
class Request:
    """One command and what it is answered with."""

    command: Command
    zone: ZoneInfo  #: of the times that are shown
    languages: tuple[str, ...]  #: of the articles that the chat gets; empty: all
    left_out: tuple[str, ...] = ()  #: keys of the sources whose articles the chat does not get
    preferences: Preferences = field(default_factory=Preferences)  #: the settings of the chat
    translate: Translator  #: into the language of the chat in which it is asked
    rules: Rules
    store: Store
    now: datetime  #: aware UTC
    tag: str = ""  #: what is put before the actions of buttons that are about another chat than that of their message
    there: Span | None = None  #: the name of such a chat, where its own kind would be called "this chat"

    @classmethod
    def of(cls, command: Command, chat: ChatRecord | None, *, rules: Rules, store: Store, now: datetime) -> Request:
        """The command about a chat as it is stored; None: an event, which makes no row."""
        return cls(
            command=command,
            zone=ZoneInfo(chat.timezone if chat else rules.timezone),
            languages=chat.languages if chat else (),
            left_out=chat.left_out if chat else (),
            preferences=chat.preferences if chat else Preferences(),
            translate=rules.translators((chat.language if chat else None) or spoken(command.language)),
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

    @property
    def admins_choose(self) -> bool:
        """In a chat of several: may only its administrators change what it follows?"""
        editors = self.preferences.editors
        return self.command.facts.admins_only if editors is None else editors is Editors.ADMINS

    @property
    def action_bytes(self) -> int:
        """Bytes of UTF-8 that a button's action may have; of one about a channel a tag takes some."""
        tag = CHANNEL_TAG_BYTES if self.kind is ChatKind.CHANNEL else 0
        return self.command.facts.button_bytes - max(tag, len(self.tag.encode()))

    def sentence(self, text: Text | Plural | Phrase | PerChat, **parts: LinePart) -> Line:
        """The text in the chat's language; of three, the one that fits the chat.

        Raises:
            KeyError: a part that the text names is missing.
        """
        return sentence(self.translate, self._fitting(text) if isinstance(text, PerChat) else text, **parts)

    def _fitting(self, text: PerChat) -> Text | Plural:
        match self.kind:
            case ChatKind.PRIVATE | ChatKind.TERMINAL:
                return text.you
            case ChatKind.GROUP:
                return text.chat
            case ChatKind.CHANNEL:
                return text.channel

    def renamed(self, name: str, text: str) -> Request:
        """The same asked with another command."""
        return replace(self, command=replace(self.command, name=name, text=text))

    def about(self, channel: ChatRecord) -> Request:
        """The same asked about a channel, for which the chat speaks; it is answered in the language of who asks."""
        command = replace(self.command, chat=channel.chat, kind=channel.kind, title=channel.title)
        asked = Request.of(command, channel, rules=self.rules, store=self.store, now=self.now)
        return replace(asked, translate=self.translate)

    def follows(self) -> list[Subscription]:
        """What the chat follows now, in the order in which it was followed."""
        return self.store.follows.subscriptions(self.command.chat)

    def query_id(self, query: Query, typed: str) -> int:
        """The number of the stored query, which buttons name it by; made if nobody has asked it yet."""
        return self.store.follows.upsert_query(query.canonical, typed, self.now, grammar=self.rules.grammar)


Handler = Callable[[Request], Message]
