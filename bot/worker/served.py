"""What a worker serves now: its sources and its platforms, both of which come and go, and the rules that follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.errors import QueryError
from bot.matching.grammar import parse
from bot.matching.query import Query
from bot.model import Source, own_chat
from bot.platforms.protocol import Platform
from bot.rules import Rules

PER_PROCESS = frozenset({"terminal"})  #: platforms that each process has for itself: no lease is needed


class Served:
    """The sources and platforms of a worker, with the rules that name them."""

    def __init__(
        self,
        *,
        rules: Rules,
        sources: Sequence[Source],
        platforms: Sequence[Platform],
        operators: frozenset[tuple[str, str]],
    ) -> None:
        self.platforms = list(platforms)
        self.sources = [source for source in sources if source.enabled]
        self.facts = {platform.name: platform.facts for platform in platforms}
        self.operators = operators
        self.rules = replace(rules, operators=self._deciding())

    def adopt(self, sources: Sequence[Source]) -> None:
        """These are the sources now, the disabled ones too."""
        self.rules = replace(self.rules, sources=tuple(sources))
        self.sources = [source for source in sources if source.enabled]

    def change_platforms(self, added: Sequence[Platform], removed: Sequence[Platform]) -> None:
        """These platforms have come, and those have ended."""
        self.platforms = [*(each for each in self.platforms if each not in removed), *added]
        for platform in added:
            self.facts.setdefault(platform.name.partition(":")[0], platform.facts)
        self.rules = replace(self.rules, operators=self._deciding())

    @property
    def source_keys(self) -> list[str]:
        """The keys of the sources that are on."""
        return [source.key for source in self.sources]

    @property
    def titles(self) -> dict[str, str]:
        """The platforms by name, each as people call it."""
        return {platform.name: platform.title for platform in self.platforms}

    @property
    def leased(self) -> list[str]:
        """The names of the platforms that one worker has at a time."""
        return [platform.name for platform in self.platforms if platform.name not in PER_PROCESS]

    def read_query(self, typed: str) -> Query | None:
        """Parse a typed text by the current grammar and concepts; None: it can't be parsed any more."""
        try:
            return parse(typed, self.rules.concepts)
        except QueryError:
            return None

    def _deciding(self) -> frozenset[tuple[str, str]]:
        """The operators who can be written to."""
        names = {platform.name for platform in self.platforms}
        return frozenset(operator for operator in self.operators if own_chat(*operator).lane in names)
