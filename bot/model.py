"""The nouns of Jarshy, as frozen dataclasses. Instants end in `_at` and are aware UTC datetimes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from bot.i18n.text import Phrase


@dataclass(frozen=True, kw_only=True)
class PageRules:
    """How to find the full text on a source's pages; only the FIRST element that matches a CSS selector counts."""

    title: str | None = None  #: CSS selector of the headline
    date: str | None = None  #: CSS selector of the date; used only if the feed's entry has none
    date_format: str | None = None  #: strptime format of that date, local to the source
    body: str  #: CSS selector of the article's text
    stop: tuple[str, ...] = ()  #: a paragraph that begins with one of these ends the article


class SourceKind(StrEnum):
    """How a source is read."""

    FEED = "feed"  #: RSS or Atom


@dataclass(frozen=True, kw_only=True)
class Source:
    """What is polled: one table of the sources file."""

    key: str  #: never changes
    name: str  #: as people see it
    language: str  #: "en", "ru" or "kk"
    feed: str  #: http(s) address of the feed
    timezone: str = "Asia/Almaty"  #: IANA zone of times without a zone
    every: int = 300  #: seconds between polls, from 1
    enabled: bool = True
    id: str | None = None  #: pattern with one group: the source's own id, in the link
    page: PageRules | None = None  #: None: trafilatura extracts the text
    kind: SourceKind = SourceKind.FEED

    @property
    def site(self) -> str:
        """The host name of its feed."""
        return urlsplit(self.feed).hostname or ""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A raw item of a feed, without markup."""

    guid: str | None
    link: str | None  #: http(s) only, else None
    title: str  #: never empty: without a title, the beginning of the teaser
    teaser: str  #: plain text, may be empty
    published_at: datetime | None  #: as the feed says, not clamped; None: no date


@dataclass(frozen=True, kw_only=True)
class Page:
    """The article on a page, without furniture and other stories."""

    text: str  #: paragraphs joined by "\n\n", never empty
    title: str | None
    published_at: datetime | None  #: as the page says; None: no date found


class KeyKind(StrEnum):
    """What a Key is made from, strongest first."""

    ID = "id"  #: the source's own id, within the source
    URL = "url"  #: the canonical address, across sources
    TITLE = "title"  #: normalised title and published minute, across sources; undated: within the source, 7 days
    ALIAS_URL = "also"  #: the address of an entry that was known already by another key; only for /why


@dataclass(frozen=True, kw_only=True)
class Key:
    """One identity of an article; (kind, value) is unique in the database."""

    kind: KeyKind
    value: str
    expires_at: datetime | None = None  #: only an undated title: free again from then on


class PageState(StrEnum):
    """How far the reading of an article's page has come."""

    AWAITING = "awaiting"  #: stored from its entry, page not read yet
    READ = "read"  #: full text is there
    GIVEN_UP = "given_up"  #: no page after all attempts; the teaser is all there is


@dataclass(frozen=True, kw_only=True)
class Article:
    """A stored piece of news."""

    id: int
    source_key: str
    source_name: str
    language: str  #: of its text: "en", "ru" or "kk"; not always its source's
    url: str | None
    title: str
    teaser: str  #: what the feed said; plain text
    body: str | None  #: paragraphs joined by "\n\n"; None: page not read, or dropped by retention
    published_at: datetime  #: never later than first_seen_at; undated: first_seen_at
    first_seen_at: datetime
    page_state: PageState
    silent: bool  #: True: stored without alerts (first poll, older than the catch-up span)
    revision: int = 1  #: grows when its headline changes

    @property
    def text(self) -> str:
        """Title, teaser and body joined by blank lines, for matching; no teaser if the body begins with it."""
        body = self.body or ""
        teaser = "" if self.teaser and body.startswith(self.teaser[:80]) else self.teaser
        return "\n\n".join(part for part in (self.title, teaser, body) if part)


@dataclass(frozen=True, kw_only=True)
class Concept:
    """One thing and its names in three languages: AI = ИИ = ЖИ. Names are base forms; it has at least one."""

    key: str  #: never changes: "ai", "aktau"; a-z, 0-9 and -
    en: tuple[str, ...] = ()  #: the first is the one shown to readers of English
    ru: tuple[str, ...] = ()
    kk: tuple[str, ...] = ()
    proper: frozenset[str] = frozenset()  #: names that are words too ("Семей"): they count only with a capital
    #: forms, folded to lower case, that are an ordinary word or another's ("оралды", "oral", "таразы"): in small
    #: letters or at a sentence's start they are not the name; "оралды:kk": so in Kazakh texts
    common: frozenset[str] = frozenset()
    #: keys of concepts whose names still count inside a longer name of this one ("Port of Aktau" is "aktau" too; with
    #: "aktau:en" only those in English); for all others the longer name wins (Алматинская область is not "almaty")
    part_of: frozenset[str] = frozenset()
    kind: str = ""  #: "place": not meant within the name of a street or a river; "person": given names are part of it
    #: phrases, in base forms, that hold a name of it and mean another thing ("воздушное судно" is no court); a name
    #: with a capital ("Газа"); its forms, "…", words in whose sentence they do ("судов … порт")
    not_in: tuple[str, ...] = ()
    given: tuple[str, ...] = ()  #: of a person: given names that may be next to the surname, in any language

    @property
    def names(self) -> tuple[str, ...]:
        """All its names, each once: English, Russian, Kazakh."""
        return tuple(dict.fromkeys(self.en + self.ru + self.kk))


class ChatKind(StrEnum):
    """The kind of a chat."""

    PRIVATE = "private"  #: one person
    GROUP = "group"  #: Telegram group or topic, Slack channel
    CHANNEL = "channel"  #: Telegram channel: the bot posts and never answers there
    TERMINAL = "terminal"


@dataclass(frozen=True, kw_only=True, order=True)
class Chat:
    """Who follows and receives: (platform, workspace, id, thread)."""

    platform: str  #: "telegram", "slack" or "terminal"
    id: str  #: the platform's own id
    thread: str = ""  #: Telegram topic id, else empty
    workspace: str = ""  #: Slack's team id once it is known, else empty

    @property
    def lane(self) -> str:
        """The lane of its messages, so that a refusal by one workspace does not stop others."""
        return f"{self.platform}:{self.workspace}" if self.workspace else self.platform


@dataclass(frozen=True, kw_only=True)
class PlatformFacts:
    """Differences between platforms that texts depend on; every Command has those of its platform."""

    manages_channels: bool = False  #: a channel can be managed from a private chat
    shared_groups: bool = False  #: an unknown command in a group may be for another bot
    replies: bool = False  #: people can reply to a message, so they can ask "why" about an alert
    mention: str = ""  #: how people address the bot in an alert's thread; "": no threads
    invitation: str = ""  #: what people type to let the bot post in a group; "": an administrator must allow it
    closed: bool = False  #: nobody can let the bot in here: a group message of Slack
    paged: bool = False  #: a long answer is shown a page at a time, with a button for the next
    page_octets: int = 0  #: bytes of blocks that a page may have; 0: only its text and links count
    button_bytes: int = 64  #: bytes of UTF-8 that a button's action may have


MOVED = "moved"  #: text of the event "start": nobody added the bot to this group, it has another id now


@dataclass(frozen=True, kw_only=True)
class Command:
    """What a person sent, or a platform reported, with everything that a handler may need; also a button press."""

    chat: Chat
    kind: ChatKind
    name: str  #: "follow", "digest" …; "" for plain text without a command
    text: str  #: the text after the name, unescaped and stripped
    person: str = ""  #: the platform's id of who typed
    title: str = ""  #: the chat's shown name, if it has one
    may_change: bool = True  #: may this person change what the chat, or the channel it speaks for, follows?
    rights_seen: bool = True  #: False: the platform did not say whether they may, so `may_change` is False
    can_post: bool = True  #: can the bot post in that chat?
    button: bool = False  #: True: from a button, whose message the answer may replace
    topic_known: bool = True  #: False: a button of which it is not told in which topic of the chat it stands
    event: bool = False  #: True: reported by the platform ("lost", "migrated", a chosen channel)
    is_operator: bool = False  #: the person is in JARSHY_ADMINS
    reply_to: str = ""  #: the platform's id of the message that this one replies to
    forwarded: bool = False  #: True: written elsewhere, perhaps by somebody else
    facts: PlatformFacts = PlatformFacts()  #: of the platform that it came from


@dataclass(frozen=True, kw_only=True)
class Received:
    """An update of a platform: a Command, with what is needed to answer it in the right place."""

    command: Command
    #: the platform's own, as JSON: which button, which URL, what is to be asked before the answer; never a token
    context: Mapping[str, Any] = field(default_factory=dict)
    update_id: str = ""  #: the platform's own, the same if it tells it again; "": it is not stored


class UpdateState(StrEnum):
    """What has become of an update that was stored."""

    PENDING = "pending"  #: to be answered
    ANSWERED = "answered"
    GIVEN_UP = "given_up"  #: found too late after a crash, or its answer ended the process again and again


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """A Chat following a Query."""

    query_id: int
    typed: str  #: as the person typed it
    canonical: str
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class Match:
    """An Article that matches a Query, with the sentence that shows it."""

    query_id: int
    sentence: str  #: plain text of the sentence, uncut
    spans: tuple[tuple[int, int], ...]  #: (start, end) of the found words in `sentence`, code points, sorted


class DeliveryState(StrEnum):
    """The state of a Delivery or a Letter."""

    PENDING = "pending"  #: in the outbox, looked at by every claim
    HELD = "held"  #: in the outbox, but not claimed before its time
    SENDING = "sending"  #: claimed by a worker; pending again after a crash
    SENT = "sent"
    FAILED = "failed"  #: given up, with the cause
    DROPPED = "dropped"  #: the chat was lost, or its follows no longer match


@dataclass(frozen=True, kw_only=True)
class ChatHealth:
    """Whether a chat takes messages: until when it waits, and why. Kept until one is sent."""

    waits_until_at: datetime | None = None  #: nothing is sent to it before
    cause: Cause | None = None  #: why it refused the last message
    detail: str = ""  #: the platform's own words
    refused_since_at: datetime | None = None  #: the first of its refusals in a row
    refusals: int = 0  #: in a row; 0: it is well


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why a chat is owed an article: one of its follows, with the match."""

    query_id: int
    typed: str
    match: Match


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """An alert owed to a Chat; one per chat and article."""

    chat: Chat
    chat_id: int  #: primary key of the chat
    kind: ChatKind
    timezone: str  #: IANA zone in which times are shown
    article: Article
    reasons: tuple[Reason, ...]  #: the follows it matches, in the order they were followed
    attempts: int  #: attempts made before this one
    first_attempt_at: datetime | None
    plain: bool  #: True: the formatted message was refused, send it as plain text
    alone: bool = False  #: True: a folded message with it was refused, send it by itself
    health: ChatHealth = ChatHealth()  #: of its chat, when it was claimed

    @property
    def label(self) -> str:
        """What logs call it."""
        return f"article {self.article.id}"


class Cause(StrEnum):
    """Why something was not sent, is retried, or was dropped; messages/causes.py has the texts."""

    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"  #: nothing was sent: no connection, or a proxy refused it
    SERVER_ERROR = "server_error"  #: a fault of the platform
    UNCLEAR_ANSWER = "unclear_answer"  #: the response does not say whether it was sent
    FLOOD = "flood"  #: too many messages
    MAYBE_SENT = "maybe_sent"  #: an attempt got no answer: the platform may have taken the message
    BLOCKED = "blocked"  #: by the person
    KICKED = "kicked"  #: removed from a group or channel, or never a member
    DEACTIVATED = "deactivated"  #: the person's account
    CHAT_NOT_FOUND = "chat_not_found"
    NO_RIGHTS = "no_rights"  #: to post there
    TOPIC_CLOSED = "topic_closed"
    TOPIC_GONE = "topic_gone"  #: deleted
    ARCHIVED = "archived"  #: the channel
    FORBIDDEN = "forbidden"  #: to write there, for another reason
    REPORTED_LOST = "reported_lost"  #: reported by the platform, without an attempt
    MOVED = "moved"  #: the platform reported a move to the same id
    BAD_MESSAGE = "bad_message"  #: this message is refused
    TOO_LONG = "too_long"
    REFUSED = "refused"  #: for an unknown reason
    TOKEN_REFUSED = "token_refused"  # noqa: S105  # a name
    CHAT_PAUSED = "chat_paused"  #: dropped, to be counted when the chat is active again
    MISSED = "missed"  #: the same, once it was counted
    UNFOLLOWED = "unfollowed"
    HELD = "held"  #: waits for the chat
    OURS = "ours"  #: a bug of ours


class LetterKind(StrEnum):
    """What a letter is about."""

    NOTICE = "notice"  #: for operators: something fails, or works again
    REREAD = "reread"  #: follows parse differently with a newer grammar
    TOPIC = "topic"  #: a topic of the group takes no more messages


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
    payload: str  #: JSON of a Message, as messages/payload.py writes it
    attempts: int  #: attempts made before this one
    first_attempt_at: datetime | None
    plain: bool  #: True: the formatted one was refused, send it plain
    alone: bool = True  #: never folded
    health: ChatHealth = ChatHealth()  #: of its chat, when it was claimed

    @property
    def label(self) -> str:
        """What logs call it."""
        return f"letter {self.id}"


OutboxItem = Delivery | Letter  #: an entry of the outbox


@dataclass(frozen=True, kw_only=True)
class Sent:
    """The platform accepted it."""

    refs: tuple[str, ...]  #: the platform's ids of the message's parts; at least one


@dataclass(frozen=True, kw_only=True)
class RetryAt:
    """A temporary failure: retry later."""

    cause: Cause
    detail: str = ""  #: the platform's own words, short and without tokens
    after: timedelta | None = None  #: the platform's retry_after, obeyed to the second; None: our own backoff
    whole_platform: bool = False  #: True: the platform does not say whether it means the chat or the bot
    plain: bool = False  #: True: retry immediately, without markup
    maybe_sent: bool = False  #: True: it may have been sent (a timeout, a reset): a retry may duplicate it


@dataclass(frozen=True, kw_only=True)
class GiveUp:
    """This message can't be sent, but others to the chat can."""

    cause: Cause
    detail: str = ""  #: the platform's own words, short and without tokens


@dataclass(frozen=True, kw_only=True)
class ChatMoved:
    """The chat has another id now (a group became a supergroup)."""

    id: str


@dataclass(frozen=True, kw_only=True)
class ChatRefused:
    """The chat takes nothing for now: it waits, longer each time, and nothing that it is owed is lost for 14 days."""

    cause: Cause
    detail: str = ""  #: the platform's own words, short and without tokens


@dataclass(frozen=True, kw_only=True)
class ChatLost:
    """The chat is lost: its follows stay, its pending deliveries are dropped and counted."""

    cause: Cause
    detail: str = ""  #: the platform's own words, short and without tokens


@dataclass(frozen=True, kw_only=True)
class Stop:
    """The token or workspace is refused: the whole lane waits."""

    cause: Cause = Cause.TOKEN_REFUSED
    detail: str = ""  #: the platform's own words, short and without tokens


#: the result of an attempt to send a Delivery or a Letter
Verdict = Sent | RetryAt | GiveUp | ChatMoved | ChatRefused | ChatLost | Stop


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The result to record for what one message carried, or for what was claimed but not attempted."""

    deliveries: tuple[OutboxItem, ...]
    verdict: Verdict | None  #: None: not attempted, released
    at: datetime  #: when the verdict came
    not_before: datetime | None = None  #: when to retry; None: never
    plain: bool = False  #: retry without markup
    alone: bool = False  #: retry each by itself
    health: ChatHealth | None = None  #: the chat waits so from now on; None: it is not said


@dataclass(frozen=True, kw_only=True)
class Period:
    """A span of time, [start_at, end_at), with its name ("today", "25 November 2025")."""

    name: str
    start_at: datetime
    end_at: datetime


@dataclass(frozen=True, kw_only=True)
class DigestGroup:
    """The articles of one follow in a digest, newest first."""

    typed: str  #: the follow as typed; "" for a digest of everything
    articles: tuple[Article, ...]
    shown_above: int = 0  #: its articles that are in an earlier group


@dataclass(frozen=True, kw_only=True)
class Digest:
    """The Articles of a Period for a Chat; each one is only in the first group that it matches."""

    period: Period
    groups: tuple[DigestGroup, ...]
    seen: int  #: articles of the period in the archive, matching or not
    archive_since_at: datetime | None = None  #: set if the archive begins within the period
    texts_dropped: bool = False  #: True: of some articles only title and teaser could be searched


@dataclass(frozen=True, kw_only=True)
class SourceHealth:
    """The health of a source."""

    key: str
    name: str
    language: str
    every: int  #: seconds between polls
    last_ok_at: datetime | None  #: last successful poll
    last_article_at: datetime | None  #: when its newest article was first seen
    failing_since_at: datetime | None
    last_error: Phrase | None  #: why the latest poll that failed did
    last_error_at: datetime | None
    failures: int
    next_poll_at: datetime | None
    first_polled_at: datetime | None  #: None: never polled
    pages_waiting: int  #: pages still to be read
    silent_longer_than_usual: bool
