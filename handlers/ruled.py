"""The store with the rules beside it, until every handler is given a Request."""

from __future__ import annotations

from dataclasses import dataclass

from bot.rules import Rules
from bot.storage import store


@dataclass(frozen=True, kw_only=True)
class Store(store.Store):
    """What handlers ask, and the rules by which they answer."""

    rules: Rules


def ruled(plain: store.Store, rules: Rules) -> Store:
    """The same store, with the rules."""
    return Store(rules=rules, **vars(plain))
