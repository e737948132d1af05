"""The values of the sources file that are checked when it is loaded: addresses, selectors, paths, forms of dates."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated
from urllib.parse import urlsplit

import jmespath
from cssselect import HTMLTranslator, SelectorError
from jmespath.exceptions import JMESPathError
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bot.i18n.catalogue import config_files as texts
from bot.model import without_password
from config.problems import InvalidValueError


def _address(address: str) -> str:
    try:
        parts = urlsplit(address)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", address)
        parts.port  # noqa: B018 - raises if it is not a number
    except ValueError:
        good = False
    if not good:
        raise InvalidValueError(texts.NO_HTTP_ADDRESS, address=repr(without_password(address)))
    return address


def _selector(selector: str) -> str:
    try:
        HTMLTranslator().css_to_xpath(selector)
    except SelectorError as error:
        raise InvalidValueError(texts.NO_SELECTOR, selector=repr(selector), error=str(error)) from None
    return selector


def _path(path: str) -> str:
    try:
        jmespath.compile(path)
    except JMESPathError as error:
        first = str(error).splitlines()[0]
        raise InvalidValueError(texts.NO_JSON_PATH, path=repr(path), error=first) from None
    return path


def _date_format(form: str) -> str:
    moment = datetime(2025, 11, 25, 13, 20)  # noqa: DTZ001 - a page's date carries no zone
    try:
        kept = datetime.strptime(moment.strftime(form), form).date() == moment.date()  # noqa: DTZ007
    except (ValueError, re.error):  # a repeated directive is a repeated group
        kept = False
    if not kept:
        raise InvalidValueError(texts.NO_DATE_FORMAT, form=repr(form))
    return form


def _beginnings(stop: list[str]) -> list[str]:
    if not all(beginning.strip() for beginning in stop):
        raise InvalidValueError(texts.EMPTY_STOP)
    return stop


Address = Annotated[str, AfterValidator(_address)]
Selector = Annotated[str, AfterValidator(_selector)]
JsonPath = Annotated[str, AfterValidator(_path)]
DateFormat = Annotated[str, AfterValidator(_date_format)]
Stop = Annotated[list[str], AfterValidator(_beginnings)]


class PageTable(BaseModel):
    """[source.page]."""

    model_config = ConfigDict(extra="forbid", strict=True)

    title: Selector | None = None
    date: Selector | None = None
    date_format: DateFormat | None = None
    body: Selector
    stop: Stop = Field(default_factory=list)
