"""GET /readyz: is the program doing what it is for? 200 and 503, with what fails and since when, as JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import structlog
from aiohttp import web

from bot.answers.health import Check, Finding, judge
from bot.bugs import report_failure
from bot.errors import StorageError
from bot.storage.store import ProgramVitals
from bot.web.look import Look

log = structlog.get_logger(__name__)

KEEP = 1.0  #: seconds for which an answer is given again


class Readiness:
    """Answers /readyz, and remembers since when something fails."""

    def __init__(self, vitals: ProgramVitals, clock: Callable[[], datetime]) -> None:
        self._look = Look(lambda: vitals.read(clock()), keep=KEEP)
        self._clock = clock
        self._watched_since = clock()
        self._failing: dict[Check, datetime] = {}  # since when, as far as we have seen

    def routes(self) -> list[web.RouteDef]:
        """Where it is asked."""
        return [web.get("/readyz", self._answer)]

    async def _answer(self, request: web.Request) -> web.Response:
        findings = await self._findings()
        ready = all(finding.well for finding in findings)
        body = {"ready": ready, "checks": {finding.check.value: self._told(finding) for finding in findings}}
        headers = {"Cache-Control": "no-store"}
        return web.json_response(body, status=200 if ready else 503, headers=headers)

    async def _findings(self) -> Sequence[Finding]:
        now = self._clock()
        try:
            vitals = await self._look.see()
        except (StorageError, TimeoutError):
            findings: Sequence[Finding] = (Finding(check=Check.DATABASE, well=False),)
        except Exception as error:
            report_failure("readiness not known", error)
            findings = (Finding(check=Check.DATABASE, well=False),)
        else:
            findings = judge(vitals, now, watched_since=self._watched_since)
        self._remember(findings, now)
        return findings

    def _remember(self, findings: Sequence[Finding], now: datetime) -> None:
        failing = {finding.check: finding.since_at for finding in findings if not finding.well}
        if failing.keys() != self._failing.keys():
            log.info("readiness changed", failing=sorted(check.value for check in failing))
        self._failing = {check: self._failing.get(check, since or now) for check, since in failing.items()}

    def _told(self, finding: Finding) -> dict[str, Any]:
        if finding.well:
            return {"ok": True}
        since = self._failing[finding.check].isoformat(timespec="seconds")
        return {"ok": False, "since": since} | ({"where": list(finding.where)} if finding.where else {})
