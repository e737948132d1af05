"""Where sentences end. In the table a ¦ stands where one must end and the next begin."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.sentences import sentences

TABLE = [
    # English
    "The port reopened. ¦Ships came back at once.",
    "Is it safe? ¦Nobody knows.",
    "What a harvest! ¦Farmers are glad.",
    "Dr. Smith met Mr. Jones. ¦They talked of water.",
    "Gen. Ivan Petrov and Prof. Lee agreed.",
    "J. R. Smith signed it. ¦The paper is public.",
    "J.R.R. Tolkien never came to Almaty.",
    "The U.S. envoy arrived. ¦He stayed a day.",
    "He came from the U.S. ¦The visit was short.",
    "Trade with the U.K. Treasury grew.",
    "It rose by 3.5 percent. ¦Exports fell by 0.7 percent.",
    "Prices rose to $4.5 million in 2025. ¦The ministry agreed.",
    "Inflation was 8%. ¦That is less than before.",
    "The meeting begins at 9 a.m. on Monday.",
    "The meeting begins at 9 a.m. ¦The minister will speak.",
    "On Nov. 25 the depot opened.",
    "It opened in Nov. ¦The city paid for it.",
    "Acme Inc. Chairman Lee resigned.",
    "He works for Acme Inc. ¦It makes pumps.",
    "See Fig. 3 and No. 7 of the report.",
    "Pipes, pumps, etc. ¦The list goes on.",
    "“We will build it.” ¦The minister left.",
    '"Will it rain?" asked the farmer.',
    '"Stop!" he said. ¦Nobody did.',
    "He said (it was late.) ¦Then he left.",
    "Wait... ¦No one came.",
    "He waited... and left.",
    "It ended… ¦People went home.",
    "Visit kt.kz for more. ¦It is free.",
    "Version 2.0 is out. ¦It is faster.",
    "1. Build roads. ¦2. Mend bridges.",
    "St. Petersburg and Ft. Worth signed.",
    "Plans vs. Facts was the title.",
    "First paragraph without a stop\n\n¦Second paragraph",
    "Tasks:\n¦- mend the road;\n¦- wash the trams.",
    "Tasks: ¦• mend the road; ¦• wash the trams.",
    "Tasks:\n¦1) mend the road;\n¦2) wash the trams.",
    "A line\nthat goes on in the next line.",
    "What?! ¦Nobody answered.",
    "The end.\u2029¦A new page.",
    "Sen. Lee and Rep. Cole met in Washington, D.C. ¦They spoke of trade.",
    "The bank raised its rate to 16.5%. ¦Analysts had expected 16.25%.",
    "He said: “We are ready.” ¦Nobody objected.",
    "“Are you ready?” he asked.",
    "The firm (formerly Acme Ltd.) sold its mine. ¦Its owner left.",
    "It costs approx. 5 million tenge. ¦The city pays.",
    "On Jan. 5, 2025, the bridge opened. ¦It is long.",
    "Mr. K. Tokayev and Mrs. A. Smith came.",
    "The ship reached Aktau at 5:30 p.m. ¦It carried grain.",
    "The U.N. Security Council met. ¦It adopted nothing.",
    "Sales rose (by 3.2 percent). ¦Profit fell.",
    "The company, J&J Inc., left the market.",
    "Prof. Dr. Weber wrote it. ¦It is short.",
    "No. 1 in the list is Almaty. ¦No. 2 is Astana.",
    "The plant burns waste, e.g. plastic. ¦It makes heat.",
    "Temperatures fell to -25.5 degrees. ¦Schools closed.",
    'He asked, "Why?" ¦She did not answer.',
    "The vote was 51–0. ¦Nobody abstained.",
    "See kt.kz/news.html for details. ¦The page is new.",
    "Capt. Ivanov, Col. Petrov and Lt. Sidorov were named.",
    "Points:\n¦• roads;\n¦• bridges;\n¦• schools.",
    "Points:\n¦1. Roads.\n¦2. Bridges.",
    "Points:\n¦– roads;\n¦– bridges.",
    "He lives in St. Louis. ¦She does not.",
    "Does it cost $1.5 bn? ¦It does.",
    "Music by J.-P. Martin was played. ¦People sang.",
    "They met on Fifth Ave. ¦The road was closed.",
    # Russian
    "Порт открыт. ¦Суда вернулись.",
    "Президент К.К. Токаев подписал закон. ¦Он вступил в силу.",
    "К. К. Токаев подписал закон.",
    "Закон подписал Токаев К.К. ¦Он вступит в силу завтра.",
    "В г. Алматы открыли депо. ¦Его строили два года.",
    "Это было в 2025 г. ¦Правительство согласилось.",
    "Строили в 2024–2025 гг. ¦Построили три моста.",
    "Выделено 3,5 млрд. тенге. ¦Деньги уже есть.",
    "Построили мосты, дороги и т.д. ¦Работа окончена.",
    "Отходы, т.е. мусор, вывезли.",
    "На ул. Абая перекрыли движение.",
    "В ст. 5 закона внесли поправку.",
    "И.о. министра выступил с докладом.",
    "«Воды хватит». ¦Так сказал министр.",
    "«Воды хватит!» — сказал министр.",
    "«Где вода?» – спросил он.",
    "Акад. Сатпаев родился в XIX веке.",
    "Им. Абая назвали театр.",
    "Рост составил 4,2%. ¦Это много.",
    "Собрание начнётся в 10.30. ¦Вход свободный.",
    "Дж. Смит приехал в Астану.",
    "В обл. Абай построили школу.",
    "Он ушёл… ¦Все молчали.",
    "Так было… и прошло.",
    "Президент Касым-Жомарт Токаев провёл встречу. ¦На ней говорили о воде.",
    "Встречу провёл К.-Ж. Токаев. ¦Она длилась час.",
    "О. Бектенов поручил ускорить работы. ¦Срок – до 1 декабря.",
    "В 2025 г. объём вырос на 4,5 проц. к прошлому году.",
    "С 1991 г. Казахстан независим.",
    "Добыто 90,5 млн т. нефти.",
    "Перевезено 5 тыс. т. ¦Это рекорд.",
    "Налог составит 1,5 млн тг. ¦Его платят раз в год.",
    "По данным на 1 янв. 2025 г. ¦В городе живут 2 млн человек.",
    "В с. Каскелен и пос. Боралдай нет газа.",
    "На пр. Абая и ул. Сатпаева ремонт.",
    "Встреча в пр-те Мира, д. 5, кв. 12. ¦Вход со двора.",
    "Заместитель министра, канд. техн. наук И. Иванов согласился.",
    "«Мы готовы», – сказал он. ¦Работы начнут в мае.",
    "«Мы готовы! ¦Работы начнут в мае», – сказал он.",
    "Он сказал: «Работы начнут в мае». ¦Их закончат в июне.",
    "Он сказал: «Работы начнут в мае.» ¦Их закончат в июне.",
    "Куда девать мусор?.. ¦Никто не знает.",
    "Вода кончилась!.. ¦Что делать?",
    "См. рис. 5 и табл. 3. ¦Там всё видно.",
    "В т.ч. 5 млн тенге – на дороги.",
    "Это т.н. «зелёные» тарифы. ¦Они выше.",
    "Отходы – стекло, бумага и пр. ¦Их сортируют.",
    "Отходы (стекло, бумага и т.п.) сортируют. ¦Потом жгут.",
    "И.о. акима назначен А. Ж. Сериков. ¦Он работал в Актау.",
    "Порядок:\n¦- вывезти;\n¦- сжечь.",
    "Порядок: ¦• вывезти; ¦• сжечь.",
    "Порядок:\n¦1. Вывезти.\n¦2. Сжечь.",
    "Мороз до 25,5 град. ожидается в Астане.",
    "Встреча пройдёт 5.12.2025. ¦Приглашены все.",
    "Рост – 4 проц. ¦Это мало.",
    "ТОО «Вода» (г. Актау) оштрафовано. ¦Штраф уплачен.",
    "Опубликовано на kt.kz. ¦Читайте там.",
    "Время – 10 ч. 30 мин. ¦Не опаздывайте.",
    "Цена – 500 руб. ¦Раньше было 400.",
    "Указ подписан (№ 5 от 1 мая 2025 г.). ¦Он опубликован.",
    "С 1991 г. Казахстан независим. ¦Так записано в законе.",
    "5 мая 2025 г. Президент подписал указ. ¦Он вступил в силу.",
    "В XIX в. Казахстан был другим.",
    "Поэт родился в XIX в. ¦Он много ездил.",
    "Построен на оз. Балхаш. ¦Там мелко.",
    "Стоит 500 долл. США. ¦Это дорого.",
    "Офис на бул. Мира, корп. 2. ¦Вход свободный.",
    # Kazakh
    "Порт ашылды. ¦Кемелер қайтты.",
    "Қ.К. Тоқаев заңға қол қойды. ¦Ол күшіне енді.",
    "Бұл 2025 ж. ¦Үкімет келісті.",
    "Жолдар, көпірлер т.б. ¦Жұмыс аяқталды.",
    "Қалдық, қоқыс ж.б. ¦Бәрі шығарылды.",
    "«Су жетеді». ¦Министр осылай деді.",
    "Су жете ме? ¦Ешкім білмейді.",
    "Өсім 4,2 пайыз болды. ¦Бұл көп.",
    "Ә. Бөкейхан көш. жөндеуден өтті.",
    "- жолды жөндеу;\n¦- суды тазарту.",
    "Тоқаев Қ.К. заңға қол қойды. ¦Ол күшіне енді.",
    "Қасым-Жомарт Тоқаев кеңес өткізді. ¦Онда су туралы айтылды.",
    "О. Бектенов тапсырма берді. ¦Мерзімі – желтоқсан.",
    "2025 ж. 1 қаңтарда жаңа кодекс күшіне енеді.",
    "1991 ж. бері ел тәуелсіз.",
    "2024–2025 жж. үш көпір салынды. ¦Ол жеткіліксіз.",
    "Ақтау қ. порты ашылды. ¦Кемелер келді.",
    "Абай көш. мен Сәтбаев даң. жабылды. ¦Айналып өтіңіз.",
    "Бюджет 3,5 млрд. теңге. ¦Ақша бар.",
    "Қалдықтың 20 пайызы (шыны, қағаз т.б.) өңделеді. ¦Қалғаны көміледі.",
    "Шыны, қағаз, т.с.с. ¦Олар сұрыпталады.",
    "«Біз дайынбыз», – деді министр. ¦Жұмыс мамырда басталады.",
    "«Дайынсыз ба?» – деп сұрады ол.",
    "«Дайынбыз!» – деді ол. ¦Бәрі күлді.",
    "Су қайда?! ¦Ешкім білмейді.",
    "Проф. Ә. Қоңыратбаев кітап жазды. ¦Ол оқылады.",
    "ҚР ҰҚК-нің хабарлауынша, күдікті ұсталды. ¦Тергеу жүріп жатыр.",
    "Сағат 10.30-да басталады. ¦Кіру тегін.",
    "Т. Рысқұлов ауданында өрт болды. ¦Оны сөндірді.",
    "Міндеттер:\n¦• жол салу;\n¦• су тазарту.",
    "Міндеттер:\n¦1) жол салу;\n¦2) су тазарту.",
    "Температура -25,5 градус. ¦Мектептер жабық.",
    "Ш. Уәлиханов атындағы мектеп ашылды.",
    "Ол кетті… ¦Бәрі үнсіз.",
    "Ол кетті... және қайтпады.",
    "Ақын XIX ғ. басында туған. ¦Ол көп жазды.",
    "Достық ауд. Жаңа көшесінде өрт болды.",
]


@pytest.mark.parametrize("row", TABLE)
def test_a_sentence_ends_where_a_reader_ends_it(row: str) -> None:
    expected = [part.strip() for part in row.split("¦")]
    text = row.replace("¦", "")
    assert [text[start:end] for start, end in sentences(text)] == expected


def test_the_table_is_long_enough_to_mean_something() -> None:
    assert len(TABLE) >= 75


@pytest.mark.parametrize("text", ["", " ", "\n\n", "…", ".", "•", "- "])
def test_texts_without_words_do_no_harm(text: str) -> None:
    assert "".join(text[start:end] for start, end in sentences(text)) == text.strip()


@given(st.text())
@pytest.mark.parametrize("wrap", ["{}", "Waste. {} К.К. Токаев", "{}. {}"])
def test_sentences_are_in_order_trimmed_and_hold_all_that_can_be_seen(wrap: str, text: str) -> None:
    text = wrap.format(text, text)
    spans = sentences(text)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
    for (_, end), (start, _) in itertools.pairwise(spans):
        assert end <= start
    for start, end in spans:
        assert text[start:end] == text[start:end].strip() != ""


@pytest.mark.parametrize("sign", [".", "\n", ". ", "\n ", ".)", "!\n", "• ", "a.", "К. ", " ", "1. "])
@pytest.mark.usefixtures("no_minutes")
def test_no_text_makes_it_slow(sign: str) -> None:
    assert len(sentences(sign * 40_000)) <= 40_000
