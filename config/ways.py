"""The ways into a source: its keys `feed`, or `kind` and `url` with their rules, and each [[source.way]].

table ──▶ which kind? ──▶ the model of that kind ──▶ Way
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from bot.i18n.catalogue import config_files as texts
from bot.i18n.text import Phrase
from bot.model import Way, WayKind
from config.rules import Address, DateFormat, JsonPath, PageTable, Selector, Stop
from config.tables import describe_invalid

_KINDS = tuple(kind.value for kind in WayKind)
#: Hosts of Telegram, whose page of a channel shows posts only below /s/.
_TELEGRAM = re.compile(r"(?:www\.)?(?:t|telegram)\.(?:me|dog)")


def _preview(address: str) -> str:
    """The address of a channel's preview, also for the address by which people share the channel."""
    parts = urlsplit(address)
    name = parts.path.strip("/")
    if not _TELEGRAM.fullmatch(parts.netloc.lower()) or "/" in name or not name:
        return address
    return parts._replace(path=f"/s/{name}").geturl()


class _Way(BaseModel):
    """What every kind has."""

    model_config = ConfigDict(extra="forbid", strict=True)

    url: Address


class _List(_Way):
    item: Selector
    link: Selector | None = None
    title: Selector | None = None
    date: Selector | None = None
    date_format: DateFormat | None = None
    teaser: Selector | None = None


class _Pages(_Way):
    item: Selector | None = None
    link: Selector | None = None
    title: Selector | None = None
    date: Selector | None = None
    date_format: DateFormat | None = None
    body: Selector | None = None
    stop: Stop | None = None


class _Json(_Way):
    items: JsonPath | None = None
    title: JsonPath
    link: JsonPath | None = None
    date: JsonPath | None = None
    date_format: DateFormat | None = None
    teaser: JsonPath | None = None
    text: JsonPath | None = None
    id: JsonPath | None = None


class _Telegram(_Way):
    url: Annotated[Address, AfterValidator(_preview)]


_TABLES: Mapping[str, type[_Way]] = dict.fromkeys(_KINDS, _Way) | {
    "list": _List,
    "pages": _Pages,
    "json": _Json,
    "telegram": _Telegram,
}
#: The keys of a way, whatever its kind.
WAY_KEYS = tuple(dict.fromkeys(("feed", "kind", *(key for table in _TABLES.values() for key in table.model_fields))))
#: What the keys of tables are called in a Way: one name for each thing that several kinds have.
_NAMES = {"items": "item", "body": "text"}

EXPECTED = {
    "url": Phrase(texts.SOURCE_FEED),
    "feed": Phrase(texts.SOURCE_FEED),
    "item": Phrase(texts.WAY_ITEM),
    "title": Phrase(texts.WAY_TITLE),
    "stop": Phrase(texts.PAGE_STOP),
}


class WayProblemsError(Exception):
    """A way into a source is wrong; each problem without its place and the full stop."""

    def __init__(self, problems: Sequence[Phrase]) -> None:
        super().__init__()
        self.problems = problems


def way_of(table: Mapping[str, Any], page: PageTable | None, keys_of_source: Sequence[str]) -> Way:
    """The way that a table describes; `page`: the rules of the source's pages, which several in full may share.

    Raises:
        WayProblemsError: with everything that is wrong.
    """
    rules = {key: value for key, value in table.items() if key not in ("kind", "feed")}
    kind = table.get("kind", "feed")
    if kind not in _KINDS:
        right = Phrase(texts.WAY_KIND)
        raise WayProblemsError([Phrase(texts.VALUE_WRONG, {"key": "kind", "value": repr(kind), "expected": right})])
    if "feed" in table:
        if kind != "feed" or "url" in table:
            raise WayProblemsError([Phrase(texts.FEED_AND_OTHER)])
        rules["url"] = table["feed"]
    try:
        read = _TABLES[kind].model_validate(rules)
    except ValidationError as error:
        found = _Describing(kind, "feed" in table, keys_of_source)
        raise WayProblemsError([found.describe(problem) for problem in error.errors()]) from None
    fields = {_NAMES.get(key, key): value for key, value in read.model_dump(exclude_none=True).items()}
    if kind == "pages":
        fields = _of_page(page) | fields
        if not ("title" in fields and "text" in fields) and "date_format" not in fields:
            raise WayProblemsError([Phrase(texts.PAGES_WITHOUT_RULES)])
    return Way(kind=WayKind(kind), **(fields | {"stop": tuple(fields.get("stop", ()))}))


def _of_page(page: PageTable | None) -> dict[str, Any]:
    """The rules of a source's pages under the names that they have in a way."""
    fields = {} if page is None else page.model_dump(exclude_none=True)
    return {_NAMES.get(key, key): value for key, value in fields.items()}


@dataclass(frozen=True)
class _Describing:
    """Puts what pydantic refuses into words."""

    kind: str
    by_feed: bool  #: the address stands at `feed`
    keys_of_source: Sequence[str]

    def describe(self, problem: Any) -> Phrase:
        """What is wrong with a key, and what is right."""
        key = str(problem["loc"][0])
        known = _TABLES[self.kind].model_fields
        if problem["type"] == "extra_forbidden" and key in WAY_KEYS:
            kinds = ", ".join(kind for kind, table in _TABLES.items() if key in table.model_fields)
            parts = {"key": key, "kind": self.kind, "kinds": kinds, "right": ", ".join(known)}
            return Phrase(texts.KEY_OF_OTHER_KIND, parts)
        if problem["type"] == "extra_forbidden" and key in self.keys_of_source:
            return Phrase(texts.KEY_OF_SOURCE, {"key": key})
        shown = "feed" if key == "url" and self.by_feed else key
        return describe_invalid(shown, problem, known, EXPECTED, Phrase(texts.A_TEXT))
