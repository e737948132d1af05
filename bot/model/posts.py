"""What the posts of a channel show."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Extract(StrEnum):
    """How much of an article's text a post shows."""

    NONE = "none"
    SHORT = "short"  #: the lead
    LONG = "long"  #: several paragraphs


class LinkPreview(StrEnum):
    """Where the platform shows a preview of the first link of a message."""

    BELOW = "below"
    ABOVE = "above"


@dataclass(frozen=True, kw_only=True)
class PostStyle:
    """What each post of a channel shows besides the title."""

    source: bool = True  #: the source and the time
    extract: Extract = Extract.SHORT
    sentence: bool = True  #: the sentence that matched, where the extract does not hold it
    hashtags: bool = False  #: of the follows that the article answers
    preview: LinkPreview | None = None  #: of the article's page; None: none
    closing: str = ""  #: a line of the channel's own at the end; "": none
