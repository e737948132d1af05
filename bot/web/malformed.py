"""What is no HTTP at all: scanners and strangers send it all day, and it is answered without a line in the log.

aiohttp would log each with its traceback and its bytes, which may hold the secret path of a webhook. What fails in our
own code never comes here: refusals.py logs it.
"""

from __future__ import annotations

import logging

from aiohttp.http import HttpProcessingError

_log = logging.getLogger(__name__)


class _NotMalformed(logging.Filter):
    """Lets through all but what the caller did wrong."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        return not isinstance(error, (HttpProcessingError, UnicodeError))  # the latter: `Expect` in no encoding


def server_log() -> logging.Logger:
    """The log of a server that anybody can call."""
    if not _log.filters:
        _log.addFilter(_NotMalformed())
    return _log
