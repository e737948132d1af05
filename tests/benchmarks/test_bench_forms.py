"""The measure of word forms counts as it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.bench_forms import (
    FREQUENT,
    Score,
    detection,
    main,
    rows_of,
    running_text,
    score,
    score_running,
)


def test_a_form_found_counts_as_often_as_it_occurs_and_short_lemmas_are_not_asked() -> None:
    rows = [
        ("port", "port", 5),
        ("port", "ports", 2),
        ("sport", "sports", 1),
        ("harbour", "harbor", 3),
        ("gas", "gas", 9),
    ]

    reached = score(
        rows, lambda word: (word,), lambda word: (word, word.rstrip("s"), word.removeprefix("s").rstrip("s"))
    )

    assert reached == Score(right=8, wrong=1, missed=3)
    assert (reached.precision, reached.recall) == (8 / 9, 8 / 11)
    assert reached.f1 == pytest.approx(2 * (8 / 9) * (8 / 11) / (8 / 9 + 8 / 11))


def test_languages_are_told_of_four_words_at_a_time() -> None:
    assert detection("en", ["waste", "water", "port", "road", "қала"]) == 0.5


def test_a_file_is_read_without_its_comment_and_folded(tmp_path: Path) -> None:
    (tmp_path / "forms-ru.tsv").write_text("# lemma, form, how often\nполёт\tПолёты\t2\n", encoding="utf-8")
    assert rows_of(tmp_path / "forms-ru.tsv") == [("полет", "полеты", 2)]


def test_without_a_folder_it_says_where_the_files_come_from(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "UD_Kazakh-KTB" in capsys.readouterr().out


def test_a_folder_without_the_files_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 2
    assert "forms-kk.tsv" in capsys.readouterr().out


def test_goals_that_are_missed_fail_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for code in ("kk", "ru", "en"):
        (tmp_path / f"forms-{code}.tsv").write_text("# none\nwater\tқала\t1\n", encoding="utf-8")
    assert main([str(tmp_path)]) == 1
    assert "F1 0.0000" in capsys.readouterr().out


def test_of_a_running_text_every_word_is_in_the_pool_and_a_doubtful_one_is_not_missed(tmp_path: Path) -> None:
    lines = f"port\t{FREQUENT}\t\tport\nports\t3\t\tport\nporting\t2\t\tport\nported\t4\t+\tport\nsport\t7\t\tsport\n"
    (tmp_path / "text-en.tsv").write_text(f"# word, often, other, lemmas\n{lines}", encoding="utf-8")

    reached = score_running(
        running_text(tmp_path / "text-en.tsv"), lambda word: (word,), lambda word: (word.removeprefix("s").rstrip("s"),)
    )

    assert reached == Score(right=FREQUENT + 3, wrong=7, missed=2)
