"""The Slack workspaces with the app: how many, who has removed it, and is each token opened and taken?"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import closing

from bot.cli.checks.finding import Finding, well, wrong
from bot.cli.checks.platforms import probed
from bot.errors import StatedProblem, StorageError
from bot.i18n.catalogue import check as texts
from bot.i18n.formats import enumerated
from bot.i18n.text import Phrase
from bot.i18n.translator import ENGLISH
from bot.model import Workspace
from bot.model.workspaces import title_of
from bot.storage.store import Installed, Store
from bot.worker.installation import installs
from bot.worker.workspaces import Installs
from config.settings import Settings

ABOUT = "workspaces"
GONE_SHOWN = 5  #: workspaces that are named
IN_PARALLEL = 16  #: workspaces that are asked at the same time
TIME_LIMIT = 14.0  #: seconds for all of them


async def look(settings: Settings, known: Sequence[Installed]) -> list[Finding]:
    """Tell of all workspaces, and ask Slack with the token of each that has the app.

    A token that ends soon is renewed and stored by that, as a worker would do.
    """
    told = [*counted(known)]
    if all(each.gone_at is not None for each in known):
        return told
    if not settings.secret_keys:
        return [*told, wrong(ABOUT, texts.KEY_MISSING, texts.FIX_KEY_MISSING)]
    try:
        with closing(Store.open(settings.database_url)) as store:
            needed = installs(settings, store)
            if needed is None:
                return [*told, wrong(ABOUT, texts.WORKSPACES_UNSERVED, texts.FIX_WORKSPACES_UNSERVED)]
            installed = await asyncio.to_thread(store.workspaces.installed)
            return [*told, *await asked(needed, installed)]
    except (StatedProblem, StorageError):
        return told  # the check of the database says so


def counted(known: Sequence[Installed]) -> Iterator[Finding]:
    """How many workspaces have the app, and which have removed it; nothing, where none ever had it."""
    here = [each for each in known if each.gone_at is None]
    gone = [each for each in known if each.gone_at is not None]
    if not known:
        return
    said = Phrase(texts.WORKSPACES, {"count": len(here), "number": str(len(here))})
    if gone:
        names = enumerated([each.name or each.id for each in gone[-GONE_SHOWN:]], ENGLISH)
        said = Phrase(
            texts.WORKSPACES_GONE, {"installed": said, "count": len(gone), "number": str(len(gone)), "names": names}
        )
    yield well(ABOUT, said)


async def asked(needed: Installs, installed: Sequence[Workspace]) -> list[Finding]:
    """Each workspace, as long as there is time; of those that are left it is told how many they are."""
    turns = asyncio.Semaphore(IN_PARALLEL)
    tasks = [asyncio.create_task(_in_turn(turns, needed, each)) for each in installed]
    _, late = await asyncio.wait(tasks, timeout=TIME_LIMIT)
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
    found = [task.result() for task in tasks if task not in late]
    if late:
        found.append(well(ABOUT, texts.WORKSPACES_NOT_ASKED, count=len(late), number=str(len(late))))
    return found


async def _in_turn(turns: asyncio.Semaphore, needed: Installs, workspace: Workspace) -> Finding:
    async with turns:
        try:
            platform = needed.make(workspace)
        except StatedProblem as problem:
            title = title_of(workspace.lane, workspace.name)
            return wrong(workspace.lane, texts.WORKSPACE_FAILS, platform=title, problem=problem.phrase)
        try:
            return await probed(platform, wrong_text=texts.WORKSPACE_FAILS)
        finally:
            await platform.sender.close()
