"""What a variable says, and whether that is a database, an operator, a key."""

from __future__ import annotations

import base64
import re
import zoneinfo
from urllib.parse import parse_qs, unquote, urlsplit

from bot.i18n.catalogue import settings as texts
from config.problems import InvalidValueError

DEFAULT_DATABASE = "sqlite:///jarshy.db"
PLATFORMS = ("telegram", "slack", "terminal")
#: what a person's id is, where that is known: a name would be taken and be nobody's
IDS = {"telegram": r"-?\d+", "slack": r"[A-Z0-9]+"}
KEY_BYTES = 32  #: of a key that encrypts


def bare(value: str) -> str:
    """A value without spaces and line ends around it, and without the quotes that it stands in as a whole."""
    value = value.strip()
    return value[1:-1].strip() if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def operator_of(item: str) -> tuple[str, str]:
    """("telegram", "123") of "telegram:123".

    Raises:
        InvalidValueError: it names nobody.
    """
    platform, _, person = (part.strip() for part in item.partition(":"))
    in_workspace = "/" in person
    named = all(person.split("/", 1)) and person.count("/") <= 1
    if platform.lower() not in PLATFORMS or not named or (in_workspace and platform.lower() != "slack"):
        raise InvalidValueError(texts.NO_OPERATOR, item=repr(item))
    if not re.fullmatch(IDS.get(platform.lower(), ".*"), person.rpartition("/")[2], re.ASCII):
        raise InvalidValueError(texts.NO_ID, item=repr(item))
    return platform.lower(), person


def database_of(url: str) -> str:
    """The address of a database, as SQLAlchemy and we write it: some hosts say `postgres://`.

    Raises:
        InvalidValueError: it is none.
    """
    url = re.sub(r"^postgres(ql)?(\+\w+)?://", "postgresql://", url.strip())
    if not (names_postgresql(url) or re.fullmatch(r"sqlite(\+pysqlite)?://(/.+)?", url)):
        raise InvalidValueError(texts.NO_DATABASE, default=DEFAULT_DATABASE)
    return url


def names_postgresql(url: str) -> bool:
    """Is it a valid URL of PostgreSQL, with a database? With a second @ a part of the password would be its host."""
    if not _can_be_split(url) or " " in url or url.partition("?")[0].count("@") > 1:
        return False
    parts = urlsplit(url)
    return parts.scheme == "postgresql" and len(parts.path) > 1


def is_address(url: str, pattern: str) -> bool:
    """Is it an http(s) address of that form, with a host and a port that there may be?"""
    return re.fullmatch(pattern, url) is not None and _can_be_split(url)


def _can_be_split(url: str) -> bool:
    try:
        return urlsplit(url).port != 0
    except ValueError:  # brackets that do not close, a port above 65535
        return False


def is_zone(name: str) -> bool:
    """Is it the name of a time zone?"""
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def is_key(key: str) -> bool:
    """Is it 32 bytes in Base64, of either alphabet?"""
    try:
        return len(base64.b64decode(key.replace("-", "+").replace("_", "/"), validate=True)) == KEY_BYTES
    except ValueError:
        return False


def passwords_in(url: str) -> tuple[str, ...]:
    """The passwords in a database URL."""
    parts = urlsplit(url)
    named = [parts.password, *parse_qs(parts.query).get("password", [])]
    return tuple(unquote(password) for password in named if password)
