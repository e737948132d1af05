"""Where Telegram calls us, and how it shows that it is Telegram. Pure.

Both secrets are made from the bot's token: every process knows them, nobody has to set them, and who learns one of them
learns neither the other one nor the token.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from urllib.parse import urlsplit

FOLDER = "/telegram/"  #: below PUBLIC_URL
LENGTH = 43  #: characters of a secret, of 16: 172 bits; Telegram takes up to 256 characters


@dataclass(frozen=True, kw_only=True)
class HookSecrets:
    """The secrets of one bot."""

    path: str = field(repr=False)  #: the last part of the address
    header: str = field(repr=False)  #: that comes with each call

    @classmethod
    def of(cls, token: str) -> HookSecrets:
        """Those of the bot with this token."""
        return cls(path=_derived(token, "hook_path"), header=_derived(token, "hook_header"))

    def address(self, public_url: str) -> str:
        """Where Telegram is to call; `public_url` has no slash at its end."""
        return f"{public_url}{FOLDER}{self.path}"

    def is_ours(self, url: str) -> bool:
        """Was this webhook set by us, maybe on another host?"""
        return urlsplit(url).path.endswith(f"{FOLDER}{self.path}")


def _derived(token: str, purpose: str) -> str:
    return hmac.new(token.encode(), purpose.encode(), hashlib.sha256).hexdigest()[:LENGTH]
