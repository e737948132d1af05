"""Is what somebody says in a group, with a mention of ours, said to us? Pure.

    "@bot AI", "hey @bot, follow AI", "стоп, @bot" ─▶ the command that is meant
    "спросите у @bot", "@bot-ты көрдің бе?", "@bot is great", "спасибо, @bot", "@bot замолчи" ─▶ talk

Commands are heard wherever our name stands; a wish only where it is put to us, and without a wrong letter.

In doubt it is talk: who is not answered says it again, and who is answered without having asked is annoyed.
"""

from __future__ import annotations

import re

from bot.language.talk import is_talk_word
from bot.language.tokens import TOKEN
from bot.messages.said import is_talk
from bot.platforms.typed_text import OF_TOPICS, WITH_ARGUMENTS, spoken_command, without_mention
from bot.speech.arguments import ALL
from bot.speech.spelled import words_of
from bot.speech.topics import is_generic
from bot.speech.wishes import wish
from bot.speech.words import LEAVE_OUT

MOST_WORDS = 4  #: of one topic; more are a sentence
MOST_CHARACTERS = 200
SIGNS = ("!", "?", ".", "…")  #: behind our name alone

_WISHED_OF_TOPICS = (*OF_TOPICS, LEAVE_OUT)
_WHY = re.compile(r"\W*(?:why|почему|неге)\W*", re.IGNORECASE)
#: our name as a word of somebody's sentence: "@bot's", "@bot-тың", "у @bot'а"
_INFLECTED = re.compile(r"['’ʼ-]\w")
_POLITE = re.compile(
    r"(?:(?:hey|hi|hello|ok|okay|please|pls|привет|эй|пожалуйста|сәлем|салем)[\s,.!:]*)*", re.IGNORECASE
)
#: signs of a query, which nobody writes in talk
_QUERY = re.compile(r'["«=*|]|(?<!\S)-\w|\b[A-Za-z]{4,6}:\w|\bOR\b')
_PARTS = re.compile(r"[,;\n]+")


def asks_only_why(text: str) -> bool:
    """Is it exactly the question that an alert is answered with: "why?", "Почему", "НЕГЕ?!"

    In a group "why now" and "зачем это" are parts of a conversation.
    """
    return _WHY.fullmatch(text) is not None


def for_us(text: str, mention: re.Pattern[str]) -> tuple[str, str] | None:
    """(name, text) of what is asked with a mention of ours, name "" for a topic or nothing at all; None: it is talk."""
    found = mention.search(text)
    if found is None or _INFLECTED.match(text, found.end()):
        return None
    begins = _POLITE.fullmatch(text[: found.start()].strip()) is not None
    behind = without_mention(text[found.start() :], mention)
    asked = behind if begins and any(map(str.isalnum, behind)) else without_mention(text, mention)
    if not any(map(str.isalnum, asked)):
        return ("", "") if not asked or asked in SIGNS else None
    plain, _ = spoken_command(asked, wishes=False)
    put = begins or (text[: found.start()].rstrip().endswith(",") and not any(map(str.isalnum, text[found.end() :])))
    if not plain and put and (wished := _wished(asked)):
        return wished
    name, rest = spoken_command(asked) if plain else ("", asked)
    rest = rest if any(map(str.isalnum, rest)) else ""
    if name:
        doubtful = not begins and name in WITH_ARGUMENTS and asked.lower().startswith(name)  # an English word, too
        return None if doubtful and not _is_topic_or_nothing(name, rest) else (name, rest)
    return ("", asked) if begins and not is_talk(asked) and _is_topic(asked) else None


def _wished(text: str) -> tuple[str, str] | None:
    """The command that a sentence wishes for; None: none, or it scolds, or chats: "замолчи", "ты тут?"."""
    found = wish(text, exact=True)
    if found is None or found[0] in ("", "start"):
        return None
    name, rest = found
    if name == "why" or (name, rest) == ("unfollow", ALL):
        says_of_what = any(is_generic(word.group()) for word in words_of(text))
        return found if says_of_what else None
    return None if name in _WISHED_OF_TOPICS and rest and not _is_topic(rest) else found


def _is_topic_or_nothing(name: str, text: str) -> bool:
    """In "follow AI, @bot" our name comes last; "try asking him, @bot" and "follow @bot" are talk."""
    return _is_topic(text) if text else name in ("why", "digest", "unfollow")


def _is_topic(text: str) -> bool:
    """Does it look like what one follows, and not like a sentence?"""
    if len(text) > MOST_CHARACTERS or not any(map(str.isalpha, text)):
        return False
    if _QUERY.search(text) or "://" in text:
        return True
    parts = [TOKEN.findall(part) for part in _PARTS.split(text)]
    if any(len(part) > MOST_WORDS for part in parts) or (text.endswith(("?", "!")) and len(parts[-1]) > 1):
        return False
    small = {word.lower() for part in parts for word in part if not (word.isupper() and len(word) > 1)}
    return not any(map(is_talk_word, small))
