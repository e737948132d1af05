"""Installations of the Slack app that somebody has begun: only who began one, in the same browser, can end it, once."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete

from bot.storage import schema as t
from bot.storage.database import Database

TAKES_AT_MOST = timedelta(minutes=10)  #: from the beginning of an installation to its end


class OAuthStates:
    """What Slack hands back to us at the end of an installation, as a fingerprint that tells nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, state: str, browser: str, now: datetime) -> None:
        """An installation begins: `state` goes through Slack, `browser` is known to that browser alone."""
        until_at = now + TAKES_AT_MOST
        statement = self._database.insert(t.oauth_state).values(
            fingerprint=_fingerprint(state, browser), until_at=until_at
        )
        with self._database.write_transaction() as db:
            db.execute(statement.on_conflict_do_nothing(index_elements=["fingerprint"]))

    def pop(self, state: str, browser: str, now: datetime) -> bool:
        """It ends there; False: it was not begun in that browser, has ended already, or began too long ago."""
        this = t.oauth_state.c.fingerprint == _fingerprint(state, browser)
        popped = delete(t.oauth_state).where(this).returning(t.oauth_state.c.until_at)
        with self._database.write_transaction() as db:
            until_at = db.scalar(popped)
        return until_at is not None and now < until_at

    def sweep(self, now: datetime) -> None:
        """Forget those that nobody can end any more."""
        with self._database.write_transaction() as db:
            db.execute(delete(t.oauth_state).where(t.oauth_state.c.until_at <= now))


def _fingerprint(state: str, browser: str) -> str:
    return sha256(f"{len(state)}:{state}{browser}".encode(errors="surrogatepass")).hexdigest()
