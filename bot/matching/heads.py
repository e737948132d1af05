"""Nouns that make a place's name a part of another name: Abai Street, река Аксай, Қорғас өзені, клуб «Каспий».

Who follows a place does not mean the street, the river or the club that is called after it. The lists hold base forms.
A town's streets and schools are news of the town, so what may be "of" a place as well as called after it (улицы Алматы,
театр Астаны) counts only where the place's name is in quotes, or can't be a genitive.
"""

from __future__ import annotations

from bot.language.common import words


def _possessed(noun: str) -> str:
    """A Kazakh noun with the ending of what belongs to something: көше, көшесі; клуб, клубы; қорық, қорығы."""
    front = [letter for letter in noun if letter in "әөүіеэаоұыяёую"][-1] in "әөүіеэ"
    voiced = noun[:-1] + {"к": "г", "қ": "ғ", "п": "б"}.get(noun[-1], noun[-1])
    ending = "сі" if front else "сы"
    return voiced + (ending if noun[-1] in "әөүіеэаоұыяё" else ending[1:])


#: behind the name, with a capital, in English: Abai Street, Aksai River, Atyrau FC; and in front of it: FC Astana
ENGLISH_AFTER = words(
    "street st avenue ave road rd boulevard blvd lane river lake creek district county microdistrict hotel fc bc hc"
)
ENGLISH_BEFORE = words("fc bc hc river lake mount hotel")
#: the same in small letters: the ship Aktau
ENGLISH_SHIPS = words("ship vessel ferry tanker steamer yacht icebreaker dredger barge")

#: in front of the name, in Russian: река Аксай, село Достык, имени Абая
RUSSIAN = words(
    """
    река речка ручей озеро водохранилище канал ледник перевал ущелье урочище хребет пик село аул поселок деревня станица
    разъезд станция район микрорайон гора сопка вершина остров залив мыс фк хк бк вк мфк
    """
)
#: shortened, with a full stop only, and in full; a single letter is the initial of people, too
RUSSIAN_SHORT = {
    "р": "река", "с": "село", "п": "поселок", "пос": "поселок", "ст": "станция", "оз": "озеро", "мкр": "микрорайон",
    "мкрн": "микрорайон", "им": "имени", "ул": "улица", "пр": "проспект", "просп": "проспект", "пер": "переулок",
    "бул": "бульвар",
}  # fmt: skip
#: in front of it, in the singular: улица Алматы; улицы Алматы are the town's
RUSSIAN_STREETS = words(
    """
    улица улице улицу улицей проспект проспекта проспекту проспектом проспекте шоссе бульвар бульвара бульвару
    бульваром бульваре переулок переулка переулку переулком переулке площадь площадью имени
    """
)
#: behind an adjective made of the name: Алматинская улица, Жамбылский район
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
    магазин супермаркет рынок коньяк вино водка конфета кондитерская пекарня столовая
    """
)

#: in front of a title in quotes, wherever in it the name stands: газета «Советская Россия»
RUSSIAN_BEFORE_TITLES = words(
    "газета журнал телеканал радио портал издание ресторан кафе санаторий магазин конфета вино"
)

#: behind the name, in Kazakh, in the singular and with its possessive end: Жамбыл көшесі, Алатау ауданы, Қорғас өзені
KAZAKH = words(
    """
    көше даңғыл аудан шағынаудан мөлтекаудан ықшамаудан бульвар тұйық өзен көл тау асу шатқал мұздық қорық саябақ ауыл
    аул кент бекет станса станция бөген клуб
    """
)
#: in front of it, in Kazakh; and what is called "by the name of"
KAZAKH_BEFORE = words("фк хк бк вк")
KAZAKH_NAMED = "атынд"
#: behind a name in quotes: «Қазақстан» телеарнасы, «Каспий» командасы
KAZAKH_AFTER_QUOTED = KAZAKH | words(
    """
    команда қонақүй мейманхана мейрамхана кинотеатр театр стадион газет журнал телеарна радио ансамбль мектеп лицей
    гимназия колледж мешіт базар зауыт фабрика банк компания фирма музей агенттік портал партия футбол хоккей жшс
    сауда мәдениет демалыс санаторий пансионат кеме паром орталық кешен сарай қор холдинг комбинат опера
    """
)

#: the words of sport: beside them a place in quotes is a team
SPORT = words(
    """
    футбол футболист футболшы хоккей хоккеист хоккейші матч клуб команда чемпионат лига кубок тур тренер вратарь гол
    полузащитник нападающий защитник сезон арена баскетбол волейбол бапкер қақпашы жартылай доп ойын мяч забить ворота
    пенальти ничья плей-офф шайба обыграть велогонка гонщик велогонщик легионер соперник гонка
    """
)

# ----------------------------------------------------------------------- what bears a name that is no place's, perhaps

#: Who follows a word is told of the longer names that it stands in, also where these nouns are written small: Жеңіс
#: даңғылы. They stand behind the name in English, and in Kazakh, there with the ending that ties them to it; before it
#: in Russian. Only what is another thing than the place it is named after: a town's mayor and airport are the town's.
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
