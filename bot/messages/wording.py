"""What is followed, in words: "articles with both waste and Aktau, but not metro"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.matching.query import Query, Term
from bot.messages.text import shorten, tidy

SHOWN_LIMIT = 60  #: of a follow named in a text


def described(query: Query, typed: str) -> str:
    """The query in words, its words spelled as they were typed."""
    spelled = {word.casefold(): word for word in re.findall(r"[^\W_]+", typed)}
    groups = [[_term(term, spelled) for term in group] for group in query.all_of]
    said = f"articles with {_groups(groups)}"
    if query.none_of:
        said += f", but not {_joined([_term(term, spelled) for term in query.none_of], 'or')}"
    return said


def shown(typed: str) -> str:
    """A follow as it is named in a text or on a button."""
    return shorten(tidy(typed), SHOWN_LIMIT)


def _groups(groups: Sequence[Sequence[str]]) -> str:
    if len(groups) == 2 and all(len(group) == 1 for group in groups):
        return f"both {groups[0][0]} and {groups[1][0]}"
    alone = len(groups) == 1
    return _joined([_group(group) for group in groups], "and") if not alone else _group(groups[0])


def _group(terms: Sequence[str]) -> str:
    if len(terms) == 1:
        return terms[0]
    return f"{'either' if len(terms) == 2 else 'any of'} {_joined(terms, 'or')}"


def _joined(parts: Sequence[str], word: str) -> str:
    if len(parts) == 1:
        return parts[0]
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def _term(term: Term, spelled: dict[str, str]) -> str:
    text = " ".join(spelled.get(word.casefold(), word) for word in term.words)
    if term.quoted:
        return f"the exact {'word' if len(term.words) == 1 else 'words'} “{text}”"
    if term.capitals:
        return f"{text.upper()} in capitals"
    return text if len(term.words) == 1 else f"the words “{text}” together"
