"""Sites as they are named in a sentence: example.kz, https://example.kz/news, t.me/example. Pure."""

from __future__ import annotations

import re

_SITE = re.compile(
    r"((?:https?://)?(?:[\w-]+\.)+[^\W\d_]{2,}(?::\d+)?(?:[/?#]\S*)?)(?:[-'’][а-яәғқңөұүһі]{1,4})?", re.IGNORECASE
)
#: names that end as files do: no site can be called so
_FILE = re.compile(
    r"[\w-]+(?:\.[\w-]+)*\.(?:js|mjs|ts|tsx|jsx|cpp|hpp|vb|exe|dll|txt|csv|pdf|docx?|xlsx?|pptx?|jpe?g|png|gif|mp[34])",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[\s,;]+")
_AND = frozenset(("and", "и", "және", "мен"))


def sites_in(text: str) -> str:
    """The sites that a text consists of; "" if it says anything else."""
    found = [_SITE.fullmatch(part) for part in _BETWEEN.split(text.strip(" ,;.!?")) if part and part not in _AND]
    if not found or not all(found) or any(one and _FILE.fullmatch(one[1]) for one in found):
        return ""
    return " ".join(one[1] for one in found if one)
