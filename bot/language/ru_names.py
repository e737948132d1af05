"""People's names in Russian texts, in the dictionary or not.

    Илона ─ is_given_name ─▶ yes             Маска ─ surname_bases ─▶ маска, маск

Words must be folded (lower case, е for ё), one at a time: Касым-Жомарт is two words.
"""

from __future__ import annotations

import re

from bot.language import ru
from bot.language.common import words
from bot.language.ru_endings import nominatives

#: frequent given names that the Russian dictionary lacks, or has as other words
RUSSIAN_SPELLINGS = words(
    """
    абылай адилет адлет айсултан айтуар алинур антониу ардак аян багдат бакыткали балнур бауыржан баян бейбит бейбут
    бекасыл бекболат бекжан беньямин бердибек берикбол биржан болат гульжан гульнар гульсара гурбангулы даниал
    дарига дархан даурен дидар дильназ динмухамед досым досымжан ерасыл ерден ержан ерлан ермухамет ернар ерсултан
    есен есенгали есет ескендир жаксылык жакып жамбыл жанар жанат жандос жарас женис женисбек жибек жозеп жомарт
    жулдыз жумабек иенс илон илхам инкар ислямбек кайратбек канат канатбек касым каусар ким кир куандык куаныш
    кудайберген куралай кымбат лаззат лионель магжан мади мадияр майя марал марта мархабат масуд маулен медет мейрам
    мейржан меруерт мирас мукагали мухамеджан мынбай мырзатай назым нарендра никол нурай нурали нурбол нурболат
    нургуль нурдаулет нуржан нурлан нурлыбек нурсеит нурсулу нуртай олаф оразбек орынбасар риши роман сабыр сабыржан
    садыр сакен салтанат самал сатья саят сердар серикжан си сигэру синдзо сундар сырым сырымбет тайип тедрос
    темирлан тлеген толеген толеу томирис туржан улан фумио хакан чен шокан шолпан шынар эмир эмманюэль
    """
)
#: those with Kazakh letters, in Kazakh spelling
KAZAKH_SPELLINGS = words(
    """
    айгерім айгүл айқын айнұр айсұлу ақан ақерке ақжан ақмарал ақылбек әбді әбіш әділ әділбек әділет әйгерім әйтеке
    әлемжан әли әлихан әлия әлішер әмір әміре әнуар әсел әсем әсет әсия әуез әуезхан бақыт бақытгүл бақытжан бейбіт
    берік бибігүл гауһар гүлжан гүлмира гүлнар гүлнара гүлнұр гүлсара гүлшат ғабиден ғабит ғалия ғалым ғалымжан ғани
    дәрия дәулет дәурен дінмұхамед ерғазы ерғали ерік жақсылық жақып жанібек жәнібек жеңіс жеңісбек жұлдыз жұмабек
    жібек зәуре қайрат қайсар қанат қанатбек қарақат қасым қожахмет қуандық қуаныш құдайберген құралай құрманғазы
    қымбат ләззат ләйла мағжан мәди мәдина мұқағали мұрат мұхамед мұхаметжан мұхтар нұрай нұрәлі нұрбек нұрбол
    нұрболат нұргүл нұрдәулет нұржан нұрлан нұрлыбек нұрсұлтан нұртай нұртас олжасзақ өмір өркен рүстем сәбит сәкен
    сәния сәуле серік серікбай серікжан сұлтан сүйінбай төлеген тұржан тұрсын ұлан ұлпан шәкәрім шәкен шәмші шоқан
    шыңғыс ілияс індіра
    """
)
GIVEN_NAMES = RUSSIAN_SPELLINGS | KAZAKH_SPELLINGS

#: surnames that the news is full of, and whose forms are those of another word: Маска. Who types one alone does not
#: look for that word
FAMOUS = words("маск милей салах")

_OF_PLACE = re.compile("(.{3,})ский")
#: things called like the women who live there, which are meant much more often
_THINGS = words("болгарка венгерка вьетнамка голландка испанка корейка панамка финка шведка")


def is_given_name(word: str) -> bool:
    """Is this a given name, in any Russian case? Kazakh cases must be removed first (kk.bases)."""
    return ru.is_name(word) or word in GIVEN_NAMES or any(one in GIVEN_NAMES for one in nominatives(word))


def surname_bases(word: str) -> tuple[str, ...]:
    """All that a capitalised word may be a form of if it is a surname, itself too: Маска → маска, маск.

    Names decline by their letters, whatever words the dictionary has with the same letters.
    """
    return tuple(dict.fromkeys((*ru.nominal_bases(word), *nominatives(word), *ru.bases(word))))


def residents(adjective: str) -> tuple[str, ...]:
    """The residents of the place of a folded adjective in -ский: алтайский → алтаец, алтайка.

    Not the feminine if it is the name of a thing: корейка is a cut of meat.
    """
    found = _OF_PLACE.fullmatch(adjective)
    if not found:
        return ()
    place = found[1]
    women = place + "ка"
    return (place.rstrip("йь") + "ец", *(() if women in _THINGS else (women,)))
