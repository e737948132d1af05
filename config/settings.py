"""The only reader of the environment (and of a `.env` file in the working directory).

Each field's `description` is the text of its variable in README's table.
"""

from __future__ import annotations

import re
import zoneinfo
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import parse_qs, unquote, urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import StatedProblem

DEFAULT_DATABASE = "sqlite:///jarshy.db"
FREE_RATE = 30.0  #: messages per second that Telegram accepts without payment
PLATFORMS = ("telegram", "slack", "terminal")

#: the expected value, where the type alone does not say it
EXPECTED = {
    "JARSHY_FOLLOWS": "a whole number from 1 to 10000, for example 200",
    "JARSHY_RETENTION_DAYS": "a whole number of days from 1 to 3650, for example 30",
    "JARSHY_CATCH_UP_HOURS": "a whole number of hours from 0 to 720, for example 24",
    "JARSHY_TELEGRAM_RATE": "messages a second from 1 to 1000, for example 28",
    "JARSHY_PAID_BROADCAST": "true or false",
    "JARSHY_TAKE_OVER": "true or false",
    "JARSHY_SLACK_RATE": "messages a second from 1 to 100, for example 10",
    "JARSHY_LANGUAGE": "en, ru or kk",
    "LOG_LEVEL": "DEBUG, INFO, WARNING or ERROR",
    "LOG_FORMAT": "console or json",
}
SECRET = ("DATABASE_URL", "TELEGRAM_BOT_TOKEN", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN")  #: never shown in a message


class Settings(BaseSettings):
    """Everything that the operator can configure; frozen."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        validate_by_name=True,
        validate_by_alias=True,
    )

    database_url: str = Field(
        DEFAULT_DATABASE,
        description="Where everything is kept: `sqlite:///file.db` or `postgresql://user:password@host:5432/name`.",
    )
    telegram_bot_token: SecretStr | None = Field(None, description="Turns Telegram on; @BotFather gives it.")
    telegram_api_url: str = Field(
        "https://api.telegram.org", description="Root of the Telegram Bot API; `/bot<token>/` is appended."
    )
    slack_bot_token: SecretStr | None = Field(None, description="Turns Slack on, with the next; begins with `xoxb-`.")
    slack_app_token: SecretStr | None = Field(None, description="Slack's Socket Mode; begins with `xapp-`.")
    slack_api_url: str = Field("https://slack.com/api/", description="Root of Slack's Web API.")
    jarshy_sources: Path | None = Field(
        None, description="A sources file of your own, in place of `config/sources.toml`."
    )
    jarshy_concepts: Path | None = Field(None, description="A file of your own that adds to `config/concepts.toml`.")
    jarshy_language: Literal["en", "ru", "kk"] = Field(
        "en", description="Language of the interface: `en`, `ru` or `kk`. English is the only one yet."
    )
    jarshy_timezone: str = Field("Asia/Almaty", description="Time zone of chats that have not set theirs.")
    jarshy_admins: Annotated[frozenset[tuple[str, str]], NoDecode] = Field(
        frozenset(), description="Who operates the bot and hears of failures: `telegram:123,slack:U1`."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="`DEBUG`, `INFO`, `WARNING` or `ERROR`."
    )
    log_format: Literal["console", "json"] = Field("console", description="`console` or `json`.")
    follows: int = Field(200, ge=1, le=10_000, alias="JARSHY_FOLLOWS", description="How much one chat may follow.")
    retention_days: int = Field(
        30, ge=1, le=3650, alias="JARSHY_RETENTION_DAYS", description="Days that full texts are kept; titles stay."
    )
    catch_up_hours: int = Field(
        24, ge=0, le=720, alias="JARSHY_CATCH_UP_HOURS", description="After an outage, how old news may be to alert."
    )
    telegram_rate: float = Field(
        28,
        ge=1,
        le=1000,
        alias="JARSHY_TELEGRAM_RATE",
        description="Messages a second to Telegram; it takes 30 at most.",
    )
    paid_broadcast: bool = Field(
        False, alias="JARSHY_PAID_BROADCAST", description="`true`: pay Telegram's stars for more, up to 1000 a second."
    )
    take_over: bool = Field(
        False,
        alias="JARSHY_TAKE_OVER",
        description="`true`: delete a webhook that is set for the Telegram bot, to get what people write.",
    )
    slack_rate: float = Field(
        10,
        ge=1,
        le=100,
        alias="JARSHY_SLACK_RATE",
        description="Messages a second to Slack; it takes several hundred a minute in a workspace.",
    )
    dyno: str | None = Field(
        None, description="Set by Heroku and similar hosts, where the disk is wiped: SQLite is refused there."
    )

    @property
    def secrets(self) -> tuple[str, ...]:
        """Values that no log may show."""
        return (*self._tokens, *_passwords(self.database_url))

    @property
    def _tokens(self) -> tuple[str, ...]:
        tokens = (self.telegram_bot_token, self.slack_bot_token, self.slack_app_token)
        return tuple(token.get_secret_value() for token in tokens if token)

    @property
    def has_token(self) -> bool:
        """Is any platform configured, apart from the terminal?"""
        return bool(self._tokens)

    @field_validator("database_url")
    @classmethod
    def _address_of_a_database(cls, url: str) -> str:
        url = re.sub(r"^postgres(ql)?(\+\w+)?://", "postgresql://", url.strip())
        if not (_names_postgresql(url) or re.match(r"sqlite(\+pysqlite)?://(/.+)?$", url)):
            raise ValueError(
                f"this is not the address of a database. Right: {DEFAULT_DATABASE}, with a full path "
                "sqlite:////var/lib/jarshy/jarshy.db, or postgresql://user:password@host:5432/name."
            )
        return url

    @field_validator("telegram_bot_token", "slack_bot_token", "slack_app_token")
    @classmethod
    def _in_one_piece(cls, token: SecretStr | None) -> SecretStr | None:
        if token is None:
            return None
        stripped = token.get_secret_value().strip()
        if not stripped or re.search(r"[^\x21-\x7e]", stripped):
            raise ValueError("it holds spaces or letters that no token has. Right: the token alone, as it was given.")
        return SecretStr(stripped)

    @field_validator("slack_bot_token", "slack_app_token")
    @classmethod
    def _not_the_other_token(cls, token: SecretStr | None, where: Any) -> SecretStr | None:
        bot = where.field_name == "slack_bot_token"
        theirs, mine = ("xapp-", "xoxb-") if bot else ("xoxb-", "xapp-")
        if token and token.get_secret_value().startswith(theirs):
            raise ValueError(f"this is the other token of Slack, it begins with {theirs}. Right: one with {mine}.")
        return token

    @field_validator("telegram_api_url", "slack_api_url")
    @classmethod
    def _http_address(cls, url: str, where: Any) -> str:
        if not re.match(r"https?://[^/\s?#]+[^\s?#]*$", url):
            default = cls.model_fields[where.field_name].default
            raise ValueError(f"this is not an http(s) address. Right: {default}, or leave it out.")
        return url.rstrip("/") if where.field_name == "telegram_api_url" else url.rstrip("/") + "/"

    @field_validator("jarshy_timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            zoneinfo.ZoneInfo(name)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"there is no time zone {name!r}. Right: a name such as Asia/Almaty.") from None
        return name

    @field_validator("jarshy_sources", "jarshy_concepts")
    @classmethod
    def _file_that_is_there(cls, path: Path | None, where: Any) -> Path | None:
        if path is not None and not path.is_file():
            noun = where.field_name.removeprefix("jarshy_")
            raise ValueError(f"there is no file {path}. Right: a path to a {noun} file, or leave it out.")
        return path

    @field_validator("jarshy_admins", mode="before")
    @classmethod
    def _pairs(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        items = [item.strip() for item in value.split(",") if item.strip()]
        return frozenset(_operator(item) for item in items)

    @field_validator("log_level", "log_format", "jarshy_language", mode="before")
    @classmethod
    def _any_case(cls, value: Any, where: Any) -> Any:
        if not isinstance(value, str):
            return value
        return value.strip().upper() if where.field_name == "log_level" else value.strip().lower()


class _Environment(Settings):
    """Settings by the names of environment variables only: FOLLOWS is not one of ours."""

    model_config = SettingsConfigDict(validate_by_name=False, validate_by_alias=True)


def _operator(item: str) -> tuple[str, str]:
    """("telegram", "123") of "telegram:123"."""
    platform, _, person = (part.strip() for part in item.partition(":"))
    if platform.lower() not in PLATFORMS or not person:
        raise ValueError(f"{item!r} names nobody. Right: platform and id, such as telegram:123,slack:U1.")
    return platform.lower(), person


def _names_postgresql(url: str) -> bool:
    """Is it a valid URL of PostgreSQL, with a database?"""
    try:
        parts = urlsplit(url)
        return parts.scheme == "postgresql" and len(parts.path) > 1 and parts.port != 0 and " " not in url
    except ValueError:
        return False


def _passwords(url: str) -> tuple[str, ...]:
    """The passwords in a database URL."""
    parts = urlsplit(url)
    named = [parts.password, *parse_qs(parts.query).get("password", [])]
    return tuple(unquote(password) for password in named if password)


def variable(field: str) -> str:
    """The environment variable of a field of Settings."""
    return Settings.model_fields[field].alias or field.upper()


def load_settings() -> Settings:
    """Read the environment and `.env`.

    Raises:
        StatedProblem: for each invalid variable: what is wrong and what is expected.
    """
    zoneinfo.reset_tzpath(
        []
    )  # use the pinned tzdata: Kazakhstan has one time zone since 2024, which hosts may not know
    try:
        settings = _Environment()
    except UnicodeDecodeError:
        raise StatedProblem(".env: it is not UTF-8 text. Right: save it as UTF-8.") from None
    except ValidationError as error:
        raise StatedProblem("\n".join(_describe_problem(problem) for problem in error.errors())) from None
    problems = _inconsistencies(settings)
    if problems:
        raise StatedProblem("\n".join(problems))
    return settings


def _describe_problem(problem: Any) -> str:
    field = str(problem["loc"][0])
    name = variable(field) if field in Settings.model_fields else field.upper()
    if problem["type"] == "value_error":
        return f"{name}: {problem['ctx']['error']}"
    shown = "it" if name in SECRET else repr(problem["input"])
    return f"{name}: {shown} can't be used. Right: {EXPECTED.get(name, 'another value, or leave it out')}."


def _inconsistencies(settings: Settings) -> list[str]:
    """Problems of variables that are valid alone but contradict each other."""
    problems = []
    if settings.dyno and settings.database_url.startswith("sqlite"):
        problems.append(
            "DATABASE_URL: this host wipes its disk at each restart (DYNO is set), so a SQLite file would forget "
            "every chat and all that was delivered. Right: postgresql://… , which the host's add-on sets by itself."
        )
    if settings.telegram_rate > FREE_RATE and not settings.paid_broadcast:
        problems.append(
            f"JARSHY_TELEGRAM_RATE: Telegram takes {FREE_RATE:.0f} messages a second and blocks who sends more. "
            "Right: 28, which leaves room for the clock's jitter, or JARSHY_PAID_BROADCAST=true beside it."
        )
    pair = {"SLACK_BOT_TOKEN": settings.slack_bot_token, "SLACK_APP_TOKEN": settings.slack_app_token}
    missing = [name for name, token in pair.items() if token is None]
    if len(missing) == 1:
        kind = "xoxb-… of OAuth & Permissions" if missing[0] == "SLACK_BOT_TOKEN" else "xapp-… with connections:write"
        problems.append(f"{missing[0]}: it is not set, though Slack's other token is. Right: both, this one is {kind}.")
    return problems
