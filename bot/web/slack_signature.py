"""Does a call come from Slack? https://docs.slack.dev/authentication/verifying-requests-from-slack. Pure."""

from __future__ import annotations

import hashlib
import hmac
import re

TIME_HEADER = "X-Slack-Request-Timestamp"
SIGNATURE_HEADER = "X-Slack-Signature"
WINDOW = 300  #: seconds around now in which a signature counts: what is older was overheard

_TIME = re.compile(r"\d{1,12}", re.ASCII)
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)


def may_be_signed(said_at: str, signature: str, now: float) -> bool:
    """Have the headers the form of Slack's, and is the time that they say about now? `now`: seconds since 1970."""
    if not (_TIME.fullmatch(said_at) and _SIGNATURE.fullmatch(signature)):
        return False
    return abs(now - int(said_at)) <= WINDOW


def is_signed(secret: str, said_at: str, signature: str, body: bytes) -> bool:
    """Is it the signature of this body and time? Takes as long whatever is wrong."""
    return hmac.compare_digest(signature_of(secret, said_at, body).encode(), signature.encode())


def signature_of(secret: str, said_at: str, body: bytes) -> str:
    """The signature of a body, in Slack's version 0."""
    return "v0=" + hmac.new(secret.encode(), b"v0:%s:%s" % (said_at.encode(), body), hashlib.sha256).hexdigest()
