"""What is owed to a chat: alerts and letters."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.model.articles import Article, Match
from bot.model.attention import Attention, Preferences
from bot.model.causes import Cause
from bot.model.chats import Chat, ChatHealth, ChatKind
from bot.model.posts import PostStyle
from bot.model.tasks import Task


class DeliveryState(StrEnum):
    """The state of a Delivery or a Letter."""

    PENDING = "pending"  #: in the outbox, looked at by every claim
    HELD = "held"  #: in the outbox, but not claimed before its time
    SENDING = "sending"  #: claimed by a worker; pending again after a crash
    SENT = "sent"
    FAILED = "failed"  #: given up, with the cause
    DROPPED = "dropped"  #: the chat was lost, or its follows no longer match
    JOINED = "joined"  #: not sent: an earlier message of the chat, that tells of the same story, shows it


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why a chat is owed an article: one of its follows, with the match."""

    query_id: int
    typed: str
    match: Match
    canonical: str = ""  #: of its query; "": not loaded
    attention: Attention = field(default_factory=Attention)  #: how that follow is to reach the chat


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """An alert owed to a Chat; one per chat and article."""

    chat: Chat
    chat_id: int  #: primary key of the chat
    kind: ChatKind
    timezone: str  #: IANA zone in which times are shown
    language: str | None  #: that in which the chat is spoken to; None: not known
    article: Article
    reasons: tuple[Reason, ...]  #: the follows it matches, in the order they were followed
    attempts: int  #: attempts made before this one
    first_attempt_at: datetime | None
    plain: bool  #: True: the formatted message was refused, send it as plain text
    alone: bool = False  #: True: a folded message with it was refused, send it by itself
    health: ChatHealth = field(default_factory=ChatHealth)  #: of its chat, when it was claimed
    languages: tuple[str, ...] = ()  #: of the articles that the chat gets; empty: all
    style: PostStyle = field(default_factory=PostStyle)  #: of the posts of a channel
    preferences: Preferences = field(default_factory=Preferences)  #: of its chat
    cause: Cause | None = None  #: why it waited before
    rings: bool = False  #: one of its follows always rings
    quiet: bool = False  #: it came while its chat was quiet: it arrives with the others of that time, without a sound
    also: tuple[Article, ...] = ()  #: other articles of its story that its message shows, in the order of publication
    reply_to: str | None = None  #: the platform's id of the message that told of its story there; None: it is the first
    alone_for: timedelta | None = None  #: no other language has had its story for so long; None: that was not asked
    new_sentences: tuple[str, ...] = ()  #: a follow-up: what nothing of its story had before
    task: Task | None = None  #: who has taken it, or done it; None: nobody, or it is not sent yet
    begun_at: datetime | None = None  #: when a send of what came while it was quiet began, as of a letter; None: none
    claimed_until_at: datetime | None = None  #: tells its claim from all others of its worker; None: it is not claimed

    @property
    def is_sent_once(self) -> bool:
        """Is a second copy of the message worse that carries it with others? Not where no button could ask about it."""
        return self.quiet and not self.plain and not self.alone and self.kind is not ChatKind.CHANNEL

    @property
    def in_doubt(self) -> bool:
        """May the platform have that message already?"""
        return self.is_sent_once and self.begun_at is not None

    @property
    def label(self) -> str:
        """What logs call it."""
        return f"article {self.article.id}"


class LetterKind(StrEnum):
    """What a letter is about."""

    NOTICE = "notice"  #: for operators: something fails, or works again
    REREAD = "reread"  #: follows parse differently with a newer grammar
    PROPOSAL = "proposal"  #: of a site that was asked for: for operators to decide, for askers what came of it
    TOPIC = "topic"  #: a topic of the group takes no more messages
    POSTED = "posted"  #: the answer to a command that was posted in a channel, for who manages it
    DIGEST = "digest"  #: a digest on time; its payload is no Message but what it is made of when it is sent
    OFFER = "offer"  #: that a follow brings more than its chat can read, and what could be done
    CHANGED = "changed"  #: that somebody changed what it follows, or its settings, from another chat
    REMINDER = "reminder"  #: of an alert that nobody has taken
    SILENCE = "silence"  #: nothing came to a follow for long
    SPIKE = "spike"  #: far more came to a follow today than on most days
    ACCESS = "access"  #: who may use the bot: for operators to decide, for others what was decided


@dataclass(frozen=True, kw_only=True)
class NewLetter:
    """A letter to be enqueued."""

    chat: Chat
    kind: LetterKind
    payload: str  #: JSON of a Message, as messages/payload.py writes it
    due_at: datetime
    timezone: str  #: of the chat if it is new: an operator may never have written
    chat_kind: ChatKind = ChatKind.PRIVATE  #: the same


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A message owed to a Chat that is not an alert: never folded, and still owed when the chat unfollows."""

    id: int
    chat: Chat
    chat_id: int  #: primary key of the chat
    kind: ChatKind
    payload: str  #: JSON of a Message, as messages/payload.py writes it; of a digest what it is made of
    attempts: int  #: attempts made before this one
    first_attempt_at: datetime | None
    plain: bool  #: True: the formatted one was refused, send it plain
    letter_kind: LetterKind = LetterKind.NOTICE
    alone: bool = True  #: never folded
    health: ChatHealth = field(default_factory=ChatHealth)  #: of its chat, when it was claimed
    begun_at: datetime | None = None  #: when a send began of which nobody knows how it ended; None: there is none
    claimed_until_at: datetime | None = None  #: tells its claim from all others, as that of a delivery

    @property
    def is_sent_once(self) -> bool:
        """Is a second copy worse than a line that asks whether it is wanted?"""
        return self.letter_kind is LetterKind.DIGEST

    @property
    def in_doubt(self) -> bool:
        """May the platform have it already? Then it is not sent, but that line."""
        return self.begun_at is not None

    @property
    def label(self) -> str:
        """What logs call it."""
        return f"letter {self.id}"


@dataclass(frozen=True, kw_only=True)
class Edit:
    """A sent alert that is to be edited: it shows what its delivery does now."""

    delivery: Delivery  #: with all that its message is to show
    ref: str  #: the platform's id of the message
    asked: int  #: how often the edit had been asked for when it was claimed
    attempts: int  #: attempts made before this one
    first_attempt_at: datetime | None
    plain: bool  #: True: the formatted one was refused, edit it to plain text
    alone: bool = True  #: never folded
    claimed_until_at: datetime | None = None  #: tells its claim from all others, as that of a delivery

    @property
    def chat(self) -> Chat:
        """That of the message."""
        return self.delivery.chat

    @property
    def chat_id(self) -> int:
        """Primary key of the chat."""
        return self.delivery.chat_id

    @property
    def kind(self) -> ChatKind:
        """That of the chat."""
        return self.delivery.kind

    @property
    def health(self) -> ChatHealth:
        """That of the chat, when it was claimed."""
        return self.delivery.health

    @property
    def label(self) -> str:
        """What logs call it."""
        return f"edit of article {self.delivery.article.id}"


Sendable = Delivery | Letter  #: what is told in a new message
OutboxItem = Sendable | Edit  #: an entry of the outbox
