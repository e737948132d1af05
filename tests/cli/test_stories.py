"""`python -m bot stories`: a file of articles, grouped as they would have been."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app
from bot.errors import StatedProblem
from bot.i18n.translator import ENGLISH
from tests.meaning.made import ModelServer, beside

FIRE = {
    "id": "a",
    "source": "kt-eng",
    "lang": "en",
    "published": "2025-11-25T14:00:00+05:00",
    "title": "Fire at a sugar mill in Taraz",
    "lead": "Two workers were hurt.",
    "body": "The blaze began in a warehouse on Zhibek Zholy Street.",
}
IN_RUSSIAN = {
    "id": "b",
    "source": "kt-rus",
    "lang": "ru",
    "published": "2025-11-25T15:00:00+05:00",
    "title": "Пожар на сахарном заводе в Таразе",
    "lead": "Пострадали двое рабочих.",
    "body": "Огонь вспыхнул в складе на улице Жибек жолы.",
}
OTHER = {
    "id": "c",
    "source": "kt-eng",
    "lang": "en",
    "published": "2025-11-25T09:30:00Z",
    "title": "Semey has a bridge",
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "articles.jsonl"


def call(*arguments: object, typed: str = "") -> Result:
    return CliRunner().invoke(app, ["stories", *map(str, arguments)], input=typed)


def lines(*rows: dict[str, str]) -> str:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


def problem(file: Path, content: str) -> str:
    """What is said of a file that can't be read."""
    file.write_text(content, encoding="utf-8")
    error = call(file).exception
    assert isinstance(error, StatedProblem)
    return ENGLISH(error.phrase)


def test_a_line_is_printed_for_each_story(file: Path) -> None:
    file.write_text(lines(FIRE, OTHER, IN_RUSSIAN), encoding="utf-8")
    assert call(file).output.splitlines() == [
        "2 articles, 2025-11-25 14:00: Fire at a sugar mill in Taraz [kt-eng (en), kt-rus (ru)]",
        "1 article, 2025-11-25 09:30: Semey has a bridge [kt-eng (en)]",
        "2 stories of 3 articles.",
    ]


def test_with_json_each_article_has_a_row_in_the_order_of_the_file() -> None:
    shown = call("--json", "-", typed=lines(IN_RUSSIAN, OTHER, FIRE) + "\n\n")
    assert [json.loads(line) for line in shown.output.splitlines()] == [
        {"id": "b", "cluster": 1},
        {"id": "c", "cluster": 2},
        {"id": "a", "cluster": 1},
    ]


def test_articles_come_by_when_they_were_published_and_then_by_line(file: Path) -> None:
    later = FIRE | {"id": "d", "published": "2025-11-29T15:00:00+05:00"}
    same = FIRE | {"id": "e", "source": "kt-kaz"}
    file.write_text(lines(later, same, FIRE), encoding="utf-8")
    shown = call(file).output.splitlines()
    assert shown[0].endswith("[kt-kaz (en), kt-eng (en)]")
    assert shown[1].startswith("1 article, 2025-11-29 15:00")


def test_one_story_of_one_article_is_counted_as_one(file: Path) -> None:
    file.write_text(lines(FIRE), encoding="utf-8")
    assert call(file).output.splitlines()[-1] == "1 story of 1 article."


def test_an_empty_file_has_no_stories(file: Path) -> None:
    file.write_text("\n", encoding="utf-8")
    assert call(file).output == "0 stories of 0 articles.\n"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("xx", "it is no JSON"),
        ("[1]", "it is no JSON object"),
        (lines({k: v for k, v in FIRE.items() if k != "id"}), '"id" is missing, or is no text'),
        (lines(FIRE | {"title": " "}), '"title" is missing, or is no text'),
        (json.dumps(FIRE | {"body": 5}), '"body" is missing, or is no text'),
        (lines(FIRE | {"lang": "de"}), '"lang" is de, and may be one of en, ru, kk'),
        (
            lines(FIRE | {"published": "2025-11-25T14:00:00"}),
            '"published" is 2025-11-25T14:00:00: write a date, a time and its zone, as 2026-11-29T14:30:00+05:00',
        ),
        (
            lines(FIRE | {"published": "soon"}),
            '"published" is soon: write a date, a time and its zone, as 2026-11-29T14:30:00+05:00',
        ),
        (lines(OTHER), '"id" c stands in line 1, too'),
    ],
)
def test_a_line_that_is_no_article_is_named_with_its_number(file: Path, line: str, said: str) -> None:
    assert problem(file, f"{lines(OTHER)}\n\n{line}\n") == f"{file}, line 3: {said}"


def test_not_more_than_ten_bad_lines_are_named(file: Path) -> None:
    said = problem(file, "x\n" * 12).splitlines()
    assert (len(said), said[-2], said[-1]) == (11, f"{file}, line 10: it is no JSON", "and 2 more lines")
    assert problem(file, "x\n" * 10).splitlines()[-1] == f"{file}, line 10: it is no JSON"


def test_a_file_that_is_not_there_is_wrong_usage(file: Path) -> None:
    assert call(file).exit_code == 2


#: what shares too few words with the same news in another language
BLAZE = FIRE | {
    "id": "d",
    "title": "Blaze at a Taraz sugar mill",
    "lead": "Neighbours heard a loud bang before dawn and ran outside in slippers, recalls guard Petrenko, who carried "
    "out three cats, a parrot and his own guitar.",
    "body": "",
}
BURNT = IN_RUSSIAN | {
    "id": "e",
    "title": "В Таразе горел завод сахара",
    "lead": "Хозяин Ахметов считает убытки: сгорели станки, мешки, документы бухгалтерии, новый конвейер из Германии и "
    "коллекция старых часов деда.",
    "body": "",
}


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[ModelServer]:
    """A second voice, as the settings name it."""
    monkeypatch.chdir(tmp_path)
    with beside() as server:
        monkeypatch.setenv("JARSHY_EMBEDDINGS_URL", server.url)
        yield server


def test_with_a_second_voice_articles_are_grouped_by_their_meaning_too(
    model: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_both = call("-", typed=lines(BLAZE, BURNT)).output
    assert len(model.articles) == 2
    monkeypatch.delenv("JARSHY_EMBEDDINGS_URL")
    by_words = call("-", typed=lines(BLAZE, BURNT)).output
    assert by_both.endswith("1 story of 2 articles.\n")
    assert by_words.endswith("2 stories of 2 articles.\n")


def test_when_it_is_away_that_is_said_and_they_are_grouped_by_their_words(model: ModelServer) -> None:
    model.says("busy", 503)
    shown = call("-", typed=lines(FIRE, IN_RUSSIAN))
    assert shown.stdout == call("-", typed=lines(FIRE, IN_RUSSIAN)).stdout
    assert shown.stderr == "Grouped by their words alone: the endpoint answered with status 503.\n"
