"""Whether a name means its concept where it stands: the words around it, its capital, its form."""

from __future__ import annotations

import pytest

from bot.matching.analysis import AnalyzedText
from bot.matching.concepts import Concepts
from bot.matching.grammar import parse
from bot.matching.index import find
from bot.matching.keys import CONCEPT
from bot.model import Concept

CONCEPTS = Concepts(
    [
        Concept(key="aksai", en=("Aksai",), ru=("Аксай", "аксайский"), kk=("Ақсай",), kind="place",
                proper=frozenset({"Ақсай"})),
        Concept(key="caspian", en=("Caspian",), ru=("Каспий", "каспийский"), kk=("Каспий",), kind="place"),
        Concept(key="georgia", en=("Georgia",), ru=("Грузия", "грузинский"), kk=("Грузия",), kind="place"),
        Concept(key="baikonur", en=("Baikonur",), ru=("Байконур",), kk=("Байқоңыр",), kind="place"),
        Concept(key="almaty", en=("Almaty",), ru=("Алматы", "алматинский"), kk=("Алматы",), kind="place"),
        Concept(key="almaty-region", ru=("Алматинская область",), kk=("Алматы облыстық", "Алматы облысы")),
        Concept(key="zhetysu", ru=("Жетысу", "жетысуский"), kk=("Жетісу",), kind="place"),
        Concept(key="semey", en=("Semey",), ru=("Семей",), kk=("Семей",), kind="place", proper=frozenset({"Семей"})),
        Concept(key="oral", ru=("Уральск",), kk=("Орал",), kind="place", proper=frozenset({"Орал"}),
                common=frozenset({"орал:ru", "оралды"})),
        Concept(key="nauryz", en=("Nauryz",), ru=("Наурыз",), kk=("Наурыз",)),
        Concept(key="court", en=("court",), ru=("суд",), kk=("сот",),
                not_in=("воздушное судно", "tennis court", "судов судам … порт танкер")),
        Concept(key="gas", ru=("газ",), kk=("газ",), not_in=("Газа", "углекислый газ")),
        Concept(key="mfa", en=("MFA",), ru=("МИД",), kk=("СІМ",)),
        Concept(key="ai", en=("AI", "A.I."), ru=("ИИ",), kk=("ЖИ",)),
        Concept(key="waste", en=("waste",), ru=("отходы",), kk=("қалдық",)),
        Concept(key="housing", en=("housing",), ru=("жильё",), kk=("тұрғын үй",)),
        Concept(key="investment", en=("investment",), ru=("инвестиции",), kk=("инвестиция",)),
        Concept(key="tokayev", en=("Tokayev",), ru=("Токаев",), kk=("Тоқаев",), kind="person",
                given=("Касым-Жомарт", "Қасым-Жомарт", "Kassym-Jomart", "Кемелевич"), not_in=("Кемель Токаев",)),
        Concept(key="putin", en=("Putin",), ru=("Путин",), kk=("Путин",), kind="person"),
    ]
)  # fmt: skip


def found(key: str, text: str) -> list[str]:
    reading = AnalyzedText(text, concepts=CONCEPTS)
    return [text[start:end] for spans in reading.occurrences(CONCEPT + key).values() for start, end in spans]


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("aksai", "Поднялся уровень реки Аксай."),
        ("aksai", "Мост через р. Аксай закрыли."),
        ("aksai", "На Аксайской улице ремонт."),
        ("aksai", "Кеше Ақсай өзені тасыды."),
        ("aksai", "Көлік Ақсай көшесімен жүреді."),
        ("aksai", "Traffic is slow on Aksai Street."),
        ("aksai", "The Aksai River rose."),
        ("almaty", "Пожар в районе «Алматы» столицы тушили час, район Алматы оцеплен."),
        ("almaty", "Он живёт на улице Алматы."),
        ("almaty", "Алматы облыстық театры ашылды."),
        ("almaty", "Кеше Алматы мен Жетісу облыстарында жаңбыр жауды."),
        ("almaty", "В Алматинской, Жетысуской и Абайской областях дожди."),
        ("aksai", "Қалада Ақсай, Алғабас және Жетісу аудандары бар."),
        ("almaty", "В гостинице «Алматы» тихо."),
        ("almaty", "Бүгін Алматы ауданы тұрғындары жиналды."),
        ("baikonur", "В районе Байконур столицы нет воды."),
        ("baikonur", "Жители района Байконур пишут акиму."),
        ("caspian", "Футболисты «Каспия» проиграли дома."),
        ("caspian", "Клуб «Каспий» сменил тренера."),
        ("caspian", "ФК Каспий играет завтра."),
        ("caspian", "Кеше «Каспий» футбол командасы жеңілді."),
        ("caspian", "Кеше ФК Каспий ұтты."),
        ("caspian", "Каспий атындағы шипажай ашылды."),
        ("caspian", "FC Caspian lost at home."),
        ("caspian", "Газета «Каспийские новости» вышла."),
        ("caspian", "Вышла газета «Советский Каспий»."),
        ("caspian", "Улица Каспийская перекрыта."),
        ("caspian", "Бүгін «Каспий» сауда орталығы ашылды."),
        ("caspian", "Вечером «Каспий» забил два мяча."),
        ("caspian", "Паром «Каспий» вышел в море."),
        ("almaty", "The ferry Almaty left for Baku."),
        ("almaty", "He stayed at Hotel Almaty."),
        ("georgia", "Пресс-секретарь Анна Грузинская ответила."),
        ("georgia", "Так решил А. Грузинский из акимата."),
        ("nauryz", "Экспедиция Наурызым қорығына келді."),
        ("court", "К поискам привлекли пять воздушных судов."),
        ("court", "They built a tennis court."),
        ("court", "Причал порта принял десять судов."),
        ("court", "У танкера и других судов кончилось топливо."),
        ("gas", "Ночью обстреляли Газу."),
        ("gas", "Из реки поднимается углекислый газ."),
        ("court", "Ыдыстағы суды ішті."),
        ("mfa", "Ұйқысыздық миды шаршатады."),
        ("ai", "Shares of A.I.G. fell."),
        ("waste", "Біз үйге келіп қалдық."),
        ("housing", "Аязда тұрғындар үйден шықпады."),
        ("semey", "Помогли пяти тысячам семей."),
        ("oral", "Орал мужчина на весь двор."),
        ("oral", "Ол үйіне оралды."),
        ("tokayev", "Выставка скульптора Ермека Токаева открылась."),
        ("tokayev", "Токаева Мария победила."),
        ("tokayev", "Писатель Кемель Токаев писал детективы."),
    ],
)
def test_the_name_is_another_thing(key: str, text: str) -> None:
    assert found(key, text) == []


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("aksai", "В Аксае строят школу.", ["Аксае"]),
        ("aksai", "В городе Аксай и аксайских сёлах тихо.", ["Аксай", "аксайских"]),
        ("aksai", "Ақсай қаласында мектеп ашылды.", ["Ақсай"]),
        ("almaty", "В районе Алматы выпал снег.", ["Алматы"]),
        ("almaty", "Алматыда облыстық мәслихат жиналды.", ["Алматыда"]),
        ("almaty", "Алматинские школы закрыты.", ["Алматинские"]),
        ("almaty", "Алматы мен Жетісу тұрғындары жиналды.", ["Алматы"]),
        ("zhetysu", "Кеше Жетісу мен Алматы облыстарында жаңбыр жауды.", ["Жетісу"]),
        ("almaty", "Rain in Almaty. Street lights went out.", ["Almaty"]),
        ("baikonur", "В районе Байконура упала ступень.", ["Байконура"]),
        ("caspian", "Уровень Каспия падает.", ["Каспия"]),
        ("caspian", "Корабль вышел в Каспий, команда цела.", ["Каспий"]),
        ("caspian", "Книга «Каспий» вышла вчера.", ["Каспий"]),
        ("georgia", "Премьер Грузии прибыл в Астану.", ["Грузии"]),
        ("georgia", "Грузинские вина подорожали.", ["Грузинские"]),
        ("nauryz", "Елде Наурызды тойлады.", ["Наурызды"]),
        ("court", "Суды завалены делами.", ["Суды"]),
        ("court", "Председатели районных судов собрались.", ["судов"]),
        ("court", "В порту Актау нашли груз, суд наложил арест.", ["суд"]),
        ("gas", "В посёлок провели газ, газа хватит всем.", ["газ", "газа"]),
        ("gas", "Газ подорожал.", ["Газ"]),
        ("gas", "Ауылға газ келді.", ["газ"]),
        ("caspian", "Книга «Каспийские новости» вышла.", ["Каспийские"]),
        ("court", "Кеше сотта үкім шықты.", ["сотта"]),
        ("mfa", "Кеше МИД өкілі жауап берді.", ["МИД"]),
        ("ai", "The A.I. lab grows.", ["A.I"]),
        ("waste", "Келіп жатқан қалдық көп.", ["қалдық"]),
        ("housing", "Жаңа тұрғын үйлер салынды.", ["тұрғын үйлер"]),
        ("investment", "Өңірге инвестициялық жоба келді.", ["инвестициялық"]),
        ("semey", "Семей останется без воды.", ["Семей"]),
        ("semey", "Семей әуежайы жөнделді.", ["Семей"]),
        ("oral", "Орал тұрғындары жиналды.", ["Орал"]),
        ("tokayev", "Касым-Жомарт Токаев подписал указ.", ["Токаев"]),
        ("tokayev", "Токаев Владимиру Путину позвонил.", ["Токаев"]),
        ("putin", "Владимир Путин приехал.", ["Путин"]),
    ],
)
def test_the_name_means_its_concept(key: str, text: str, words: list[str]) -> None:
    assert found(key, text) == words


def test_a_surname_that_is_a_word_too_does_not_match_as_that_word() -> None:
    reading = AnalyzedText("Илона Маска ждут в Астане. Маску он не носит.")
    assert reading.occurrences("маска") == {1: [(27, 32)]}
    assert "^маск" in reading.words
    assert "маска" not in AnalyzedText("Илона Маска ждут в Астане.").words


def test_a_hyphened_word_is_the_joined_one_too() -> None:
    text = "Он пишет бизнес-планы."
    assert AnalyzedText(text).occurrences("бизнесплан") == {0: [(9, 21)]}
    assert AnalyzedText("Казахстан-Китай").words.isdisjoint({"казахстанкитай"})


@pytest.mark.parametrize(
    ("query", "language", "text"),
    [
        pytest.param("G20", "en", "The G-20 summit opens.", id="a hyphen before a number"),
        pytest.param("G-20", "en", "The G20 summit opens.", id="and none"),
        pytest.param("Ту154", "ru", "Обломки Ту-154 нашли.", id="letters that look Latin"),
        pytest.param("1C", "ru", "Программист 1С нужен.", id="typed in Latin letters"),
        pytest.param("TikTok", "kk", "TikTokтан бейнежазба жойылды.", id="a Kazakh ending after Latin letters"),
        pytest.param("YouTube", "ru", "За YouTubeом следят.", id="a Russian one"),
    ],
)
def test_one_word_is_found_however_it_is_written(query: str, language: str, text: str) -> None:
    assert find(parse(query), AnalyzedText(text, language=language)) is not None


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("tennis court", "tennis-court"),
        ("воздушное судно Алматы", "Almaty воздушный-судно"),
        ("углекислый газ", "углекислый-газ"),
        ("court of Almaty", "Almaty court"),
    ],
)
def test_a_phrase_that_says_another_thing_is_read_as_its_words(typed: str, read: str) -> None:
    assert parse(typed, CONCEPTS).canonical == read
    assert parse(read, CONCEPTS) == parse(typed, CONCEPTS)
