"""GET /metrics: what was counted, and how things stand, for Prometheus.

the table of figures, which all processes write ─┐
the gauges, read from the tables                 ┴▶ families ─▶ the format that was asked for

With JARSHY_ADMIN_TOKEN a Bearer token opens it. Without, it is for this machine and its inner networks, unless a proxy
has passed the call on: then nobody knows from where it came.
"""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from aiohttp import web
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector, CollectorRegistry

from bot import __version__
from bot.bugs import report_failure
from bot.counting import BUCKET, ENDLESS, LE, SUM, Figure, Labels
from bot.figures import FIGURES
from bot.gauges import DATABASE_UP, GAUGES, PROGRAM
from bot.i18n.catalogue import web as texts
from bot.i18n.translator import ENGLISH
from bot.storage.store import Gauge, Store
from bot.web.look import Look

KEEP = 5.0  #: seconds for which the same is told again
PASSED_ON = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")  #: a proxy has set one of these

#: by the name of a row, the labels that it has
_LABELS = {
    **{figure.name: {*figure.labels} for figure in FIGURES if not figure.buckets},
    **{figure.name + BUCKET: {*figure.labels, LE} for figure in FIGURES if figure.buckets},
    **{figure.name + SUM: {*figure.labels} for figure in FIGURES if figure.buckets},
}

#: what was counted from the beginning, and the gauges
Seen = tuple[Sequence[tuple[str, Labels, float]], Sequence[Gauge]]


class Metrics:
    """Answers /metrics."""

    def __init__(self, store: Store, clock: Callable[[], datetime], token: str | None) -> None:
        """`token`: opens it; None: it is for inner networks."""
        self._look: Look[Seen] = Look(lambda: (store.figures.totals(), store.vitals.gauges(clock())), keep=KEEP)
        self._token = token

    def routes(self) -> list[web.RouteDef]:
        """Where it is asked."""
        return [web.get("/metrics", self._answer)]

    async def _answer(self, request: web.Request) -> web.Response:
        if not self._may(request):
            text = texts.METRICS_NEED_TOKEN if self._token else texts.METRICS_NEED_SETTING
            headers = {"WWW-Authenticate": "Bearer"} if self._token else {}
            return web.Response(text=ENGLISH(text), status=401 if self._token else 403, headers=headers)
        registry = CollectorRegistry(auto_describe=False)
        registry.register(_Families(await self._families()))
        encode, content_type = choose_encoder(request.headers.get("Accept", ""))
        return web.Response(body=encode(registry), headers={"Content-Type": content_type, "Cache-Control": "no-store"})

    def _may(self, request: web.Request) -> bool:
        if self._token is None:
            return not any(name in request.headers for name in PASSED_ON) and _is_inner(request.remote)
        said = request.headers.get("Authorization", "").encode(errors="replace")
        return hmac.compare_digest(said, f"Bearer {self._token}".encode())

    async def _families(self) -> list[Metric]:
        try:
            counted, gauges = await self._look.see()
        except Exception as error:  # that the database is away is what is to be told
            if not isinstance(error, TimeoutError):
                report_failure("figures not read", error)
            return [*_gauges([(DATABASE_UP.name, (), 0.0)])]
        about: list[Gauge] = [(DATABASE_UP.name, (), 1.0), (PROGRAM.name, (("version", __version__),), 1.0)]
        return [*_counted(counted), *_gauges([*about, *gauges])]


class _Families(Collector):
    """What was read, as the library wants it."""

    def __init__(self, families: Sequence[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterable[Metric]:
        """The families."""
        return self._families


def _is_inner(address: str | None) -> bool:
    """Is it this machine, or in an inner network? None: a socket of this machine."""
    if address is None:
        return True
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return bool((mapped or found).is_private)


def _counted(rows: Sequence[tuple[str, Labels, float]]) -> Iterator[Metric]:
    by_name: dict[str, dict[Labels, float]] = {}
    for name, labels, value in rows:
        if {label for label, _ in labels} == _LABELS.get(name):  # another release may have counted by others
            by_name.setdefault(name, {})[labels] = value
    for figure in FIGURES:
        if figure.buckets:
            yield _histogram(figure, by_name.get(figure.name + BUCKET, {}), by_name.get(figure.name + SUM, {}))
        else:
            family = CounterMetricFamily(figure.name, ENGLISH(figure.meaning), labels=sorted(figure.labels))
            for labels, value in by_name.get(figure.name, {}).items():
                family.add_metric([text for _, text in labels], value)
            yield family


def _histogram(figure: Figure, buckets: Mapping[Labels, float], sums: Mapping[Labels, float]) -> Metric:
    """Buckets are kept one by one, and told as everything up to their bound."""
    family = HistogramMetricFamily(figure.name, ENGLISH(figure.meaning), labels=sorted(figure.labels))
    for labels, total in sums.items():
        found, so_far = [], 0.0
        for bound in (*map(str, figure.buckets), ENDLESS):
            so_far += buckets.get(tuple(sorted((*labels, (LE, bound)))), 0.0)
            found.append((bound, so_far))
        family.add_metric([text for _, text in labels], found, sum_value=total)
    return family


def _gauges(rows: Sequence[Gauge]) -> Iterator[Metric]:
    for gauge in GAUGES:
        family = GaugeMetricFamily(gauge.name, ENGLISH(gauge.meaning), labels=sorted(gauge.labels))
        found = [(labels, value) for name, labels, value in rows if name == gauge.name]
        for labels, value in found:
            family.add_metric([text for _, text in labels], value)
        if found:
            yield family
