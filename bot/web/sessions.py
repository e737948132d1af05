"""Who may see the operator's page: the admin token, and the sessions that it opens. Pure.

    the token ─ matches ─▶ issue ─▶ a cookie ─ read ─▶ a Session, for SESSION_SPAN ─▶ its form token, in each form

A session is no row: its cookie is signed with a key that is derived from the admin token. With another token all end.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

SESSION_SPAN = timedelta(hours=12)
NONCE_BYTES = 16
LONGEST_COOKIE = 200  #: characters; a longer one is none of ours

_COOKIE = re.compile(r"(\d{1,12})\.([0-9a-f]{32})\.([0-9a-f]{64})", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Session:
    """An operator who is logged in."""

    nonce: str  #: hexadecimal; another one for each log-in
    until_at: datetime


class Sessions:
    """Issues and reads sessions; knows no clock, and keeps nothing."""

    def __init__(self, token: str) -> None:
        """`token`: the admin token."""
        self._token = hashlib.sha256(token.encode()).digest()
        self._key = hmac.digest(token.encode(), b"jarshy operator's session, 1", "sha256")

    def is_token(self, typed: str) -> bool:
        """Is that the admin token? It takes as long for any that is not."""
        return hmac.compare_digest(hashlib.sha256(typed.encode(errors="replace")).digest(), self._token)

    def issue(self, nonce: bytes, now: datetime) -> str:
        """The cookie of a new session. `nonce`: NONCE_BYTES random bytes."""
        until = str(int((now + SESSION_SPAN).timestamp()))
        return f"{until}.{nonce.hex()}.{self._signature(f'session {until} {nonce.hex()}')}"

    def read(self, cookie: str, now: datetime) -> Session | None:
        """The session of a cookie; None: it is not ours, was changed, or is over."""
        parts = _COOKIE.fullmatch(cookie[: LONGEST_COOKIE + 1])
        if parts is None:
            return None
        until, nonce, signature = parts.groups()
        if not hmac.compare_digest(self._signature(f"session {until} {nonce}"), signature):
            return None
        until_at = datetime.fromtimestamp(int(until), UTC)
        # one of the future is from before the clock was set back: it would never end
        return Session(nonce=nonce, until_at=until_at) if now < until_at <= now + SESSION_SPAN else None

    def form_token(self, session: Session) -> str:
        """What each form of the session carries: no other site knows it."""
        return self._signature(f"form {session.nonce}")

    def is_form_token(self, session: Session, sent: str) -> bool:
        """Did a form of this session carry that?"""
        return hmac.compare_digest(self.form_token(session).encode(), sent.encode(errors="replace"))

    def _signature(self, text: str) -> str:
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()
