"""How many articles of the archive contain each of some words."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import Connection, text

MAX_COUNTED = 50  #: articles counted for one word; that many means it is frequent
ANY = "wbe"  #: kinds of words as bot/matching/archive_words.py writes them: all of them
WRITTEN = "w"  #: words that stand in the text in their base form
IN_ANY_FORM = "wb"  #: base forms, in whichever form the word stands in the text
_SYNTAX = {"sqlite": (" OR ", '"{}{}"'), "postgresql": (" | ", "'{}{}'")}
#: each word is counted by itself: in one query for all, the databases would read every article of the frequent ones
_COUNT = {
    "sqlite": (
        "SELECT value, (SELECT count(*) FROM (SELECT 1 FROM article_words WHERE article_words MATCH value LIMIT :most))"
        " AS articles FROM json_each(:queries) WHERE articles > 0"
    ),
    "postgresql": (
        "SELECT value, articles FROM json_array_elements_text(CAST(:queries AS json)) AS value, LATERAL"
        " (SELECT count(*) AS articles FROM (SELECT 1 FROM article_words WHERE words @@ CAST(value AS tsquery)"
        " LIMIT :most) AS few) AS counted WHERE articles > 0"
    ),
}


def article_counts(db: Connection, words: Iterable[str], kinds: str) -> dict[str, int]:
    """The number of articles with each of these folded words, at most MAX_COUNTED; words without any are left out."""
    either, one = _SYNTAX[db.dialect.name]
    queries = {either.join(one.format(kind, word) for kind in kinds): word for word in words if word.isalnum()}
    if db.dialect.name == "postgresql":  # it underestimates a scan of all words
        db.execute(text("SELECT set_config('enable_seqscan', 'off', true)"))
    values = {"queries": json.dumps(list(queries)), "most": MAX_COUNTED}
    rows = db.execute(text(_COUNT[db.dialect.name]), values)
    return {queries[value]: articles for value, articles in rows}
