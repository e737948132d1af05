"""Logging: structlog over stdlib logging, to stderr, with a processor that redacts tokens in every line.

    any logger -> fields and exception as text -> rendered line -> redacted -> stderr

Redaction is the last step, on the rendered line, so that no message, field, argument or traceback can bypass it.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
import sys
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TextIO
from urllib.parse import quote

from bot.absent import without

with without("rich"):  # structlog would take it along, with Pygments: 5 MB for tracebacks that are not ours
    import structlog

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor, WrappedLogger

HIDDEN = "[hidden]"
#: libraries that log every step at INFO, with URLs and tokens
VERBOSE_LOGGERS = (
    "alembic",
    "httpx",
    "httpcore",
    "telegram",
    "slack_sdk",
    "slack_bolt",
    "aiohttp",
    "apscheduler",
    "trafilatura",
    "pymorphy3",
)
SHORTEST_SECRET = 6  #: characters; shorter secrets would hide ordinary words

#: patterns of tokens, and their replacements
PATTERNS = (
    (re.compile(r"\d{3,}:[\w-]{30,}"), HIDDEN),  # Telegram
    (re.compile(r"\bx(?:ox[a-z]|app)-[\w-]{4,}"), HIDDEN),  # Slack
    # a password in an address; an example that a text gives has PASSWORD there, which an operator is to replace
    (re.compile(r"(\w://[^\s/:@]*):(?!PASSWORD@)[^\s/@]+@"), rf"\1:{HIDDEN}@"),
    (re.compile(r"(?i)(\bbearer\s+)[\w.~+/=-]{8,}"), rf"\1{HIDDEN}"),
    (re.compile(r"(?i)([?&](?:token|ticket|secret|access_key|link_id)=)[^\s&\"']+"), rf"\1{HIDDEN}"),
)


def redactor(secrets: Sequence[str] = ()) -> Callable[[str], str]:
    """A function that replaces these secrets, in any escaping, and everything that looks like a token."""
    forms = {form for secret in secrets for form in _forms(secret)}
    exact = sorted((form for form in forms if len(form) >= SHORTEST_SECRET), key=len, reverse=True)

    def redact(text: str) -> str:
        for form in exact:
            text = text.replace(form, HIDDEN)
        for pattern, instead in PATTERNS:
            text = pattern.sub(instead, text)
        return text

    return redact


def _forms(secret: str) -> tuple[str, ...]:
    """A secret as it is, quoted for a URL, and in JSON with and without escaped letters."""
    return secret, quote(secret, safe=""), json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]


def configure(
    *, level: str = "INFO", form: str = "console", secrets: Sequence[str] = (), stream: TextIO | None = None
) -> None:
    """Send every log of the program and its libraries to stderr, redacted; `form` is "console" or "json"."""
    stream = stream or sys.stderr
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_formatter(shared, form, redactor(secrets), colours=stream.isatty()))
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for name in VERBOSE_LOGGERS:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))
    # it warns when a poll is still running at its next turn, which is normal
    logging.getLogger("apscheduler.scheduler").setLevel(max(logging.ERROR, logging.getLevelName(level)))
    logging.getLogger("apscheduler.executors.default").addFilter(_is_failure)
    logging.captureWarnings(True)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    sys.excepthook = _log_crash
    threading.excepthook = lambda crash: _log_crash(crash.exc_type, crash.exc_value, crash.exc_traceback)


def _is_failure(record: logging.LogRecord) -> bool:
    """False of work that was cut off because the program stops: the scheduler would log it as an error."""
    return not (record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError))


def log_file() -> str:
    """The file that the log goes to; "": it is shown."""
    streams = [getattr(handler, "stream", None) for handler in logging.getLogger().handlers]
    return next((each.name for each in streams if each is not None and each is not sys.stderr), "")


def _formatter(
    shared: list[Processor], form: str, redact: Callable[[str], str], *, colours: bool
) -> structlog.stdlib.ProcessorFormatter:
    renderers: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if form == "json":
        renderers += [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    else:
        plain = structlog.dev.plain_traceback  # with local variables a traceback would print every secret
        renderers += [structlog.dev.ConsoleRenderer(colors=colours, exception_formatter=plain)]

    def redacted(_logger: WrappedLogger, _method: str, line: EventDict | str) -> str:
        return redact(str(line))

    return structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=[*renderers, redacted])


def _log_crash(kind: type[BaseException], error: BaseException | None, trace: Any) -> None:
    """Log an uncaught exception, so that its traceback is redacted too."""
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("bot").critical("stopped by an unexpected error", exc_info=(kind, error or kind(), trace))
