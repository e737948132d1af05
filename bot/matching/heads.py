"""Head nouns, which make a place's name part of another name: Abai Street, река Аксай, Қорғас өзені, клуб «Каспий».

A follow of a place does not mean the street, the river or the club that is named after it. The lists are base forms.
A town's streets and schools are news of the town, so what may be "of" a place as well as named after it (улицы Алматы,
театр Астаны) counts only where the place's name is in quotes, or can't be a genitive.
"""

from __future__ import annotations

import re

from bot.language.common import words


def _possessed(noun: str) -> str:
    """A Kazakh noun with its possessive ending: көше, көшесі; клуб, клубы; қорық, қорығы."""
    front = [letter for letter in noun if letter in "әөүіеэаоұыяёую"][-1] in "әөүіеэ"
    voiced = noun[:-1] + {"к": "г", "қ": "ғ", "п": "б"}.get(noun[-1], noun[-1])
    ending = "сі" if front else "сы"
    return voiced + (ending if noun[-1] in "әөүіеэаоұыяё" else ending[1:])


#: after the name, with a capital, in English: Abai Street, Aksai River, Atyrau FC; and in front of it: FC Astana
ENGLISH_AFTER = words(
    "street st avenue ave road rd boulevard blvd lane river lake creek district county microdistrict hotel fc bc hc"
)
ENGLISH_BEFORE = words("fc bc hc river lake mount hotel")
#: the same in lower case: the ship Aktau
ENGLISH_SHIPS = words("ship vessel ferry tanker steamer yacht icebreaker dredger barge")

#: in front of the name, in Russian: река Аксай, село Достык, имени Абая
RUSSIAN = words(
    """
    река речка ручей озеро водохранилище канал ледник перевал ущелье урочище хребет пик село аул поселок деревня станица
    разъезд станция район микрорайон гора сопка вершина остров залив мыс фк хк бк вк мфк
    """
)
#: abbreviations, which count only with a full stop, and the full words; a single letter may be an initial too
RUSSIAN_SHORT = {
    "р": "река", "с": "село", "п": "поселок", "пос": "поселок", "ст": "станция", "оз": "озеро", "мкр": "микрорайон",
    "мкрн": "микрорайон", "им": "имени", "ул": "улица", "пр": "проспект", "просп": "проспект", "пер": "переулок",
    "бул": "бульвар",
}  # fmt: skip
#: those that are understood without the full stop too
RUSSIAN_SHORT_ALONE = words("мкр мкрн просп ул")
#: with a hyphen, in any case, before the name: пр-т Алматы, в р-не Алатау; after an adjective: в Жамбылском р-не
RUSSIAN_HYPHENED = re.compile(r"(?<!\w)(?:пр|р|б|пер|пл|наб)-(?:н|т|р|к|д|щ)?(?:[аеую]|ом)?\s+[«“„\"]?$")
RUSSIAN_HYPHENED_AFTER = re.compile(r"\s+(?:р|пр|б)-(?:н|т|р)?(?:[аеую]|ом)?\b")
#: in front of it, in the singular: улица Алматы; улицы Алматы are the town's
RUSSIAN_STREETS = words(
    """
    улица улице улицу улицей проспект проспекта проспекту проспектом проспекте шоссе бульвар бульвара бульвару
    бульваром бульваре переулок переулка переулку переулком переулке площадь площадью имени
    """
)
#: the same, which may be plural: on площади Астана; but улицы Алматы, whose name has no cases, are the town's
RUSSIAN_STREETS_OF = words("площади улицы")
#: after an adjective made of the name: Алматинская улица, Жамбылский район
RUSSIAN_AFTER_ADJECTIVE = words("улица проспект переулок шоссе площадь район бульвар")
#: in front of a name in quotes: клуб «Каспий», гостиница «Алматы»
RUSSIAN_BEFORE_QUOTED = words(
    """
    улица проспект площадь клуб команда велокоманда гостиница отель ресторан кафе санаторий пансионат кинотеатр театр
    стадион газета журнал телеканал радио теплоход корабль судно танкер трц тц тд жк бц парк сквер совхоз колхоз тоо
    ансамбль хор школа лицей гимназия колледж завод фабрика банк компания фирма марка рынок базар музей футболист
    хоккеист баскетболист телекомпания агентство издание портал партия гонщик велогонщик спортсмен игрок капитан форвард
    легионер болельщик фанат паром яхта катер баржа лайнер ледокол сухогруз самолет метро центр комплекс дворец спорт
    культура нацпарк заповедник заказник опера комбинат холдинг фонд поезд
    вода лимонад пиво сок чай молоко колбаса сыр шоколад печенье
    магазин супермаркет коньяк вино водка конфета кондитерская пекарня столовая
    """
)

#: in front of a title in quotes, wherever the name is in it: газета «Советская Россия»
RUSSIAN_BEFORE_TITLES = words(
    "газета журнал телеканал радио портал издание ресторан кафе санаторий магазин конфета вино"
)

#: after the name, in Kazakh, in the singular and with its possessive end: Жамбыл көшесі, Алатау ауданы, Қорғас өзені
KAZAKH = words(
    """
    көше даңғыл аудан шағынаудан мөлтекаудан ықшамаудан бульвар тұйық өзен көл тау асу шатқал мұздық қорық саябақ ауыл
    аул кент бекет станса станция бөген клуб
    """
)
#: after it, at the beginning of a word: of a district, abbreviated, in two words
KAZAKH_AFTER = re.compile(
    r"\s+(?:ауд\b|аудандық|ауылдық|[шмы]/а\b|а/о\b|к-сі|көш\.|даңғ\.|(?:шағын|мөлтек|ықшам) аудан|орта мектебі)"
)
#: in front of it, in Kazakh; and what is called "by the name of"
KAZAKH_BEFORE = words("фк хк бк вк")
KAZAKH_NAMED = "атынд"
#: after a name in quotes: «Қазақстан» телеарнасы, «Каспий» командасы
KAZAKH_AFTER_QUOTED = KAZAKH | words(
    """
    команда арна айдын қонақүй мейманхана мейрамхана кинотеатр театр стадион газет журнал телеарна радио ансамбль мектеп
    лицей гимназия колледж мешіт базар зауыт фабрика банк компания фирма музей агенттік портал партия футбол хоккей жшс
    сауда мәдениет демалыс санаторий пансионат кеме паром орталық кешен сарай қор холдинг комбинат опера
    """
)

#: words of sport: in a sentence with one of them a place in quotes is a team
SPORT = words(
    """
    футбол футболист футболшы хоккей хоккеист хоккейші матч клуб команда чемпионат лига кубок тур тренер вратарь гол
    полузащитник нападающий защитник сезон арена баскетбол волейбол бапкер қақпашы жартылай доп ойын мяч забить ворота
    пенальти ничья плей-офф шайба обыграть велогонка гонщик велогонщик легионер соперник гонка
    """
)

# ------------------------------------------------------------------------------- head nouns of any followed word

#: For the longer names that contain a followed word (longer_names.py), also where these nouns are in lower case: Жеңіс
#: даңғылы. They follow the name in English and, with a possessive ending, in Kazakh; they precede it in Russian. Only
#: nouns of things that are named after a place without being part of it: a town's mayor and airport are the town's.
HEADS_ENGLISH = ENGLISH_AFTER | words("square region mine")
HEADS_RUSSIAN = RUSSIAN | RUSSIAN_AFTER_ADJECTIVE | words("область имени шахта")
HEADS_RUSSIAN_QUOTED = RUSSIAN_BEFORE_QUOTED | words("фонд")
HEADS_KAZAKH = words("атындағы") | {
    _possessed(head)
    for head in KAZAKH
    | words(
        """
        алаң облыс канал мектеп лицей гимназия университет колледж театр музей мұражай кинотеатр қонақүй орталық стадион
        шахта
        """
    )
}
