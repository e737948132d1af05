"""The operator's rules, passed to the code that needs them instead of the settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.i18n.translators import ONLY_ENGLISH, Translators
from bot.matching.concepts import NO_CONCEPTS, Concepts
from bot.matching.query import GRAMMAR
from bot.model import Source


@dataclass(frozen=True, kw_only=True)
class Rules:
    """Limits and defaults for chats and articles, and what queries are parsed with."""

    follows: int = 200  #: most follows per chat
    ask_from: int = 10  #: articles a day from which a follow is asked about first
    timezone: str = "Asia/Almaty"  #: IANA zone of a new chat
    translators: Translators = ONLY_ENGLISH  #: of the languages that chats are spoken to in
    catch_up: timedelta = timedelta(hours=24)  #: older news is stored without alerts
    concepts: Concepts = NO_CONCEPTS  #: what queries are parsed and matched with
    sources: tuple[Source, ...] = ()  #: of the sources file; their id patterns identify an article by its link
    operators: frozenset[tuple[str, str]] = frozenset()  #: who decides which sites are added: platform, person's id
    closed: bool = False  #: only who is on the list of the database may use the bot, and operators
    retention: timedelta = timedelta(days=30)  #: how long full texts and what was sent are kept
    keep_lost: timedelta = timedelta(days=90)  #: the same of what is stored about a chat that can't be reached
    grammar: int = GRAMMAR  #: version stored with each query; changes with the concepts too
