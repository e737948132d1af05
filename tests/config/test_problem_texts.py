"""Every text of a problem of the settings and of the files of config is reached by something wrong there."""

from __future__ import annotations

import os
import zoneinfo
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import StatedProblem
from bot.i18n.text import Phrase
from config.concepts import load_concepts
from config.environment import load_settings
from config.sources import load_sources
from tests.i18n.phrases import keys_in, keys_of

VARIABLES = (
    ("DATABASE_URL=x", "problem no_database"),
    ("SLACK_BOT_TOKEN=x y", "problem not_a_token"),
    ("SLACK_BOT_TOKEN=xapp-1\nSLACK_APP_TOKEN=xapp-1", "problem other_token"),
    ("SLACK_API_URL=x", "problem no_http_address"),
    ("JARSHY_TIMEZONE=x", "problem no_time_zone"),
    ("JARSHY_SOURCES=x", "problem no_sources_file"),
    ("JARSHY_CONCEPTS=x", "problem no_concepts_file"),
    ("JARSHY_ADMINS=x", "problem no_operator"),
    ("JARSHY_ADMINS=telegram:@aida", "problem no_id"),
    ("JARSHY_FOLLOWS=x", "not_usable whole_follows"),
    ("JARSHY_ASK_FROM=x", "not_usable whole_articles"),
    ("JARSHY_RETENTION_DAYS=x", "not_usable whole_days"),
    ("JARSHY_KEEP_LOST_DAYS=x", "not_usable whole_days"),
    ("JARSHY_CATCH_UP_HOURS=x", "not_usable whole_hours"),
    ("JARSHY_TELEGRAM_RATE=x", "not_usable telegram_rate"),
    ("JARSHY_SLACK_RATE=x", "not_usable slack_rate"),
    ("PORT=x", "not_usable port"),
    ("PUBLIC_URL=x", "problem no_public_url"),
    ("JARSHY_PAID_BROADCAST=x", "not_usable true_or_false"),
    ("JARSHY_LANGUAGE=x", "not_usable language"),
    ("PORT=x", "not_usable port"),
    ("PUBLIC_URL=x", "problem no_public_url"),
    ("LOG_LEVEL=x", "not_usable log_level"),
    ("JARSHY_ACCESS=x", "not_usable access"),
    ("JARSHY_ADMIN_TOKEN=short", "problem admin_token_too_short"),
    ("JARSHY_SECRET_KEY=x", "problem no_secret_key"),
    ("JARSHY_HEARTBEAT_URL=x", "problem no_heartbeat_url"),
    ("JARSHY_MEANING=x", "not_usable true_or_false"),
    ("JARSHY_EMBEDDINGS_URL=x", "problem no_public_url"),
    ("JARSHY_EMBEDDINGS_KEY=x y", "problem not_a_token"),
    ("SLACK_SIGNING_SECRET=x", "public_url_missing"),
    ("SLACK_CLIENT_ID=x", "needed_to_install"),
    ("LOG_FORMAT=x", "not_usable log_format"),
    ("DYNO=x", "disk_is_wiped"),
    ("JARSHY_TELEGRAM_RATE=100", "rate_not_paid"),
    ("SLACK_APP_TOKEN=xapp-1", "slack_bot_token_missing"),
    ("SLACK_BOT_TOKEN=xoxb-1", "slack_app_token_missing"),
)
#: of variables that are texts to pydantic, whatever is written there
BY_CODE = {"secret_not_usable", "another_value"}

SOURCE = '[[source]]\nkey = "a"\nname = "A"\nlanguage = "en"\nfeed = "https://example.org/rss"\n'
PAGE = f'{SOURCE}[source.page]\nbody = "p"\n'
ADDRESS = '"https://example.org/x"'
WAY = f"{SOURCE}[[source.way]]\nurl = {ADDRESS}\n"
SOURCES = (
    ("[[", "not_toml"),
    ("x = 1", "key_outside"),
    ("", "no_source"),
    (f"{SOURCE}x = 1", "in_table table_with_key key_not_known"),
    (f"{PAGE}x = 1", "in_table table_with_key page_of_table key_not_known"),
    (SOURCE.replace('key = "a"\n', ""), "in_table table key_missing source_key"),
    (SOURCE.replace('name = "A"\n', ""), "in_table table_with_key key_missing source_name"),
    (SOURCE.replace("en", "de"), "in_table table_with_key value_wrong source_language"),
    (SOURCE.replace('"https://example.org/rss"', "1"), "in_table table_with_key value_wrong source_feed"),
    (f"{SOURCE}timezone = 1", "in_table table_with_key value_wrong source_timezone"),
    (f"{SOURCE}every = 0", "in_table table_with_key value_wrong source_every"),
    (f"{SOURCE}enabled = 1", "in_table table_with_key value_wrong source_enabled"),
    (f"{SOURCE}private = 1", "in_table table_with_key value_wrong source_private"),
    (f"{SOURCE}id = 1", "in_table table_with_key value_wrong source_id"),
    (f"{SOURCE}page = 1", "in_table table_with_key value_wrong source_page"),
    (f"{PAGE}stop = 1", "in_table table_with_key page_of_table value_wrong page_stop"),
    (PAGE.replace('"p"', "1"), "in_table table_with_key page_of_table value_wrong page_body"),
    (f"{PAGE}title = 1", "in_table table_with_key page_of_table value_wrong a_text"),
    (PAGE.replace('"p"', '"p >"'), "in_table table_with_key page_of_table key_wrong no_selector"),
    (f'{PAGE}date_format = "%H"', "in_table table_with_key page_of_table key_wrong no_date_format"),
    (f'{PAGE}stop = [" "]', "in_table table_with_key page_of_table key_wrong empty_stop"),
    (SOURCE.replace("https", "ftp"), "in_table table_with_key key_wrong no_http_address"),
    (f'{SOURCE}timezone = "x"', "in_table table_with_key key_wrong no_time_zone"),
    (f'{SOURCE}id = "("', "in_table table_with_key key_wrong no_pattern"),
    (f'{SOURCE}id = "a"', "in_table table_with_key key_wrong other_groups"),
    (SOURCE + SOURCE, "key_of_two_sources"),
    (SOURCE.partition("feed")[0], "in_table table_with_key no_way"),
    (f"{SOURCE}way = 1", "in_table table_with_key value_wrong way_tables"),
    (f"{SOURCE}url = {ADDRESS}", "in_table table_with_key feed_and_other"),
    (f"{WAY}x = 1", "in_table way_of_table table_with_key key_not_known"),
    (f"{WAY}every = 1", "in_table way_of_table table_with_key key_of_source"),
    (f'{WAY}item = "a"', "in_table way_of_table table_with_key key_of_other_kind"),
    (f'{WAY}kind = "x"', "in_table way_of_table table_with_key value_wrong way_kind"),
    (f'{WAY}kind = "list"', "in_table way_of_table table_with_key key_missing way_item"),
    (f'{WAY}kind = "json"', "in_table way_of_table table_with_key key_missing way_title"),
    (f'{WAY}kind = "json"\ntitle = "["', "in_table way_of_table table_with_key key_wrong no_json_path"),
    (f'{WAY}kind = "pages"', "in_table way_of_table table_with_key pages_without_rules"),
)
CONCEPT = '[[concept]]\nkey = "a-new-one"\nen = ["A new one"]\n'
CONCEPTS = (
    ("", "no_concept"),
    ("concept = [1]", "in_table table value_wrong a_table"),
    (CONCEPT.replace("a-new-one", "!"), "in_line table_with_key value_wrong concept_key"),
    (f"{CONCEPT}ru = 1", "in_line table_with_key value_wrong concept_names"),
    (f"{CONCEPT}proper = 1", "in_line table_with_key value_wrong concept_proper"),
    (f"{CONCEPT}common = 1", "in_line table_with_key value_wrong concept_common"),
    (f"{CONCEPT}kind = 1", "in_line table_with_key value_wrong concept_kind"),
    (f"{CONCEPT}not_in = 1", "in_line table_with_key value_wrong concept_not_in"),
    (f"{CONCEPT}given = 1", "in_line table_with_key value_wrong concept_given"),
    (f"{CONCEPT}part_of = 1", "in_line table_with_key value_wrong concept_part_of"),
    (f"{CONCEPT}drop = 1", "in_line table_with_key value_wrong concept_drop"),
    (f'{CONCEPT}ru = ["5"]', "in_line table_with_key key_wrong name_without_letter"),
    (f'{CONCEPT}ru = [""]', "in_line table_with_key key_wrong name_empty"),
    (CONCEPT + CONCEPT, "in_line table_with_key key_of_two_tables"),
    ('[[concept]]\nkey = "a-new-one"', "in_line table_with_key concept_without_name"),
    (f'{CONCEPT}proper = ["Q"]', "in_line table_with_key no_name_of_concept"),
    (f'{CONCEPT}proper = ["A new on"]', "in_line table_with_key no_name_of_concept_nearest"),
    (f'{CONCEPT}ru = ["Aktau"]', "in_line table_with_key name_of_two_concepts"),
    (f'{CONCEPT}part_of = ["?"]', "in_line table_with_key no_other_concept"),
    (f'{CONCEPT}part_of = ["aktaw"]', "in_line table_with_key no_other_concept_nearest"),
)
OF_FILES = {"not_utf8", "not_readable"}


def problem(read: Callable[[], object]) -> Phrase:
    with pytest.raises(StatedProblem) as caught:
        read()
    return caught.value.phrase


@pytest.mark.parametrize(("environment", "keys"), VARIABLES)
def test_a_variable(tmp_path: Path, environment: str, keys: str) -> None:
    os.chdir(tmp_path)
    (tmp_path / ".env").write_text(environment, encoding="utf-8")
    assert keys_of(problem(load_settings), "settings") == set(keys.split())


@pytest.mark.parametrize(("text", "keys"), SOURCES)
def test_a_file_of_sources(tmp_path: Path, text: str, keys: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    assert keys_of(problem(lambda: load_sources(path)), "config_files") == set(keys.split())


@pytest.mark.parametrize(("text", "keys"), CONCEPTS)
def test_a_file_of_concepts(tmp_path: Path, text: str, keys: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    assert keys_of(problem(lambda: load_concepts(path)), "config_files") == set(keys.split())


def test_a_file_that_can_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    assert keys_of(problem(lambda: load_sources(path)), "config_files") == {"not_readable"}
    path.write_bytes(b"\xff")
    assert keys_of(problem(lambda: load_concepts(path)), "config_files") == {"not_utf8"}
    (tmp_path / ".env").write_bytes(b"\xff")
    os.chdir(tmp_path)
    assert keys_of(problem(load_settings), "settings") == {"not_utf8"}


def test_where_no_zone_is_known_the_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(name: str) -> None:
        raise zoneinfo.ZoneInfoNotFoundError(name)

    os.chdir(tmp_path)
    os.environ["JARSHY_TIMEZONE"] = "Asia/Almaty"
    monkeypatch.setattr(zoneinfo, "ZoneInfo", none)
    assert keys_of(problem(load_settings), "settings") == {"problem", "no_zones"}


def test_every_text_is_reached() -> None:
    of_variables = {key for _, keys in VARIABLES for key in keys.split()}
    assert of_variables | BY_CODE | {"not_utf8", "not_readable", "no_zones"} == keys_in("settings")
    of_files = {key for _, keys in (*SOURCES, *CONCEPTS) for key in keys.split()}
    assert of_files | OF_FILES == keys_in("config_files")
