"""The only reader of the environment (and of a `.env` file in the working directory).

environment ─▶ Settings ─▶ do they contradict each other? ─▶ Settings, or all that is wrong with them
"""

from __future__ import annotations

import zoneinfo
from typing import Any

from pydantic import ValidationError
from pydantic_settings import SettingsConfigDict

from bot.errors import StatedProblem
from bot.i18n.catalogue import settings as texts
from bot.i18n.text import Phrase
from config.settings import Settings, variable

FREE_RATE = 30.0  #: messages per second that Telegram accepts without payment

#: the expected value, where the type alone does not say it
EXPECTED = {
    "PORT": texts.PORT,
    "JARSHY_FOLLOWS": texts.WHOLE_FOLLOWS,
    "JARSHY_ASK_FROM": texts.WHOLE_ARTICLES,
    "JARSHY_RETENTION_DAYS": texts.WHOLE_DAYS,
    "JARSHY_KEEP_LOST_DAYS": texts.WHOLE_DAYS,
    "JARSHY_CATCH_UP_HOURS": texts.WHOLE_HOURS,
    "JARSHY_TELEGRAM_RATE": texts.TELEGRAM_RATE,
    "JARSHY_PAID_BROADCAST": texts.TRUE_OR_FALSE,
    "JARSHY_TAKE_OVER": texts.TRUE_OR_FALSE,
    "JARSHY_SLACK_RATE": texts.SLACK_RATE,
    "JARSHY_LANGUAGE": texts.LANGUAGE,
    "JARSHY_MEANING": texts.TRUE_OR_FALSE,
    "JARSHY_ACCESS": texts.ACCESS,
    "LOG_LEVEL": texts.LOG_LEVEL,
    "LOG_FORMAT": texts.LOG_FORMAT,
}
#: never shown in a message
SECRET = (
    "DATABASE_URL",
    "TELEGRAM_BOT_TOKEN",
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_CLIENT_SECRET",
    "JARSHY_ADMIN_TOKEN",
    "JARSHY_SECRET_KEY",
    "JARSHY_HEARTBEAT_URL",
    "JARSHY_EMBEDDINGS_KEY",
)


class _Environment(Settings):
    """Settings by the names of environment variables only: FOLLOWS is not one of ours."""

    model_config = SettingsConfigDict(validate_by_name=False, validate_by_alias=True)


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
        raise StatedProblem(texts.NOT_UTF8) from None
    except OSError as error:
        raise StatedProblem(texts.NOT_READABLE, reason=error.strerror or str(error)) from None
    except ValidationError as error:
        raise StatedProblem.of_several([_describe_problem(problem) for problem in error.errors()]) from None
    problems = _inconsistencies(settings)
    if problems:
        raise StatedProblem.of_several(problems)
    return settings


def _describe_problem(problem: Any) -> Phrase:
    field = str(problem["loc"][0])
    name = variable(field) if field in Settings.model_fields else field.upper()
    if problem["type"] == "value_error":
        return Phrase(texts.PROBLEM, {"variable": name, "problem": problem["ctx"]["error"].phrase})
    expected = Phrase(EXPECTED.get(name, texts.ANOTHER_VALUE))
    if name in SECRET:
        return Phrase(texts.SECRET_NOT_USABLE, {"variable": name, "expected": expected})
    return Phrase(texts.NOT_USABLE, {"variable": name, "value": repr(problem["input"]), "expected": expected})


def _inconsistencies(settings: Settings) -> list[Phrase]:
    """Problems of variables that are valid alone but contradict each other."""
    problems = []
    if settings.dyno and settings.database_url.startswith("sqlite"):
        problems.append(Phrase(texts.DISK_IS_WIPED))
    if settings.telegram_rate > FREE_RATE and not settings.paid_broadcast:
        problems.append(Phrase(texts.RATE_NOT_PAID, {"rate": round(FREE_RATE)}))
    return [*problems, *_missing_for_slack(settings)]


def _missing_for_slack(settings: Settings) -> list[Phrase]:
    """What Slack needs besides what is set."""
    if settings.slack_app_token and not settings.slack_bot_token:
        return [Phrase(texts.SLACK_BOT_TOKEN_MISSING)]
    if settings.slack_bot_token and not (settings.slack_app_token or settings.slack_signing_secret):
        return [Phrase(texts.SLACK_APP_TOKEN_MISSING)]
    if settings.slack_signing_secret and not (settings.public_url or settings.slack_app_token):
        return [Phrase(texts.PUBLIC_URL_MISSING)]
    app = {
        "SLACK_CLIENT_ID": settings.slack_client_id,
        "SLACK_CLIENT_SECRET": settings.slack_client_secret,
        "SLACK_SIGNING_SECRET": settings.slack_signing_secret,
        "PUBLIC_URL": settings.public_url,
        "JARSHY_SECRET_KEY": settings.jarshy_secret_key,
    }
    wanted = settings.slack_client_id or settings.slack_client_secret
    return [Phrase(texts.NEEDED_TO_INSTALL, {"variable": name}) for name, value in app.items() if wanted and not value]
