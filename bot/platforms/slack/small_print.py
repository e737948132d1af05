"""Small print as a context block, which knows mrkdwn alone. Pure; texts from outside are escaped last.

line of spans ─ what could turn into markup replaced by letters that look alike ─ links and times ─▶ one element
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bot.messages.message import Span, ends_link

#: how a time is shown in its reader's zone and language: with its date, and alone
DATED = "{date_short}, {time}"
CLOCK = "{time}"
#: what mrkdwn would read as bold, italic, struck through and code
_LOOK_ALIKE = str.maketrans({"*": "∗", "_": "\uff3f", "~": "∼", "`": "\u02cb"})
_EMOJI = re.compile(r":(?=[\w+'-]+:)")  #: `:fire:` would be a picture


def small_print(lines: Sequence[Sequence[Span]]) -> dict[str, Any]:
    """The lines as a context block; they fit into one element."""
    text = "\n".join("".join(_written(line, place) for place in range(len(line))) for line in lines)
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text, "verbatim": True}]}


def escape(text: str) -> str:
    """Escape the three characters that are special in mrkdwn."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _written(line: Sequence[Span], place: int) -> str:
    span = line[place]
    text = escape(_EMOJI.sub("∶", span.text.translate(_LOOK_ALIKE)))
    if span.url and text.strip() and ends_link(line, place):
        return f"<{escape(span.url).replace('|', '%7c')}|{text.replace('|', '¦')}>"
    if span.at is not None:
        return f"<!date^{int(span.at.timestamp())}^{CLOCK if span.clock else DATED}|{text.replace('|', '¦')}>"
    return text
