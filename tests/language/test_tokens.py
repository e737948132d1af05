"""Words, their places and their forms."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.tokens import TOKEN, acronym, exact, fold, latin_stem, stem, tokens, typed_words, without_possessive


def words(text: str) -> list[str]:
    return [text[token.start : token.end] for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("waste-to-energy", ["waste", "to", "energy"], id="a hyphen is a boundary"),
        pytest.param("wastewater", ["wastewater"], id="a word in a word is none"),
        pytest.param("COVID-19, G20 (A321)", ["COVID", "19", "G20", "A321"], id="digits belong to words"),
        pytest.param("O’Brien's don't", ["O’Brien's", "don't"], id="an apostrophe between letters belongs to the word"),
        pytest.param("'TRIPP' Project", ["TRIPP", "Project"], id="single quotes are boundaries"),
        pytest.param("workers' rights", ["workers", "rights"], id="an apostrophe after the word is not the word's"),
        pytest.param("#waste @Aktau_port", ["waste", "Aktau", "port"], id="signs of tags and names fall"),
        pytest.param("й" + "ога ёж", ["й" + "ога", "ёж"], id="combining marks belong to their letter"),
        pytest.param("«Ақтау» — ЖИ", ["Ақтау", "ЖИ"], id="quotes and dashes are boundaries"),
        pytest.param("10,5 %", ["10", "5"], id="a comma parts digits"),
        pytest.param("", [], id="nothing holds nothing"),
    ],
)
def test_words_are_cut_where_a_reader_sees_their_ends(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_a_paragraphs_end_is_a_token_without_forms() -> None:
    assert [token.exact for token in tokens("One.\n \nTwo\u2029three")] == ["one", "", "two", "", "three"]


@pytest.mark.parametrize(
    "text", ["İstanbul waste", "Straße waste", unicodedata.normalize("NFD", "йогурт ё") + " waste"]
)
def test_offsets_are_those_of_the_original_text_although_folding_changes_lengths(text: str) -> None:
    last = list(tokens(text))[-1]
    assert text[last.start : last.end] == "waste"


def test_the_stem_ends_before_the_possessive() -> None:
    text = "Kazakhstan’s AI's port"
    assert [text[token.start : token.stem_end] for token in tokens(text)] == ["Kazakhstan", "AI", "port"]


@pytest.mark.parametrize(
    ("raw", "form"),
    [
        ("Kazakhstan’s", "kazakhstan"),
        ("CITIES", "cities"),
        ("AIs", "ai"),
        ("Straße", "strasse"),
        ("Ё", "е"),
        ("й", "й"),
        ("boss's", "boss"),
        ("x's's", "x"),
        ("AО'S", "ао"),  # a Latin A before a Cyrillic О: an АО, whose S is no letter of it
        ("so\u00adft", "soft"),
        ("отходов", "отходов"),
        ("1990s", "1990s"),
    ],
)
def test_a_stem_has_no_possessive_and_no_case(raw: str, form: str) -> None:
    assert stem(raw) == form


def test_the_exact_form_keeps_possessive_and_plural() -> None:
    assert (exact("Kazakhstan’s"), exact("Wastes")) == ("kazakhstan's", "wastes")


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("AI", "AI"),
        ("AIs", "AI"),
        ("AI’s", "AI"),
        ("ЖИ", "ЖИ"),
        ("ҚТҚ", "ҚТҚ"),
        ("ТБО", "ТБО"),
        ("Al", ""),
        ("A", ""),
        ("ai", ""),
        ("TOKAYEV", ""),
        ("G20", ""),
        ("ИИ", "ИИ"),
        ("И" + "̆" + "Й", "ЙЙ"),
        ("ҚTЖ", "ҚТЖ"),
        ("AҚШ", "АҚШ"),
        ("EАЭC", "ЕАЭС"),
        ("ЁЛК", "ЕЛК"),
        ("АТC", "АТС"),
        ("ATC", "ATC"),
        ("ҚRЖ", ""),
        ("A\u00adIs", "AI"),
    ],
)
def test_an_acronym_is_two_to_five_capitals_with_or_without_plural_and_possessive(raw: str, found: str) -> None:
    assert acronym(raw) == found


@pytest.mark.parametrize(
    ("acronyms", "capitals"),
    [
        pytest.param("ЦИКа ЦИКу ЦИКом ЦИКе", "ЦИК", id="Russian cases"),
        pytest.param("ЦОДы ЦОДов ЦОДам ЦОДами ЦОДах", "ЦОД", id="Russian plurals"),
        pytest.param("ТЭЦей ТЭЦам", "ТЭЦ", id="Russian plurals after ц"),
        pytest.param("АҚШтың АҚШқа АҚШты АҚШта АҚШтан АҚШпен АҚШтағы", "АҚШ", id="Kazakh cases"),
        pytest.param("БҰҰның БҰҰға БҰҰны БҰҰда БҰҰдан БҰҰмен", "БҰҰ", id="Kazakh cases after a vowel"),
        pytest.param("ТЖМнің ТЖМге ТЖМні ТЖМде ТЖМден ТЖМмен", "ТЖМ", id="soft Kazakh cases"),
        pytest.param(
            "ЖЭОлар ЖЭОлардың ЖЭОсы ЖЭОсының ЖЭОсына ЖЭОсында ЖЭОсындағы ЖЭОларын", "ЖЭО", id="Kazakh plurals"
        ),
        pytest.param("ЖИдің ЖИді ЖИге ЖИмен", "ЖИ", id="two capitals and a Kazakh case"),
        pytest.param("ПКов ПКам ПКами ПКах", "ПК", id="two capitals and a Russian plural"),
        pytest.param("VIPтер VIPов VIPы", "VIP", id="a Cyrillic ending of a Latin acronym"),
        pytest.param("AIдың AIға", "AI", id="Latin capitals that Cyrillic has too"),
        pytest.param("ҚTЖға ҚТЖның", "ҚТЖ", id="a capital from the other keyboard"),
    ],
)
def test_an_acronym_may_have_an_ending_in_small_letters(acronyms: str, capitals: str) -> None:
    assert {(acronym(raw), stem(raw)) for raw in acronyms.split()} == {(capitals, fold(capitals))}


@pytest.mark.parametrize(
    "raw",
    [
        "ОНи",
        "ОНа",
        "ВСе",
        "ВСем",
        "ДЛя",
        "ЧТо",
        "РОссия",
        "ҚАзақстан",
        "КазМунайГаз",
        "ИТшник",
        "ГАИшник",
        "НАТОвский",
        "McDonald",
        "iPhone",
        "eBay",
        "NEWSru",
    ],
)
def test_a_word_that_begins_in_capitals_is_not_an_acronym(raw: str) -> None:
    assert acronym(raw) == ""


def test_a_word_without_an_apostrophe_has_no_possessive() -> None:
    assert without_possessive("gas") == "gas"
    assert without_possessive("A321") == "A321"


def test_apostrophes_of_all_sorts_are_one() -> None:
    assert fold("O’Brien") == fold("OʼBrien") == fold("O'BRIEN")
    assert fold("ŉ") == "n"


@given(st.text())
def test_every_form_of_any_word_is_a_word_with_the_same_form(text: str) -> None:
    for raw in TOKEN.findall(text):
        for form in (exact, stem):
            assert TOKEN.findall(form(raw)) == [form(raw)]
            assert form(form(raw)) == form(raw)


@given(st.text())
def test_spans_never_overlap_and_are_within_the_text(text: str) -> None:
    last = 0
    for token in tokens(text.replace("#", "")):
        assert last <= token.start < token.stem_end <= token.end <= len(text)
        last = token.end


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        pytest.param("Aқтау", "Ақтау", id="a capital from the other keyboard"),
        pytest.param("Шəмші", "Шәмші", id="the schwa of Latin alphabets"),
        pytest.param("кəсiпорын", "кәсіпорын", id="two look-alikes in a word"),
        pytest.param("hәм", "һәм", id="h is the Kazakh һ"),
        pytest.param("жиhаз", "жиһаз", id="within a word too"),
        pytest.param("Hұра", "Нұра", id="the capital H is Н"),
        pytest.param("Yкімет", "Үкімет", id="the capital Y is Ү"),
        pytest.param("мyнай", "мунай", id="the small one is у"),
        pytest.param("MҰНАЙ", "мұнай", id="capitals are folded before their case falls"),
        pytest.param("Ɵскемен", "Өскемен", id="the barred o"),
        pytest.param("А321", "а321", id="digits are nobody's twins"),
        pytest.param("Орёл", "орел", id="ё is е"),
        pytest.param("Ё" + "жик", "Е" + "жик", id="the capital too"),
        pytest.param("е\u0308лка", "елка", id="however the dots are written"),
        pytest.param("Семёнов’s", "Семенов's", id="a Latin possessive stays"),
        pytest.param("ко\u00adcмос", "космос", id="with a soft hyphen between"),
    ],
)
def test_look_alikes_in_a_cyrillic_word_are_cyrillic_in_every_form(typed: str, written: str) -> None:
    assert exact(typed) == exact(written)
    assert stem(typed) == stem(written)


@pytest.mark.parametrize("word", ["Aktau", "cop", "HOME", "ATC", "IT", "Əliyev", "Kəndi"])
def test_an_entirely_latin_word_stays_latin(word: str) -> None:
    assert fold(word) == word.casefold()


@pytest.mark.parametrize("word", ["iPhoneы", "СOVID", "VIPдв", "Qазақ"])
def test_a_letter_without_a_look_alike_keeps_a_mixed_word_as_it_is(word: str) -> None:
    assert fold(word) == word.casefold()


def test_offsets_are_those_of_the_text_although_look_alikes_are_folded() -> None:
    text = "Бүгін Aқтау порты, ҚTЖ және кəсiп"
    found = {token.exact: text[token.start : token.end] for token in tokens(text)}
    assert (found["ақтау"], found["қтж"], found["кәсіп"]) == ("Aқтау", "ҚTЖ", "кəсiп")


@given(st.text(alphabet="AHYabcехёəіқу\u0308\u0306'’ \u00ad", max_size=12))
def test_what_is_folded_once_stays(text: str) -> None:
    for raw in TOKEN.findall(text):
        assert fold(fold(raw)) == fold(raw)


@pytest.mark.parametrize("letter", [chr(point) for point in range(0x400, 0x530) if chr(point).isalpha()])
def test_the_short_way_of_cyrillic_words_says_what_the_long_way_says(letter: str) -> None:
    assert fold(letter) == fold(letter + "\u00ad" + letter)[: len(fold(letter))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("C++ and C#", ["c++", "and", "c#"], id="signs of Latin letters"),
        pytest.param("С++, С#", ["c++", "c#"], id="typed on a Cyrillic keyboard"),
        pytest.param("Notepad++ 2", ["notepad++", "2"], id="of a longer name"),
        pytest.param("C++17", ["c++", "17"], id="with a number"),
        pytest.param(".NET .Net .net", [".net"] * 3, id="a dot before NET"),
        pytest.param("ASP.NET kt.net", ["asp", "net", "kt", "net"], id="but not within a word"),
        pytest.param("x+y 18+ C+ waste# C#waste", ["x", "y", "18", "c", "waste", "c", "waste"], id="no others"),
        pytest.param("нефть++", ["нефть"], id="no Cyrillic words"),
        pytest.param("мағC++", ["мағc++"], id="a mixed word keeps its Latin letter"),
        pytest.param("Node.js 3D 5G", ["node", "js", "3d", "5g"], id="what needs no rule"),
    ],
)
def test_signs_that_belong_to_a_name_are_part_of_it(text: str, found: list[str]) -> None:
    assert [token.exact for token in tokens(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("#паводок2024", ["паводок2024", "паводок", "2024"], id="a number"),
        pytest.param("#2024год", ["2024год", "2024", "год"], id="a number first"),
        pytest.param("#ЧистыйАктау", ["чистыйактау", "чистый", "актау"], id="a capital"),
        pytest.param("#АЭСКазахстан", ["аэсказахстан", "аэс", "казахстан"], id="after an acronym"),
        pytest.param("#чистый_актау", ["чистый", "актау"], id="a low line, as anywhere"),
        pytest.param("#Наш_ЧистыйГород", ["наш", "чистыйгород", "чистый", "город"], id="both"),
        pytest.param("#5G #G20 #iPhone", ["5g", "g20", "iphone"], id="one letter is no word"),
        pytest.param(
            "паводок2024 AktauPort x_AktauPort", ["паводок2024", "aktauport", "x", "aktauport"], id="only tags"
        ),
        pytest.param("#мост", ["мост"], id="one word"),
    ],
)
def test_a_hashtag_is_its_words_and_the_whole_of_it(text: str, found: list[str]) -> None:
    assert [token.exact for token in tokens(text)] == found


def test_typed_words_are_those_of_a_hashtag_alone() -> None:
    assert [found.group() for found in typed_words("#ЧистыйАктау 2024")] == ["Чистый", "Актау", "2024"]


@pytest.mark.parametrize(("typed", "form"), [("1С", "1c"), ("1C", "1c"), ("4К", "4k"), ("Ту154", "ty154")])
def test_letters_next_to_digits_are_latin_if_they_look_like_it(typed: str, form: str) -> None:
    assert fold(typed) == form


@pytest.mark.parametrize(
    ("typed", "word"),
    [("TikTokта", "tiktok"), ("Kaspiға", "kaspi"), ("YouTubeом", "youtube"), ("Aқтау", ""), ("tiktok", "")],
)
def test_a_latin_word_may_have_a_cyrillic_ending(typed: str, word: str) -> None:
    assert latin_stem(fold(typed)) == word
