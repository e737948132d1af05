"""Where else a command is to work: `AI in #ai-news`, `ИИ в @ainews`, `ЖИ #ai-news арнасына`, a topic's link. Pure."""

from __future__ import annotations

import re

from bot.speech.called import called, calling

#: commands about what a chat follows, how it is to reach it and how it is set up: what a chat is asked for from another
DIRECTED = frozenset({
    "follow", "unfollow", "edit", "following", "mode", "digest", "quiet", "pause", "resume", "mute", "unmute",
    "leave-out", "languages", "language", "sources", "settings", "timezone", "open", "teamwork", "posts", "status",
    "list",
})  # fmt: skip

_CHANNEL = r"#(?=\S*[^\W_])[\w-]{1,80}|<#[CG][A-Z0-9]+(?:\|[^<>]*)?>"
_NAME = r"@[A-Za-z][A-Za-z0-9_]{3,31}"
_LINK = r"(?:https?://)?(?:(?:www\.)?(?:t|telegram)\.me|[\w-]+\.slack\.com)/[^\s,;]*[^\s,;.!?]"
_TARGET = rf"(?P<target>{_CHANNEL}|{_NAME}|{_LINK})"
_NOUN = r"(?:(?:the\s+)?(?:channel|group|chat|topic|канал[еу]?|групп[еу]|чате?|тем[еу])\s+)?"
_NOUN_BEHIND = r"(?:\s+(?:channel|group|chat|topic))?"
#: into it, or within it; behind a name with its hyphen, or without where the name can't go on
_KK_NOUN = (
    r"\s+(?:(?:арнасы|каналы|тобы|чаты|тақырыбы)(?:на|нда)|арна(?:ға|да)|(?:топ|чат|тақырып)(?:қа|та)|каналға|каналда)"
)
_KK_ENDING = r"(?:(?<=>)-?|(?<![\w-])|(?<=\w)[-’'])(?:ға|ге|қа|ке|да|де|та|те)"
_WITHIN = rf"(?:in|into|в|во)\s+{_NOUN}(?:the\s+)?{_TARGET}{_NOUN_BEHIND}"
_WITHIN_KK = rf"{_TARGET}(?:{_KK_NOUN}|{_KK_ENDING})"
_BEHIND = [
    re.compile(rf"(?:(?P<rest>.*\S)\s+)?{within}\s*[.!]?", re.IGNORECASE | re.DOTALL)
    for within in (_WITHIN, _WITHIN_KK)
]
_BEFORE_KK = re.compile(rf"{_WITHIN_KK}\s+(?P<rest>.*\S)\s*", re.IGNORECASE | re.DOTALL)


def elsewhere(text: str) -> tuple[str, str]:
    """What stands around another chat, and that chat as it is named: `AI` and `#ai-news`; "" if none is named.

    The people that a follow calls may stand on either side of it: "AI for @aigul in #ai-news".
    """
    found = _found(text)
    if found is not None:
        return found
    topic, people = called(text)
    found = _found(topic) if people else None
    return (text, "") if found is None else (calling(found[0], people), found[1])


def directed(text: str, target: str) -> str:
    """The text from which `elsewhere` reads that target; as it is if there is none."""
    return f"{text} in {target}".strip() if target else text


def _found(text: str) -> tuple[str, str] | None:
    for pattern in (*_BEHIND, _BEFORE_KK):
        found = pattern.fullmatch(text.strip())
        if found:
            return (found["rest"] or "").rstrip(" ,;"), found["target"]
    return None
