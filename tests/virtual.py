"""Virtual time: an event loop whose clock jumps to the next timer, so that hours take milliseconds."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any, ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")
EPOCH = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  #: the wall clock when a virtual loop starts


class _Jumping(selectors.DefaultSelector):
    """Never waits for events from outside: advances the clock instead."""

    loop: VirtualLoop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        found = super().select(0)
        if not found:
            if timeout is None:
                raise RuntimeError("everything waits forever")
            self.loop.now += timeout
        return found


class VirtualLoop(asyncio.SelectorEventLoop):
    """A loop with virtual time; work for threads is done at once."""

    def __init__(self) -> None:
        selector = _Jumping()
        super().__init__(selector)
        self.now = 0.0
        selector.loop = self

    def time(self) -> float:
        return self.now

    def run_in_executor(self, executor: Any, func: Callable[..., T], *args: Any) -> asyncio.Future[T]:  # type: ignore[override]  # typeshed's TypeVarTuple
        future: asyncio.Future[T] = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as error:
            future.set_exception(error)
        return future


def run_virtually(flow: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine in virtual time."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(flow)


def wall_clock() -> datetime:
    """A wall clock in step with the virtual loop."""
    return EPOCH + timedelta(seconds=asyncio.get_running_loop().time())


def in_virtual_time(test: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """Decorate an asynchronous test to run in virtual time."""

    @wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        run_virtually(test(*args, **kwargs))

    return run
