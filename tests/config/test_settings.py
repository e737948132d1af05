"""Settings from the environment, and the problems reported for invalid ones."""

from __future__ import annotations

import os
import re
import zoneinfo
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import StatedProblem
from config.environment import load_settings
from config.settings import Settings, variable

TELEGRAM = "123456:" + "A" * 35
POSTGRESQL = "postgresql://u:p@h:5432/d?sslmode=require"


def read(folder: Path, **environment: str) -> Settings:
    """The settings of this environment, in a working directory of its own."""
    os.chdir(folder)
    os.environ.update(environment)
    return load_settings()


def problem(folder: Path, **environment: str) -> str:
    """The problems reported for this environment."""
    with pytest.raises(StatedProblem) as told:
        read(folder, **environment)
    return str(told.value)


def test_an_empty_environment_has_sensible_defaults(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert settings.database_url == "sqlite:///jarshy.db"
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.jarshy_timezone == "Asia/Almaty"
    assert (settings.follows, settings.retention_days, settings.catch_up_hours) == (200, 30, 24)
    assert settings.keep_lost_days == 90
    assert settings.jarshy_sources is None
    assert settings.jarshy_admins == frozenset()
    assert not settings.has_token


def test_a_dotenv_file_works_and_the_environment_wins_over_it(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        f"TELEGRAM_BOT_TOKEN={TELEGRAM}\nJARSHY_FOLLOWS=5\nJARSHY_ASK_FROM=20\nLOG_LEVEL=error\nJARSHY_ADMINS=\nSOMEBODY_ELSES=1\n",
        encoding="utf-8",
    )
    settings = read(tmp_path, LOG_LEVEL="debug")
    assert settings.secrets == (TELEGRAM,)
    assert settings.has_token
    assert (settings.follows, settings.ask_from) == (5, 20)
    assert settings.log_level == "DEBUG"


def test_a_dotenv_file_in_another_encoding_is_reported(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("LOG_LEVEL=жоғары".encode("utf-16"))
    assert ".env: it is not UTF-8" in problem(tmp_path)


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="nothing there fails when root reads it")
def test_a_dotenv_file_that_can_not_be_read_is_reported(tmp_path: Path) -> None:
    (tmp_path / ".env").symlink_to("/proc/self/mem")
    assert ".env: it can't be read by this user" in problem(tmp_path)


def test_what_hosts_leave_around_a_value_is_none_of_it(tmp_path: Path) -> None:
    """`docker run --env-file` and Kubernetes hand on quotes, a secret from a file ends its line."""
    settings = read(
        tmp_path,
        TELEGRAM_BOT_TOKEN=f'"{TELEGRAM}"',
        TELEGRAM_API_URL="http://127.0.0.1:8081\n",
        PUBLIC_URL=" https://news.example.org\n",
        JARSHY_HEARTBEAT_URL="'https://watch.example/1'\n",
        DATABASE_URL=f"'{POSTGRESQL}'",
        JARSHY_TIMEZONE="Asia/Almaty\n",
        JARSHY_TAKE_OVER="true\n",
        PORT='"8080"',
    )
    assert settings.secrets == (TELEGRAM, "https://watch.example/1", "p")
    assert (settings.telegram_api_url, settings.public_url) == ("http://127.0.0.1:8081", "https://news.example.org")
    assert (settings.database_url, settings.jarshy_timezone) == (POSTGRESQL, "Asia/Almaty")
    assert (settings.take_over, settings.port) == (True, 8080)


def test_a_stray_variable_with_a_fields_name_is_not_ours(tmp_path: Path) -> None:
    assert read(tmp_path, FOLLOWS="7", RETENTION_DAYS="x").follows == 200


def test_who_pays_may_send_faster(tmp_path: Path) -> None:
    assert read(tmp_path, JARSHY_TELEGRAM_RATE="1000", JARSHY_PAID_BROADCAST="true").telegram_rate == 1000


def test_settings_can_be_built_by_the_names_of_their_fields(tmp_path: Path) -> None:
    os.chdir(tmp_path)
    assert Settings(follows=9, jarshy_admins=frozenset({("slack", "U1")})).follows == 9


@pytest.mark.parametrize(
    ("name", "value", "field", "expected"),
    [
        ("TELEGRAM_API_URL", "http://127.0.0.1:8081/", "telegram_api_url", "http://127.0.0.1:8081"),
        ("SLACK_API_URL", "http://127.0.0.1:8082/api", "slack_api_url", "http://127.0.0.1:8082/api/"),
        ("DATABASE_URL", "sqlite+pysqlite:////srv/news.db", "database_url", "sqlite+pysqlite:////srv/news.db"),
        ("DATABASE_URL", "postgres://u:p@h:5432/d?sslmode=require", "database_url", POSTGRESQL),
        ("DATABASE_URL", " postgresql+psycopg2://u:p@h:5432/d?sslmode=require", "database_url", POSTGRESQL),
        ("LOG_FORMAT", "JSON", "log_format", "json"),
        ("JARSHY_ADMINS", "telegram:123, Slack:U1,", "jarshy_admins", {("telegram", "123"), ("slack", "U1")}),
        ("JARSHY_CATCH_UP_HOURS", "0", "catch_up_hours", 0),
        ("JARSHY_TELEGRAM_RATE", "29.5", "telegram_rate", 29.5),
        ("JARSHY_SLACK_RATE", "5", "slack_rate", 5.0),
        ("JARSHY_PAID_BROADCAST", "true", "paid_broadcast", True),
        ("JARSHY_TAKE_OVER", "true", "take_over", True),
        ("JARSHY_LANGUAGE", "KK", "jarshy_language", "kk"),
        ("JARSHY_TIMEZONE", "Europe/Berlin", "jarshy_timezone", "Europe/Berlin"),
    ],
)
def test_a_value_is_taken_as_people_write_it(
    tmp_path: Path, name: str, value: str, field: str, expected: object
) -> None:
    assert getattr(read(tmp_path, **{name: value}), field) == expected


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"DATABASE_URL": "postgres://u:hunter22@h/"}, "DATABASE_URL: this is not the address of a database. Use "),
        ({"DATABASE_URL": "postgresql://u:hunter22@h:many/d"}, "DATABASE_URL: this is not the address of a database"),
        ({"DATABASE_URL": "postgresql://u:hunter22@[h/d"}, "DATABASE_URL: this is not the address of a database"),
        ({"DATABASE_URL": "jarshy.db hunter22"}, "DATABASE_URL: this is not the address of a database. Use sqlite"),
        ({"DATABASE_URL": "mysql://u:hunter22@h/d"}, "DATABASE_URL: this is not the address of a database"),
        ({"TELEGRAM_BOT_TOKEN": "hunter22 hunter22"}, "TELEGRAM_BOT_TOKEN: it holds spaces"),
        ({"SLACK_BOT_TOKEN": "xapp-hunter22", "SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN: this is the other token"),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xoxb-hunter22"}, "SLACK_APP_TOKEN: this is the other token"),
        ({"SLACK_BOT_TOKEN": "xoxb-hunter22"}, "SLACK_APP_TOKEN: it is not set, though Slack's other token is"),
        ({"SLACK_APP_TOKEN": "xapp-hunter22"}, "SLACK_BOT_TOKEN: it is not set, though Slack's other token is"),
        (
            {"TELEGRAM_API_URL": "api.telegram.org"},
            "TELEGRAM_API_URL: this is not an http(s) address. Use https://a",
        ),
        ({"SLACK_API_URL": "ftp://x"}, "SLACK_API_URL: this is not an http(s) address. Use https://slack.com/api/"),
        ({"JARSHY_TIMEZONE": "Mars/Olympus"}, "JARSHY_TIMEZONE: there is no time zone 'Mars/Olympus'. Use a name s"),
        ({"JARSHY_TIMEZONE": "../../etc/passwd"}, "JARSHY_TIMEZONE: there is no time zone"),
        ({"JARSHY_ADMINS": "me"}, "JARSHY_ADMINS: 'me' names nobody. Use platform and id, such as telegram:123"),
        ({"JARSHY_ADMINS": "telegram:"}, "JARSHY_ADMINS: 'telegram:' names nobody"),
        ({"JARSHY_FOLLOWS": "many"}, "JARSHY_FOLLOWS: 'many' can't be used. Use a whole number from 1 to 10000"),
        ({"JARSHY_FOLLOWS": "0"}, "JARSHY_FOLLOWS: '0' can't be used"),
        (
            {"JARSHY_ASK_FROM": "0"},
            "JARSHY_ASK_FROM: '0' can't be used. Use a whole number of articles from 1 to 10000",
        ),
        ({"JARSHY_RETENTION_DAYS": "-1"}, "JARSHY_RETENTION_DAYS: '-1' can't be used. Use a whole number of days"),
        ({"JARSHY_KEEP_LOST_DAYS": "0"}, "JARSHY_KEEP_LOST_DAYS: '0' can't be used. Use a whole number of days"),
        ({"JARSHY_CATCH_UP_HOURS": "1.5"}, "JARSHY_CATCH_UP_HOURS: '1.5' can't be used"),
        ({"JARSHY_SOURCES": "nowhere.toml"}, "JARSHY_SOURCES: there is no file nowhere.toml"),
        ({"JARSHY_CONCEPTS": "no.toml"}, "JARSHY_CONCEPTS: there is no file no.toml. Use a path to a concepts file"),
        ({"LOG_LEVEL": "loud"}, "LOG_LEVEL: 'LOUD' can't be used. Use DEBUG, INFO, WARNING or ERROR."),
        ({"JARSHY_LANGUAGE": "fr"}, "JARSHY_LANGUAGE: 'fr' can't be used. Use en, ru or kk."),
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT: 'xml' can't be used. Use console or json."),
        ({"JARSHY_TELEGRAM_RATE": "100"}, "JARSHY_TELEGRAM_RATE: Telegram takes 30 messages a second and blocks who"),
        ({"JARSHY_TELEGRAM_RATE": "0.1"}, "JARSHY_TELEGRAM_RATE: '0.1' can't be used. Use messages a second from 1"),
        ({"JARSHY_TAKE_OVER": "it"}, "JARSHY_TAKE_OVER: 'it' can't be used. Use true or false"),
        ({"JARSHY_PAID_BROADCAST": "some"}, "JARSHY_PAID_BROADCAST: 'some' can't be used. Use true or false"),
        ({"DYNO": "worker.1"}, "DATABASE_URL: this host wipes its disk at each restart (DYNO is set)"),
    ],
)
def test_what_is_invalid_is_reported_with_its_variable_and_the_fix(
    tmp_path: Path, environment: dict[str, str], told: str
) -> None:
    text = problem(tmp_path, **environment)
    assert told in text
    assert re.search(r"\. (?:Use|Set) ", text)
    assert "hunter22" not in text


def test_all_problems_are_reported_at_once(tmp_path: Path) -> None:
    text = problem(tmp_path, JARSHY_FOLLOWS="x", LOG_FORMAT="y", TELEGRAM_API_URL="z")
    assert len(text.splitlines()) == 3


def test_a_token_is_never_shown_by_the_settings_themselves(tmp_path: Path) -> None:
    assert TELEGRAM not in repr(read(tmp_path, TELEGRAM_BOT_TOKEN=f" {TELEGRAM} "))


def test_where_the_disk_is_wiped_postgresql_is_the_mend(tmp_path: Path) -> None:
    settings = read(tmp_path, DYNO="worker.1", DATABASE_URL="postgres://u:hunter%2022@h/d?password=another1")
    assert settings.secrets == ("hunter 22", "another1"), "no log shows the passwords"
    assert not settings.has_token


def test_the_pinned_time_zones_decide(tmp_path: Path) -> None:
    read(tmp_path)
    assert zoneinfo.TZPATH == ()
    noon = datetime(2025, 11, 25, 12, tzinfo=UTC)
    assert noon.astimezone(zoneinfo.ZoneInfo("Asia/Almaty")).hour == 17


def test_files_of_ones_own_are_named_by_their_paths(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("")
    settings = read(tmp_path, JARSHY_SOURCES="mine.toml", JARSHY_CONCEPTS="mine.toml")
    assert settings.jarshy_sources == settings.jarshy_concepts == Path("mine.toml")


def test_a_variable_is_named_as_the_environment_names_it() -> None:
    assert variable("follows") == "JARSHY_FOLLOWS"
    assert variable("database_url") == "DATABASE_URL"
    assert all(field.description for field in Settings.model_fields.values())


def test_one_who_gives_a_parsed_value_is_not_read_anew(tmp_path: Path) -> None:
    os.chdir(tmp_path)
    with pytest.raises(ValueError, match="log_level"):
        Settings(log_level=7)


def test_the_web_server_is_on_when_one_of_its_settings_is(tmp_path: Path) -> None:
    assert read(tmp_path).web_port is None
    assert read(tmp_path, PUBLIC_URL="https://news.example.org/herald/").public_url == "https://news.example.org/herald"
    assert read(tmp_path).web_port == 8080
    assert read(tmp_path, PORT="80").web_port == 80


@pytest.mark.parametrize(
    "url", ["news.example.org", "ftp://news.example.org", "https://a:b@news.example.org", "https://n.example?x"]
)
def test_a_public_address_that_nobody_can_call_is_reported(tmp_path: Path, url: str) -> None:
    assert "PUBLIC_URL: this is not an http(s) address" in problem(tmp_path, PUBLIC_URL=url)


@pytest.mark.parametrize("port", ["0", "65536", "http"])
def test_a_port_that_does_not_exist_is_reported(tmp_path: Path, port: str) -> None:
    assert "PORT" in problem(tmp_path, PORT=port)
    assert "from 1 to 65535" in problem(tmp_path, PORT=port)


@pytest.mark.parametrize("named", ["telegram:T1/7", "slack:/U1", "slack:T1/", "slack:T1/U1/x", "slack:"])
def test_an_operator_of_a_workspace_is_named_with_it(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("JARSHY_ADMINS", "slack:T1/U1, telegram:7")
    assert load_settings().jarshy_admins == {("slack", "T1/U1"), ("telegram", "7")}
    monkeypatch.setenv("JARSHY_ADMINS", named)
    with pytest.raises(StatedProblem, match="names nobody"):
        load_settings()


def test_a_model_of_meanings_is_named_by_its_address_and_its_key_is_a_secret(tmp_path: Path) -> None:
    assert not read(tmp_path).jarshy_meaning
    settings = read(tmp_path, JARSHY_EMBEDDINGS_URL="https://models.example/v1/", JARSHY_EMBEDDINGS_KEY=" sk-1 ")
    assert settings.jarshy_embeddings_url == "https://models.example/v1"
    assert settings.secrets == ("sk-1",)


@pytest.mark.parametrize("address", ["models.example/v1", "https://models.example/v1?key=1", "https://u:p@h/v1"])
def test_the_address_of_a_model_holds_no_name_and_no_query(tmp_path: Path, address: str) -> None:
    assert "Use https://models.example.org/v1" in problem(tmp_path, JARSHY_EMBEDDINGS_URL=address)
