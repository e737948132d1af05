"""The settings that handlers and intake need, passed to them; they never read the settings themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.matching.concepts import NO_CONCEPTS, Concepts
from bot.matching.query import GRAMMAR
from bot.model import Source


@dataclass(frozen=True, kw_only=True)
class Rules:
    """Limits and defaults of chats and articles, and what queries are parsed with."""

    follows: int = 200  #: how many follows a chat may have
    timezone: str = "Asia/Almaty"  #: default of a new chat
    catch_up: timedelta = timedelta(hours=24)  #: older news is stored without alerts
    concepts: Concepts = NO_CONCEPTS  #: for parsing and matching queries
    sources: tuple[Source, ...] = ()  #: of the sources file; their id patterns identify an article by its link
    grammar: int = GRAMMAR  #: version of the grammar, stored with each query; changes with the concepts too
