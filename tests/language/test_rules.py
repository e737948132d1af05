"""Words and sentences, by tables."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.language.capitals import is_word_in_capitals
from bot.language.en import singular
from bot.language.sentences import sentences
from bot.language.tokens import tokens


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("cities", "city"), ("pies", "pie"), ("ties", "tie"), ("wastes", "waste"), ("buses", "bus"), ("boxes", "box"),
        ("churches", "church"), ("aches", "ache"), ("houses", "house"), ("causes", "cause"), ("viruses", "virus"),
        ("women", "woman"), ("businesswomen", "businesswoman"), ("salesmen", "salesman"), ("plateaus", "plateau"),
        ("pakistanis", "pakistani"), ("heroes", "hero"), ("shoes", "shoe"), ("news", "news"), ("us", "us"),
        ("glass", "glass"), ("crisis", "crisis"), ("campus", "campus"), ("children", "child"), ("countries", "country"),
        ("movies", "movie"), ("analyses", "analysis"), ("mines", "mine"), ("taxes", "tax"), ("uses", "use"),
        ("university", "university"), ("universes", "universe"),
    ],
)  # fmt: skip
def test_a_plural_and_its_singular_are_one_word(plural: str, one: str) -> None:
    assert singular(plural) == singular(one)
    assert singular(singular(plural)) == singular(plural)


@pytest.mark.parametrize(
    ("capitals", "loud"),
    [("AKTAU", True), ("ГАЗ", True), ("АКТАУ", True), ("НЕФТЬ", True), ("AI", False), ("ИИ", False), ("ЖИ", False),
     ("ТБО", False), ("ЕАЭС", False), ("ООН", False), ("КТЖ", False)],
)  # fmt: skip
def test_capitals_are_an_acronym_or_a_word_written_large(capitals: str, loud: bool) -> None:
    assert is_word_in_capitals(capitals) is loud


@given(st.text(max_size=80))
@example("#0AA")
@example("#AlmatyMarathon2026 began")
def test_offsets_are_those_of_the_text_as_it_came(text: str) -> None:
    start = end = 0  # of the last word that is no part of a hashtag
    for token in tokens(text):
        if token.exact:
            assert end <= token.start or start <= token.start < token.end <= end
            assert token.start < token.stem_end <= token.end <= len(text)
            if token.start >= end:
                start, end = token.start, token.end


@pytest.mark.parametrize("word", ["Йошкар", "Ақтау", "İstanbul", "Straße", "Kazakhstan’s", "O'Neil"])
def test_a_word_is_one_however_its_letters_are_composed(word: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, word) for form in ("NFC", "NFD"))
    forms = [[token.stem for token in tokens(text) if token.stem] for text in (composed, decomposed)]
    assert forms[0] == forms[1]
    assert len(forms[0]) == 1


@pytest.mark.parametrize(
    "marked",
    [
        "The port grew.| It will grow on.",
        "Mr. Smith came.| He left.",
        "The U.S. sent help.| It came.",
        "Rates rose by 7.5 percent.| Nobody cared.",
        "“It is done.”| He sat down.",
        "Is it so?| It is!| Well.",
        "Wait... what came next was new.",
        "Nobody knew…| Then it rained.",
        "Dr. J.R.R. Tolkien wrote it.| All read it.",
        "It began at 5 p.m. on Monday.| It ended.",
        "See No. 5 and p. 7 of it.| Good.",
        'He said: "Go!" and went.',
        "1. Roads will be built.| 2. Schools too.",
        "К.К. Токаев прибыл.| Его ждали.",
        "Встреча прошла с К. Токаевым.| Он доволен.",
        "В 2025 г. построят дорогу.| Её ждут.",
        "Это было в 2025 г.| Потом стало тихо.",
        "Куплено 5 тыс. тонн.| Этого мало.",
        "Дороги, мосты и т.д.| Всё строят.",
        "Дороги, т.е. пути, строят.| Хорошо.",
        "«Готово.»| Он сел.",
        "По ул. Абая идут.| Там тихо.",
        "Им. Абая назвали.| Верно.",
        "Премьер сказал: «Да!» и ушёл.",
        "В г. Актау тепло.| Там море.",
        "Қ.К. Тоқаев келді.| Оны күтті.",
        "2025 ж. жол салынады.| Күтеміз.",
        "Жолдар, көпірлер т.б. салынады.| Жақсы.",
        "Бұл 2025 ж. болды.| Содан кейін тыныш.",
        "«Дайын.»| Ол отырды.",
        "Жол салынды ма?| Иә.",
        "• Roads are built.|\n• Schools are built.",
        "- Дороги строят.|\n- Школы строят.",
        "No end here",
        "One.|\n\nTwo.",
        "A. B. Smith and C. Jones met.| They talked.",
        "Growth was 3.5%.| It was 2% before.",
        "Дж. Байден приехал.| Его ждали.",
        "Ю. Гагарин полетел.| Все ждали.",
        "Он стоит 5 млн.| Потом подорожал.",
        "До 100 кв. м жилья.| Хорошо.",
        "Inc. and Ltd. are firms.| So are others.",
    ],
)
def test_sentences_end_where_they_end(marked: str) -> None:
    text = marked.replace("|", "")
    wanted = [piece.strip() for piece in marked.split("|")]
    assert [text[start:end] for start, end in sentences(text)] == wanted


@given(st.text(max_size=200))
def test_sentences_hold_all_that_can_be_seen(text: str) -> None:
    held = "".join(text[start:end] for start, end in sentences(text))
    assert "".join(held.split()) == "".join(text.split())
