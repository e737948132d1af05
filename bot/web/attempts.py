"""How often something may be tried, as a wrong token: by one address, and by all together. Pure."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

SPAN = timedelta(minutes=15)
OF_ONE = 5  #: wrong tokens of one address within SPAN; then it waits until the first of them is over
OF_ALL = 60  #: of all addresses: a token of 16 characters is not guessed by so many, from however many machines


class Attempts:
    """The attempts of the last SPAN, at most `of_all` of them: who has to wait is not counted and needs no memory."""

    def __init__(self, *, of_one: int = OF_ONE, of_all: int = OF_ALL) -> None:
        self._of_one, self._of_all = of_one, of_all
        self._failed: deque[tuple[datetime, str]] = deque()

    def wait(self, address: str, now: datetime) -> timedelta:
        """For how long an address has to wait before it may try again; zero: not at all."""
        self._forget(now)
        of_one = [at for at, who in self._failed if who == address]
        first = []
        if len(of_one) >= self._of_one:
            first.append(of_one[0])
        if len(self._failed) >= self._of_all:
            first.append(self._failed[0][0])
        return max((at + SPAN - now for at in first), default=timedelta(0))

    def failed(self, address: str, now: datetime) -> None:
        """An address has tried, which counts."""
        self._forget(now)
        self._failed.append((now, address))

    def forgive(self, address: str) -> None:
        """An address has found the right token: what it mistyped before does not count."""
        self._failed = deque(each for each in self._failed if each[1] != address)

    def _forget(self, now: datetime) -> None:
        """Also what lies in the future: the clock was set back."""
        self._failed = deque(each for each in self._failed if now - SPAN < each[0] <= now)
