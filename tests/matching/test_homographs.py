"""A word that means two things is the concept only where it means it; its adjectives and synonyms are it, too."""

from __future__ import annotations

import pytest

from bot.matching.analysis import AnalyzedText
from bot.matching.concepts import Concepts
from bot.matching.grammar import parse
from bot.matching.index import find
from tests.builders import default_concepts


@pytest.fixture(scope="module")
def concepts() -> Concepts:
    return default_concepts()


def found(typed: str, language: str, text: str, concepts: Concepts) -> bool:
    return find(parse(typed, concepts), AnalyzedText(text, language=language, concepts=concepts)) is not None


@pytest.mark.parametrize(
    ("typed", "language", "text"),
    [
        ("суд", "ru", "В порту Курык стоят двенадцать морских судов."),
        ("суд", "ru", "Футбольный судья назначил пенальти."),
        ("суд", "en", "She left the tennis court in tears."),
        ("газ", "ru", "Колонна грузовиков вошла в полосу Газа."),
        ("газ", "ru", "За рулём ГАЗ-53 был местный житель."),
        ("газ", "ru", "Семья отравилась угарным газом."),
        ("газ", "kk", "Парниктік газ шығарындылары азайды."),
        ("тариф", "ru", "США вводят взаимные тарифы на товары из Азии."),
        ("тариф", "kk", "Тарифтік соғыс басталды."),
        ("tariff", "en", "Beijing imposes retaliatory tariffs on soybeans."),
        ("tariff", "en", "Sport utility vehicles sell well."),
        ("mudflow", "en", "The party won a landslide victory."),
        ("сель", "ru", "Пассажиры сели в автобус."),
        ("ИИ", "en", "A.I.G. will pay a fine."),
        ("уран", "ru", "Планета Уран видна в бинокль."),
        ("сахар", "ru", "Пациент болен сахарным диабетом."),
        ("қант", "kk", "Қант диабетімен ауыратындар көбейді."),
        ("sugar", "en", "The team will play in the Sugar Bowl."),
        ("measles", "kk", "Қызылша егісі суарылды."),
        ("Наурыз", "kk", "Наурызым қорығында сайғақ көбейді."),
        ("граница", "ru", "Семья отдыхала за границей."),
        ("border", "en", "A border collie found the boy."),
        ("бюджет", "ru", "Вышел бюджетный смартфон."),
        ("budget", "en", "A low-budget film won the prize."),
        ("санкция", "kk", "Күдікті сот санкциясымен қамалды."),
        ("wages", "en", "Rebels wage war in the north."),
        ("олимпиада", "ru", "Школьник победил на олимпиаде по физике."),
        ("олимпиада", "kk", "Пән олимпиадасы аяқталды."),
        ("бокс", "ru", "Больного поместили в инфекционный бокс."),
        ("boxing", "en", "Shops open on Boxing Day."),
        ("дәрі", "kk", "Оқ-дәрі қоймасы өртенді."),
        ("дәрі", "kk", "Президенттің дәрісі студенттерге ұнады."),
        ("army", "en", "The Salvation Army rang its bells."),
        ("миграция", "ru", "Началась миграция сайгаков."),
        ("loan", "en", "The striker joined on loan."),
        ("погода", "ru", "Казгидромет сменил руководителя."),
        ("Казгидромет", "ru", "Погода испортится к выходным."),
        ("қалдық", "kk", "Бәріміз естіп таң қалдық."),
        ("қалдық", "kk", "Тұрғындар: «Екі күн сусыз қалдық»."),
        ("Өзбекстан", "kk", "Біздің ауылда өзбек отбасылары тұрады."),
        ("суд", "ru", "Портовики ждут, что двадцать судов уйдут до шторма."),
        ("тариф", "ru", "Новый пакет Вашингтона: что изменят тарифы."),
        ("тариф", "kk", "Трамп тағы да жаңа тарифтер жариялады."),
        ("mudflow", "en", "Polls promise the opposition a landslide."),
        ("oil", "en", "Saute the garlic in oil."),
    ],
)
def test_what_means_another_thing_is_not_the_concept(typed: str, language: str, text: str, concepts: Concepts) -> None:
    assert not found(typed, language, text, concepts)


@pytest.mark.parametrize(
    ("typed", "language", "text"),
    [
        ("суд", "ru", "Решение районных судов обжаловали."),
        ("суд", "en", "The judiciary needs new courthouses."),
        ("суд", "kk", "Аудандық соттың шешімі күшінде қалды."),
        ("газ", "ru", "Газовые трубы прокладывают по дну реки."),
        ("газ", "kk", "Ауылға көгілдір отын жетті."),
        ("тариф", "ru", "Тарифы на тепло пересмотрят после проверки."),
        ("тариф", "en", "Heating tariffs will rise in Semey."),
        ("mudflow", "en", "A landslide blocked the road to Medeu."),
        ("сель", "ru", "Сель разрушил мост."),
        ("қант", "kk", "Қант зауыты іске қосылды."),
        ("measles", "kk", "Қызылшаға қарсы екпе басталды."),
        ("Наурыз", "kk", "Ұлыстың ұлы күні құтты болсын!"),
        ("граница", "ru", "На границе с Россией скопились фуры."),
        ("инвестиция", "kk", "Инвестициялық ахуал жақсарды."),
        ("бюджет", "kk", "Бюджеттік бағдарлама бекітілді."),
        ("earthquake", "en", "The quake was felt in Bishkek."),
        ("жер сілкінісі", "ru", "Сейсмологи зафиксировали толчок."),
        ("зарплата", "kk", "Дәрігерлердің еңбекақысы көтерілді."),
        ("терроризм", "ru", "Террористический акт предотвратили."),
        ("кредит", "ru", "Кредитование бизнеса упростят."),
        ("кредит", "kk", "Несиелендіру көлемі өсті."),
        ("паводок", "ru", "Затопление дачных участков продолжается."),
        ("паводок", "kk", "Үйлерді су басу қаупі бар."),
        ("коррупция", "kk", "Жемқор шенеунік сотталды."),
        ("питьевая вода", "kk", "Ауылға ауызсу тартылды."),
        ("отопление", "kk", "Жылу желілері тозған."),
        ("covid", "en", "Covid cases in the city fell again."),
        ("митинг", "kk", "Митингіге үш адам келді."),
        ("Казгидромет", "kk", "Қазгидромет дауыл болады деп ескертті."),
        ("қалдық", "kk", "Күл – зиянсыз қалдық."),
        ("қалдық", "kk", "Цехта үш тонна қалдық жиналды."),
        ("Өзбекстан", "kk", "Базарға өзбек туристері көп келеді."),
        ("туризм", "kk", "Базарға өзбек туристері көп келеді."),
        ("землетрясение", "kk", "Түнде тағы да жер сілкінді."),
        ("суд", "ru", "Вашингтон ждёт решения федеральных судов."),
        ("тариф", "ru", "Тариф на воду не изменится. Трамп выступил в Детройте."),
        ("mudflow", "en", "The landslide closed the pass. The poll is in May."),
    ],
)
def test_an_adjective_a_synonym_or_a_word_of_its_root_is_the_concept(
    typed: str, language: str, text: str, concepts: Concepts
) -> None:
    assert found(typed, language, text, concepts)
