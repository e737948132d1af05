"""Variables that look like settings and are none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from config.strays import Stray, strays, variables


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["JARSHY_ADMINS", "DATABASE_URL", "PORT", "PATH", "HOME"], []),
        (["JARSHY_ADMIN"], [("JARSHY_ADMIN", "JARSHY_ADMINS")]),
        (["jarshy_langage"], [("JARSHY_LANGAGE", "JARSHY_LANGUAGE")]),
        (["JARSHY_PORT", "JARSHY_LOG_LEVEL"], [("JARSHY_LOG_LEVEL", "LOG_LEVEL"), ("JARSHY_PORT", "PORT")]),
        (["JARSHY_QQQ"], [("JARSHY_QQQ", "")]),
        (["TELEGRAM_TOKEN"], [("TELEGRAM_TOKEN", "TELEGRAM_BOT_TOKEN")]),
        (["TELEGRAM_TOKEN", "TELEGRAM_BOT_TOKEN"], []),
        (["SLACK_TOKEN"], [("SLACK_TOKEN", "SLACK_BOT_TOKEN")]),
        (["DATABASE_URI", "LOGLEVEL"], [("DATABASE_URI", "DATABASE_URL"), ("LOGLEVEL", "LOG_LEVEL")]),
        (["REPORT", "SPORT", "TELEGRAM_API_ID", "FOLLOWS"], []),
    ],
)
def test_a_variable_that_nothing_reads_is_told_with_the_nearest(names: list[str], found: list[tuple[str, str]]) -> None:
    assert strays(names) == [Stray(name=name, nearest=nearest) for name, nearest in found]


def test_variables_stand_in_the_environment_and_in_env(tmp_path: Path) -> None:
    os.chdir(tmp_path)
    os.environ["JARSHY_ONE"] = "1"
    assert "JARSHY_ONE" in variables()
    Path(".env").write_text("JARSHY_TWO=2\n# JARSHY_THREE=3\n", encoding="utf-8")
    assert {"JARSHY_ONE", "JARSHY_TWO"} <= variables()
    assert "JARSHY_THREE" not in variables()
