"""Where sentences end. In the table a ¦ stands where one must end and the next begin."""

from __future__ import annotations

import itertools
import time

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
    # Russian
    "Порт открыт. ¦Суда вернулись.",
    "Президент К.К. Токаев подписал закон. ¦Он вступил в силу.",
    "К. К. Токаев подписал закон.",
    "Закон подписал Токаев К.К. ¦Он вступит в силу завтра.",
    "В г. Алматы открыли депо. ¦Его строили два года.",
    "Это было в 2025 г. ¦Правительство согласилось.",
    "В 2024–2025 гг. ¦Построили три моста.",
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
]


@pytest.mark.parametrize("row", TABLE)
def test_a_sentence_ends_where_a_reader_ends_it(row: str) -> None:
    expected = [part.strip() for part in row.split("¦")]
    text = row.replace("¦", "")
    assert [text[start:end] for start, end in sentences(text)] == expected


def test_the_table_is_long_enough_to_mean_something() -> None:
    assert len(TABLE) >= 60


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
def test_no_text_makes_it_slow(sign: str) -> None:
    began = time.process_time()
    sentences(sign * 100_000)
    assert time.process_time() - began < 5
