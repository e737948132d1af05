"""The nouns of Jarshy, frozen. Instants end in `_at` and are aware UTC datetimes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True, kw_only=True)
class PageRules:
    """How to read the full text of a source's pages; the FIRST element each CSS selector meets counts."""

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
    """What is polled. One table of the sources file."""

    key: str  #: never changes
    name: str  #: as people see it
    language: str  #: "en", "ru" or "kk"
    feed: str  #: http(s) address of the feed
    timezone: str = "Asia/Almaty"  #: IANA zone of times that carry none
    every: int = 300  #: seconds between polls, from 1
    enabled: bool = True
    id: str | None = None  #: pattern with one group: the source's own id, in the link
    page: PageRules | None = None  #: None: trafilatura reads the page
    kind: SourceKind = SourceKind.FEED

    @property
    def site(self) -> str:
        """The host that it is read from."""
        return urlsplit(self.feed).hostname or ""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A raw item of a feed, already cleaned of markup."""

    guid: str | None
    link: str | None  #: http(s) only, else None
    title: str  #: never empty: without a title, the beginning of the teaser
    teaser: str  #: plain text, may be empty
    published_at: datetime | None  #: as the feed says it, unclamped; None: no date


@dataclass(frozen=True, kw_only=True)
class Page:
    """What an article's page says, without furniture and neighbours."""

    text: str  #: paragraphs joined by "\n\n", never empty
    title: str | None
    published_at: datetime | None  #: as the page says it; None: no date found


class KeyKind(StrEnum):
    """The identities of an article (DESIGN, "Same news, one alert"), strongest first."""

    ID = "id"  #: the source's own id, within the source
    URL = "url"  #: the canonical address, across sources
    TITLE = "title"  #: normalised title and published minute, across sources; undated: within the source, 7 days
    ALIAS_URL = "also"  #: the address of an entry that was known already by another key; only for /why


@dataclass(frozen=True, kw_only=True)
class Key:
    """One identity of an article; (kind, value) is UNIQUE in the database."""

    kind: KeyKind
    value: str
    expires_at: datetime | None = None  #: only an undated title: free again from then on


class PageState(StrEnum):
    """How far an article's page is."""

    AWAITING = "awaiting"  #: stored from its entry, page not read yet
    READ = "read"  #: full text is there
    GIVEN_UP = "given_up"  #: no page after all attempts; the teaser is all there is


@dataclass(frozen=True, kw_only=True)
class Article:
    """A piece of news as kept."""

    id: int
    source_key: str
    source_name: str
    language: str  #: of its text: "en", "ru" or "kk"; not always its source's
    url: str | None
    title: str
    teaser: str  #: what the feed said; plain text
    body: str | None  #: paragraphs joined by "\n\n"; None: page not read, or dropped by retention
    published_at: datetime  #: clamped for showing: never later than first_seen_at; undated: first_seen_at
    first_seen_at: datetime
    page_state: PageState
    silent: bool  #: True: stored without alerts (first poll, older than the catch-up span)
    revision: int = 1  #: grows when its headline changes

    @property
    def text(self) -> str:
        """What matching reads: title, teaser and body as paragraphs joined by a blank line, the teaser left out
        where the body begins with it."""
        body = self.body or ""
        teaser = "" if self.teaser and body.startswith(self.teaser[:80]) else self.teaser
        return "\n\n".join(part for part in (self.title, teaser, body) if part)


@dataclass(frozen=True, kw_only=True)
class Concept:
    """One thing and its names in three languages: AI = ИИ = ЖИ. Names are base forms; at least one in all."""

    key: str  #: never changes: "ai", "aktau"; a-z, 0-9 and -
    en: tuple[str, ...] = ()  #: the first is the one shown to who reads English
    ru: tuple[str, ...] = ()
    kk: tuple[str, ...] = ()
    proper: frozenset[str] = frozenset()  #: those of its names that are words too ("Семей"): only with a capital
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
    given: tuple[str, ...] = ()  #: of a person: names that may stand beside the surname, in any of the languages

    @property
    def names(self) -> tuple[str, ...]:
        """All its names, each once: English, Russian, Kazakh."""
        return tuple(dict.fromkeys(self.en + self.ru + self.kk))


class ChatKind(StrEnum):
    """What sort of place a chat is."""

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
        """The lane in which messages go there: what one workspace refuses holds up no other."""
        return f"{self.platform}:{self.workspace}" if self.workspace else self.platform


@dataclass(frozen=True, kw_only=True)
class PlatformFacts:
    """What differs between platforms in what people are told; each hands its own over with every Command."""

    manages_channels: bool = False  #: a private chat may speak for a channel, which one chooses there
    shared_groups: bool = False  #: in a group a command that we don't know may be meant for another bot
    replies: bool = False  #: people answer a single message, so they can ask "why" of an alert
    mention: str = ""  #: how people call the bot within an alert's thread; "": there are no threads
    invitation: str = ""  #: what people type to let the bot post in a group; "": an administrator allows it


@dataclass(frozen=True, kw_only=True)
class Command:
    """What a platform received, with all that a handler may need to know; a button press is one too."""

    chat: Chat
    kind: ChatKind
    name: str  #: "follow", "digest" …; "" for plain text without a command
    text: str  #: what stands after the name, unescaped and stripped
    person: str = ""  #: the platform's id of who typed
    title: str = ""  #: the chat's shown name, if it has one
    may_change: bool = True  #: may this person change what the chat follows?
    can_post: bool = True  #: can the bot post in that chat?
    button: bool = False  #: came from a button: the answer may replace its message
    event: bool = False  #: told by the platform itself ("lost", "migrated", a chosen channel), typed by nobody
    is_operator: bool = False  #: person stands in JARSHY_ADMINS
    reply_to: str = ""  #: the platform's id of the message that this one answers
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
    """An Article that answers a Query, with the sentence that shows it."""

    query_id: int
    sentence: str  #: plain text of the sentence, uncut
    spans: tuple[tuple[int, int], ...]  #: (start, end) of the found words in `sentence`, code points, sorted


class DeliveryState(StrEnum):
    """What has become of what is owed."""

    PENDING = "pending"  #: in the outbox, looked at by every claim
    HELD = "held"  #: in the outbox, and no claim looks at it before its time
    SENDING = "sending"  #: claimed by a worker; after a crash it is pending again
    SENT = "sent"
    FAILED = "failed"  #: given up, with the cause
    DROPPED = "dropped"  #: the chat was lost, or nothing it follows asks for it any more


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why a chat is owed an article: one of its follows and what was found."""

    query_id: int
    typed: str
    match: Match


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """What is owed to a Chat: one row per chat and article."""

    chat: Chat
    chat_id: int  #: primary key of the chat
    kind: ChatKind
    timezone: str  #: IANA zone in which the chat is told times
    article: Article
    reasons: tuple[Reason, ...]  #: the follows it answers, in the order they were followed
    attempts: int  #: attempts made before this one
    first_attempt_at: datetime | None
    plain: bool  #: True: the formatted one was refused, send it plain
    alone: bool = False  #: True: a message that carried it with others was refused, send it by itself

    @property
    def label(self) -> str:
        """What logs call it."""
        return f"article {self.article.id}"


class Cause(StrEnum):
    """Why something was not sent, is tried again, or was dropped; messages/causes.py has the words."""

    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"  #: nothing has left: no connection, or something in between refused it
    SERVER_ERROR = "server_error"  #: the platform has a fault of its own
    UNCLEAR_ANSWER = "unclear_answer"  #: what came back does not say what became of it
    FLOOD = "flood"  #: too many messages
    MAYBE_SENT = "maybe_sent"  #: an attempt got no answer: the platform may have taken the message
    BLOCKED = "blocked"  #: by the person
    KICKED = "kicked"  #: put out of a group or channel, or never in it
    DEACTIVATED = "deactivated"  #: the person's account
    CHAT_NOT_FOUND = "chat_not_found"
    NO_RIGHTS = "no_rights"  #: to post there
    TOPIC_CLOSED = "topic_closed"  #: or deleted
    ARCHIVED = "archived"  #: the channel
    FORBIDDEN = "forbidden"  #: writing there, for another reason
    REPORTED_LOST = "reported_lost"  #: the platform told us so, without an attempt
    MOVED = "moved"  #: told to move to where it is
    BAD_MESSAGE = "bad_message"  #: this message is refused
    TOO_LONG = "too_long"
    REFUSED = "refused"  #: in words that we don't know
    TOKEN_REFUSED = "token_refused"  # noqa: S105  # a name
    CHAT_PAUSED = "chat_paused"  #: dropped, to be counted when the chat wakes
    MISSED = "missed"  #: the same, once it was counted
    UNFOLLOWED = "unfollowed"
    HELD = "held"  #: kept back for the chat
    OURS = "ours"  #: a fault of ours


class LetterKind(StrEnum):
    """What a letter is about."""

    NOTICE = "notice"  #: operators: something fails, or is well again
    REREAD = "reread"  #: follows mean something else by a newer grammar


@dataclass(frozen=True, kw_only=True)
class NewLetter:
    """A letter to be enqueued."""

    chat: Chat
    kind: LetterKind
    payload: str  #: JSON of a Message, as messages/payload.py writes it
    due_at: datetime
    timezone: str  #: of the chat, if it was never met: an operator need not have spoken


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What is owed to a Chat that is no alert: never folded, and owed still when the chat unfollows."""

    id: int
    chat: Chat
    chat_id: int  #: primary key of the chat
    kind: ChatKind
    payload: str  #: JSON of a Message, as messages/payload.py writes it
    attempts: int  #: attempts made before this one
    first_attempt_at: datetime | None
    plain: bool  #: True: the formatted one was refused, send it plain
    alone: bool = True  #: never in one message with others

    @property
    def label(self) -> str:
        """What logs call it."""
        return f"letter {self.id}"


Owed = Delivery | Letter  #: what the outbox holds


@dataclass(frozen=True, kw_only=True)
class Sent:
    """The platform took it."""

    refs: tuple[str, ...]  #: the platform's ids of the parts of the message; one at least


@dataclass(frozen=True, kw_only=True)
class RetryAt:
    """A passing failure: try again after a while."""

    cause: Cause
    detail: str = ""  #: the platform's own words, short and without tokens
    after: timedelta | None = None  #: what the platform asked for, obeyed to the second; None: our own pauses
    whole_platform: bool = False  #: True: nothing may go out on this platform until then
    plain: bool = False  #: True: try again at once, without markup
    maybe_sent: bool = False  #: True: the platform may have taken it (a time-out, a reset): another try may repeat it


@dataclass(frozen=True, kw_only=True)
class GiveUp:
    """This message can't be sent, the chat is well."""

    cause: Cause
    detail: str = ""  #: the platform's own words, short and without tokens


@dataclass(frozen=True, kw_only=True)
class ChatMoved:
    """The chat has another id now (a group became a supergroup)."""

    id: str


@dataclass(frozen=True, kw_only=True)
class ChatLost:
    """The chat is lost: its follows are kept, what is pending is dropped and counted."""

    cause: Cause
    detail: str = ""  #: the platform's own words, short and without tokens


@dataclass(frozen=True, kw_only=True)
class Stop:
    """The token or workspace is refused: everything on this platform waits."""

    cause: Cause = Cause.TOKEN_REFUSED
    detail: str = ""  #: the platform's own words, short and without tokens


#: what becomes of a Delivery or a Letter after an attempt
Verdict = Sent | RetryAt | GiveUp | ChatMoved | ChatLost | Stop


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What is to be recorded of what one message carried, or of what was claimed and not begun."""

    deliveries: tuple[Owed, ...]
    verdict: Verdict | None  #: None: not begun, given back
    at: datetime  #: when the verdict came
    not_before: datetime | None = None  #: when to try again; None: there is no other try
    plain: bool = False  #: how it is tried again: without markup
    alone: bool = False  #: how it is tried again: each by itself


@dataclass(frozen=True, kw_only=True)
class Period:
    """A span of time, [start_at, end_at), with its name in words ("today", "25 November 2025")."""

    name: str
    start_at: datetime
    end_at: datetime


@dataclass(frozen=True, kw_only=True)
class DigestGroup:
    """One follow's articles in a digest, newest first."""

    typed: str  #: the follow as typed; "" for a digest of everything
    articles: tuple[Article, ...]
    shown_above: int = 0  #: articles it asks for too that stand in an earlier group


@dataclass(frozen=True, kw_only=True)
class Digest:
    """The Articles of a Period for a Chat; each article stands in the first group that asks for it only."""

    period: Period
    groups: tuple[DigestGroup, ...]
    seen: int  #: articles of the period in the archive, matching or not
    held_since_at: datetime | None = None  #: set if the archive begins within the period
    texts_dropped: bool = False  #: True: of some articles only title and teaser were left to be searched


@dataclass(frozen=True, kw_only=True)
class SourceHealth:
    """How a source does."""

    key: str
    name: str
    language: str
    every: int
    last_ok_at: datetime | None  #: last poll that worked
    last_article_at: datetime | None  #: when its newest article was first seen
    failing_since_at: datetime | None
    last_error: str | None
    last_error_at: datetime | None
    failures: int
    next_poll_at: datetime | None
    first_polled_at: datetime | None  #: None: never read yet
    pages_waiting: int  #: pages still to be read
    silent_longer_than_usual: bool
