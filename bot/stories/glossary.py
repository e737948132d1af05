"""Words of news in three languages, each row one thing: what lets a Kazakh, a Russian and an English text share words.

Concepts (config/concepts.toml) are what people follow; these are the ordinary words around them: fire, court, school.
Base forms only, as `bot.language.forms.bases` gives them; of verbs the Kazakh name of the action (жөндеу). A row is
"English | Russian | Kazakh", its first word is its key, and an indented line goes on with the row above. A word that
means several things in news stands in the row of the usual one, or in none.
"""

from __future__ import annotations

from bot.stories import glossary_affairs, glossary_events

LANGUAGES = ("en", "ru", "kk")


def read(rows: str) -> dict[str, dict[str, str]]:
    """The key of each word, by language."""
    found: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    for row in filter(None, rows.replace("\n  ", " ").splitlines()):
        sides = [side.split() for side in row.split("|")]
        for language, side in zip(LANGUAGES, sides, strict=True):
            for word in side:
                found[language].setdefault(word, sides[0][0])
    return found


GLOSSARY = read(glossary_events.ROWS + glossary_affairs.ROWS)
