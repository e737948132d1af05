"""The worker's part of /add: it looks at the sites that people ask for, and writes to operators and to who asked.

every LOOK_EVERY: which site is next? ─▶ look at it, one request at a time ─▶ found, or why not, and the letters
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime

from bot.bugs import report_failure
from bot.errors import FetchError, ParseError, PassingFetchError
from bot.i18n.catalogue import finding as texts
from bot.i18n.catalogue import intake
from bot.i18n.text import Phrase
from bot.intake.discover.results import FoundSource, Headline, newest_first
from bot.intake.finding import Finder
from bot.intake.hosts import is_same_address
from bot.intake.http import HttpClient
from bot.intake.reader import Reader
from bot.intake.sites import places, shown_site
from bot.messages.proposal_letters import LetterWriter
from bot.messages.text import shorten, tidy
from bot.model import FoundSite, NewLetter, Proposal, SiteHeadline, Source, Way, WayKind, own_chat
from bot.rules import Rules
from bot.storage.store import Store

LOOK_EVERY = 2.0  #: seconds: somebody waits for what is found
REQUEST_LIMIT = 15.0  #: seconds for one answer of the site
LOOK_LIMIT = 120.0  #: seconds for one site
MOST_LOOKS = 3  #: a site during which the process ended so often can't be read
HEADLINES = 10  #: that are kept
OPENING = 1_000  #: characters that are kept of the newest text
NAME = 100  #: characters of a source's name


class SiteLooks:
    """Looks at sites. It connects anew for each, in a child process of its own: strangers choose what is parsed."""

    def __init__(
        self,
        *,
        rules: Callable[[], Rules],
        store_under_lease: Callable[[], Store | None],
        clock: Callable[[], datetime],
    ) -> None:
        """`store_under_lease`: the store to write to while this worker does the chores, else None."""
        self._rules = rules
        self._store_under_lease = store_under_lease
        self._clock = clock

    async def run(self) -> None:
        """Look at sites forever, while this worker does the chores."""
        while True:
            try:
                await self.look()
            except Exception as error:  # the site stays asked for
                report_failure("a site was not looked at", error)
            await asyncio.sleep(LOOK_EVERY)

    async def look(self) -> None:
        """Look at every site that is asked for, one after the other."""
        while (store := self._store_under_lease()) is not None:
            proposal = await asyncio.to_thread(store.proposals.begin_look)
            if proposal is None:
                return
            found = await self._look_at(proposal, store)
            await asyncio.to_thread(self._finish, store, proposal, found)

    async def _look_at(self, proposal: Proposal, store: Store) -> FoundSite | Phrase:
        """What is found at a site, or why nothing is."""
        if proposal.attempts > MOST_LOOKS:
            return Phrase(intake.BREAKS_PARSER)
        taken = await asyncio.to_thread(lambda: store.sources.keys() | store.proposals.keys())
        http, reader = HttpClient(time_limit=REQUEST_LIMIT), Reader()
        finder = Finder(
            http=http,
            reader=reader,
            timezone=self._rules().timezone,
            taken=taken,
            now=self._clock(),
            guarded=True,
        )
        try:
            async with asyncio.timeout(LOOK_LIMIT):
                return await self._found(finder, proposal)
        except TimeoutError:
            return Phrase(texts.TOOK_TOO_LONG)
        except (FetchError, ParseError) as error:
            return error.phrase
        finally:
            await reader.close()
            await http.close()

    async def _found(self, finder: Finder, proposal: Proposal) -> FoundSite:
        """How the site can be read.

        Raises:
            FetchError, ParseError: it can't be.
        """
        problem: FetchError | ParseError | None = None
        for address in places(proposal.url):
            try:
                found = await finder.find(address)
            except (FetchError, ParseError) as error:
                problem = error if problem is None or _tells(error) > _tells(problem) else problem
            else:
                self._check_new(found)
                return await _with_opening(finder, found, self._clock())
        assert problem is not None  # noqa: S101  # every address has at least one place
        raise problem

    def _check_new(self, found: FoundSource) -> None:
        """Raises ParseError if that is read already, under another address of the site."""
        for source in self._rules().sources:
            if source.enabled and any(is_same_address(way.address, found.url) for way in source.ways):
                raise ParseError(texts.READ_ALREADY, source=source.name)

    def _finish(self, store: Store, proposal: Proposal, found: FoundSite | Phrase) -> None:
        rules, now, site = self._rules(), self._clock(), shown_site(proposal.url)
        writer = LetterWriter(translators=rules.translators, timezone=rules.timezone, now=now)
        languages = {
            (platform, person): record.language
            for platform, person in rules.operators
            if (record := store.chats.get(own_chat(platform, person)))
        }

        def write(current: Proposal) -> list[NewLetter]:
            return writer.letters(current, site, rules.operators, languages)

        store.proposals.finish_look(proposal.id, found, write, now)


def _tells(problem: FetchError | ParseError) -> int:
    """How much it tells: a page without news more than an address that refuses, and that more than no answer."""
    if isinstance(problem, ParseError):
        return 2
    return 0 if isinstance(problem, PassingFetchError) else 1


async def _with_opening(finder: Finder, found: FoundSource, now: datetime) -> FoundSite:
    """The found source with what it says now; the newest full text shows whether texts can be read."""
    newest = newest_first(found.headlines, now)
    opening = ""
    if newest and newest[0].link:
        try:
            opening = (await finder.full_text(found, newest[0])).text[:OPENING]
        except (FetchError, ParseError):
            opening = ""
    return FoundSite(source=_source(found), entries=len(found.headlines), headlines=_headlines(newest), opening=opening)


def _source(found: FoundSource) -> Source:
    """The found source as it will be read; a stranger named it, and nothing of it may lead into our network."""
    rules = found.rules
    way = Way(
        kind=WayKind(found.kind),
        url=found.url,
        item=rules.item if rules else None,
        title=rules.title if rules else None,
        link=rules.link if rules else None,
        date=rules.date if rules else None,
    )
    return Source(
        key=found.key,
        name=shorten(tidy(found.name).removeprefix("www."), NAME),  # a feed is named by its host
        language=found.language,
        ways=(way,),
        timezone=found.timezone,
        guarded=True,
    )


def _headlines(newest: Sequence[Headline]) -> tuple[SiteHeadline, ...]:
    return tuple(SiteHeadline(title=one.title, link=one.link) for one in newest[:HEADLINES])
