"""A database that holds reasons as English sentences is migrated to texts with their parts."""

from __future__ import annotations

import json

from sqlalchemy import func, select

from bot.i18n.keys import from_json, to_json
from bot.i18n.text import Phrase
from bot.i18n.translator import ENGLISH
from bot.storage import schema as t
from bot.storage.store import Store
from tests.storage.conftest import NOW
from tests.storage.old_releases import AT, upgraded_from

PLACE = "https://kt.example/(new) place"
MOVED = f"redirected to another place: {PLACE}"
#: what was stored, its key, and the parts that are no text themselves
SENTENCES: tuple[tuple[str, str, dict[str, str | int]], ...] = (
    ("answered 599", "intake.answered", {"status": "599"}),
    ("answered 502 Bad Gateway", "intake.answered_with_name", {"status": "502", "phrase": "Bad Gateway"}),
    ("answered HTML in place of a feed", "intake.html_for_feed", {}),
    ("answered nothing in place of a feed", "intake.nothing_for_feed", {}),
    ("answered a broken gzip body", "intake.broken_gzip", {}),
    ("answered in an encoding that was not asked for: br", "intake.other_encoding", {"encoding": "br"}),
    ("did not answer within 30 s", "intake.no_answer_in_time", {"seconds": "30"}),
    ("could not be reached: no such host", "intake.not_reached", {}),
    ("could not be reached: Connection refused", "intake.not_reached", {"reason": "Connection refused"}),
    ("has no address that can be fetched", "intake.unusable_address", {}),
    ("is no http or https address", "intake.other_scheme", {}),
    ("asked to be left alone for a while", "intake.asked_to_wait", {}),
    (MOVED, "intake.redirected", {"url": PLACE}),
    (f"{MOVED} (which answered 404 Not Found)", "intake.redirected_to_failure", {"url": PLACE}),
    (f"{MOVED} (answered HTML in place of a feed)", "intake.redirected_to_other", {"url": PLACE}),
    ("redirected more than 5 times", "intake.redirected_too_often", {"count": 5}),
    ("robots.txt asks not to read this page", "intake.robots_refused", {}),
    ("robots.txt did not answer within 0.3 s", "intake.robots_not_read", {}),
    ("body over 1.5 MB", "intake.body_too_large", {"megabytes": "1.5"}),
    ("what it answered is no feed", "intake.no_feed", {}),
    ("the feed can't be read: OverflowError", "intake.feed_unreadable", {"error": "OverflowError"}),
    ("the page is empty", "intake.page_empty", {}),
    ("no article text on the page", "intake.page_without_text", {}),
    ("the page has nothing at 'div.a > p'", "intake.page_without_body", {"selector": "div.a > p"}),
    ("the page has nothing at 'p[id=\"a\"]'", "intake.page_without_body", {"selector": 'p[id="a"]'}),
    ("the page can't be read", "intake.page_broken", {}),
    ("the page can't be read: ValueError", "intake.page_unreadable", {"error": "ValueError"}),
    ("takes longer than 15 s to read", "intake.too_slow", {"seconds": "15"}),
    ("killed its reader (exit -9)", "intake.killed_reader", {"code": "-9"}),
    ("needs too much memory to read", "intake.too_much_memory", {}),
    ("can't be read: KeyError", "intake.unreadable", {"error": "KeyError"}),
    ("Сайт: 100 % {жабық}\nand more", "common.plain_words", {"words": "Сайт: 100 % {жабық}\nand more"}),
)  # fmt: skip


MANY = 10_001  #: articles, which is more than a batch


def quoted(sentence: str) -> str:
    return "'" + sentence.replace("'", "''").replace(":", r"\:") + "'"


def release_0007() -> list[str]:
    """A source and an article for each sentence, and one of each without."""
    source = "INSERT INTO source (key, name, language, every, enabled, failures, last_error) VALUES "
    article = (
        "INSERT INTO article (source_key, title, teaser, published_at, first_seen_at, page_state, page_attempts, "
        "silent, page_error) VALUES "
    )
    stored = [quoted(sentence) for sentence, _, _ in SENTENCES] + ["NULL"]
    return [
        *(f"{source}('s{place:02}', 'KT', 'en', 300, true, 1, {words})" for place, words in enumerate(stored)),
        *(f"{article}('s00', 'T', '', {AT}, {AT}, 'given_up', 1, false, {words})" for words in stored),
        f"{article.removesuffix('VALUES ')}"
        f"WITH RECURSIVE many (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM many WHERE number < {MANY}) "
        f"SELECT 's00', 'Many', '', {AT}, {AT}, 'given_up', 1, false, 'the page is empty' FROM many",
    ]


#: the store of a migrated database of release 0007
upgraded = upgraded_from("0007", release_0007())


def key_of(phrase: Phrase) -> str:
    return str(json.loads(to_json(phrase))["text"])


def plain_parts(phrase: Phrase) -> dict[str, str | int]:
    return {name: part for name, part in phrase.parts.items() if not isinstance(part, Phrase)}


def test_each_sentence_is_converted_to_its_text(upgraded: Store) -> None:
    *reasons, none = [health.last_error for health in upgraded.sources.health(NOW)]
    assert none is None
    found = [(ENGLISH(each), key_of(each), plain_parts(each)) for each in reasons if each is not None]
    assert found == list(SENTENCES)


def test_the_reasons_of_pages_are_converted_too(upgraded: Store) -> None:
    with upgraded.database.engine.connect() as db:
        *reasons, none = db.scalars(
            select(t.article.c.page_error).where(t.article.c.title == "T").order_by(t.article.c.id)
        )
    assert none is None
    assert [ENGLISH(from_json(each)) for each in reasons] == [sentence for sentence, _, _ in SENTENCES]


def test_a_text_within_a_text_is_one(upgraded: Store) -> None:
    reasons = {ENGLISH(each.last_error): each.last_error for each in upgraded.sources.health(NOW) if each.last_error}
    within = [
        reasons["could not be reached: no such host"].parts["reason"],
        reasons[f"{MOVED} (which answered 404 Not Found)"].parts["error"],
        reasons["robots.txt did not answer within 0.3 s"].parts["error"],
    ]
    assert [key_of(each) for each in within if isinstance(each, Phrase)] == [
        "platforms.no_such_host",
        "intake.answered_with_name",
        "intake.no_answer_in_time",
    ]


def test_more_articles_than_a_batch_are_converted(upgraded: Store) -> None:
    with upgraded.database.engine.connect() as db:
        stored = db.scalars(select(t.article.c.page_error).where(t.article.c.title == "Many").distinct()).all()
        count = db.scalar(select(func.count()).where(t.article.c.title == "Many"))
    assert (count, [ENGLISH(from_json(each or "")) for each in stored]) == (MANY, ["the page is empty"])
