"""The outbox: what is owed, who sends it, and what became of it.

job ─▶ fanout.py ─▶ pending ─▶ claims.py ─▶ sending ─▶ ledger.py ─▶ sent, failed, dropped, or pending again
"""

from __future__ import annotations

from bot.storage.claims import Claims
from bot.storage.fanout import FanOut
from bot.storage.ledger import Ledger


class Outbox(FanOut, Claims, Ledger):
    """The whole of it."""
