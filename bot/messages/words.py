"""The words in which a query is told, in each of the bot's languages.

A template names its parts in braces; what stands there is a Line, so that typed words stay bold. A language is added by
one more Words here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Formatter

from bot.messages.message import Line, Span


@dataclass(frozen=True, kw_only=True)
class Words:
    """How one language tells a query."""

    everything: str  #: {which} {but}: nothing but a language or a source is asked for
    articles: str  #: {which} {words} {but}
    which: str  #: {which}: in a language, from a source, with its space
    both: str  #: {first} {second}
    and_: str
    or_: str
    either: str  #: {first} {second}
    any_of: str  #: {words}, three or more
    but: str  #: {words} that must not be there
    but_which: str  #: {which} it must not be
    together: str  #: {first} {second} that must not both be there
    all_together: str  #: {words}, three or more
    exact_word: str  #: {word}
    exact_words: str
    side_by_side: str
    capitals: str
    beginning: str
    in_title: str
    only: str  #: {word} without the other names of its concept
    also: str  #: {names}, the other ones of a concept
    read_as: str  #: {query} in signs, where it was not read as it was typed
    left_out: str  #: {words} that are no requirements
    also_in: str  #: {names}, longer ones in which a followed word is only a part
    of_newest: str  #: {count}: so many articles were looked at for them
    leave_out: str  #: {name}, on a button
    nothing_on: str  #: {word} {other}: what was typed stands nowhere, this is spelled nearly so
    instead: str  #: {name}, on a button
    more: str  #: {count} of them that are not shown
    read_anew: str  #: above a follow that a newer grammar reads otherwise
    all_read_anew: str  #: above several
    more_follows: str  #: {count} {command}: those that are not shown
    not_wanted: str  #: {command} that changes a follow
    in_language: str  #: {names}
    from_source: str  #: {names}
    the_language: str  #: {name}, as one of several things that may be there
    the_source: str  #: {name}
    languages: Mapping[str, str]  #: as {names} of in_language
    language_names: Mapping[str, str]  #: as {name} of the_language


ENGLISH = Words(
    everything="all articles{which}{but}",
    articles="articles{which} with {words}{but}",
    which=" {which}",
    both="both {first} and {second}",
    and_="and",
    or_="or",
    either="either {first} or {second}",
    any_of="any of {words}",
    but=", but not {words}",
    but_which=", not {which}",
    together="both {first} and {second}",
    all_together="all of {words}",
    exact_word="the exact word “{word}”",
    exact_words="the exact words “{word}”",
    side_by_side="the words “{word}” together",
    capitals="{word} in capitals",
    beginning="words that begin with {word}",
    in_title="{word} in the headline",
    only="{word} (only this name)",
    also="also {names}",
    read_as="Read as: {query}",
    left_out=" · left out: {words}",
    also_in="Also in: {names}",
    of_newest=" · of the newest {count}",
    leave_out="Leave out {name}",
    nothing_on="Nothing on {word} yet. Did you mean {other}?",
    instead="{name} instead",
    more=" and {count} more",
    read_anew="I read this follow differently now:",
    all_read_anew="I read these follows differently now:",
    more_follows="And {count} more: {command}",
    not_wanted="Not what you want? Change it: {command}",
    in_language="in {names}",
    from_source="from {names}",
    the_language="the {name} language",
    the_source="the source {name}",
    languages={"en": "English", "ru": "Russian", "kk": "Kazakh"},
    language_names={"en": "English", "ru": "Russian", "kk": "Kazakh"},
)

RUSSIAN = Words(
    everything="все статьи{which}{but}",
    articles="статьи{which}, где есть {words}{but}",
    which=" {which}",
    both="и {first}, и {second}",
    and_="и",
    or_="или",
    either="либо {first}, либо {second}",
    any_of="хотя бы одно из ({words})",
    but=", кроме тех, где есть {words}",
    but_which=", кроме статей {which}",
    together="вместе {first} и {second}",
    all_together="вместе {words}",
    exact_word="точное слово «{word}»",
    exact_words="точные слова «{word}»",
    side_by_side="слова «{word}» подряд",
    capitals="{word} заглавными буквами",
    beginning="слова на {word}…",
    in_title="{word} в заголовке",
    only="{word} (только это название)",
    also="также {names}",
    read_as="Понято так: {query}",
    left_out=" · опущено: {words}",
    also_in="Есть и в названиях: {names}",
    of_newest=" · среди последних {count}",
    leave_out="Убрать «{name}»",
    nothing_on="Про {word} пока ничего нет. Может быть, {other}?",
    instead="Лучше «{name}»",
    more=" и ещё {count}",
    read_anew="Теперь я понимаю этот запрос иначе:",
    all_read_anew="Теперь я понимаю эти запросы иначе:",
    more_follows="И ещё {count}: {command}",
    not_wanted="Не то, что нужно? Измените: {command}",
    in_language="на {names}",
    from_source="из {names}",
    the_language="{name} язык",
    the_source="источник {name}",
    languages={"en": "английском", "ru": "русском", "kk": "казахском"},
    language_names={"en": "английский", "ru": "русский", "kk": "казахский"},
)

KAZAKH = Words(
    everything="{which}барлық мақалалар{but}",
    articles="{which}{words} бар{but} мақалалар",
    which="{which} ",
    both="{first} және {second} екеуі де",
    and_="және",
    or_="немесе",
    either="не {first}, не {second}",
    any_of="мыналардың бірі ({words})",
    but=", бірақ {words} жоқ",
    but_which=", {which} емес",
    together="{first} және {second} бірге",
    all_together="{words} бірге",
    exact_word="дәл «{word}» сөзі",
    exact_words="дәл «{word}» сөздері",
    side_by_side="қатар тұрған «{word}» сөздері",
    capitals="бас әріптермен жазылған {word}",
    beginning="{word}… деп басталатын сөздер",
    in_title="{word} (тақырыбында)",
    only="{word} (тек осы атауы)",
    also="сондай-ақ {names}",
    read_as="Былай түсінілді: {query}",
    left_out=" · ескерілмеді: {words}",
    also_in="Мына атауларда да бар: {names}",
    of_newest=" · соңғы {count} мақалада",
    leave_out="«{name}» керек емес",
    nothing_on="{word} туралы әзірге ештеңе жоқ. Мүмкін, {other}?",
    instead="Дұрысы «{name}»",
    more=" және тағы {count}",
    read_anew="Енді мына сұрауды басқаша түсінемін:",
    all_read_anew="Енді мына сұрауларды басқаша түсінемін:",
    more_follows="Тағы {count}: {command}",
    not_wanted="Керегі бұл емес пе? Өзгертіңіз: {command}",
    in_language="{names} тіліндегі",
    from_source="{names} дереккөзіндегі",
    the_language="{name} тілі",
    the_source="{name} дереккөзі",
    languages={"en": "ағылшын", "ru": "орыс", "kk": "қазақ"},
    language_names={"en": "ағылшын", "ru": "орыс", "kk": "қазақ"},
)

WORDS: Mapping[str, Words] = {"en": ENGLISH, "ru": RUSSIAN, "kk": KAZAKH}


def filled(template: str, **parts: Line) -> Line:
    """The template with lines in place of its braces."""
    made: list[Span] = []
    for literal, name, _, _ in Formatter().parse(template):
        made += [Span(literal)] if literal else []
        made += parts[name] if name else ()
    return tuple(made)


def joined(parts: Sequence[Line], last: str) -> Line:
    """`a, b and c`: the lines with commas between them, and a word before the last."""
    made: list[Span] = [*parts[0]]
    for place, part in enumerate(parts[1:], start=2):
        made += [Span(f" {last} " if place == len(parts) else ", "), *part]
    return tuple(made)
