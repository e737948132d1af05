"""The rules of the house that its owner may set, passed to whoever needs them; nothing else reads the settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.matching.concepts import NO_CONCEPTS, Concepts
from bot.matching.query import GRAMMAR
from bot.model import Source


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What a new chat and a new article are given, and what queries are read by."""

    follows: int = 200  #: most follows a chat may have
    timezone: str = "Asia/Almaty"  #: of a new chat
    catch_up: timedelta = timedelta(hours=24)  #: older news is stored without alerts
    concepts: Concepts = NO_CONCEPTS  #: what queries are read and matched with
    sources: tuple[Source, ...] = ()  #: of the sources file; their id patterns tell an article by its link
    grammar: int = GRAMMAR  #: what they are read by, kept with each; changes with the concepts too
