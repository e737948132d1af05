"""The demonstration as it is run by a newcomer."""

from __future__ import annotations

import asyncio
import re
import signal
import sys
import time

from bot.demo.articles import DemoArticle, load_articles
from tests import programs
from tests.platforms.terminal.pseudo_terminal import PseudoTerminal

DEMO = ("-m", "bot", "demo")
ARTICLES = load_articles()
DUE = [article for article in ARTICLES if article.answers and not article.older]
LIMIT = 180  #: seconds after which it hangs: the machine may be busy


async def test_it_shows_every_alert_once_with_its_reason_then_a_digest_and_ends_well() -> None:
    started = time.monotonic()
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        *DEMO,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, errors = await asyncio.wait_for(child.communicate(b""), 2 * LIMIT)
    shown = out.decode()
    assert (child.returncode, errors.decode()) == (0, ""), shown
    assert time.monotonic() - started < LIMIT
    before_digest, _, digest = shown.partition("> /digest today")
    published = before_digest.split("· The newsroom publishes: ")[1:]
    assert len(published) == len([article for article in ARTICLES if not article.older])
    assert len(DUE) >= 6
    bells = re.findall(r"^🔔 (.*?)(?: · [a-z ]+)?   \[\d+\] ⋯$", before_digest, re.MULTILINE)
    joined = [article for article in DUE if _is_named(article, before_digest)]
    alone = [article for article in DUE if article not in joined]
    assert joined, "of an event that two editions tell there is one alert"
    assert sorted(bells) == sorted(", ".join(_in_order(article.answers)) for article in alone)
    for article in DUE:
        assert _alerts(article, before_digest) == (article in alone)
        assert article.title in digest or article in joined or f"↳ {article.title}" in before_digest


def _is_named(article: DemoArticle, shown: str) -> bool:
    """Does an alert of its story name it?"""
    return bool(re.search(rf"^also: .*{re.escape(article.slug)}", shown, re.MULTILINE))


def _alerts(article: DemoArticle, shown: str) -> int:
    """How many alerts tell of it first."""
    title = rf"^(?:↳ )?{re.escape(article.title)} \(http\S+\)\n.* · [A-Z][A-Z] · "
    return len(re.findall(title, shown, re.MULTILINE))


def _in_order(answers: tuple[str, ...]) -> list[str]:
    return [follow for follow in ("AI", "waste", "Aktau") if follow in answers]


async def test_at_a_terminal_it_hands_the_prompt_over() -> None:
    async with PseudoTerminal(DEMO) as terminal:
        await terminal.until(lambda lines: lines and lines[-1] == ">")
        terminal.type("/following\r")
        await terminal.until(lambda lines: "> /following" in lines)
        await terminal.until(lambda lines: "AI · 6" in lines[lines.index("> /following") :])
        terminal.type("/quit\r")
        assert await terminal.ended() == 0


async def test_sigterm_ends_it_in_the_middle() -> None:
    child = await programs.start("bot", "demo", stdout=programs.PIPE)
    assert child.stdout is not None
    while b"> /follow AI" not in await asyncio.wait_for(child.stdout.readline(), LIMIT):
        pass
    child.send_signal(signal.SIGTERM)
    out, _ = await asyncio.wait_for(child.communicate(), LIMIT)
    assert child.returncode == 0
    assert b"/digest today" not in out
