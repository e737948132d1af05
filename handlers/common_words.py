"""Words so common that following nothing but them would bring every article."""

from __future__ import annotations

from bot.matching.query import Query, Term

ENGLISH = (
    "a about after all also an and any are as at be because been before but by can could did do does for from had has "
    "have he her his how i if in into is it its may more most new no not of on one only or other our out over s said "
    "she so some such than that the their them then there these they this to two up was we were what when where which "
    "who will with would year years you your"
)
RUSSIAN = (
    "и в во не на я он она они оно мы вы что как с со а то все всё это этот эта эти к ко у же за бы по от о об из до "
    "для при или но если его её ее их был была были быть есть так также только уже год года лет который которые после"
)
KAZAKH = (
    "және мен бен пен да де та те бұл сол осы ол олар біз сіз бір үшін туралы деп бойынша болды болып бар жоқ емес "
    "жылы жыл кейін дейін арқылы ғана өз"
)
COMMON_WORDS = frozenset(f"{ENGLISH} {RUSSIAN} {KAZAKH}".split())


def nothing_but_common(query: Query) -> bool:
    """Would nearly every article answer, whatever the exclusions? Each part then has a very common alternative."""
    return all(any(_common(term) for term in group) for group in query.all_of)


def _common(term: Term) -> bool:
    """A phrase of several words is never common; neither are capitals (IT, US)."""
    return not term.capitals and len(term.words) == 1 and term.words[0].casefold() in COMMON_WORDS
