"""Headlines, dates and addresses of made-up news, the same at each run."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

ZONE = timezone(timedelta(hours=5))
NEWEST = datetime(2025, 11, 25, 18, 40, tzinfo=ZONE)

_RU = (
    ("Вторую линию метро", "Новый причал в порту", "Ремонт моста через реку", "Школу на окраине города", "Завод стекловолокна",
     "Закон о детских садах", "Ледовый дворец", "Тарифы на воду и тепло", "Цены на морковь и лук", "Автобусный парк"),
    ("откроют", "обсудили", "проверили", "построят", "осмотрели", "обновят", "показали жителям"),
    ("в Актау до конца весны", "на заседании правительства", "по просьбе жителей трёх районов", "после двух лет споров",
     "за счёт бюджета области", "к началу учебного года", "вместе с соседней областью, рассказали в акимате"),
)  # fmt: skip
_EN = (
    ("A second metro line", "The new pier of the port", "A bridge over the river", "A school in the old town", "The glass fibre works",
     "A law on kindergartens", "The ice arena", "Prices of water and heating", "Carrot and onion prices", "The bus depot"),
    ("will open", "was discussed", "is inspected", "gets its money", "is shown to residents", "waits for approval", "returns"),
    ("in Aktau by the end of spring", "at a government meeting", "at the request of three districts", "after two years of dispute",
     "with funds of the region", "before the school year", "together with the neighbouring region, the mayor's office said"),
)  # fmt: skip
_KK = (
    ("Метроның екінші желісі", "Порттың жаңа айлағы", "Өзен үстіндегі көпір", "Қала шетіндегі мектеп", "Шыны талшық зауыты",
     "Балабақша туралы заң", "Мұз сарайы", "Су мен жылу бағасы", "Сәбіз бен пияз бағасы", "Автобус паркі"),
    ("ашылады", "талқыланды", "тексерілді", "салынады", "көрсетілді", "жаңарады", "қайта қаралды"),
    ("Ақтауда көктемнің соңына дейін", "үкімет отырысында", "үш ауданның өтінішімен", "екі жылғы даудан кейін",
     "облыс бюджеті есебінен", "оқу жылының басына дейін", "көрші облыспен бірге, деді әкімдікте"),
)  # fmt: skip
_WORDS = {"ru": _RU, "en": _EN, "kk": _KK}
_LETTERS = dict(zip("абвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюяә", ["a", "b", "v", "g", "g", "d", "e", "e", "zh", "z", "i", "i", "k", "q", "l", "m", "n", "n", "o", "o", "p", "r", "s", "t", "u", "u", "u", "f", "h", "h", "c", "ch", "sh", "sch", "-", "y", "i", "-", "e", "yu", "ya", "a"], strict=True))  # fmt: skip
_MONTHS = {
    "ru": [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "kk": [
        "қаңтар",
        "ақпан",
        "наурыз",
        "сәуір",
        "мамыр",
        "маусым",
        "шілде",
        "тамыз",
        "қыркүйек",
        "қазан",
        "қараша",
        "желтоқсан",
    ],
}


@dataclass(frozen=True)
class Story:
    title: str
    at: datetime
    number: int
    slug: str
    teaser: str

    def month(self, language: str) -> str:
        return _MONTHS[language][self.at.month - 1]


@dataclass
class Front:
    """A front page, and what the right list gives."""

    html: str
    stories: Sequence[Story]
    links: Sequence[str]  #: as written
    dated: bool = True
    optional: frozenset[str] = frozenset()  #: addresses that may be in the list or not: a hero
    base: str = "https://news.example/"
    titled: bool = True  #: False: no element says the headline alone


def slug(title: str) -> str:
    return "-".join("".join(_LETTERS.get(char, char if char.isalnum() else " ") for char in title.lower()).split())[
        :70
    ].strip("-")


def stories(
    number: int, *, language: str = "ru", seed: int = 1, step: int = 37, newest: datetime = NEWEST
) -> list[Story]:
    """The newest first."""
    what, does, how = _WORDS[language]
    chosen = random.Random(f"{language}{seed}").sample(range(len(what) * len(does) * len(how)), number)
    found = []
    for place, each in enumerate(chosen):
        one, rest = each % len(what), each // len(what)
        title = f"{what[one]} {does[rest % len(does)]} {how[rest // len(does)]}"
        other = how[(rest + 3) % len(how)]
        teaser = f"{what[(one + 4) % len(what)]}: {other}. {does[(rest + 2) % len(does)].capitalize()} {how[(rest + 5) % len(how)]}."
        at = newest - timedelta(minutes=step * place + (place * 7) % 11)
        found.append(Story(title, at, 1377980000 + seed * 977 - place * 13, slug(title), teaser))
    return found


def links_of(found: Sequence[Story], address: Callable[[Story], str]) -> list[str]:
    return [address(story) for story in found]


class Shapes(list[Callable[[], Front]]):
    """The pages of a file, each made by a function: `@shape`."""

    def __call__(self, make: Callable[[], Front]) -> Callable[[], Front]:
        self.append(make)
        return make
