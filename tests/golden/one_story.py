"""What an alert shows as others write of the same event, and what comes later."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.messages.folded import folded
from bot.messages.message import Message
from bot.messages.single import single
from bot.messages.summary import AlertContext
from bot.model import ChatKind, Delivery, Task, TaskState
from tests.builders import NOW, article, default_concepts, delivery, reason
from tests.golden.talk import Talk

ZONE = "Asia/Almaty"
COURIER = "The Steppe Courier"
TITLE = "Sixty firefighters put out a fire in the port of Aktau"
FIRST = article(TITLE, source_name=COURIER, teaser="The fire covered 1,200 square metres. Nobody was hurt.")
RUSSIAN = article(
    "Пожар в порту Актау потушили шестьдесят пожарных",
    id=8,
    source_name="Степной курьер",
    language="ru",
    teaser="Площадь пожара составила 1200 квадратных метров. Никто не пострадал.",
    published_at=NOW + timedelta(minutes=10),
)
KAZAKH = article(
    "Ақтау портындағы өртті алпыс өрт сөндіруші сөндірді",
    id=9,
    source_name="Дала шабарманы",
    language="kk",
    teaser="Өрттің аумағы 1200 шаршы метр болды. Ешкім зардап шеккен жоқ.",
    published_at=NOW + timedelta(minutes=25),
)
LATER = article(
    "Fire in the port of Aktau: the damage is 45 million tenge",
    id=10,
    source_name=COURIER,
    published_at=NOW + timedelta(hours=4),
)
AKTAU = replace(reason("Aktau", TITLE, "Aktau"), canonical="@aktau")
CONTEXT = AlertContext(concepts=default_concepts(), languages=frozenset({"en", "ru", "kk"}))
OWED = delivery(FIRST, AKTAU)
TAKEN = Task(state=TaskState.TAKEN, person_name="Aliya", changed_at=NOW)


def scene(talk: Talk) -> None:
    """The scene, in the language of the talk."""
    others = tuple(replace(RUSSIAN, id=20 + place, published_at=NOW - timedelta(days=place)) for place in range(14))
    damage = replace(OWED, article=LATER, reply_to="1", new_sentences=("A spark from welding work caused it.",))
    talk.scene("One alert per story").shows("news", _shown(talk, OWED))
    talk.shows("edited", _shown(talk, replace(OWED, also=(RUSSIAN, KAZAKH))))
    talk.shows(
        "edited: Kazakh is preferred", _shown(talk, replace(OWED, also=(RUSSIAN, KAZAKH), languages=("kk", "en")))
    )
    talk.shows("edited: taken meanwhile", _shown(talk, replace(OWED, kind=ChatKind.GROUP, also=(KAZAKH,), task=TAKEN)))
    talk.shows("edited: many", _shown(talk, replace(OWED, also=others)))
    talk.shows("a reply", _shown(talk, damage))
    talk.shows("a reply in a channel", _shown(talk, replace(damage, kind=ChatKind.CHANNEL)))
    alone = replace(OWED, article=KAZAKH, alone_for=timedelta(hours=6))
    talk.shows("a reply, in one language only", _shown(talk, replace(damage, alone_for=timedelta(hours=6))))
    several = [replace(OWED, also=(RUSSIAN, KAZAKH)), alone, damage]
    translate = talk.room.rules.translators(talk.language)
    talk.shows("several at once", folded(several, ZONE, NOW, translate=translate, context=CONTEXT)[0])


def _shown(talk: Talk, owed: Delivery) -> Message:
    translate = talk.room.rules.translators(talk.language)
    return single(owed, ZONE, NOW + timedelta(hours=5), translate=translate, context=CONTEXT)
