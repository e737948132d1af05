"""The command line: `python -m bot COMMAND`, installed as `jarshy` too.

Exit codes: 0 success, 1 a stated problem, 2 wrong usage. Commands import what they need when they are called, so that
`--help` and `try` stay fast.
"""

from __future__ import annotations

import signal
import sys

if __name__ == "__main__":  # Ctrl-C ends it without a traceback, also while the rest is imported
    signal.signal(signal.SIGINT, lambda *_: sys.exit(130))

from bot.cli.backfill import backfill
from bot.cli.backup import backup
from bot.cli.chats import chats
from bot.cli.check import check
from bot.cli.demo import demo
from bot.cli.export import export
from bot.cli.migrate import migrate
from bot.cli.move import move
from bot.cli.outbox import outbox
from bot.cli.program import call, program
from bot.cli.restore import restore
from bot.cli.retry import retry
from bot.cli.run import run
from bot.cli.sources import sources
from bot.cli.stories import stories
from bot.cli.try_ import try_
from bot.cli.web import web
from bot.cli.worker import worker

app = program(
    {
        "run": run,
        "worker": worker,
        "web": web,
        "demo": demo,
        "migrate": migrate,
        "move": move,
        "check": check,
        "retry": retry,
        "stories": stories,
        "try": try_,
        "sources": sources,
        "backfill": backfill,
        "backup": backup,
        "restore": restore,
        "chats": chats,
        "outbox": outbox,
        "export": export,
    },
    default="run",
)


def main() -> None:
    """Run the command line and exit."""
    call(app)


if __name__ == "__main__":
    main()
