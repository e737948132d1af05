"""Nouns that make a place's name a part of another name: Abai Street, река Аксай, Қорғас өзені, ФК «Каспий».

Who follows a place does not mean the street, the river or the club that is called after it. The lists hold base forms.
"""

from __future__ import annotations

from bot.language.common import words

#: behind the name, in English: Abai Street, Aksai River, Atyrau FC
ENGLISH_BEHIND = words(
    """
    street st avenue ave road rd boulevard blvd highway lane alley square river lake creek bay gulf mountain mount
    peak ridge gorge glacier district county township village microdistrict park club fc bc hotel restaurant cafe
    mall cinema tower cup
    """
)
#: in front of it: FC Astana, Lake Balkhash, Mount Ulytau
ENGLISH_BEFORE = words("fc bc hc river lake mount fort hotel club restaurant")

#: in front of the name, in Russian: улица Алматы, река Аксай, имени Абая, гостиница «Алматы»
RUSSIAN_BEFORE = words(
    """
    улица ул проспект пр просп переулок пер бульвар бул шоссе площадь пл микрорайон мкр мкрн р-н район река р
    речка озеро оз ручей водохранилище канал гора пик хребет перевал ущелье урочище ледник имя им село с аул
    поселок пос деревня станица разъезд станция ст округ клуб фк хк бк вк мфк велокоманда команда гостиница отель
    ресторан кафе санаторий пансионат кинотеатр театр стадион газета журнал телеканал теплоход корабль судно трц
    тц тд жк бц парк сквер совхоз колхоз тоо ансамбль хор школа лицей гимназия колледж футболист хоккеист
    баскетболист
    """
)
#: behind an adjective made of the name: Алматинская улица, Жамбылский район
RUSSIAN_BEHIND_ADJECTIVE = words("улица проспект переулок шоссе площадь район бульвар")

#: behind the name, in Kazakh: Жамбыл көшесі, Алатау ауданы, Қорғас өзені, Астана футбол клубы
KAZAKH_BEHIND = words(
    """
    көше даңғыл аудан шағынаудан мөлтекаудан ықшамаудан алаң бульвар тұйық өзен көл тау шың асу шатқал мұздық
    қорық саябақ ауыл кент бекет стансы станса арна су қойма бөген атында атын ат клуб команда мейманхана қонақүй
    кинотеатр театр стадион газет журнал телеарна ансамбль мектеп лицей гимназия колледж мешіт футбол хоккей
    """
)
#: in front of it, in Kazakh
KAZAKH_BEFORE = words("фк хк бк вк жшс өзен")

#: the words of sport: beside them a place in quotes is a team
SPORT = words(
    """
    футбол футболист футболшы хоккей хоккеист хоккейші матч клуб команда чемпионат лига кубок тур тренер вратарь
    гол полузащитник нападающий защитник сезон премьер-лига арена баскетбол волейбол бапкер қақпашы жартылай доп
    ойын
    """
)
