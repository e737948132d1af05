"""Everything that the operator can configure: what it is, and which values are right (`environment` reads it).

Each field's `description` is the text of its variable in README's table.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.i18n.catalogue import settings as texts
from config.problems import InvalidValueError
from config.values import DEFAULT_DATABASE, bare, database_of, is_address, is_key, is_zone, operator_of, passwords_in

DEFAULT_ZONE = "Asia/Almaty"
DEFAULT_PORT = 8080  #: if only PUBLIC_URL is set
SHORTEST_ADMIN_TOKEN = 16  #: characters: what is shorter can be guessed


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
        description="Where everything is kept: `sqlite:///file.db` or `postgresql://USER:PASSWORD@HOST:5432/NAME`.",
    )
    telegram_bot_token: SecretStr | None = Field(None, description="Turns Telegram on; @BotFather gives it.")
    telegram_api_url: str = Field(
        "https://api.telegram.org", description="Root of the Telegram Bot API; `/bot<token>/` is appended."
    )
    slack_bot_token: SecretStr | None = Field(None, description="Turns Slack on, with the next; begins with `xoxb-`.")
    slack_app_token: SecretStr | None = Field(None, description="Slack's Socket Mode; begins with `xapp-`.")
    slack_signing_secret: SecretStr | None = Field(
        None, description="What Slack signs its calls of `PUBLIC_URL` with: in place of `SLACK_APP_TOKEN`."
    )
    slack_client_id: str | None = Field(
        None, description="With the next and `JARSHY_SECRET_KEY`: any workspace can install the app from `PUBLIC_URL`."
    )
    slack_client_secret: SecretStr | None = Field(None, description="Of the same app; OAuth & Permissions shows it.")
    slack_api_url: str = Field("https://slack.com/api/", description="Root of Slack's Web API.")
    public_url: str | None = Field(
        None,
        description="Where this program is reached from outside, `https://…`: then platforms and hubs call it there.",
    )
    port: int | None = Field(
        None,
        ge=1,
        le=65_535,
        description="Where the web server listens; 8080 if only `PUBLIC_URL` is set, and no web server without both.",
    )
    jarshy_sources: Path | None = Field(
        None, description="A sources file of your own, in place of `config/sources.toml`."
    )
    jarshy_concepts: Path | None = Field(None, description="A file of your own that adds to `config/concepts.toml`.")
    jarshy_language: Literal["en", "ru", "kk"] = Field(
        "en", description="Language of chats whose own is not known: `en`, `ru` or `kk`."
    )
    jarshy_timezone: str = Field(DEFAULT_ZONE, description="Time zone of chats that have not set theirs.")
    jarshy_admins: Annotated[frozenset[tuple[str, str]], NoDecode] = Field(
        frozenset(),
        description="Who operates the bot, hears of failures and approves new sites: `telegram:123,slack:U1`; "
        "in a workspace that installed the app `slack:T1/U1`.",
    )
    jarshy_access: Literal["open", "list"] = Field(
        "open", description="Who may use the bot: `open`, or only a `list` of those whom operators `/allow`."
    )
    jarshy_admin_token: SecretStr | None = Field(
        None, description="Opens the operator's page `/status`; at least 16 characters. Not set: there is no such page."
    )
    jarshy_secret_key: SecretStr | None = Field(
        None, description="Encrypts what is stored of installed workspaces; several keys with commas, the newest first."
    )
    jarshy_heartbeat_url: SecretStr | None = Field(
        None, description="Called each minute while news comes in and goes out: its owner notices silence."
    )
    jarshy_meaning: bool = Field(
        False, description="`true`: stories are told by meaning, too, by the model of the extra `meaning`."
    )
    jarshy_embeddings_url: str | None = Field(
        None, description="A model elsewhere in its place, `https://…/v1`: articles are sent to its `/embeddings`."
    )
    jarshy_embeddings_key: SecretStr | None = Field(None, description="What opens it, if it is not open to everybody.")
    jarshy_embeddings_model: str = Field("multilingual-e5-small", description="Its name there.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="`DEBUG`, `INFO`, `WARNING` or `ERROR`."
    )
    log_format: Literal["console", "json"] = Field("console", description="`console` or `json`.")
    follows: int = Field(200, ge=1, le=10_000, alias="JARSHY_FOLLOWS", description="How much one chat may follow.")
    ask_from: int = Field(
        10,
        ge=1,
        le=10_000,
        alias="JARSHY_ASK_FROM",
        description="Articles a day from which a follow is asked about first.",
    )
    retention_days: int = Field(
        30, ge=1, le=3650, alias="JARSHY_RETENTION_DAYS", description="Days that full texts are kept; titles stay."
    )
    keep_lost_days: int = Field(
        90,
        ge=1,
        le=3650,
        alias="JARSHY_KEEP_LOST_DAYS",
        description="Days that all about a chat is kept that can't be reached; then it is deleted.",
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
    def web_port(self) -> int | None:
        """Where the web server listens; None: there is none."""
        return DEFAULT_PORT if self.port is None and self.public_url is not None else self.port

    @property
    def secrets(self) -> tuple[str, ...]:
        """Values that no log may show."""
        named = (getattr(self, name) for name in type(self).model_fields)
        values = [value.get_secret_value() for value in named if isinstance(value, SecretStr)]
        return (*values, *self.secret_keys, *passwords_in(self.database_url))

    @property
    def secret_keys(self) -> tuple[str, ...]:
        """The keys that encrypt what is stored, the newest first; none: nothing can be."""
        keys = self.jarshy_secret_key.get_secret_value() if self.jarshy_secret_key else ""
        return tuple(key.strip() for key in keys.split(",") if key.strip())

    @property
    def has_token(self) -> bool:
        """Is any platform configured, apart from the terminal?"""
        return bool(self.telegram_bot_token or self.slack_bot_token or self.installs_on_slack)

    @property
    def slack_calls(self) -> bool:
        """Does Slack call `PUBLIC_URL`? Else a socket is opened to it (Socket Mode)."""
        return bool(self.slack_signing_secret and self.public_url)

    @property
    def installs_on_slack(self) -> bool:
        """Can any workspace install the app?"""
        app = self.slack_client_id and self.slack_client_secret
        return bool(app and self.jarshy_secret_key and self.slack_calls)

    @field_validator("*", mode="before")
    @classmethod
    def _as_a_shell_reads_it(cls, value: Any) -> Any:
        """Without what some hosts leave in: the end of a line, quotes of the `.env` file."""
        return bare(value) if isinstance(value, str) else value

    @field_validator("database_url")
    @classmethod
    def _address_of_a_database(cls, url: str) -> str:
        return database_of(url)

    @field_validator(
        "telegram_bot_token",
        "slack_bot_token",
        "slack_app_token",
        "slack_signing_secret",
        "slack_client_secret",
        "jarshy_admin_token",
        "jarshy_embeddings_key",
    )
    @classmethod
    def _in_one_piece(cls, token: SecretStr | None) -> SecretStr | None:
        if token is None:
            return None
        stripped = token.get_secret_value().strip()
        if not stripped or re.search(r"[^\x21-\x7e]", stripped):
            raise InvalidValueError(texts.NOT_A_TOKEN)
        return SecretStr(stripped)

    @field_validator("slack_bot_token", "slack_app_token")
    @classmethod
    def _not_the_other_token(cls, token: SecretStr | None, where: Any) -> SecretStr | None:
        bot = where.field_name == "slack_bot_token"
        theirs, mine = ("xapp-", "xoxb-") if bot else ("xoxb-", "xapp-")
        if token and token.get_secret_value().startswith(theirs):
            raise InvalidValueError(texts.OTHER_TOKEN, wrong=theirs, right=mine)
        return token

    @field_validator("jarshy_admin_token")
    @classmethod
    def _hard_to_guess(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None and len(token.get_secret_value()) < SHORTEST_ADMIN_TOKEN:
            raise InvalidValueError(texts.ADMIN_TOKEN_TOO_SHORT, characters=SHORTEST_ADMIN_TOKEN)
        return token

    @field_validator("jarshy_secret_key")
    @classmethod
    def _keys_of_32_bytes(cls, keys: SecretStr | None) -> SecretStr | None:
        for key in keys.get_secret_value().split(",") if keys else ():
            if not is_key(key.strip()):
                raise InvalidValueError(texts.NO_SECRET_KEY, how="openssl rand -base64 32")
        return keys

    @field_validator("jarshy_heartbeat_url")
    @classmethod
    def _address_to_call(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None and not is_address(url.get_secret_value(), r"https?://[^/\s?#@]+(/[^\s#]*)?"):
            raise InvalidValueError(texts.NO_HEARTBEAT_URL)
        return url

    @field_validator("telegram_api_url", "slack_api_url")
    @classmethod
    def _http_address(cls, url: str, where: Any) -> str:
        if not is_address(url, r"https?://[^/\s?#]+[^\s?#]*"):
            default = cls.model_fields[where.field_name].default
            raise InvalidValueError(texts.NO_HTTP_ADDRESS, default=default)
        return url.rstrip("/") if where.field_name == "telegram_api_url" else url.rstrip("/") + "/"

    @field_validator("public_url", "jarshy_embeddings_url")
    @classmethod
    def _bare_address(cls, url: str | None, where: Any) -> str | None:
        if url is not None and not is_address(url, r"https?://[^/\s?#@]+(/[^\s?#]*)?"):
            example = (
                "https://news.example.org" if where.field_name == "public_url" else "https://models.example.org/v1"
            )
            raise InvalidValueError(texts.NO_PUBLIC_URL, example=example)
        return None if url is None else url.rstrip("/")

    @field_validator("jarshy_timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        if not is_zone(name):
            if is_zone(DEFAULT_ZONE):
                raise InvalidValueError(texts.NO_TIME_ZONE, name=repr(name))
            raise InvalidValueError(texts.NO_ZONES)
        return name

    @field_validator("jarshy_sources", "jarshy_concepts")
    @classmethod
    def _file_that_is_there(cls, path: Path | None, where: Any) -> Path | None:
        if path is not None and not path.is_file():
            concepts = where.field_name == "jarshy_concepts"
            raise InvalidValueError(texts.NO_CONCEPTS_FILE if concepts else texts.NO_SOURCES_FILE, path=str(path))
        return path

    @field_validator("jarshy_admins", mode="before")
    @classmethod
    def _pairs(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        items = [item.strip() for item in value.split(",") if item.strip()]
        return frozenset(operator_of(item) for item in items)

    @field_validator("log_level", "log_format", "jarshy_language", "jarshy_access", mode="before")
    @classmethod
    def _any_case(cls, value: Any, where: Any) -> Any:
        if not isinstance(value, str):
            return value
        return value.strip().upper() if where.field_name == "log_level" else value.strip().lower()


def variable(field: str) -> str:
    """The environment variable of a field of Settings."""
    return Settings.model_fields[field].alias or field.upper()
