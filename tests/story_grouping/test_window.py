"""StoryWindow: which story an article joins, whatever comes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.matching.analysis import AnalyzedText
from bot.model.stories import StoryMember
from bot.stories.likeness import explain
from bot.stories.window import WINDOW, StoryWindow
from tests.builders import NOW
from tests.story_grouping.building import CONCEPTS, Newsroom, features, member, told

FIRE = (
    "Fire at a sugar mill in Taraz ¶ Two workers were hurt. ¶ "
    "The blaze began in a warehouse on Zhibek Zholy Street at 4:40 a.m. Sixty firefighters put it out."
)
FIRE_IN_RUSSIAN = (
    "Пожар на сахарном заводе в Таразе: пострадали двое рабочих ¶ Огонь вспыхнул в складе. ¶ "
    "Сообщение поступило в 4:40. Возгорание на улице Жибек жолы тушили шестьдесят пожарных."
)
FIRE_IN_KAZAKH = (
    "Тараздағы қант зауытында өрт шықты ¶ Екі жұмысшы жарақат алды. ¶ "
    "Жібек жолы көшесіндегі қойма таңғы 4:40-та жанған. Өртті алпыс адам сөндірді."
)
BRIDGE = (
    "A bridge over the Irtysh opens in Semey ¶ It is 1.3 kilometers long. ¶ "
    "Builders finished it a month early. Buses of five routes go over it from Monday."
)


def test_three_languages_tell_one_story() -> None:
    room = Newsroom()
    assert room.take(FIRE) == room.take(FIRE_IN_RUSSIAN, hours=1) == room.take(FIRE_IN_KAZAKH, hours=2)
    assert room.take(BRIDGE, hours=2) != room.stories[1]


def test_an_assignment_says_what_it_joins_and_how_alike_they_are() -> None:
    room = Newsroom()
    room.take(FIRE)
    room.take(FIRE_IN_RUSSIAN, hours=1)
    first, second = room.assigned[1], room.assigned[2]
    assert (first.story_id, first.score, first.nearest_id, first.copied) == (None, None, None, False)
    assert (second.story_id, second.nearest_id, second.copied) == (1, 1, False)
    assert second.score is not None
    assert second.score == pytest.approx(explain(second.features, first.features).score)
    assert second.new_sentences is None


def test_to_assign_changes_nothing() -> None:
    room = Newsroom()
    room.take(FIRE)
    one = told(FIRE_IN_RUSSIAN, hours=1, number=2)
    text = AnalyzedText.of(one, CONCEPTS)
    again = [room.window.assign(one, text, one.published_at) for _ in range(2)]
    assert again[0] == again[1]
    assert (len(room.window), room.window.number) == (1, 1)


def test_the_same_article_under_two_addresses_is_one_story_and_a_copy() -> None:
    room = Newsroom()
    room.take(FIRE, source="a")
    assert room.take(FIRE, source="a", hours=0.1) == 1
    assert room.take(FIRE, source="b", hours=1) == 1
    assert [room.assigned[number].copied for number in (1, 2, 3)] == [False, True, True]


def test_what_nearly_joined_is_named() -> None:
    room = Newsroom()
    room.take(FIRE)
    room.take("Fire at a flour mill in Semey ¶ A guard was hurt. ¶ The blaze began in a garage at noon.", hours=1)
    assert room.assigned[2].story_id is None
    assert room.assigned[2].nearest_id == 1
    room.take(BRIDGE, hours=1)
    assert room.assigned[3].nearest_id is None


@pytest.mark.parametrize(
    ("text", "later"),
    [
        pytest.param(
            "Курс доллара на {0} ноября: {1} тенге ¶ Нацбанк установил официальный курс. ¶ "
            "По итогам торгов на KASE доллар стоит {1} тенге.",
            [("26", "517,2"), ("27", "519,6"), ("28", "515,1"), ("29", "515,9")],
            id="rates with a date",
        ),
        pytest.param(
            "Доллар стоит {1} тенге ¶ Курс изменился по итогам торгов на KASE. ¶ Объём торгов — {0} млн долларов.",
            [("126", "517,2"), ("227", "519,6"), ("158", "515,1"), ("149", "515,9")],
            id="rates without one",
        ),
        pytest.param(
            "{0} қарашаға арналған ауа райы болжамы ¶ Ертең {1} облысында қар жауады. ¶ Жел күшейеді.",
            [("26", "Ақмола"), ("27", "Абай"), ("28", "Ақтөбе"), ("29", "Ұлытау")],
            id="weather",
        ),
        pytest.param(
            "Weather forecast for November {0} ¶ Snow is expected in {1} tomorrow. ¶ Drivers should be careful.",
            [("26", "Kostanay"), ("27", "Semey"), ("28", "Aktau"), ("29", "Oral")],
            id="weather in English",
        ),
    ],
)
def test_what_a_source_repeats_daily_is_never_one_story(text: str, later: list[tuple[str, str]]) -> None:
    room = Newsroom()
    stories = [
        room.take(text.format(*parts), hours=24 * day, source=source)
        for day, parts in enumerate(later)
        for source in ("a", "b")
    ]
    by_day = [set(stories[at : at + 2]) for at in range(0, len(stories), 2)]
    assert [len(each) for each in by_day] == [1] * len(later)
    assert len(set(stories)) == len(later)


@pytest.mark.parametrize(
    "headline",
    [
        "Main news of the day: Taraz mill burns, Semey bridge opens",
        "Пожар в Таразе, мост в Семее и рейсы в Урумчи",
        "Күн қорытындысы: Тараздағы өрт, Семейдегі көпір",
    ],
)
def test_a_round_up_joins_nothing_and_nothing_joins_it(headline: str) -> None:
    room = Newsroom()
    room.take(FIRE_IN_RUSSIAN)
    room.take(BRIDGE)
    told_of = (
        f"{headline} ¶ На сахарном заводе сгорел склад, пострадали двое рабочих. ¶ "
        "Семей получил новый мост через Иртыш. Из Алматы открыты рейсы в Урумчи."
    )
    assert room.take(told_of, hours=3) == 3
    assert room.take(FIRE, hours=4) == 1
    assert room.take(told_of, hours=5, source="z") == 5


def test_what_is_published_more_than_three_days_apart_is_two_stories() -> None:
    room = Newsroom()
    room.take(FIRE)
    assert room.take(FIRE_IN_RUSSIAN, hours=73) == 2


def test_a_clock_that_jumps_breaks_nothing() -> None:
    room = Newsroom()
    room.take(FIRE)
    ahead = told(FIRE_IN_RUSSIAN, hours=1, number=2)
    assert room.take_article(ahead, now=NOW + timedelta(days=400)) == 2, "all else counts as forgotten"
    behind = told(FIRE_IN_KAZAKH, hours=2, number=3)
    assert room.take_article(behind, now=NOW - timedelta(days=400)) in (1, 2)
    earlier = told(FIRE, hours=-1, number=4)
    assert room.take_article(earlier) in (1, 2)


def test_what_is_forgotten_is_not_joined() -> None:
    room = Newsroom()
    room.take(FIRE)
    room.take(BRIDGE, hours=1)
    room.window.forget_before(NOW + timedelta(minutes=1))
    assert len(room.window) == 1
    assert room.take(FIRE_IN_RUSSIAN, hours=2) == 3
    assert room.take("New bridge over the Irtysh opens in Semey ¶ It is 1.3 kilometers long.", hours=3) == 2
    room.window.forget_before(NOW + WINDOW)
    assert len(room.window) == 0


def test_of_very_many_the_latest_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.stories.window.MOST_HELD", 2)
    room = Newsroom()
    room.take(FIRE)
    room.take(BRIDGE, hours=1)
    room.take(FIRE_IN_RUSSIAN, hours=2)  # joins, and then the first one is forgotten
    assert len(room.window) == 2
    assert room.stories[3] == room.stories[1]
    assert room.take(FIRE_IN_KAZAKH, hours=3) == room.stories[1]
    room.take(BRIDGE, hours=4)
    assert (len(room.window), room.assigned[5].nearest_id) == (2, None)


def test_an_article_that_is_added_again_is_there_once_with_its_new_features() -> None:
    room = Newsroom()
    room.take("Fire in Taraz")
    renewed = StoryWindow(CONCEPTS).assign(told(FIRE), AnalyzedText.of(told(FIRE), CONCEPTS), NOW)
    room.window.add(member(told(FIRE, hours=1), renewed, number=2))
    assert (len(room.window), room.window.number) == (1, 2)
    assert room.take(FIRE_IN_RUSSIAN, hours=1) == 1
    room.window.forget_before(NOW + timedelta(minutes=30))
    assert len(room.window) == 2, "it counts as published when the newer one says"


def test_an_article_does_not_join_itself() -> None:
    room = Newsroom()
    room.take(FIRE)
    one = told(FIRE)
    assert room.window.assign(one, AnalyzedText.of(one, CONCEPTS), NOW).story_id is None


@pytest.mark.parametrize("stored", ["", '{"v":0,"m":[]}'])
def test_members_without_features_that_are_understood_are_passed_over(stored: str) -> None:
    window = StoryWindow(CONCEPTS)
    window.add(
        StoryMember(
            number=9, article_id=1, story_id=1, source_key="a", language="en", published_at=NOW, features=stored
        )
    )
    assert (window.number, len(window)) == (9, 0)


def test_a_window_loaded_from_what_is_stored_decides_alike() -> None:
    room = Newsroom()
    for hours, text in enumerate((FIRE, BRIDGE, FIRE_IN_RUSSIAN)):
        room.take(text, hours=hours)
    loaded = StoryWindow(CONCEPTS)
    for number in (1, 2, 3):
        text = (FIRE, BRIDGE, FIRE_IN_RUSSIAN)[number - 1]
        loaded.add(member(told(text, hours=number - 1, number=number), room.assigned[number], number=number))
    one = told(FIRE_IN_KAZAKH, hours=4, number=4)
    text_ = AnalyzedText.of(one, CONCEPTS)
    assert loaded.assign(one, text_, one.published_at) == room.window.assign(one, text_, one.published_at)


def test_a_story_of_four_hundred_stays_one_and_swallows_no_other() -> None:
    room = Newsroom()
    for number in range(400):
        texts = (FIRE, FIRE_IN_RUSSIAN, FIRE_IN_KAZAKH)
        room.take(f"{texts[number % 3]} Report {number} of the day.", hours=number / 20, source=f"s{number % 40}")
    assert set(room.stories.values()) == {1}
    other = "Fire at a flour mill in Kostanay ¶ Nobody was hurt. ¶ The blaze began in an office at noon."
    assert room.take(other, hours=20) == 401


def test_five_thousand_at_once_are_told_apart() -> None:
    room = Newsroom()
    syllables = ("bar", "dau", "ken", "nur", "sai", "tal", "mur", "zhan", "bek", "tem", "kos", "ris", "lan", "dos")
    names = [f"{one}{two}{three}".capitalize() for one in syllables for two in syllables for three in syllables]
    for number in range(5_000):
        name, other = names[number // 2 % len(names)], names[(number // 2 * 7 + 3) % len(names)]
        room.take(
            f"{name} opens a shop in {other} ¶ Mr. {name} sells {number // 2 + 100} things.", source=f"s{number % 2}"
        )
    pairs = [(room.stories[number], room.stories[number + 1]) for number in range(1, 5_000, 2)]
    assert sum(one == other for one, other in pairs) >= 0.95 * len(pairs)


def test_two_bare_headlines_need_less_in_common() -> None:
    one, other = features("Fedun leaves hospital after covid"), features("Fedun is back home from hospital", number=2)
    assert explain(one, other).threshold < explain(features(FIRE), features(FIRE_IN_RUSSIAN)).threshold


LATER = "Two in hospital after Taraz blaze ¶ The warehouse of the mill burned down."


def test_an_article_joins_a_story_that_is_told_in_many_ways() -> None:
    """It is like three of its articles; that ten others tell of other sides of it does not keep it out."""
    room = Newsroom()
    for number in range(3):
        room.take(FIRE, hours=number / 10)
    for number in range(10):
        room.window.add(replace(_stored(f"Beet {number} of growers rots ¶ Sugar is dear.", number + 5), story_id=1))
    assert room.take_article(told(LATER, hours=2, number=90)) == 1


def _stored(text: str, number: int) -> StoryMember:
    one = told(text, hours=1, number=number)
    assigned = StoryWindow(CONCEPTS).assign(one, AnalyzedText.of(one, CONCEPTS), one.published_at)
    return member(one, assigned, number=number)


def test_four_accidents_of_one_town_and_day_are_four_stories() -> None:
    room = Newsroom()
    stories = [
        room.take(f"{text} ¶ По данным полиции, обстоятельства выясняются.", hours=number)
        for number, text in enumerate(
            (
                "ДТП в Актау ¶ Два автомобиля столкнулись в 12-м микрорайоне. ¶ Водитель в больнице.",
                "Ақтауда екі көлік соқтығысты ¶ Апат 12-шағын ауданда болды. ¶ Жүргізуші ауруханада.",
                "Авария в Актау: сбит ребёнок ¶ Мальчик в больнице. ¶ Авария произошла в 27-м микрорайоне.",
                "В Актау автобус врезался в столб ¶ Пострадали четыре пассажира. ¶ Авария произошла на улице Лесной.",
                "Грузовик перевернулся в Актау ¶ Водитель погиб. ¶ Авария произошла в микрорайоне Приозёрный.",
            )
        )
    ]
    assert stories == [1, 1, 3, 4, 5]
