"""What stands in a link that follows a topic: `t.me/<bot>?start=f_…`. Pure.

    what was typed ─ its bytes, or the number of its query ─ a check before them ─ base64url ─▶ 64 characters at most

Telegram takes 64 letters, digits, _ and -. Russian and Kazakh letters take one byte each, so that 42 of them find room.
A longer topic is named by the number of its stored query with a proof that needs its words: numbers
tried one after the other open nothing. The check tells a cut or a foreign payload from ours; it guards
nothing, since whoever makes a link could as well have somebody type it.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Callable
from hashlib import sha256

from bot.matching.query import MAX_LENGTH
from bot.messages.text import tidy

PREFIX = "f_"
LENGTH = 64  #: characters of a payload (https://core.telegram.org/bots/features#deep-linking)
CHECK = 3  #: bytes of the check
ROOM = (LENGTH - len(PREFIX)) * 3 // 4 - CHECK  #: bytes behind it
PROOF = 16  #: bytes of the proof behind a number
NUMBER = 8  #: bytes of a number
ONE_BYTE_LETTERS = "kz1048"  #: ASCII, Russian and Kazakh
# no text in UTF-8 begins so
_IN_LETTERS, _BY_NUMBER = b"\xff", b"\xfe"
_JOINERS = "\u200c\u200d"  #: not printable alone, but part of words and of emoji


def payload(typed: str, number: Callable[[], tuple[int, str]]) -> str:
    """The payload for what was typed; `number` gives the number of its query and what that was typed as first."""
    found = [each for each in (typed.encode("utf-8", "replace"), _letters(typed)) if each and len(each) <= ROOM]
    body = min(found, key=len) if found else _numbered(*number())
    return PREFIX + urlsafe_b64encode(_check(body) + body).decode().rstrip("=")


def typed_in(said: str, stored: Callable[[int], str | None]) -> str | None:
    """What a payload names; None: it is none of ours, or cut. `stored`: what the query of a number was typed as."""
    body = _body(said)
    if body is None:
        return None
    if body.startswith(_BY_NUMBER):
        number = int.from_bytes(body[1 : 1 + NUMBER])
        typed = stored(number) if number < 2**63 else None
        return typed if typed is not None and body == _numbered(number, typed) else None
    try:
        typed = body[1:].decode(ONE_BYTE_LETTERS) if body.startswith(_IN_LETTERS) else body.decode()
    except UnicodeDecodeError:
        return None
    return typed if _is_typed(typed) else None


def _letters(typed: str) -> bytes:
    """One byte a letter; empty: it has others."""
    try:
        return _IN_LETTERS + typed.encode(ONE_BYTE_LETTERS)
    except UnicodeEncodeError:
        return b""


def _numbered(number: int, typed: str) -> bytes:
    return _BY_NUMBER + number.to_bytes(NUMBER) + sha256(typed.encode("utf-8", "replace")).digest()[:PROOF]


def _check(body: bytes) -> bytes:
    return sha256(body).digest()[:CHECK]


def _body(said: str) -> bytes | None:
    """What stands behind the check, if that is right and nothing could be written otherwise."""
    code = said.removeprefix(PREFIX)
    if code == said or len(said) > LENGTH or not said.isascii():
        return None
    try:
        raw = urlsafe_b64decode(code + "=" * (-len(code) % 4))
    except (Error, ValueError):
        return None
    body = raw[CHECK:]
    own = urlsafe_b64encode(raw).decode().rstrip("=") == code and _check(body) == raw[:CHECK]
    return body if own and body else None


def _is_typed(text: str) -> bool:
    """Could a person have typed it as one topic?"""
    visible = all(letter.isprintable() or letter in _JOINERS for letter in text)
    return bool(text) and visible and text == tidy(text) and len(text) <= MAX_LENGTH
