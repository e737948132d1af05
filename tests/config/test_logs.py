"""What reaches the log, and that no token does."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import sys
import threading
import warnings

import pytest
import structlog

from bot.i18n.keys import texts_by_key
from bot.i18n.text import Text
from config.logs import configure, redactor

TELEGRAM = "123456789:AAabcdefghijklmnopqrstuvwxyz_012345"
SLACK = "xoxb-1234-abcdef"
OWN = 'sé"cret99'


@pytest.fixture(params=["console", "json"])
def stream(request: pytest.FixtureRequest) -> io.StringIO:
    out = io.StringIO()
    configure(form=request.param, secrets=[OWN, "ab"], stream=out)
    return out


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"GET https://api.telegram.org/bot{TELEGRAM}/getMe", "GET https://api.telegram.org/bot[hidden]/getMe"),
        (SLACK, "[hidden]"),
        ("xapp-1-A1-2-abc", "[hidden]"),
        ("postgresql://me:pass@host/db", "postgresql://me:[hidden]@host/db"),
        (
            "postgresql://USER:PASSWORD@HOST/x, or a://b:PASSWORD1@c",
            "postgresql://USER:PASSWORD@HOST/x, or a://b:[hidden]@c",
        ),
        ("Authorization: Bearer abcdefgh12", "Authorization: Bearer [hidden]"),
        ("wss://wss.slack.com/link/?ticket=abc-1&app_id=2", "wss://wss.slack.com/link/?ticket=[hidden]&app_id=2"),
        ("at 13:20 the x-ray of https://a.org/b", "at 13:20 the x-ray of https://a.org/b"),
        ("2026-11-24 10:00:00 and 12345:short", "2026-11-24 10:00:00 and 12345:short"),
    ],
)
def test_what_looks_like_a_token_is_hidden_and_nothing_else(text: str, shown: str) -> None:
    assert redactor()(text) == shown


def test_no_text_of_the_program_looks_like_a_token_and_is_cut() -> None:
    forms = [
        form
        for text in texts_by_key().values()
        for form in ((text.english,) if isinstance(text, Text) else (text.one, text.many))
    ]
    assert len(forms) > 1000
    assert [form for form in forms if redactor()(form) != form] == []


@pytest.mark.parametrize("form", [OWN, "s%C3%A9%22cret99", 's\\u00e9\\"cret99', 'sé\\"cret99'])
def test_an_own_secret_is_hidden_however_it_is_escaped(form: str) -> None:
    assert redactor([OWN])(f"<{form}>") == "<[hidden]>"


def test_messages_arguments_fields_and_tracebacks_hide_tokens(stream: io.StringIO) -> None:
    log = structlog.get_logger("bot.somewhere")
    log.info("with %s", TELEGRAM, own=OWN, other=[SLACK])
    logging.getLogger("somebody.else").warning("with %s", OWN)
    try:
        raise ValueError(f"no such bot: {TELEGRAM}")
    except ValueError:
        log.exception("bad")
        logging.getLogger("somebody.else").exception("bad")
    text = stream.getvalue()
    assert "no such bot: [hidden]" in text
    assert text.count("[hidden]") >= 6
    for secret in (TELEGRAM, SLACK, OWN, 'sé\\"cret99'):
        assert secret not in text


def test_json_lines_are_json_with_letters_as_they_are() -> None:
    out = io.StringIO()
    configure(form="json", stream=out)
    structlog.get_logger("bot").info("жаңалық", count=3)
    line = json.loads(out.getvalue())
    assert (line["event"], line["count"], line["level"], line["logger"]) == ("жаңалық", 3, "info", "bot")
    assert "жаңалық" in out.getvalue()


def test_verbose_libraries_log_from_warnings_on(stream: io.StringIO) -> None:
    logging.getLogger("httpx").info("HTTP Request: POST …")
    logging.getLogger("apscheduler.executors").info("Running job")
    logging.getLogger("pymorphy3.opencorpora_dict.wrapper").info("Loading dictionaries from …")
    logging.getLogger("apscheduler.scheduler").warning("Execution of job … skipped")
    assert stream.getvalue() == ""
    logging.getLogger("httpx").warning("slow")
    assert "slow" in stream.getvalue()


def test_work_that_is_cut_off_by_the_end_is_no_error_of_the_scheduler(stream: io.StringIO) -> None:
    scheduler = logging.getLogger("apscheduler.executors.default")
    scheduler.error("poll", exc_info=asyncio.CancelledError())
    assert stream.getvalue() == ""
    scheduler.error("poll", exc_info=ValueError("a real one"))
    assert "a real one" in stream.getvalue()


def test_the_level_is_obeyed_by_all() -> None:
    out = io.StringIO()
    configure(level="ERROR", stream=out)
    structlog.get_logger("bot").warning("quiet")
    logging.getLogger("slack_sdk").warning("quiet")
    assert out.getvalue() == ""


def test_an_uncaught_error_is_logged(stream: io.StringIO) -> None:
    error = RuntimeError(TELEGRAM)
    sys.excepthook(RuntimeError, error, None)
    assert "stopped by an unexpected error" in stream.getvalue()
    assert TELEGRAM not in stream.getvalue()


def test_an_uncaught_error_in_a_thread_is_logged(stream: io.StringIO) -> None:
    def fail() -> None:
        raise RuntimeError(TELEGRAM)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert "stopped by an unexpected error" in stream.getvalue()
    assert TELEGRAM not in stream.getvalue()


def test_an_interrupt_from_the_keyboard_is_not_logged(stream: io.StringIO) -> None:
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert stream.getvalue() == ""


def test_a_warning_of_python_is_a_log_line(stream: io.StringIO) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        configure(stream=stream)
        warnings.warn("old ways", stacklevel=1)
    assert "old ways" in stream.getvalue()


def test_without_a_stream_it_is_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    structlog.get_logger("bot").info("here")
    captured = capsys.readouterr()
    assert "here" in captured.err
    assert captured.out == ""
