"""The operator's page: how all stands, which chats get nothing, and a search of deliveries.

GET /status              what needs somebody, the last day, sources, outbox, workers, chats, the newest failures
GET /status/chats        all chats that get nothing
GET /status/deliveries   by words of the title, chat, lane, state and time

A script gets the same as JSON. What is done there: status_actions.py.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.i18n.catalogue import operation as texts
from bot.i18n.formats import city_name
from bot.i18n.text import Phrase, Text
from bot.i18n.translator import ENGLISH
from bot.model import DeliveryState
from bot.storage.store import DeliveryFilter, Store
from bot.web.facts import StatusFacts, read_facts
from bot.web.gate import NOT_KEPT, Gate, Operator, wants_json
from bot.web.needs import needs, source_name
from bot.web.pages import Pages
from bot.web.status_json import plain
from bot.web.status_words import charts, lane_rows, parsed_time, words, worker_name

A_PAGE = 50  #: rows of a list
FAILURES_SHOWN = 5  #: on the first page
LONGEST_FIELD = 200  #: characters of what is searched for
DONE: Mapping[str, Text] = {
    "poll": texts.POLLED,
    "off": texts.SWITCHED_OFF_NOW,
    "on": texts.SWITCHED_ON_NOW,
    "retry": texts.RETRIED,
    "stop": texts.STOPPED,
    "again": texts.ROW_RETRIED,
}

_KEY = re.compile(r"(\d{1,10})-(\d{1,10})", re.ASCII)
_BEFORE = re.compile(r"(\d{1,17})-(\d{1,10})", re.ASCII)


class StatusPages:
    """Shows operators how all stands."""

    def __init__(self, *, store: Store, gate: Gate, pages: Pages, timezone: str, clock: Callable[[], datetime]) -> None:
        """`timezone`: of its times."""
        self._store, self._gate, self._pages, self._clock = store, gate, pages, clock
        self._zone = ZoneInfo(timezone)

    def routes(self) -> list[web.RouteDef]:
        """Where they are."""
        return [
            web.get("/status", self._overview),
            web.get("/status/chats", self._chats),
            web.get("/status/deliveries", self._deliveries),
        ]

    async def _overview(self, request: web.Request) -> web.Response:
        operator = self._gate.operator(request)
        if operator is None:
            return self._gate.login_page(request)
        now = self._clock()
        facts = await asyncio.to_thread(read_facts, self._store, now)
        say = words(now, self._zone)
        found = needs(facts, say["moment"])
        if wants_json(request):
            return _json({"well": not found, "needs": found, **plain(facts)})
        failed = DeliveryFilter(state=DeliveryState.FAILED)
        failures = await asyncio.to_thread(self._store.deliveries.find, failed, limit=FAILURES_SHOWN)
        return self._page(
            request,
            operator,
            "status.html",
            facts=facts,
            needs=found,
            charts=charts(facts.day, self._zone),
            lanes=lane_rows(facts.outbox, facts.day),
            workers=[(worker_name(worker.holder), worker) for worker in facts.workers],
            failures=failures.rows,
            done=_done(request.query.get("done"), request.query.get("key"), facts),
        )

    async def _chats(self, request: web.Request) -> web.Response:
        operator = self._gate.operator(request)
        if operator is None:
            return self._gate.login_page(request)
        rests = request.query.get("which") != "waiting"
        before = _BEFORE.fullmatch(request.query.get("before", ""))
        found = await asyncio.to_thread(
            self._store.operation.chats_at_rest,
            rests=rests,
            limit=A_PAGE,
            before=(_instant(int(before[1])), int(before[2])) if before else None,
        )
        last = found.chats[-1] if len(found.chats) == A_PAGE else None
        older = f"{_microseconds(last.since_at)}-{last.id}" if last else None
        if wants_json(request):
            return _json({"chats": found.chats, "count": found.count, "before": older})
        done = DONE.get(request.query.get("done", ""))
        return self._page(
            request,
            operator,
            "status_chats.html",
            found=found,
            rests=rests,
            older=older,
            first=before is None,
            done=Phrase(done) if done in (texts.RETRIED, texts.STOPPED) else None,
        )

    async def _deliveries(self, request: web.Request) -> web.Response:
        operator = self._gate.operator(request)
        if operator is None:
            return self._gate.login_page(request)
        typed = {
            name: request.query.get(name, "")[:LONGEST_FIELD].replace("\0", "")
            for name in ("words", "chat", "lane", "state", "since", "until")
        }
        asked, wrong = _asked(typed, self._zone)
        after = _KEY.fullmatch(request.query.get("after", ""))
        key = (_bounded(after[1]), _bounded(after[2])) if after else None
        found = await asyncio.to_thread(self._store.deliveries.find, asked, key, limit=A_PAGE)
        next_key = "-".join(map(str, found.after)) if found.after else None
        if wants_json(request):
            if wrong:
                raise web.HTTPBadRequest
            return _json({"rows": found.rows, "after": next_key, "looked_back_to_at": found.looked_back_to_at})
        return self._page(
            request,
            operator,
            "status_deliveries.html",
            found=found,
            typed={**typed, "since": _field(asked.since_at, self._zone), "until": _field(asked.until_at, self._zone)},
            wrong=wrong,
            lanes=await asyncio.to_thread(self._store.deliveries.lanes),
            states=list(DeliveryState),
            first=key is None,
            newest=urlencode({name: value for name, value in typed.items() if value}),
            further=urlencode({**{name: value for name, value in typed.items() if value}, "after": next_key or ""}),
            done=Phrase(texts.ROW_RETRIED) if request.query.get("done") == "again" else None,
        )

    def _page(self, request: web.Request, operator: Operator, template: str, **values: object) -> web.Response:
        now = self._clock()
        common: dict[str, Any] = {
            "form_token": operator.form_token,
            "here": request.path,
            "now": now,
            "zone": city_name(self._zone, ENGLISH),
            **words(now, self._zone),
        }
        answer = self._pages.answer(request, template, english=True, **common, **values)  # type: ignore[arg-type]
        answer.headers.update(NOT_KEPT)
        return answer


def _asked(typed: Mapping[str, str], zone: ZoneInfo) -> tuple[DeliveryFilter, frozenset[str]]:
    """What is asked for, and the fields that can't be understood: those ask for nothing."""
    wrong = set()
    state: DeliveryState | None = None
    try:
        state = DeliveryState(typed["state"]) if typed["state"] else None
    except ValueError:
        wrong.add("state")
    times: dict[str, datetime | None] = {}
    for name in ("since", "until"):
        try:
            times[name] = parsed_time(typed[name], zone)
        except ValueError:
            wrong.add(name)
    return (
        DeliveryFilter(
            words=typed["words"],
            chat=typed["chat"],
            lane=typed["lane"],
            state=state,
            since_at=times.get("since"),
            until_at=times.get("until"),
        ),
        frozenset(wrong),
    )


def _done(what: str | None, key: str | None, facts: StatusFacts) -> Phrase | None:
    """What was done, if it is one of ours: an address can be typed, but says nothing that is not so."""
    text = DONE.get(what or "")
    if text is None or text in (texts.RETRIED, texts.STOPPED, texts.ROW_RETRIED):
        return Phrase(text) if text else None
    names = {each.key: source_name(each.name, each.language) for each in facts.sources}
    names |= {each.key: source_name(each.name, each.language) for each in facts.switched_off}
    return Phrase(text, {"source": names[key]}) if key in names else None


def _json(said: object) -> web.Response:
    return web.json_response(plain(said), headers=NOT_KEPT)


def _field(at: datetime | None, zone: ZoneInfo) -> str:
    """An instant as a browser's field for dates has it."""
    return f"{at.astimezone(zone):%Y-%m-%dT%H:%M}" if at is not None else ""


def _bounded(number: str) -> int:
    """As large as an id can be."""
    return min(int(number), 2**31 - 1)


def _microseconds(at: datetime) -> int:
    return round(at.timestamp() * 1_000_000)


def _instant(microseconds: int) -> datetime:
    return datetime.fromtimestamp(min(microseconds, 10**17) / 1_000_000, UTC)
