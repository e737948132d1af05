"""Which newer features the server of a bot refuses for now: what a restart must not ask it again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from bot.storage import schema as t
from bot.storage.database import Database

_f = t.refused_feature.c


class RefusedFeatures:
    """Until when a feature is left out, by bot ("telegram:123456") and the feature's name."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def refused(self, bot: str) -> dict[str, datetime]:
        """Until when each feature is left out in what this bot sends; past times, too."""
        with self._database.single_read() as db:
            rows = db.execute(select(_f.feature, _f.until_at).where(_f.bot == bot))
            return {row.feature: row.until_at for row in rows}

    def remember(self, bot: str, feature: str, until: datetime) -> None:
        """Leave a feature out until then."""
        insert = self._database.insert(t.refused_feature).values(bot=bot, feature=feature, until_at=until)
        with self._database.write_transaction() as db:
            db.execute(insert.on_conflict_do_update(index_elements=["bot", "feature"], set_={"until_at": until}))

    def sweep(self, now: datetime) -> None:
        """Forget what may be tried again."""
        with self._database.write_transaction() as db:
            db.execute(delete(t.refused_feature).where(_f.until_at <= now))
