"""Why two articles are, or are not, one story."""

from __future__ import annotations

import json

import pytest

from bot.stories.likeness import Conflict, explain
from tests.story_grouping.building import features

MILL = "Fire at a sugar mill in Taraz ¶ Two were hurt. ¶ The blaze began in a warehouse near the Talas River."

LONG = (
    f"{MILL} Sixty firefighters put it out by noon, while a school and two hotels nearby were emptied. The owner, Dala "
    "Sugar, said that beet of a whole autumn had burned."
)


def test_it_names_what_both_have_as_the_first_text_has_it() -> None:
    likeness = explain(features(MILL), features("Пожар на заводе в Таразе ¶ Горел склад у реки Талас.", number=2))
    assert likeness.score >= likeness.threshold
    assert likeness.shared[0] == "Fire"
    assert {"Taraz", "Talas", "warehouse"} < set(likeness.shared)
    assert len(likeness.shared) == len(set(likeness.shared)) <= 8
    assert (likeness.conflicts, likeness.too_far) == ((), False)


def test_so_it_does_the_other_way_round() -> None:
    russian = features("Пожар на заводе в Таразе ¶ Горел склад у реки Талас.", number=2)
    one, other = explain(features(MILL), russian), explain(russian, features(MILL))
    assert one.score == pytest.approx(other.score)
    assert other.shared[0] == "Пожар"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Kaspiy Aktau draw with Ordabasy ¶ It was played on Sunday.",
            "В Актау прошёл марафон ¶ Подробности.",
        ),
        ("Әкімдік мектеп жиһазын сатып алады ¶ Құны 45 млн теңге.", "В Актау открыли новую школу ¶ Подробности."),
        ("Warehouse burns down in Aktau", "В Актау открыли склад"),
        ("Аэропорт Актау открыт ¶ Аэропорт Актау открыт.", "В Актау открыли новую школу ¶ Следите за новостями."),
    ],
)
def test_a_town_or_a_school_alone_makes_no_story(one: str, other: str) -> None:
    likeness = explain(features(one), features(other, number=2))
    assert likeness.shared
    assert likeness.score == 0


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        ("Fire at a mill in Taraz", "Fire at a mill in Semey", Conflict.PLACES),
        ("Fire kills 3 at a mill", "Fire kills 14 at a mill", Conflict.NUMBERS),
        ("«Кайрат» выиграл матч", "«Тобол» выиграл матч", Conflict.NAMES),
        ("Fire at a mill in Kostanay", "Fire at a mill in North Kazakhstan Region", Conflict.PLACES),
        ("Fire at a mill ¶ It is on Abay Avenue.", "Fire at a mill ¶ It is on Satpayev Street.", Conflict.PLACES),
        ("Tokayev visits a mill", "Bektenov visits a mill", Conflict.NAMES),
        ("Дожди и ветер в Актау 11 апреля", "Дожди и ветер в Актау 12 апреля", Conflict.DATES),
    ],
)
def test_what_differs_makes_them_less_alike(one: str, other: str, conflict: Conflict) -> None:
    differ = explain(features(one), features(other, number=2))
    assert differ.conflicts == (conflict,)
    assert differ.score < explain(features(one), features(one, number=2)).score


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fire at a mill in Taraz", "Fire at a mill in Zhambyl Region"),
        ("Fire at a mill in Taraz", "Fire at a mill in Kazakhstan"),
        ("Fire kills 3 at a mill", "Fire kills 14 at a mill ¶ At first there were 3."),
        ("Forum opens on May 21 ¶ It lasts two days.", "Forum opens in spring"),
        ("Fire at a mill in Kostanay", "Fire at a mill in Northern Kazakhstan"),
        ("Пожар на мельнице ¶ Горело на улице Жибек жолы.", "Диірменде өрт ¶ Жібек жолы көшесінде жанды."),
        ("Пожар на мельнице ¶ Горело на улице Жибек жолы.", "Диірменде өрт ¶ Ешкім зардап шеккен жоқ."),
    ],
)
def test_what_only_one_tells_or_tells_more_widely_is_no_conflict(one: str, other: str) -> None:
    assert explain(features(one), features(other, number=2)).conflicts == ()


@pytest.mark.parametrize(
    ("other", "is_conflict"),
    [
        ("Альназарова рассказала о больнице в Семее ¶ Министр назвала срок.", True),
        ("Альназарова рассказала о больнице в Семее ¶ Министр сказала и о вспышке кори.", False),
        ("Альназарова рассказала о больнице в Семее", False),
        ("Альназарова ответила на вопросы ¶ Речь шла о больнице в Семее.", True),
    ],
)
def test_a_topic_of_a_headline_that_the_other_leaves_out_speaks_against_one_story(
    other: str, is_conflict: bool
) -> None:
    one = "Альназарова: вспышка кори идёт на спад ¶ Министр рассказала и о больнице в Семее."
    for first, second in ((one, other), (other, one)):
        found = explain(features(first), features(second, number=2))
        assert (Conflict.TOPICS in found.conflicts) is is_conflict


def test_long_texts_that_share_a_handful_of_weighty_marks_are_two_stories() -> None:
    """The president signs several laws a day."""
    one = features(
        "Tokayev signs ban on propaganda into law ¶ It takes effect in sixty days. ¶ Nine statutes are amended, among "
        "them those on mass media and education. Repeat offenders face up to ten days of arrest."
    )
    other = features(
        "Құмар ойынға қарсы заңға Тоқаев қол қойды ¶ Букмекерлердің жарнамасы шектеледі. ¶ Енді ойыншылар борышкерлер "
        "тізілімімен тексеріледі. Министрліктің дерегінше, елде 350 мың адам лудоманияға шалдыққан.",
        number=2,
    )
    found = explain(one, other)
    assert len(found.shared) == 3
    assert found.score < found.threshold


def test_what_comes_daily_is_of_its_day() -> None:
    one, other = features("Курс доллара снизился"), features("Курс доллара снизился", hours=20, number=2)
    assert explain(one, other).conflicts == (Conflict.DATES,)
    assert explain(one, features("Курс доллара снизился", hours=1, number=2)).conflicts == ()


@pytest.mark.parametrize(
    ("other", "is_conflict"),
    [
        ('Zimmer\'s "Dune" score wins an award', False),
        ("«Шөл» музыкасы үшін Циммер марапат алды", True),
        ("Tokayev congratulates Bektenov", False),
    ],
)
def test_english_translates_what_others_quote(other: str, is_conflict: bool) -> None:
    found = explain(features("Циммер получил награду за музыку к «Дюне»"), features(other, number=2))
    assert (Conflict.NAMES in found.conflicts) is is_conflict
    assert Conflict.NAMES in explain(features("Токаев в Риме"), features("Bektenov in Rome", number=2)).conflicts


def test_two_days_of_one_contest_are_two_stories_though_the_second_tells_of_the_first() -> None:
    first = features("Сметов взял бронзу чемпионата Азии ¶ Он выиграл схватку в Бишкеке.")
    text = "Мурталиев взял серебро чемпионата Азии ¶ Он дошёл до финала в Бишкеке. ¶ Накануне бронзу взял Сметов."
    assert Conflict.DATES in explain(first, features(text, hours=24, number=2)).conflicts
    assert Conflict.DATES not in explain(first, features(text, hours=3, number=2)).conflicts
    assert Conflict.DATES not in explain(first, features("Сметов вернулся домой", hours=24, number=2)).conflicts


def test_time_and_the_same_source_make_them_less_alike() -> None:
    first = features(LONG, source="a")
    at = {
        (hours, source): explain(first, features(LONG, hours=hours, source=source, number=2)).score
        for hours in (1, 20, 73)
        for source in ("a", "b")
    }
    assert at[1, "b"] > at[20, "b"] > at[73, "b"]
    assert at[1, "a"] < at[1, "b"]
    assert at[20, "a"] / at[20, "b"] < at[1, "a"] / at[1, "b"]
    assert explain(first, features(MILL, hours=73, number=2)).too_far
    assert not explain(first, features(MILL, hours=71, number=2)).too_far


def test_a_round_up_is_like_nothing() -> None:
    likeness = explain(features(MILL), features("News digest: a fire at a sugar mill in Taraz", number=2))
    assert likeness.score == 0
    assert "mill" in likeness.shared


def test_what_shares_nothing_is_not_alike() -> None:
    likeness = explain(features(MILL), features("Сайгаков стало больше", number=2))
    assert (likeness.score, likeness.shared) == (0, ())


@pytest.mark.parametrize("forgotten", ["", '{"v":0}'])
def test_features_that_are_gone_share_nothing(forgotten: str) -> None:
    for likeness in (explain(forgotten, features(MILL)), explain(features(MILL), forgotten)):
        assert (likeness.score, likeness.shared, likeness.conflicts, likeness.too_far) == (0, (), (), False)


def test_what_is_stored_is_one_line_of_json_and_not_long() -> None:
    stored = features(MILL)
    assert "\n" not in stored
    assert len(stored) < 2_000
    marks = {mark: (weight, written) for mark, weight, _, written in json.loads(stored)["m"]}
    assert marks["p taraz"][1] == "Taraz"
    assert marks["g fire"][0] > marks["g river"][0], "a headline counts double"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A depot opens ¶ A depot opens in full.", "Another depot opens ¶ Another depot opens in full."),
        (
            "Oil price rises in Aktau ¶ The ministry said so on Monday.",
            "Oil price falls in Aktau ¶ The ministry said so.",
        ),
        (LONG, LONG.replace("Fire at a sugar mill in Taraz", "Beet becomes dearer")),
    ],
)
def test_a_source_tells_two_stories_unless_their_texts_show_that_it_is_one(one: str, other: str) -> None:
    assert explain(features(one, source="a"), features(other, source="a", number=2)).score == 0
    follow_up = LONG.replace("Two were hurt", "A third worker was found").replace("put it out by noon", "left at night")
    likeness = explain(features(LONG, source="a"), features(follow_up, source="a", hours=4, number=2))
    assert likeness.score >= likeness.threshold


def test_headlines_that_differ_in_a_number_alone_are_a_series() -> None:
    one, other, again = (
        features(f"Answers of readers on taxes, part {part} ¶ Who pays, and when.", source=source, number=number)
        for number, (part, source) in enumerate([(3, "a"), (14, "b"), (3, "c")], 1)
    )
    assert explain(one, other).score == 0
    assert explain(one, again).score > 0


def test_headlines_of_two_words_are_too_little_to_tell() -> None:
    assert explain(features("Oil in Aktau"), features("Нефть Актау", number=2)).score == 0


NETS = (
    "Divers lift six tonnes of old nets ¶ Thirty people worked in the sea for two weeks. ¶ Boats of fishermen brought "
    "bread, water and fuel. What is left of the nets goes to waste near Aktau, and plastic to a factory."
)
RUBBISH = (
    "Еріктілер жағалаудан төрт тонна қоқыс жинады ¶ Демалыста екі жүз адам теңіз жағасын тазартты. ¶ {} балықшылар "
    "көмектесті. Қоқыстың ішінде пластик, шыны, ескі аулар көп болды, оны жүк көлігі зауытқа апарды."
)


def test_two_languages_that_share_a_topic_and_hardly_a_place_or_name_are_no_story() -> None:
    beach, same_beach = (
        features(RUBBISH.format(place), number=2) for place in ("Ауылда", "Ақтау мен Құрықта отыз шақты")
    )
    likeness = explain(features(NETS), beach)
    assert 0 < likeness.score < likeness.threshold
    assert explain(features(NETS), same_beach).score > 1.4 * likeness.score
