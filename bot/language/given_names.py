"""Given names, needed to distinguish a person's name from two ordinary words.

The dictionary has Russian names and their cases; the names that it lacks, and those in Latin letters, are listed here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from bot.language import ru, ru_names
from bot.language.common import words
from bot.language.translit import is_latin, phonetic_key

#: frequent names; in Latin letters they are found by their phonetic keys
_KAZAKH = words(
    """
    абай абзал абылай азамат азат айбек айгерим айгуль айдар айдын айжан айнур айсулу айша акмарал алия алмас
    алтынай алтынбек альбина амангельды амина амир анара ануар аружан арман арсен аскар асель асет асхат ахмет аян
    баглан багдат бакыт бакытжан батыр батырхан бауыржан бекболат бекзат берик бибигуль болат бота ботагоз галым
    галымжан гани гаухар гульмира гульнар гульнара гульшат дамир данияр дарига дархан дастан даулет даурен джамиля
    диас дидар димаш динара динмухамед дулат еламан ербол ергали ердос еренгаип ержан еркебулан ерлан ермек ернар
    ерсултан есен жандос жанибек жанна жансая жанар жаннат жибек жомарт жулдыз зарина зауреш зейнулла зере ильяс
    имангали искандер кайрат камила канат карлыгаш касым кайсар куаныш кымбат лаззат ляззат мадина мадияр майра
    максат малика манас маргулан марат мейрам мейржан мерей меруерт мирас мухтар мурат муса мухамед мухит назгуль
    назым нариман нуржан нурлан нурлыбек нургуль нуркен нурсултан нуртай олжас оразалы оралбек рауан рахат рахим
    руслан рустам сабина сабит сакен салтанат самал самат санжар санат саят сауле серик серикжан сырым талгат
    тамерлан темирлан тимур тлеуберди толеген толкын турар улан улжан умирзак фарида фархат шавкат шамиль шолпан
    шынгыс чингиз ыбырай эльдар эльмира эмомали гурбангулы сердар садыр ильхам реджеп мухаммед мустафа кемаль ахмад
    """
)
_RUSSIAN = words(
    """
    александр александра алексей алла анастасия анатолий андрей анна антон антонина арсений артем артур борис вадим
    валентин валентина валерий валерия василий вениамин вероника виктор виталий владимир владислав всеволод вячеслав
    галина геннадий георгий герман глеб григорий дарья денис дмитрий евгений евгения егор екатерина елена елизавета
    зинаида зоя иван игорь илья инна ирина карина кирилл константин ксения лариса леонид лидия людмила максим
    маргарита мария михаил надежда наталья наталия никита николай нина оксана олег олеся ольга павел петр полина
    раиса родион ростислав светлана святослав семен сергей снежана софья станислав степан тамара таисия татьяна
    тимофей федор эдуард эльвира юлия юрий яна ярослав виталина микола володимир гасан ибрагим ислам магомед магомет
    рамзан ахмат эльнара гузель олаф ангела эммануэль дональд джо барак владимиро реджеп урсула жозеп шарль борис
    риши кир джастин синдзо фумио шакил шакилл усэйн лионель криштиану роджер рафаэль новак карлос илон марк билл
    стив тим джефф
    ансель бриджит брэдли бюлент гарет гаррет джоанна джули драган дуа жоан жоао жюль зинедин зурам ига ингеборг итамар
    йоав килиан кэйт кэролайн ландо лаутаро лоуренс маттео мауро мейган милош наваз неймар оуэн рафал рахул рейчел
    ромелу саломе скарлетт такер тамим тейлор ульф фейсал хаби халифа хамад хоакин шехбаз шигеру эбрахим эдуар экрем
    эктор эмилиано эрлинг эстебан ёсихидэ
    """
)
#: names in Latin letters that are not an English word, a place or a month too
_LATIN = words(
    """
    aaron abdul abdullah adam adolf ahmad ahmed akira alan albert alejandro alessandro alex alexander alexandra
    alexei alfred ali alice alison allen alyssa amanda amir amy ana anders andre andrea andreas andrew andy angela
    angelina anita ann anna anne annie anthony antonio antony ariel arnold arthur ashley ayman aziz barack barbara
    barry bashar ben benazir benedict benjamin bernard bernie beth betty bobby boris brad brandon brenda brian bruce
    bruno bryan caitlin calvin camilla carl carla carlo carlos carmen carol caroline catherine cecilia chad charles
    charlie chris christian christina christine christopher cindy claire claudia clive clint colin connor cristiano
    cynthia dan daniel danny dave david deborah denis dennis derek diana diego dmitri dmitry dominic dominique don
    donald donna doris dorothy doug douglas dwight ed eddie edgar edith edmund eduardo edward edwin elena eleanor
    elizabeth ellen elon emily emma emmanuel enrique eric erik ernest esther ethan eugene eva evan eve fatima felipe
    felix ferdinand fernando fidel francesco francis francois franz fred freddie frederick friedrich gabriel gareth
    gary gavin geoffrey george gerald gerard gerhard giorgia giovanni giuseppe gordon graham greg gregory greta
    guillermo gustavo gwen hamid hannah hans harald harold harriet harry harvey hassan heather hector heinrich heinz
    helen helena helmut henri henry herbert herman hillary hiroshi howard hugh hugo hussein ian ibrahim igor ilham
    imran ingrid irene isaac isabel isabella ismail ivan jacob jacqueline jacques james jamie jane janet jason
    javier jay jean jeff jeffrey jennifer jenny jeremy jerry jesse jessica jim jimmy joan joanna joe joel johan
    johann johannes john johnny jon jonas jonathan jorge jose josef joseph josh joshua juan judith judy julia julian
    julie julio jurgen justin karen karim karl kate katherine kathleen kathy katie kazuo keith kelly ken kenneth
    kevin khaled khalid kim kimberly klaus kofi kristen kurt kyle lance larry laura lauren laurent lawrence leo leon
    leonard leonardo leonid leroy leslie lewis lionel lisa liz lorenzo lou louis louise luca lucas lucy luis luiz
    luke lynn magnus mahmoud mahmud manmohan manuel marc marcel marco marcus margaret maria marie mario mariano
    marilyn marion marius martha martin martina mary masoud massimo matteo matthew matthias maurice max maxim megan
    meghan melania melanie melissa michael michel michelle mick miguel mike mikhail miriam mitch mohamed mohammad
    mohammed monica muhammad muqtada mustafa nadia nancy naomi naoto narendra natalie natasha nathan neil nelson
    nicholas nick nicola nicolas nicole nigel nikita nikola nikolai noah noam noel nora norman novak olaf oleg
    oliver olivia olga omar orlando oscar osama oswald otto owen pablo pamela patricia patrick paul paula pauline
    pavel pedro penelope peter petra phil philip philippe phillip pierre prakash priyanka rachel rafael rafik rahul
    ralph ramon randy raul raymond rebecca recep ricardo richard rick ricky rishi rob robert roberta roberto robin
    rodrigo roger roland romano ron ronald ronnie rosa ross roy rudolf rupert russell ruth ryan sadiq sally salman
    sam samantha samuel sandra sanna sara sarah scott sean sebastian serena serge sergei sergey sergio shaquille
    sharon sheila shinzo sigmund silvio simon simone sofia sonia sophia sophie stanley stefan stella stephanie
    stephen steve steven stuart susan suzanne sven sylvia tanya ted teresa terry thaksin theodore theresa thomas
    tiffany tim timothy toby tom tommy tony travis ulrich umberto ursula usain vaclav valerie vanessa vera vicente
    victor vincent vivian vladimir volodymyr walter wayne wendy werner wilhelm william willy winston wolfgang xavier
    aleksandar milos zoran dragan jens kaja lars bjorn mateusz
    andrii andrzej arsene aryna asif bidzina bilawal bulent devlet dmytro ebrahim ekrem emiliano erling faisal fatih
    ferenc gianni giorgi hakan hikmet iga ingeborg irakli itamar jannik janos jaroslaw jude krzysztof kylian kyrylo
    lando lautaro lech manfred marko massoud mehmet meral mette mevlut miklos naftali nawaz nikol oleksandr oleksii
    ousmane petro pyotr radoslaw rafal rajiv romelu rustem sadio salome selahattin serhiy shehbaz shigeru shimon tamim
    tigran ulf vinicius yahya yair yoav zinedine zoltan zurab
    yasser yitzhak yoko yoweri yuri yusuf yves zachary zoe
    """
)
#: names in Latin letters that are also words, places or months: only before a surname with a capital
_LATIN_DOUBTFUL = words(
    """
    art april august austin bill bob brook carter chase chelsea chuck clay cliff dale dallas dawn dean dick drew
    duke earl eden faith florence frank gene georgia glen grace grant guy harmony heath holly hope hunter israel ivy
    jack jackson jade jordan joy june kent kit lily lance madison mark mason max may melody miles milan nova paris
    pat pearl penny pierce ray rich rod roman rose ruby rusty sandy sidney skip stone stu sue summer sydney tucker
    victoria virginia wade ward will woody
    """
)
_SOUNDS = frozenset(map(phonetic_key, _KAZAKH | _RUSSIAN))
_KAZAKH_SOUNDS = frozenset(map(phonetic_key, _KAZAKH))
_KAZAKH_SPELLED: defaultdict[str, list[str]] = defaultdict(list)
for _name in sorted(ru_names.KAZAKH_SPELLINGS):
    _KAZAKH_SPELLED[phonetic_key(_name)].append(_name)
_KAZAKH_LETTER = re.compile("[әғқңөұүһі]")
#: the usual last parts of Kazakh given names, in any script
_KAZAKH_PART = re.compile(
    ".{2,}(?:бек|жан|хан|г[уү]ль?|бай|н[уұ]р|с[уұ]лтан|[гғ]али|м[уұ]рат|д[аә]улет|болат|жомарт)"
    "|.{3,}(?:bek|zhan|jan|khan|gul|bay|nur|sultan|gali|murat|daulet|bolat|[zd]?[hj]omart)"
)
_OF_SURNAMES = re.compile(".{3,}[ое]ва?")
MIN_SOUND = 4  #: letters of a Latin name that is compared by its phonetic key


def _in_dictionary(word: str) -> bool:
    """Does the dictionary have it in some case? Not forms that are rather surnames: Касымов is not a form of Касым."""
    return ru_names.is_given_name(word) and not _OF_SURNAMES.fullmatch(word)


@lru_cache(maxsize=4_000)
def may_be_given_name(word: str) -> bool:
    """Is this folded word a given name, even if it may be something else too?"""
    if _KAZAKH_PART.fullmatch(word):
        return True
    if is_latin(word):
        return word in _LATIN or word in _LATIN_DOUBTFUL or (len(word) >= MIN_SOUND and phonetic_key(word) in _SOUNDS)
    return word in _KAZAKH or word in _RUSSIAN or _in_dictionary(word) or phonetic_key(word) in _SOUNDS


@lru_cache(maxsize=4_000)
def is_surely_given_name(word: str) -> bool:
    """Is this folded word a given name, and hardly anything else?"""
    if is_latin(word):
        return may_be_given_name(word) and word not in _LATIN_DOUBTFUL
    return may_be_given_name(word) and not ru.is_common_word(word)


def looks_kazakh(word: str) -> bool:
    """Does this folded given name or surname look Kazakh?"""
    return bool(_KAZAKH_LETTER.search(word) or _KAZAKH_PART.fullmatch(word)) or phonetic_key(word) in _KAZAKH_SOUNDS


def kazakh_given_names(word: str) -> tuple[str, ...]:
    """The given names with Kazakh letters that sound like this folded one."""
    return tuple(_KAZAKH_SPELLED.get(phonetic_key(word), ()))
