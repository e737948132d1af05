"""The Slack workspaces that have installed the app: each is a platform of its own, which comes and goes.

every FOLLOW_EVERY: who has the app now? ─┬─▶ installed, or anew: a platform is made
                                          └─▶ gone: its platform ends, its chats rest
refused ─ told by Slack ─▶ leaves at once
       └─ for PATIENCE ──▶ leaves
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.bugs import report_failure
from bot.i18n.catalogue import platforms as texts
from bot.i18n.text import Phrase
from bot.i18n.translator import ENGLISH
from bot.model import Tokens, Workspace
from bot.platforms.protocol import Platform
from bot.sealing import SealedError, Sealer
from bot.storage.store import Workspaces

log = structlog.get_logger(__name__)

FOLLOW_EVERY = 2.0  #: seconds; each worker looks for itself, for the web app may be another process
PATIENCE = 600.0  #: seconds that a workspace refuses, and says nothing of a removal, before it counts as gone


@dataclass(frozen=True, kw_only=True)
class Installs:
    """What is needed where workspaces install the app."""

    sealer: Sealer
    make: Callable[[Workspace], Platform]  #: raises SealedError: no key opens its token


class WorkspaceList:
    """Follows which workspaces have the app."""

    def __init__(
        self,
        installs: Installs,
        workspaces: Workspaces,
        *,
        on_change: Callable[[Sequence[Platform], Sequence[Platform]], Awaitable[None]],
        on_unopened: Callable[[str, str, Phrase], None],
        clock: Callable[[], datetime],
    ) -> None:
        """`on_change` is given the platforms that come and those that go; when it returns, these have ended.

        `on_unopened`: no key opens the token of the workspace with this lane and title, for this reason.
        """
        self._installs = installs
        self._workspaces = workspaces
        self._on_change = on_change
        self._on_unopened = on_unopened
        self._clock = clock
        self._known: dict[str, tuple[Workspace, Platform]] = {}  # by lane
        self._unopened: set[str] = set()  # lanes of which it was told
        self._leaving: dict[str, float] = {}  # lanes that refuse, and when they leave by the loop's clock
        self._soon = asyncio.Event()

    async def run(self) -> None:
        """Follow them forever."""
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._soon.wait(), FOLLOW_EVERY)
            self._soon.clear()
            try:
                await self.follow()
            except Exception as error:  # they are as they were
                report_failure("workspaces not followed", error)

    async def follow(self) -> None:
        """Store who leaves, make platforms for who came, and end those of who is gone."""
        await self._store_leaving()
        installed = {each.lane: each for each in await asyncio.to_thread(self._workspaces.installed)}
        gone = [
            lane
            for lane, (known, _) in self._known.items()
            if lane not in installed or installed[lane].installed_at != known.installed_at
        ]
        removed = [self._known.pop(lane) for lane in gone]
        added = [made for lane, each in installed.items() if lane not in self._known and (made := self._made(each))]
        self._known |= {platform.name: (workspace, platform) for workspace, platform in added}
        for lane in gone:
            self._leaving.pop(lane, None)
        if added or removed:
            await self._on_change([platform for _, platform in added], [platform for _, platform in removed])
        for workspace, _ in removed:  # what came last was answered until now
            await asyncio.to_thread(self._workspaces.rest, workspace.id, self._clock())

    def refuses(self, lane: str, reason: Phrase) -> bool:
        """The token of this lane is refused, which was confirmed; False: it is none of these workspaces."""
        if lane not in self._known:
            return False
        told = reason.text == texts.APP_REMOVED
        log.warning("workspace refuses the token", lane=lane, reason=ENGLISH(reason), told=told)
        self._leaving[lane] = asyncio.get_running_loop().time() + (0.0 if told else PATIENCE)
        self._soon.set()
        return True

    def takes(self, lane: str) -> None:
        """The token of this lane is taken again."""
        self._leaving.pop(lane, None)

    async def _store_leaving(self) -> None:
        now = asyncio.get_running_loop().time()
        for lane in [lane for lane, at in self._leaving.items() if at <= now]:
            workspace, _ = self._known[lane]
            left = await asyncio.to_thread(self._workspaces.leave, workspace, self._clock())
            if left:
                log.warning("workspace has removed the app: its chats rest", workspace=workspace.id)
            self._leaving.pop(lane, None)

    def _made(self, workspace: Workspace) -> tuple[Workspace, Platform] | None:
        """None: no key opens its token. What it is owed waits until one does."""
        try:
            made = self._installs.make(workspace)
        except SealedError as problem:
            if workspace.lane not in self._unopened:
                self._unopened.add(workspace.lane)
                log.error("a workspace can't be served", workspace=workspace.id, reason=str(problem))
                self._on_unopened(workspace.lane, workspace.name or workspace.id, problem.phrase)
            return None
        self._unopened.discard(workspace.lane)
        return workspace, made


def seal_again(workspaces: Workspaces, sealer: Sealer) -> int:
    """Seal with the newest key what an older one has sealed; returns of how many workspaces.

    What no key opens stays as it is.
    """
    return sum(_seal_again(each, workspaces, sealer) for each in workspaces.installed())


def _seal_again(workspace: Workspace, workspaces: Workspaces, sealer: Sealer) -> bool:
    before = workspace.tokens
    if all(sealer.is_current(each) for each in (before.token, before.refresh_token) if each is not None):
        return False
    try:
        renews = None if before.refresh_token is None else sealer.seal(sealer.open(before.refresh_token))
        after = Tokens(token=sealer.seal(sealer.open(before.token)), refresh_token=renews, expires_at=before.expires_at)
    except SealedError:
        return False
    return workspaces.replace_tokens(workspace.id, before, after)
