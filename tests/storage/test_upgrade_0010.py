"""A database of keys made by older rules is migrated: no article that it knows is news again."""

from __future__ import annotations

from datetime import timedelta

from bot.intake.dedup import entry_keys
from bot.model import Entry, Source, Way
from bot.storage.store import Store
from tests.storage.conftest import NOW
from tests.storage.old_releases import AT, upgraded_from

BITRIX = Source(key="bitrix", name="B", language="ru", ways=(Way(url="https://s.kz/rss/"),))
SLASHED = "https://www.s.kz/news/мост открыт/"
SECTION = "https://s.kz/news/"
#: number, address, title, keys; in the order in which they were stored
STORED: tuple[tuple[int, str | None, str, tuple[tuple[str, str], ...]], ...] = (
    (1, SLASHED, "Мост", (("title", "2026-03-02T08:00+00:00 мост"),)),
    (2, SLASHED, "Мост", (("title", "2026-03-02T08:05+00:00 мост"),)),
    (3, "http://m.s.kz/?id=7&utm_source=rss&a=1", "Запрос", (("title", "2026-03-02T08:05+00:00 запрос"),)),
    (4, "https://s.kz/a.php?id=7&cat=3", "Параметры", (("url", "s.kz/a.php?id=7&cat=3"),)),
    (5, "https://s.kz/b.php?id=7&from=rss", "Откуда", (("url", "s.kz/b.php?id=7&from=rss"),)),
    (6, "https://m.s.kz/c.html", "Телефон", (("url", "m.s.kz/c.html"),)),
    (7, "https://s.kz/d/", "С номером", (("id", "bitrix 77"),)),
    (8, None, "«Без даты»", ()),
    (9, None, "День", (("title", "2026-03-01T19:00+00:00 день"),)),
    *((10 + number, SECTION, f"Раздел {number}", (("title", f"x {number}"),)) for number in range(4)),
    (20, "https://s.kz/", "Главная", (("title", "2026-03-02T08:05+00:00 главная"),)),
    (21, "http://[s.kz/", "Сломано", (("title", "2026-03-02T08:05+00:00 сломано"),)),
)


def release_0010() -> list[str]:
    """A source that was read before, with articles and their keys."""
    article = (
        "INSERT INTO article (id, source_key, url, title, teaser, published_at, first_seen_at, page_state, "
        "page_attempts, silent) VALUES "
    )
    return [
        "INSERT INTO source (key, name, language, every, enabled, failures, etag, modified, body_hash, "
        f"first_polled_at, last_ok_at) VALUES ('bitrix', 'B', 'ru', 300, true, 0, 'e', 'm', 'h', {AT}, {AT})",
        *(
            f"{article}({number}, 'bitrix', {quoted(url)}, {quoted(title)}, '', {AT}, {AT}, 'read', 1, false)"
            for number, url, title, _ in STORED
        ),
        *(
            f"INSERT INTO article_key (kind, value, article_id) VALUES ('{kind}', {quoted(value)}, {number})"
            for number, _, _, keys in STORED
            for kind, value in keys
        ),
    ]


def quoted(text: str | None) -> str:
    return "NULL" if text is None else "'" + text.replace(":", r"\:") + "'"


#: the store of a migrated database of release 0010
upgraded = upgraded_from("0010", release_0010())


def is_known(store: Store, entry: Entry) -> bool:
    return bool(store.articles.known({entry: entry_keys(entry, BITRIX, frozenset(), NOW)}, NOW))


def entry(link: str | None, title: str = "Другой", *, guid: str | None = None) -> Entry:
    return Entry(guid=guid, link=link, title=title, teaser="", published_at=NOW + timedelta(hours=1))


def test_what_an_older_release_stored_is_known_by_the_rules_of_now(upgraded: Store) -> None:
    assert is_known(upgraded, entry(SLASHED))
    assert is_known(upgraded, entry("https://s.kz/?id=7&a=1"))
    assert is_known(upgraded, entry("https://s.kz/a.php?id=7&cat=3"))
    assert is_known(upgraded, entry("https://s.kz/b.php?id=7&from=rss"))
    assert is_known(upgraded, entry("https://m.s.kz/c.html"))
    assert is_known(upgraded, entry("https://s.kz/other/", guid="77"))
    undated = Entry(guid=None, link=None, title='"Без даты"', teaser="", published_at=None)
    assert is_known(upgraded, undated)
    midnight = NOW.replace(day=1, hour=19)
    assert is_known(
        upgraded, Entry(guid=None, link=None, title="День", teaser="", published_at=midnight, day_only=True)
    )


def test_an_address_of_many_articles_and_a_front_page_are_no_keys(upgraded: Store) -> None:
    assert not is_known(upgraded, entry(SECTION))
    assert not is_known(upgraded, entry("https://s.kz/"))


def test_every_source_is_read_once_in_full(upgraded: Store) -> None:
    state = upgraded.sources.poll_state("bitrix")
    assert (state.etag, state.modified, state.body_hash) == (None, None, None)
    assert state.first_polled_at == NOW
