"""Which of some words the archive holds."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import Connection, text

MOST_COUNTED = 50  #: articles of one word; that is frequent
ANY = "wbe"  #: kinds of words as bot/matching/archive_words.py writes them: their bases, and what is written otherwise
WRITTEN = "w"  #: what stands in a text so, and is a base
IN_ANY_FORM = "wb"  #: a base, in whichever form it stands in the text
#: the words are counted each for itself: all together, the databases would read every article of the frequent ones
_SPELLED = {"sqlite": (" OR ", '"{}{}"'), "postgresql": (" | ", "'{}{}'")}
_COUNTED = {
    "sqlite": (
        "SELECT value, (SELECT count(*) FROM (SELECT 1 FROM article_words WHERE article_words MATCH value LIMIT :most))"
        " AS articles FROM json_each(:asked) WHERE articles > 0"
    ),
    "postgresql": (
        "SELECT value, articles FROM json_array_elements_text(CAST(:asked AS json)) AS value, LATERAL (SELECT count(*)"
        " AS articles FROM (SELECT 1 FROM article_words WHERE words @@ CAST(value AS tsquery) LIMIT :most) AS few)"
        " AS counted WHERE articles > 0"
    ),
}


def articles_holding(db: Connection, words: Iterable[str], kinds: str) -> dict[str, int]:
    """How many articles hold each of these folded words, MOST_COUNTED at most; those that none holds are left out."""
    either, one = _SPELLED[db.dialect.name]
    asked = {either.join(one.format(kind, word) for kind in kinds): word for word in words if word.isalnum()}
    if db.dialect.name == "postgresql":  # it takes reading all words for cheap
        db.execute(text("SELECT set_config('enable_seqscan', 'off', true)"))
    values = {"asked": json.dumps(list(asked)), "most": MOST_COUNTED}
    rows = db.execute(text(_COUNTED[db.dialect.name]), values)
    return {asked[value]: articles for value, articles in rows}
