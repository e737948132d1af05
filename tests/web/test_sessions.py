"""Sessions and tokens of the operator's page: who gets in, for how long, and who does not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.web.sessions import NONCE_BYTES, SESSION_SPAN, Sessions

NOW = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
TOKEN = "correct-horse-battery"  # of these tests
NONCE = bytes(range(NONCE_BYTES))
SESSIONS = Sessions(TOKEN)
COOKIE = SESSIONS.issue(NONCE, NOW)


@pytest.mark.parametrize(
    "typed", ["", "correct-horse-batter", TOKEN + " ", TOKEN.upper(), "құпия", "\udcff", "x" * 9_999]
)
def test_only_the_token_is_the_token(typed: str) -> None:
    assert SESSIONS.is_token(TOKEN)
    assert not SESSIONS.is_token(typed)


def test_a_session_lasts_twelve_hours() -> None:
    session = SESSIONS.read(COOKIE, NOW + SESSION_SPAN - timedelta(seconds=1))
    assert session is not None
    assert session.until_at == NOW + SESSION_SPAN
    assert SESSIONS.read(COOKIE, NOW + SESSION_SPAN) is None


def test_a_session_from_before_the_clock_was_set_back_does_not_last_for_ever() -> None:
    assert SESSIONS.read(COOKIE, NOW - timedelta(days=1)) is None


def test_another_token_ends_all_sessions() -> None:
    assert Sessions("another-token-of-16").read(COOKIE, NOW) is None


@pytest.mark.parametrize(
    "cookie",
    [
        "",
        "x",
        COOKIE[:-1],
        COOKIE + "0",
        COOKIE[:-1] + ("0" if COOKIE[-1] != "0" else "1"),
        COOKIE.replace("1", "2", 1),
        COOKIE.upper(),
        "9" + COOKIE,
        COOKIE + "\n",
        "a" * 10_000,
        "٣" + COOKIE[1:],
    ],
)
def test_a_cookie_that_was_changed_is_none(cookie: str) -> None:
    assert SESSIONS.read(cookie, NOW) is None


def test_a_form_token_is_that_of_its_session_alone() -> None:
    session, other = SESSIONS.read(COOKIE, NOW), SESSIONS.read(SESSIONS.issue(bytes(NONCE_BYTES), NOW), NOW)
    assert session is not None
    assert other is not None
    token = SESSIONS.form_token(session)
    assert SESSIONS.is_form_token(session, token)
    for wrong in ("", token[:-1], SESSIONS.form_token(other), "ä", COOKIE):
        assert not SESSIONS.is_form_token(session, wrong)
    assert token not in COOKIE
