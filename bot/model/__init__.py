"""The nouns of Jarshy, as frozen dataclasses. Instants end in `_at` and are aware UTC datetimes.

A module is imported when one of its nouns is: the process that parses needs two, and all took a fifth of its start.
"""

from importlib import import_module
from typing import TYPE_CHECKING

#: the order in which they are looked through; first what the process needs that parses
_MODULES = (
    "articles",
    "sources",
    "causes",
    "posts",
    "vitals",
    "attention",
    "calls",
    "chats",
    "workspaces",
    "tasks",
    "access",
    "owed",
    "digests",
    "proposals",
    "stories",
    "verdicts",
)

if TYPE_CHECKING:
    from bot.model.access import (
        Admission,
        AdmissionResult,
        Guest,
        Standing,
    )
    from bot.model.articles import (
        Article,
        Concept,
        Entry,
        Key,
        KeyKind,
        Listing,
        Match,
        Page,
        PageState,
    )
    from bot.model.attention import (
        Attention,
        DigestSchedule,
        DigestSpan,
        Editors,
        FollowMode,
        FollowUps,
        Preferences,
        QuietHours,
    )
    from bot.model.calls import (
        Call,
        CallWay,
        NewCall,
    )
    from bot.model.causes import (
        Cause,
    )
    from bot.model.chats import (
        MOVED,
        TOO_OLD,
        Chat,
        ChatHealth,
        ChatKind,
        Command,
        Elsewhere,
        FileFault,
        NewFollow,
        PlatformFacts,
        Received,
        SentFile,
        Subscription,
        Target,
        TargetFault,
        UpdateState,
        own_chat,
        qualified,
    )
    from bot.model.digests import (
        Digest,
        DigestGroup,
        Period,
    )
    from bot.model.owed import (
        Delivery,
        DeliveryState,
        Edit,
        Letter,
        LetterKind,
        NewLetter,
        OutboxItem,
        Reason,
        Sendable,
    )
    from bot.model.posts import (
        Extract,
        LinkPreview,
        PostStyle,
    )
    from bot.model.proposals import (
        Asker,
        AskResult,
        FoundSite,
        Proposal,
        ProposalState,
        SiteHeadline,
    )
    from bot.model.sources import (
        PageRules,
        Source,
        SourceHealth,
        Way,
        WayKind,
        WayState,
        with_approved,
        without,
        without_password,
    )
    from bot.model.stories import (
        Assignment,
        OldTitle,
        StoryEntry,
        StoryMember,
    )
    from bot.model.tasks import (
        Task,
        TaskState,
    )
    from bot.model.verdicts import (
        ChatLost,
        ChatMoved,
        ChatRefused,
        GiveUp,
        Outcome,
        RetryAt,
        Sent,
        Stop,
        Verdict,
    )
    from bot.model.vitals import (
        DiskSpace,
        LaneVitals,
        SourceVitals,
        Vitals,
    )
    from bot.model.workspaces import (
        Tokens,
        Workspace,
    )
else:

    def __getattr__(name: str) -> object:
        """A noun that nobody has asked for yet: of the first module that has it."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        modules = (import_module(f"{__name__}.{module}") for module in _MODULES)
        globals()[name] = found = next(getattr(module, name) for module in modules if hasattr(module, name))
        return found


__all__ = [
    "MOVED",
    "TOO_OLD",
    "Admission",
    "AdmissionResult",
    "Article",
    "AskResult",
    "Asker",
    "Assignment",
    "Attention",
    "Call",
    "CallWay",
    "Cause",
    "Chat",
    "ChatHealth",
    "ChatKind",
    "ChatLost",
    "ChatMoved",
    "ChatRefused",
    "Command",
    "Concept",
    "Delivery",
    "DeliveryState",
    "Digest",
    "DigestGroup",
    "DigestSchedule",
    "DigestSpan",
    "DiskSpace",
    "Edit",
    "Editors",
    "Elsewhere",
    "Entry",
    "Extract",
    "FileFault",
    "FollowMode",
    "FollowUps",
    "FoundSite",
    "GiveUp",
    "Guest",
    "Key",
    "KeyKind",
    "LaneVitals",
    "Letter",
    "LetterKind",
    "LinkPreview",
    "Listing",
    "Match",
    "NewCall",
    "NewFollow",
    "NewLetter",
    "OldTitle",
    "OutboxItem",
    "Outcome",
    "Page",
    "PageRules",
    "PageState",
    "Period",
    "PlatformFacts",
    "PostStyle",
    "Preferences",
    "Proposal",
    "ProposalState",
    "QuietHours",
    "Reason",
    "Received",
    "RetryAt",
    "Sendable",
    "Sent",
    "SentFile",
    "SiteHeadline",
    "Source",
    "SourceHealth",
    "SourceVitals",
    "Standing",
    "Stop",
    "StoryEntry",
    "StoryMember",
    "Subscription",
    "Target",
    "TargetFault",
    "Task",
    "TaskState",
    "Tokens",
    "UpdateState",
    "Verdict",
    "Vitals",
    "Way",
    "WayKind",
    "WayState",
    "Workspace",
    "own_chat",
    "qualified",
    "with_approved",
    "without",
    "without_password",
]
