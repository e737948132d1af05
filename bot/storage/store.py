"""The store: one class per noun over one database. Synchronous; flows call it through asyncio.to_thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.storage.activity import Activity
from bot.storage.allowed import Allowed
from bot.storage.alone import Alone
from bot.storage.archive_copy import CopyProgress, copy_archive
from bot.storage.articles import Articles
from bot.storage.attention import Attentions
from bot.storage.backfills import Backfills
from bot.storage.backup import Backup, back_up, sqlite_file
from bot.storage.backup_file import BackupFile, require_backup
from bot.storage.bot_addresses import BotAddresses
from bot.storage.busy_follows import BusyFollow, BusyFollows
from bot.storage.calls import Calls
from bot.storage.chats import Chats
from bot.storage.common import ChatRecord, DeliveryRecord, FinishedPoll, Lease, PageDue, PollState
from bot.storage.database import Database
from bot.storage.deliveries import Deliveries, DeliveryFilter, DeliveryPage
from bot.storage.digests import Digests, FoundArticle
from bot.storage.engine import migrate, needs_upgrade, open_engine, safe_url
from bot.storage.exports import Exports
from bot.storage.features import RefusedFeatures
from bot.storage.figures import Figures
from bot.storage.follows import Follows
from bot.storage.forgetting import Forgetting
from bot.storage.hubs import ASKED_SPAN, Hub, Hubs
from bot.storage.inspection import ChatFilter, ChatLine, Inspection, Installed
from bot.storage.kept import Kept
from bot.storage.leases import DURATION as LEASE_DURATION
from bot.storage.leases import WORKER_PREFIX, Leases
from bot.storage.left_out import LeftOut
from bot.storage.notices import Notices
from bot.storage.oauth_states import OAuthStates
from bot.storage.operation import Backlog, ChatAtRest, ChatsAtRest, Operation, OutboxState, WorkerAlive
from bot.storage.outbox import Outbox
from bot.storage.outbox_rows import OutboxFilter, OutboxKey, OutboxRow
from bot.storage.outcomes import RETRY_SPAN
from bot.storage.paragraphs import Learned, Paragraphs
from bot.storage.post_styles import PostStyles
from bot.storage.preferences import ChatPreferences
from bot.storage.proposals import Proposals
from bot.storage.query_counts import QueryCount
from bot.storage.quiet import QuietTimes
from bot.storage.repairs import Repairs
from bot.storage.restore import Restored, restore
from bot.storage.saved import Saved, SavedArticle
from bot.storage.search import Search, SearchResult
from bot.storage.silences import Silences, SilentFollow
from bot.storage.soundness import SchemaState, Soundness, examine
from bot.storage.sources import ReadSource, Sources
from bot.storage.spikes import Spikes, WatchedFollow
from bot.storage.statuses import ChatStatus, SentAlert, Statuses, Waiting
from bot.storage.stories import Stories
from bot.storage.story_splits import StorySplits
from bot.storage.switches import SwitchedOffSource, Switches
from bot.storage.tallies import TOGETHER, Effort, Tallies, Tally
from bot.storage.tasks import Person, Tasks, Untaken
from bot.storage.topics import Topics
from bot.storage.updates import Updates
from bot.storage.vitals import Gauge, ProgramVitals
from bot.storage.workspaces import Workspaces

__all__ = [
    "ASKED_SPAN",
    "LEASE_DURATION",
    "RETRY_SPAN",
    "TOGETHER",
    "WORKER_PREFIX",
    "Activity",
    "Allowed",
    "Alone",
    "Articles",
    "Attentions",
    "Backfills",
    "Backlog",
    "Backup",
    "BackupFile",
    "BotAddresses",
    "BusyFollow",
    "BusyFollows",
    "Calls",
    "ChatAtRest",
    "ChatFilter",
    "ChatLine",
    "ChatPreferences",
    "ChatRecord",
    "ChatStatus",
    "Chats",
    "ChatsAtRest",
    "CopyProgress",
    "Deliveries",
    "DeliveryFilter",
    "DeliveryPage",
    "DeliveryRecord",
    "Digests",
    "Effort",
    "Exports",
    "Figures",
    "FinishedPoll",
    "Follows",
    "Forgetting",
    "FoundArticle",
    "Gauge",
    "Hub",
    "Hubs",
    "Inspection",
    "Installed",
    "Kept",
    "Learned",
    "Lease",
    "Leases",
    "LeftOut",
    "Notices",
    "OAuthStates",
    "Operation",
    "Outbox",
    "OutboxFilter",
    "OutboxKey",
    "OutboxRow",
    "OutboxState",
    "PageDue",
    "Paragraphs",
    "Person",
    "PollState",
    "PostStyles",
    "ProgramVitals",
    "Proposals",
    "QueryCount",
    "QuietTimes",
    "ReadSource",
    "RefusedFeatures",
    "Repairs",
    "Restored",
    "Saved",
    "SavedArticle",
    "SchemaState",
    "Search",
    "SearchResult",
    "SentAlert",
    "Silences",
    "SilentFollow",
    "Soundness",
    "Sources",
    "Spikes",
    "Statuses",
    "Store",
    "Stories",
    "StorySplits",
    "SwitchedOffSource",
    "Switches",
    "Tallies",
    "Tally",
    "Tasks",
    "Topics",
    "Untaken",
    "Updates",
    "Waiting",
    "WatchedFollow",
    "WorkerAlive",
    "Workspaces",
    "back_up",
    "copy_archive",
    "examine",
    "migrate",
    "needs_upgrade",
    "require_backup",
    "restore",
    "safe_url",
    "sqlite_file",
]


@dataclass(frozen=True, kw_only=True)
class Store:
    """One database and its classes; code that needs only one of them is given that one."""

    database: Database
    sources: Sources
    switches: Switches
    left_out: LeftOut
    proposals: Proposals
    articles: Articles
    stories: Stories
    story_splits: StorySplits
    paragraphs: Paragraphs
    chats: Chats
    post_styles: PostStyles
    preferences: ChatPreferences
    quiet: QuietTimes
    follows: Follows
    attention: Attentions
    digests: Digests
    saved: Saved
    busy_follows: BusyFollows
    alone: Alone
    silences: Silences
    spikes: Spikes
    outbox: Outbox
    deliveries: Deliveries
    operation: Operation
    search: Search
    tallies: Tallies
    leases: Leases
    notices: Notices
    topics: Topics
    tasks: Tasks
    updates: Updates
    calls: Calls
    hubs: Hubs
    features: RefusedFeatures
    figures: Figures
    bot_addresses: BotAddresses
    activity: Activity
    statuses: Statuses
    kept: Kept
    forgetting: Forgetting
    allowed: Allowed
    workspaces: Workspaces
    oauth_states: OAuthStates
    vitals: ProgramVitals
    backfills: Backfills
    inspection: Inspection
    repairs: Repairs
    exports: Exports

    @classmethod
    def open(cls, url: str) -> Store:
        """Open a database that `migrate` has brought up to date.

        Raises:
            StatedProblem: the URL is invalid, or names a database that is not supported.
        """
        return Store.from_database(Database(open_engine(url)))

    @classmethod
    def from_database(cls, database: Database) -> Store:
        """The store over one database."""
        return cls(
            database=database,
            sources=Sources(database),
            switches=Switches(database),
            left_out=LeftOut(database),
            proposals=Proposals(database),
            articles=Articles(database),
            stories=Stories(database),
            story_splits=StorySplits(database),
            paragraphs=Paragraphs(database),
            chats=Chats(database),
            post_styles=PostStyles(database),
            preferences=ChatPreferences(database),
            quiet=QuietTimes(database),
            follows=Follows(database),
            attention=Attentions(database),
            digests=Digests(database),
            saved=Saved(database),
            busy_follows=BusyFollows(database),
            alone=Alone(database),
            silences=Silences(database),
            spikes=Spikes(database),
            outbox=Outbox(database),
            deliveries=Deliveries(database),
            operation=Operation(database),
            search=Search(database),
            tallies=Tallies(database),
            leases=Leases(database),
            notices=Notices(database),
            topics=Topics(database),
            tasks=Tasks(database),
            updates=Updates(database),
            calls=Calls(database),
            hubs=Hubs(database),
            features=RefusedFeatures(database),
            figures=Figures(database),
            bot_addresses=BotAddresses(database),
            activity=Activity(database),
            statuses=Statuses(database),
            kept=Kept(database),
            forgetting=Forgetting(database),
            allowed=Allowed(database),
            workspaces=Workspaces(database),
            oauth_states=OAuthStates(database),
            vitals=ProgramVitals(database),
            backfills=Backfills(database),
            inspection=Inspection(database),
            repairs=Repairs(database),
            exports=Exports(database),
        )

    def under_lease(self, lease: Lease) -> Store:
        """The same store, whose writes raise LeaseLostError once another worker holds the lease."""
        return Store.from_database(self.database.under_lease(lease))

    def sweep(self, now: datetime, *, bodies_before: datetime) -> None:
        """Drop what is old: keys, updates, paragraphs; bodies and deliveries of articles first seen `bodies_before`."""
        self.articles.sweep(now, bodies_before=bodies_before)
        self.stories.sweep(now, bodies_before=bodies_before)
        self.paragraphs.sweep(now)
        self.outbox.prune(bodies_before)
        self.tasks.forget(bodies_before)
        self.updates.prune(now)
        self.features.sweep(now)
        self.allowed.sweep(now)
        self.oauth_states.sweep(now)
        self.figures.roll_up(now)

    def close(self) -> None:
        """Close every connection; one in use by another thread is closed when that thread is done."""
        self.database.close()
