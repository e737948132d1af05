"""Relational adjectives of Russian, by letters alone: of a place, and as the first part of a compound.

    Актау ─ relational ─▶ актауский          российский ─ compound_first ─▶ российско ─ adjectives_begun ─▶ российский

Words come folded (lower case, е for ё).
"""

from __future__ import annotations

import re

#: what no rule says: the adjective, and the older one beside it
_IRREGULAR = {
    "алматы": ("алматинский",),
    "англия": ("английский",),
    "астана": ("астанинский",),
    "балтика": ("балтийский",),
    "венгрия": ("венгерский",),
    "греция": ("греческий",),
    "грузия": ("грузинский",),
    "европа": ("европейский",),
    "италия": ("итальянский",),
    "казахстан": ("казахстанский", "казахский"),
    "канада": ("канадский",),
    "китай": ("китайский",),
    "кыргызстан": ("кыргызстанский", "кыргызский", "киргизский"),
    "норвегия": ("норвежский",),
    "прага": ("пражский",),
    "рига": ("рижский",),
    "таджикистан": ("таджикистанский", "таджикский"),
    "туркменистан": ("туркменистанский", "туркменский"),
    "турция": ("турецкий",),
    "узбекистан": ("узбекистанский", "узбекский"),
    "украина": ("украинский",),
    "франция": ("французский",),
    "чехия": ("чешский",),
    "швеция": ("шведский",),
    "швейцария": ("швейцарский",),
}
#: the end of a place and what takes its place, the likeliest first; the first row that fits counts
_RULES = tuple(
    (re.compile(f"(.+){end}"), adjectives)
    for end, adjectives in (
        ("(?:[сц]кий|[оы]й|ое|ая)", ()),  # Грозный, Боровое: adjectives already
        ("(?<=[сц]к)", ("ий",)),  # Уральск, Троицк
        ("(?<=л)[ья]?", ("ьский",)),  # Арал, Кызылколь
        ("(?<=л)[аыио]", ("ьский", "инский", "ийский")),  # Тула, Шентала, Чили
        ("ка", ("ский", "канский", "кинский")),  # Вишневка, Мексика
        ("ея", ("ейский",)),  # Корея
        ("(?<=н)ия", ("ский", "ийский")),  # Германия, Кения
        ("ия", ("ийский", "ский")),  # Россия, Молдавия
        ("ий", ("ийский",)),  # Каспий
        ("(?:ье|ья)", ("ский", "ьинский")),  # Поволжье, Сырдарья
        ("(?<=[вн])о", ("ский",)),  # Щучино
        ("(?<=[вн])[аы]", ("ский", "инский", "ненский")),  # Медина, Хива, Тосна
        ("(?<=[бгдзмпрстфхжчшщк])[аы]", ("инский", "ский", "ийский", "енский")),  # Воркута, Анапа, Уганда, Пенза
        ("(?<=[бвгджзкмнпрстфхцчшщ])и", ("инский", "ский", "ийский")),  # Сочи, Тбилиси, Миссури
        ("(?<=[бвгджзкмнпрстфхцчшщ])[ое]", ("ский", "инский", "ийский")),  # Чикаго, Туапсе
        ("(?<=[оаеи])[еи]", ("йский",)),  # Навои
        ("ь", ("ский", "ьский")),  # Сибирь
        ("(?<=ец)", ("кий",)),  # Донец
        ("", ("ский", "овский")),  # Шымкент, Актау, Крым and Днепр
    )
)
_FIRST_PART = re.compile(".{2,}[сц]ко")
_ADJECTIVE = re.compile("(.{2,})(?:ый|ой|(?<=[гкх])(ий)|(ий))")


def relational(place: str) -> tuple[str, ...]:
    """The relational adjectives that a place may have, the likeliest first: Воркута → воркутинский, воркутский."""
    if place in _IRREGULAR:
        return _IRREGULAR[place]
    for form, adjectives in _RULES:
        found = form.fullmatch(place)
        if found:
            return tuple(found[1] + adjective for adjective in adjectives)
    return ()


def compound_first(adjective: str) -> str:
    """As what an adjective begins a compound: российский → российско, синий → сине; "" of no adjective."""
    found = _ADJECTIVE.fullmatch(adjective)
    return found[1] + ("е" if found[3] else "о") if found else ""


def adjectives_begun(word: str) -> tuple[str, ...]:
    """The adjective in -ский that begins a compound: российско- is российский. No others, for важно is an adverb."""
    return (word[:-1] + "ий",) if _FIRST_PART.fullmatch(word) else ()
