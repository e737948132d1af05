"""Where each of our bots is opened, as its platform told: who serves pages may never have asked it."""

from __future__ import annotations

from sqlalchemy import select

from bot.storage import schema as t
from bot.storage.database import Database

_b = t.bot_address.c


class BotAddresses:
    """Addresses by bot ("telegram:123456")."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, bot: str) -> str | None:
        """`https://t.me/JarshyBot`; None: its platform has not told yet."""
        with self._database.single_read() as db:
            address: str | None = db.scalar(select(_b.url).where(_b.bot == bot))
        return address

    def keep(self, bot: str, url: str) -> None:
        """The bot is opened there from now on; nothing is written if that is known."""
        if self.of(bot) == url:
            return
        insert = self._database.insert(t.bot_address).values(bot=bot, url=url)
        with self._database.write_transaction() as db:
            db.execute(insert.on_conflict_do_update(index_elements=["bot"], set_={"url": url}))
