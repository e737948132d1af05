"""The concepts file, an operator's own, and the problems reported for an invalid one."""

from __future__ import annotations

import dataclasses
import itertools
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from bot.errors import StatedProblem
from bot.model import Concept
from config.concepts import concepts_of, fold_name, load_concepts

#: the names with which the file began, after CLDR and ISO 3166-2: key, and names that it must have
START = [
    ("aktau", "Aktau, Aqtau, Актау, Ақтау, актауский, ақтаулық"),
    ("almaty", "Almaty, Алматы, алматинский, алматинец"),
    ("astana", "Astana, Астана"),
    ("shymkent", "Shymkent, Шымкент, шымкентский"),
    ("abai-region", "Abai Region, область Абай, Абай облысы"),
    ("abai-poet", "Abai, Abay, Абай"),
    ("akmola-region", "Akmola, Aqmola, Акмолинская область, акмолинский, Ақмола"),
    ("aktobe", "Aktobe, Aqtobe, Актобе, актюбинский, Ақтөбе"),
    ("aktobe-region", "Актюбинская область"),
    ("almaty-region", "Almaty Region, Алматинская область, Алматы облысы"),
    ("atyrau", "Atyrau, Атырау"),
    ("west-kazakhstan", "West Kazakhstan, Западно-Казахстанская область, ЗКО, Батыс Қазақстан, БҚО"),
    ("zhambyl-region", "Zhambyl, Jambyl, Жамбыл, Жамбылская область"),
    ("zhetysu", "Zhetysu, Zhetisu, Jetisu, Жетысу, Жетісу"),
    ("karaganda", "Karaganda, Karagandy, Qaraghandy, Караганда, карагандинский, Қарағанды"),
    ("karaganda-region", "Карагандинская область"),
    ("kostanay", "Kostanay, Qostanay, Костанай, костанайский, Қостанай"),
    ("kyzylorda", "Kyzylorda, Qyzylorda, Кызылорда, Қызылорда"),
    ("mangystau", "Mangystau, Mangistau, Mangghystau, Мангистау, Мангистауская область, Маңғыстау"),
    ("pavlodar", "Pavlodar, Павлодар"),
    ("north-kazakhstan", "North Kazakhstan, Северо-Казахстанская область, СКО, Солтүстік Қазақстан, СҚО"),
    ("east-kazakhstan", "East Kazakhstan, Восточно-Казахстанская область, ВКО, Шығыс Қазақстан, ШҚО"),
    ("turkistan", "Turkistan, Turkestan, Туркестан, Түркістан"),
    ("ulytau", "Ulytau, Улытау, Ұлытау"),
    ("konaev", "Konaev, Qonaev, Конаев, Қонаев"),
    ("semey", "Semey, Семей"),
    ("oral", "Oral, Uralsk, Уральск, Орал"),
    ("oskemen", "Oskemen, Ust-Kamenogorsk, Усть-Каменогорск, Өскемен"),
    ("petropavl", "Petropavl, Petropavlovsk, Петропавловск, Петропавл"),
    ("taraz", "Taraz, Тараз"),
    ("zhezkazgan", "Zhezkazgan, Жезказган, Жезқазған"),
    ("taldykorgan", "Taldykorgan, Талдыкорган, Талдықорған"),
    ("kokshetau", "Kokshetau, Кокшетау, Көкшетау"),
    ("kazakhstan", "Kazakhstan, Qazaqstan, Казахстан, Қазақстан"),
    ("kazinform", "Kazinform, Qazinform"),
    ("tokayev", "Tokayev, Токаев, Тоқаев"),
    ("caspian", "Caspian, Каспий"),
    ("ai", "AI, A.I., artificial intelligence, ИИ, искусственный интеллект, ЖИ, жасанды интеллект"),
    ("waste", "waste, garbage, rubbish, отходы, мусор, ТБО, қалдық, қоқыс, ҚТҚ"),
    ("ktz", "KTZ, КТЖ, ҚТЖ"),
    ("khorgos", "Khorgos, Хоргос, Қорғас"),
    ("un", "UN, ООН, БҰҰ"),
    ("npp", "NPP, АЭС"),
]

#: concepts whose longer names win over another's name inside them: they are different things
HIDES = {
    **{f"{city}-region": {city} for city in ("aktobe", "almaty", "atyrau", "karaganda", "kostanay", "kyzylorda")},
    **{f"{city}-region": {city} for city in ("pavlodar", "turkistan")},
    "abai-region": {"abai-poet"},
    "aifc": {"astana"},
    "air-astana": {"astana"},
    "astana-hub": {"astana"},
    "constitutional-court": {"constitution"},
    "cpc": {"caspian"},
    "digital-tenge": {"tenge"},
    "dostyk-avenue": {"dostyk"},
    "gasoline": {"ai"},  # AI-92
    "deputy-prime-minister": {"prime-minister"},
    "iaea": {"atomic-energy-agency"},
    "kase": {"kazakhstan"},
    "kashagan": {"caspian"},
    "kazakh-language": {"kazakhstan"},
    "kim-jong-un": {"un"},
    "kindergartens": {"schools"},  # nursery school
    "ktz": {"kazakhstan"},
    "kunaev": {"konaev"},
    "lake-balkhash": {"balkhash"},
    "lpg": {"natural-gas", "oil"},
    "lrt": {"railway"},
    "ministry-of-education": {"ministry-of-science"},
    "ministry-of-science": {"ministry-of-education"},
    "muslim-board": {"kazakhstan"},
    "nazarbayev-university": {"nazarbayev"},
    "opec": {"exports"},
    "pavlodar-region": {"irtysh", "pavlodar"},
    "qarmet": {"temirtau"},
    "semipalatinsk-test-site": {"semey"},
    "state-awards": {"dostyk"},
    "trans-ili-alatau": {"alatau-city"},
    "us-senate": {"senate"},
    "vice-president": {"president"},
    "who": {"healthcare"},
    "zhambyl-poet": {"zhambyl-region"},
}

BASE = """
[[concept]]
key = "aktau"
en = ["Aktau"]
ru = ["Актау"]
kk = ["Ақтау"]
proper = ["Ақтау"]
common = ["Ақтауды"]

[[concept]]
key = "port"
en = ["Port of Aktau"]
part_of = ["aktau"]
"""


@pytest.fixture(scope="module")
def concepts() -> dict[str, Concept]:
    return {concept.key: concept for concept in load_concepts()}


def with_mine(text: str) -> tuple[Concept, ...]:
    """The concepts of BASE and an operator's file."""
    return concepts_of((("config/concepts.toml", BASE), ("mine.toml", text)))


def problem(text: str) -> str:
    """The problems reported for an operator's file."""
    with pytest.raises(StatedProblem) as told:
        with_mine(text)
    return str(told.value)


def table(**keys: object) -> str:
    """A table of the file, a key a line."""
    return "[[concept]]\n" + "".join(f"{key} = {value!r}\n" for key, value in keys.items())


def words(name: str) -> list[str]:
    return re.findall(r"\w+", fold_name(name))


def shorter_runs(words: list[str]) -> list[tuple[str, ...]]:
    places = itertools.combinations(range(len(words) + 1), 2)
    return [tuple(words[start:end]) for start, end in places if end - start < len(words)]


# ---- the project's own file


def test_the_file_names_at_least_150_things(concepts: dict[str, Concept]) -> None:
    assert len(concepts) >= 150


def test_every_concept_has_names_in_all_three_languages(concepts: dict[str, Concept]) -> None:
    assert [key for key, concept in concepts.items() if not (concept.en and concept.ru and concept.kk)] == []


@pytest.mark.parametrize(("key", "names"), START, ids=[key for key, _ in START])
def test_the_names_it_began_with_are_there(concepts: dict[str, Concept], key: str, names: str) -> None:
    assert set(names.split(", ")) - set(concepts[key].names) == set()


def test_no_name_is_claimed_twice(concepts: dict[str, Concept]) -> None:
    claims = Counter(form for concept in concepts.values() for form in {fold_name(name) for name in concept.names})
    assert [form for form, count in claims.items() if count > 1] == []


def test_no_two_names_are_the_same_words(concepts: dict[str, Concept]) -> None:
    claims = Counter(form for concept in concepts.values() for form in {tuple(words(name)) for name in concept.names})
    assert [form for form, count in claims.items() if count > 1] == []


def test_a_longer_name_hides_a_shorter_only_where_it_is_another_thing(concepts: dict[str, Concept]) -> None:
    named: dict[tuple[str, ...], set[str]] = {}
    for concept in concepts.values():
        for name in concept.names:
            named.setdefault(tuple(words(name)), set()).add(concept.key)
    hidden: dict[str, set[str]] = {}
    for concept in concepts.values():
        for outer in [words(name) for name in concept.names if len(words(name)) > 1]:
            keys = {key for run in shorter_runs(outer) for key in named.get(run, ())}
            if keys - concept.part_of - {concept.key}:
                hidden.setdefault(concept.key, set()).update(keys - concept.part_of - {concept.key})
    assert hidden == HIDES


@pytest.mark.parametrize(
    ("key", "name", "common"),
    [
        ("aktau", "Ақтау", "ақтауды:kk"),
        ("oral", "Орал", "оралды:kk"),
        ("oral", "Oral", "oral"),
        ("karaganda", "Қарағанды", "қарағанда:kk"),
        ("rudny", "Рудный", "рудные:ru"),
        ("dostyk", "Достық", "достық:kk"),
        ("aral-sea", "Арал", "аралы:kk"),
        ("turkey", "Turkey", "turkeys"),
        ("musk", "Маск", "маску:ru"),
    ],
)
def test_a_name_that_is_a_word_too_is_marked(concepts: dict[str, Concept], key: str, name: str, common: str) -> None:
    assert name in concepts[key].proper
    assert common in concepts[key].common


@pytest.mark.parametrize("form", ["ақтауда", "ақтауға", "семейде", "оралда", "қарағандыда", "астана", "астанада"])
def test_a_name_that_begins_sentences_is_not_marked_common(concepts: dict[str, Concept], form: str) -> None:
    assert [key for key, concept in concepts.items() if {form, f"{form}:kk"} & concept.common] == []


@pytest.mark.parametrize("name", ["China", "Turkey", "Trump", "Семей", "Ақтау", "Қарағанды", "Орал", "Мәжіліс", "Абай"])
def test_a_name_far_commoner_than_the_word_may_begin_a_sentence(concepts: dict[str, Concept], name: str) -> None:
    (concept,) = [concept for concept in concepts.values() if name in concept.names]
    assert name in concept.proper
    assert {form.partition(":")[0] for form in concept.common} & {fold_name(name)} == set()


@pytest.mark.parametrize("name", ["Алматы", "Астана", "Шымкент", "Тараз", "Aktau", "AI"])
def test_what_is_merely_a_name_may_be_typed_in_small_letters(concepts: dict[str, Concept], name: str) -> None:
    (concept,) = [concept for concept in concepts.values() if name in concept.names]
    assert name not in concept.proper


@pytest.mark.parametrize("word", ["gas", "rate", "смог", "пара", "мыс", "мал", "теңіз", "алма", "село", "посол"])
def test_a_word_that_would_match_noise_is_not_a_name(concepts: dict[str, Concept], word: str) -> None:
    assert [key for key, concept in concepts.items() if word in map(fold_name, concept.names)] == []


def test_names_are_written_in_one_form_with_the_letters_of_their_language(concepts: dict[str, Concept]) -> None:
    for concept in concepts.values():
        assert all(name == " ".join(unicodedata.normalize("NFC", name).split()) for name in concept.names)
        signs = {sign for name in concept.en for sign in unicodedata.normalize("NFD", name)}
        assert all(sign.isascii() or unicodedata.combining(sign) for sign in signs), concept.key
        mixed = [
            name for name in concept.ru + concept.kk for word in words(name) if re.search("[a-z].*[а-яәіңғүұқөһ]", word)
        ]
        assert mixed == []


def test_a_common_form_tells_a_language_that_there_is(concepts: dict[str, Concept]) -> None:
    told = {form.partition(":")[2] for concept in concepts.values() for form in concept.common}
    assert told <= {"", "en", "ru", "kk"}


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("almaty-region", "place"),
        ("west-kazakhstan", "place"),
        ("aktau", "place"),
        ("alatau-city", "place"),
        ("caspian", "place"),
        ("ural-river", "place"),
        ("khorgos", "place"),
        ("georgia", "place"),
        ("usa", "place"),
        ("port-of-aktau", ""),
        ("un", ""),
        ("akorda", ""),
        ("abai-poet", "person"),
        ("tokayev", "person"),
        ("bublik", "person"),
    ],
)
def test_places_and_persons_have_their_kind(concepts: dict[str, Concept], key: str, kind: str) -> None:
    assert concepts[key].kind == kind


def test_all_regions_are_places(concepts: dict[str, Concept]) -> None:
    regions = [concept for key, concept in concepts.items() if key.endswith(("-region", "-kazakhstan", "-city"))]
    assert len(regions) >= 15
    assert {concept.kind for concept in regions} == {"place"}


def test_a_person_who_is_known_by_one_name_has_given_names_in_two_scripts(concepts: dict[str, Concept]) -> None:
    people = [concept for concept in concepts.values() if concept.kind == "person"]
    surnames = [concept for concept in people if len(words(concept.en[0])) == 1]
    assert len(surnames) >= 30
    for concept in surnames:
        assert any(name.isascii() for name in concept.given), concept.key
        assert any(not name.isascii() for name in concept.given), concept.key


def test_given_names_are_not_names_of_the_concept(concepts: dict[str, Concept]) -> None:
    for key, concept in concepts.items():
        assert key == "dimash" or not set(map(fold_name, concept.given)) & set(map(fold_name, concept.names)), key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Нур-Султан", "astana"),
        ("Nur-Sultan", "astana"),
        ("Нұр-Сұлтан", "astana"),
        ("Целиноград", "astana"),
        ("Алма-Ата", "almaty"),
        ("Чимкент", "shymkent"),
        ("город Гурьев", "atyrau"),
        ("Кызыл-Орда", "kyzylorda"),
        ("Семипалатинск", "semey"),
        ("Усть-Каменогорск", "oskemen"),
        ("Кокчетав", "kokshetau"),
        ("Кустанай", "kostanay"),
        ("Елбасы", "nazarbayev"),
    ],
)
def test_a_former_name_is_a_name(concepts: dict[str, Concept], name: str, key: str) -> None:
    assert name in concepts[key].names


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("Akorda", {"president", "head of state"}),
        ("Абай", {"область Абай"}),
        ("vice president", {"president"}),
        ("вице-премьер", {"премьер-министр"}),
        ("Сенат США", {"сенат"}),
        ("Северная Корея", {"Южная Корея"}),
        ("Дарига Назарбаева", {"Назарбаев"}),
    ],
)
def test_a_name_stands_apart_from_what_it_is_not(concepts: dict[str, Concept], name: str, others: set[str]) -> None:
    (concept,) = [concept for concept in concepts.values() if name in concept.names]
    assert others & set(concept.names) == set()


@pytest.mark.parametrize(
    ("key", "forms"),
    [
        ("usa", "American, американский, американец, америкалық"),
        ("china", "Chinese, китайский, китаец, қытайлық"),
        ("russia", "Russian, российский, россиянин, ресейлік"),
        ("germany", "German, немецкий, немец, германиялық"),
        ("kyrgyzstan", "Kyrgyz, кыргызский, кыргызстанец, қырғыз, Қырғыз Республикасы"),
        ("uk", "British, Briton, британский, британец, британиялық"),
        ("president", "presidential, президентский, президенттік"),
        ("parliament", "parliamentary, парламентский, парламенттік"),
        ("prosecutor", "прокурорский, Генпрокурор, Бас прокурор"),
        ("ministry-of-interior", "Interior Ministry, Interior Minister, МВД, министр внутренних дел, ІІМ"),
        ("ministry-of-emergencies", "Emergencies Ministry, МЧС, министр по ЧС, ТЖМ"),
        ("roads", "highway, трасса, тасжол, тас жол"),
        ("aviation", "airline, авиационный, әуекомпания"),
    ],
)
def test_a_thing_has_its_noun_its_adjective_and_its_people(concepts: dict[str, Concept], key: str, forms: str) -> None:
    assert set(forms.split(", ")) - set(concepts[key].names) == set()


def test_a_phrase_that_is_not_it_holds_a_name_of_it(concepts: dict[str, Concept]) -> None:
    for concept in concepts.values():
        named = {word[:3] for name in concept.names for word in words(name)}  # судов is a form of судно and of суд
        for phrase in concept.not_in:
            assert named & {word[:3] for word in words(phrase)}, (concept.key, phrase)
            assert len(words(phrase)) > 1 or phrase.istitle(), (concept.key, phrase)


# ---- an operator's own file


def test_without_a_file_of_ones_own_the_projects_stands() -> None:
    aktau, port = concepts_of((("config/concepts.toml", BASE),))
    assert aktau == Concept(
        key="aktau",
        en=("Aktau",),
        ru=("Актау",),
        kk=("Ақтау",),
        proper=frozenset({"Ақтау"}),
        common=frozenset({"ақтауды"}),
    )
    assert aktau.names == ("Aktau", "Актау", "Ақтау")
    assert port.part_of == {"aktau"}
    with pytest.raises(dataclasses.FrozenInstanceError):
        aktau.key = "other"  # type: ignore[misc]


def test_a_known_key_adds_names_and_a_new_key_is_a_new_concept() -> None:
    mine = table(key="aktau", en=["Aqtau", "aktau"], common=["ақтау"]) + table(key="kuryk", ru=["Курык"], kk=["Курык"])
    aktau, port, kuryk = with_mine(mine)
    assert aktau.en == ("Aktau", "Aqtau")
    assert aktau.common == {"ақтауды", "ақтау"}
    assert port.key == "port"
    assert kuryk.names == ("Курык",)


def test_dropped_names_are_gone_before_new_ones_are_added() -> None:
    mine = table(key="aktau", drop=["AKTAU", "Ақтау"], en=["Aqtau", "Aktau"])
    aktau, _ = with_mine(mine)
    assert aktau.en == ("Aqtau", "Aktau")
    assert aktau.kk == ()
    assert aktau.proper == frozenset()


def test_a_dropped_name_is_free_for_another_concept() -> None:
    mine = table(key="new", ru=["Актау"]) + table(key="aktau", drop=["Актау"])
    assert [concept.ru for concept in with_mine(mine)] == [(), (), ("Актау",)]


def test_a_concept_whose_names_are_all_dropped_is_gone() -> None:
    (port,) = with_mine(table(key="aktau", drop=["Aktau", "Актау", "Ақтау"]))
    assert port.part_of == frozenset()


def test_names_are_stored_normalised_and_compared_folded() -> None:
    decomposed = unicodedata.normalize("NFD", "Рыбачий  ёрш")
    mine = table(key="new", ru=[decomposed], proper=["рыбачий ерш"])
    (*_, new) = with_mine(mine)
    assert new.ru == ("Рыбачий ёрш",)
    assert new.proper == {"Рыбачий ёрш"}
    assert fold_name("ЁЛКА ") == fold_name("елка") == "елка"


NEW = '[[concept]]\nkey = "new"\nen = ["New"]\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (NEW + "nouns = 1", 'line 4: [[concept]] 1 ("new"): key "nouns" is not known. Use key, en, ru, kk, proper'),
        (NEW + "propr = []", 'line 4: [[concept]] 1 ("new"): key "propr" is not known. Use proper.'),
        ("colour = 1\n" + NEW, 'key "colour" is not known here. Use tables that begin with [[concept]].'),
        (NEW + 'ru = [\n  "Да",\n  "",\n]', 'line 6: [[concept]] 1 ("new"): key "ru": a name is empty. Use a name'),
        (NEW + 'ru = ["Да", " 5 "]', 'line 4: [[concept]] 1 ("new"): key "ru": the name \' 5 \' has no letter.'),
        (NEW + 'ru = "Да"', 'line 4: [[concept]] 1 ("new"): key "ru" can\'t be \'Да\'. Use a list of names, for ex'),
        (NEW + "ru = [5]", 'line 4: [[concept]] 1 ("new"): key "ru" can\'t be 5. Use a list of names'),
        ("\n" + NEW + NEW, 'line 6: [[concept]] 2 ("new"): key "new" is that of table 1 too. Use one'),
        (
            NEW.replace('"new"', '"New!"'),
            'line 2: [[concept]] 1 ("New!"): key "key" can\'t be \'New!\'. Use a short',
        ),
        ('[[concept]]\nen = ["New"]', 'line 1: [[concept]] 1: key "key" is missing. Use a short name of a-z'),
        ('[[concept]]\nkey = "new"', 'line 2: [[concept]] 1 ("new"): it has no name. Add at least one, under en'),
        (
            NEW + 'ru = ["актау"]',
            'line 4: [[concept]] 1 ("new"): key "ru": "актау" is a name of "aktau" (config/concepts',
        ),
        (
            NEW + '[[concept]]\nkey = "other"\nru = ["Да"]\nkk = [\n  "Иә",\n  \'NEW\']',
            'line 9: [[concept]] 2 ("other"): key "kk": "NEW" is a name of "new" (',
        ),
        (
            NEW + 'proper = ["Nee"]',
            'line 4: [[concept]] 1 ("new"): key "proper": "Nee" is no name of "new". Use "New".',
        ),
        (
            NEW + 'proper = ["Q"]',
            'line 4: [[concept]] 1 ("new"): key "proper": "Q" is no name of "new". Use one of its',
        ),
        (NEW + 'drop = ["Nee"]', 'line 4: [[concept]] 1 ("new"): key "drop": "Nee" is no name of "new".'),
        (
            '[[concept]]\nkey = "aktau"\ndrop = ["Актай"]',
            'line 3: [[concept]] 1 ("aktau"): key "drop": "Актай" is no name of "aktau". Use "Актау".',
        ),
        (NEW + 'common = [""]', 'line 4: [[concept]] 1 ("new"): key "common": a name is empty'),
        (
            NEW + 'part_of = ["aktay"]',
            'line 4: [[concept]] 1 ("new"): key "part_of": "aktay" is no other concept. Use "ak',
        ),
        (
            NEW + 'part_of = ["new"]',
            'line 4: [[concept]] 1 ("new"): key "part_of": "new" is no other concept. Use the key',
        ),
        ("concept = [{key = 'new', en = ['']}]", '[[concept]] 1 ("new"): key "en": a name is empty'),
        ("concept = [1]", '[[concept]] 1: key "concept" can\'t be 1. Use a table.'),
        ("concept = 1", "it names no concept"),
        ("", "it names no concept. Add at least one table that begins with [[concept]]."),
        ("[[concept", "it is not TOML"),
    ],
)
def test_what_is_invalid_is_reported_with_line_table_and_key(text: str, told: str) -> None:
    assert problem(text).startswith(f"mine.toml: {told}")


def test_all_errors_are_reported_at_once() -> None:
    mine = NEW + 'ru = ["Актау"]\nproper = ["Nee"]\npart_of = ["?"]'
    assert len(problem(mine).splitlines()) == 3


def test_a_name_added_to_a_known_concept_is_blamed_on_who_added_it() -> None:
    told = 'mine.toml: line 3: [[concept]] 1 ("aktau"): key "en": "Port of Aktau" is a name of "port"'
    assert problem(table(key="aktau", en=["Port of Aktau"])).startswith(told)


def test_a_file_of_ones_own_is_added_to_the_projects(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(table(key="aktau", en=["Aktaw"]) + table(key="a-new-one", en=["A new one"]), encoding="utf-8")
    added = load_concepts(path)
    assert [concept.key for concept in added] == [*(concept.key for concept in load_concepts()), "a-new-one"]
    (aktau,) = [concept for concept in added if concept.key == "aktau"]
    assert aktau.en[-1] == "Aktaw"


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    with pytest.raises(StatedProblem, match="can't be read"):
        load_concepts(tmp_path / "nowhere.toml")


def test_a_file_in_another_encoding_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "old.toml"
    path.write_bytes("name = 'Актау'".encode("cp1251"))
    with pytest.raises(StatedProblem, match="not UTF-8"):
        load_concepts(path)
