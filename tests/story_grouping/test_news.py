"""What a follow-up says that nothing before it did."""

from __future__ import annotations

import pytest

from bot.stories.news import MOST_EARLIER, new_sentences
from tests.story_grouping.building import told

FIRST = (
    "Fire at a sugar mill in Taraz ¶ Two workers were hurt. ¶ "
    "The blaze began in a warehouse at 4:40 a.m. Sixty firefighters put out the flames by noon."
)
NEW = "Investigators arrested the chief engineer on Friday."
OLD = "The blaze had begun in a warehouse of the mill."


def test_only_what_nothing_earlier_had_is_new() -> None:
    later = told(f"Arrest after the fire in Taraz ¶ {OLD} ¶ {NEW} {NEW}", hours=5, number=2)
    assert new_sentences(later, [told(FIRST)]) == (NEW,)


@pytest.mark.parametrize(
    ("later", "hours", "source", "is_one"),
    [
        (f"Arrest after the fire in Taraz ¶ {NEW}", 1, "", False),
        (f"Arrest after the fire in Taraz ¶ {NEW}", 3, "", True),
        (f"Arrest after the fire in Taraz ¶ {NEW}", 1, "source-1", True),
        (f"Fire in Taraz: 7 arrested ¶ {NEW}", 1, "", True),
        (f"Fire in Taraz: two arrested ¶ {NEW}", 1, "", False),
        (f"Fire in Taraz ¶ {OLD}", 5, "", False),
        ("Fire in Taraz ¶ Details follow.", 5, "", False),
        ("Fire in Taraz", 5, "", False),
    ],
)
def test_a_follow_up_comes_late_or_from_who_told_of_it_or_has_other_numbers(
    later: str, hours: float, source: str, is_one: bool
) -> None:
    article = told(later, hours=hours, source=source, number=2)
    earlier = [told(FIRST.replace("Two workers", "2 workers"))]
    assert (new_sentences(article, earlier) is not None) is is_one


THREE = {
    "en": "Three die in a crash near Taraz ¶ Three people were killed in a crash on the Taraz-Shymkent road.",
    "ru": "ДТП под Таразом: трое погибли ¶ Три человека погибли в ДТП под Таразом на трассе Тараз — Шымкент. Шёл снег.",
    "kk": "Тараз маңында үш адам қаза тапты ¶ Тараз — Шымкент тас жолындағы апаттан үш адам қаза тапты. Қар жауған.",
}
FIVE = {
    "en": "Five people were killed in the crash on the Taraz-Shymkent road.",
    "ru": "В ДТП под Таразом на трассе Тараз — Шымкент погибли пять человек.",
    "kk": "Тараз — Шымкент тас жолындағы апаттан бес адам қаза тапты.",
}


@pytest.mark.parametrize("before", ["en", "ru", "kk"])
@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_other_numbers_are_new_in_a_sentence_whose_words_are_all_known(before: str, language: str) -> None:
    later = told(f"Five ¶ {FIVE[language]}", hours=0.2, number=2, language=language)
    assert new_sentences(later, [told(THREE[before], language=before)]) == (FIVE[language],)
    same = told(f"5 ¶ {FIVE[language]}", hours=0.1, number=3, language=language)
    assert new_sentences(later, [told(THREE[before], language=before), same]) is None


def test_who_was_not_named_before_is_new_in_a_sentence_whose_other_words_are_known() -> None:
    before = "Пожар в порту Актау ¶ На складе № 4 порта Актау произошёл пожар."
    arrest = "Полиция задержала начальника склада № 4 порта Актау, где произошёл пожар, Серика Ахметова."
    later = told(f"Задержан начальник склада ¶ {arrest} Ему грозит срок.", hours=5, number=2)
    assert new_sentences(later, [told(before)])[0] == arrest  # type: ignore[index]  # None fails, too


def test_a_short_sentence_with_another_number_says_something() -> None:
    later = told("Crash near Taraz: five dead ¶ Five died.", hours=0.2, number=2)
    assert new_sentences(later, [told(THREE["en"])]) == ("Five died.",)


def test_what_can_be_compared_in_no_other_language_is_compared_in_its_own() -> None:
    cause = "Причиной стала искра при сварке."
    english, russian = told(FIRST, number=2), told("Пожар в Таразе ¶ Огонь вспыхнул в складе.", number=3)
    later = told(f"Пожар в Таразе ¶ {cause}", hours=5, number=4)
    assert new_sentences(later, [english, russian]) == (cause,)
    assert new_sentences(later, [english]) is None, "nobody knows whether that told it"


def test_the_first_article_of_a_story_is_no_follow_up() -> None:
    assert new_sentences(told(FIRST), []) is None


def test_what_another_language_said_is_known() -> None:
    earlier = told(
        "Тараздағы зауытта өрт шықты ¶ Екі жұмысшы жарақат алып, ауруханаға жеткізілді. ¶ Өрт қоймада басталған."
    )
    later = told(
        "Пожар на заводе в Таразе ¶ Двое рабочих с ожогами доставлены в больницу, у них травмы. ¶ "
        "Следователи задержали главного инженера Сергея Ковалёва.",
        hours=4,
        number=2,
    )
    found = new_sentences(later, [earlier])
    assert found == ("Следователи задержали главного инженера Сергея Ковалёва.",)


def test_a_date_is_no_other_number() -> None:
    article = told(f"Arrest on November 27 after the fire in Taraz ¶ {NEW}", hours=1, number=2)
    assert new_sentences(article, [told(FIRST)]) is None


def test_of_a_story_of_hundreds_the_latest_are_looked_at() -> None:
    early = told(f"Fire at a sugar mill in Taraz ¶ {NEW}", hours=-9, number=2)
    later = told(f"Arrest after the fire in Taraz ¶ {NEW}", hours=5, number=3)
    many = [told(FIRST, number=number) for number in range(10, 10 + MOST_EARLIER)]
    assert new_sentences(later, [early, *many[1:]]) is None
    assert new_sentences(later, [early, *many]) == (NEW,)


def test_twice_in_one_language_is_two_in_another() -> None:
    twice = told("Ferry crosses the Caspian ¶ A ferry of Aktau crosses the Caspian Sea twice a week from April.")
    kazakh = "Каспийде паром жүреді ¶ Ақтау паромы сәуірден бастап Каспий теңізінен аптасына екі рет өтеді."
    assert new_sentences(told(kazakh, number=2), [twice]) is None
    once = told(kazakh.replace("екі рет", "бір рет"), number=3)
    assert new_sentences(told(kazakh, number=2, hours=1), [once]) is not None


def test_what_a_source_tells_again_under_another_headline_is_never_hidden() -> None:
    first = told("A depot opens ¶ It was opened on Monday.", source="a")
    anew = told("Another depot opens ¶ It was opened on Monday.", source="a", number=2)
    assert new_sentences(anew, [first]) == ()
    assert new_sentences(told("A depot OPENS ¶ It was opened on Monday.", source="a", number=3), [first]) is None
    assert new_sentences(told("Another depot opens ¶ It was opened on Monday.", source="b", number=4), [first]) is None
