"""What is secret and stored is sealed: encrypted with a key that stands in the settings, never beside it.

text ─ seal, with the first key ─▶ sealed ─ open, with whichever key it was sealed with ─▶ text
"""

from __future__ import annotations

import base64
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.errors import StatedProblem
from bot.i18n.catalogue import storage as texts

VARIABLE = "JARSHY_SECRET_KEY"  #: where the keys come from


class SealedError(StatedProblem):
    """No key opens what was sealed; names the variable that should hold the key, never a value."""


class Sealer:
    """Seals with the first of its keys, and opens what any of them has sealed."""

    def __init__(self, keys: Sequence[str]) -> None:
        """`keys`: one at least, each 32 bytes in Base64 of either alphabet, the newest first."""
        ciphers = [Fernet(_url_safe(key)) for key in keys]
        self._newest = ciphers[0]
        self._any = MultiFernet(ciphers)

    def seal(self, text: str) -> str:
        """Encrypt; two seals of one text differ."""
        return self._newest.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """Decrypt.

        Raises:
            SealedError: it was sealed with none of the keys, or was changed since.
        """
        try:
            return self._any.decrypt(sealed.encode()).decode()
        except (InvalidToken, UnicodeError):
            raise SealedError(texts.NOT_OPENED, variable=VARIABLE) from None

    def is_current(self, sealed: str) -> bool:
        """Was it sealed with the first key? If not, it is to be sealed again before an older key goes."""
        try:
            self._newest.decrypt(sealed.encode())
        except (InvalidToken, UnicodeError):
            return False
        return True


def _url_safe(key: str) -> bytes:
    """The key in the alphabet and with the padding that Fernet wants."""
    plain = key.strip().rstrip("=").replace("+", "-").replace("/", "_")
    return base64.urlsafe_b64encode(base64.urlsafe_b64decode(plain + "=" * (-len(plain) % 4)))
