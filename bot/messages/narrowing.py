"""A follow made narrower or wider, written as it was typed: in headlines only, in one language only; and which it is.

Query ─ narrowed ─▶ another Query ─ retyped ─▶ `title:waste title:Aktau`, in the words that were typed
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from bot.errors import QueryError
from bot.matching.concepts import Concepts
from bot.matching.doubts import contradiction
from bot.matching.grammar import parse
from bot.matching.query import LANGUAGES, Field, Query, Term
from bot.matching.tree import ordered, sorted_terms
from bot.messages.retyped import in_headlines, retyped

Groups = tuple[tuple[Term, ...], ...]


def in_headlines_only(query: Query) -> bool:
    """Does every word that it asks for have to be in the headline?"""
    words = [term for term in _terms(query.all_of) if term.field not in (Field.LANG, Field.SOURCE)]
    return bool(words) and all(term.field is Field.TITLE for term in words)


def only_languages(query: Query) -> tuple[str, ...]:
    """The languages that it keeps to; (): all."""
    return tuple(dict.fromkeys(term.words[0] for term in _terms(query.all_of) if term.field is Field.LANG))


def is_exact(query: Query) -> bool:
    """Does it ask for words just as they are written, without other names?"""
    words = [term for term in _terms(query.all_of) if term.field in (Field.TEXT, Field.TITLE)]
    return bool(words) and all(term.quoted or term.only for term in words)


def untuned(query: Query) -> Query:
    """What it was before it was narrowed: in the whole text, in all languages, without words left out."""
    groups = _in_all_languages(_in_whole_text(query.all_of))
    return Query(all_of=ordered(map(sorted_terms, groups)))


def narrowed(query: Query, typed: str, how: str, concepts: Concepts) -> str | None:
    """The follow narrowed or widened: "title", "text", "en", "ru", "kk" or "all"; None: it can't be, or is so already.

    Also None where it would get too long.
    """
    if how == "title":
        made = in_headlines(query)
        return retyped(made, typed, concepts) if made else None
    change = _CHANGES.get(how)
    groups = change(query.all_of) if change else ()
    if not groups or groups == query.all_of:
        return None
    return retyped(replace(query, all_of=ordered(map(sorted_terms, groups))), typed, concepts)


def without_word(typed: str, canonical: str, word: str, concepts: Concepts) -> str | None:
    """The follow with a word left out: `Алматы -концерт`; None: it can't be, it is so already, or it gets too long."""
    same = parse(canonical, concepts)
    for text in (typed, canonical):  # what was typed may be read differently by now
        longer = f"{text} -{word}"
        try:
            read = parse(longer, concepts)
            if parse(text, concepts) == same and read.all_of == same.all_of:
                return longer if read != same and contradiction(read, concepts) is None else None
        except QueryError:
            continue
    return None


def _terms(groups: Groups) -> Iterable[Term]:
    return (term for group in groups for term in group)


def _in_whole_text(groups: Groups) -> Groups:
    return tuple(
        tuple(replace(term, field=Field.TEXT) if term.field is Field.TITLE else term for term in group)
        for group in groups
    )


def _in_language(code: str) -> Callable[[Groups], Groups]:
    def change(groups: Groups) -> Groups:
        return (*_in_all_languages(groups), (Term(words=(code,), field=Field.LANG),))

    return change


def _in_all_languages(groups: Groups) -> Groups:
    return tuple(group for group in groups if any(term.field is not Field.LANG for term in group))


_CHANGES: Mapping[str, Callable[[Groups], Groups]] = {
    "text": _in_whole_text,
    "all": _in_all_languages,
    **{code: _in_language(code) for code in sorted(set(LANGUAGES.values()))},
}
