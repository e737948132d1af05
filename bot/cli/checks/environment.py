"""The settings: can they be read, does one contradict another, is one misspelled?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.cli.checks.finding import Finding, well, wrong
from bot.errors import StatedProblem
from bot.i18n.catalogue import check as texts
from bot.i18n.translator import ENGLISH
from bot.model.workspaces import title_of
from config.concepts import load_concepts
from config.settings import Settings
from config.strays import Stray, strays, variables

ABOUT = "settings"


def unreadable(problem: StatedProblem, about: str = ABOUT) -> list[Finding]:
    """What is wrong with settings or a file that can't be read: a finding for each line of the problem."""
    lines = ENGLISH(problem.phrase).splitlines()
    return [Finding(good=False, about=about, text=line) for line in lines if line.strip()]


def look(settings: Settings, *, with_sources: bool) -> list[Finding]:
    """The settings that could be read. `with_sources`: so could the sources file."""
    read = well(ABOUT, texts.SETTINGS_READ if with_sources else texts.SETTINGS_READ_ONLY)
    return [read, *misspelled(strays(variables())), *contradictions(settings), *_concepts(settings)]


def misspelled(found: Sequence[Stray]) -> Iterator[Finding]:
    """Variables that nothing reads, each with the nearest that is read."""
    for stray in found:
        if stray.nearest:
            yield wrong(ABOUT, texts.STRAY, texts.FIX_STRAY_NEAR, name=stray.name, nearest=stray.nearest)
        else:
            yield wrong(ABOUT, texts.STRAY, texts.FIX_STRAY, name=stray.name)


def contradictions(settings: Settings) -> Iterator[Finding]:
    """Settings that are valid, and yet do nothing as they are together."""
    if settings.jarshy_access == "list" and not settings.jarshy_admins:
        yield wrong(ABOUT, texts.NOBODY_ALLOWS, texts.FIX_NOBODY_ALLOWS)
    if settings.jarshy_admin_token and settings.web_port is None:
        yield wrong(ABOUT, texts.NO_PAGE, texts.FIX_NO_PAGE)
    if settings.jarshy_embeddings_key and settings.jarshy_embeddings_url is None:
        yield wrong(ABOUT, texts.NOTHING_TO_OPEN, texts.FIX_NOTHING_TO_OPEN)
    connected = {
        "telegram": bool(settings.telegram_bot_token),
        "slack": bool(settings.slack_bot_token or settings.installs_on_slack),
    }
    for platform in sorted({platform for platform, _ in settings.jarshy_admins}):
        if settings.has_token and not connected.get(platform, True):
            yield wrong(ABOUT, texts.ADMIN_WITHOUT_TOKEN, texts.FIX_ADMIN_WITHOUT_TOKEN, platform=title_of(platform))


def _concepts(settings: Settings) -> list[Finding]:
    try:
        load_concepts(settings.jarshy_concepts)
    except StatedProblem as problem:
        return unreadable(problem, "concepts")
    return []
