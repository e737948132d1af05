"""How a topic is to reach people, in their words: "AI silent", "в дайджест", "тек дайджест", "!". Pure.

"AI only in digests" ─ said_with ─▶ ("AI", DIGEST)        the words may stand before the topic or behind it
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from bot.speech.spelled import key, nearest

#: what "off" of a sound is called besides, as keys: "mentions silent"
SILENTLY = tuple(map(key, ("silent", "quiet", "mute", "без звука", "тихо", "беззвучно", "дыбыссыз", "үнсіз")))


class Manner(StrEnum):
    """How the articles of a follow are to come."""

    INSTANT = "instant"
    SILENT = "silent"
    DIGEST = "digest"
    RINGS = "rings"  #: always with a sound
    HEADLINES = "headlines"  #: only those that have it in the headline
    TEXT = "text"  #: also those that only have it in the text


class Said(NamedTuple):
    """A topic, and how it is to come; "": none is named, None: nothing is said of that."""

    topic: str
    manner: Manner | None


#: what says it even beside a topic that is followed: nobody looks for these words
_CLEAR: Mapping[Manner, str] = {
    Manner.SILENT: """
        🔕, 🔇, silently, silent, no sound, without sound, without a sound, with no sound, in silence, беззвучно,
        без звука, без звуков, тихо, бесшумно, без уведомления, дыбыссыз, үнсіз
        """,
    Manner.DIGEST: """
        📰, digest only, digests only, only digest, only digests, only in digest, only in digests, only in the digest,
        in digests only, in digest only, в дайджест, в дайджесте, только дайджест, только в дайджест,
        только в дайджесте, только в дайджестах, тек дайджест, тек дайджестте, дайджестте ғана, дайджестке
        """,
    Manner.RINGS: """
        always rings, always ring, always with sound, always with a sound, всегда со звуком, всегда звонит, звонит
        всегда, со звуком всегда, әрқашан дыбыспен, үнемі дыбыспен
        """,
    Manner.HEADLINES: """
        headlines only, headline only, only headlines, only in headlines, only in the headline, in headlines, in the
        headline, titles only, title only, только заголовки, только в заголовке, только в заголовках, в заголовке, в
        заголовках, тек тақырыпта, тек тақырыбында, тақырыпта ғана, тек тақырып
        """,
}
#: what says it where only that is asked: behind /mode
_SHORT: Mapping[Manner, str] = {
    Manner.INSTANT: """
        🔔, instant, instantly, at once, immediately, alerts, alert, normal, usual, default, on, sound, with sound,
        with a sound, loud, сразу, мгновенно, моментально, обычно, обычный, как обычно, оповещения, уведомления,
        со звуком, звук, вкл, включить, бірден, лезде, дереу, дыбыспен, дыбыс, әдеттегідей, хабарлама, қосу
        """,
    Manner.SILENT: "quiet, quietly, mute sound, soundless, тихий, тихий режим, беззвучный, без, тыныш, дыбыссыз режим",
    Manner.DIGEST: "digest, digests, in digest, in digests, daily, summary, дайджест, дайджесты, сводка, шолу",
    Manner.RINGS: """
        always, ring, rings, ringing, important, urgent, priority, всегда, звонок, звонит, важно, важный, важное,
        срочно, громко, әрқашан, үнемі, маңызды, шұғыл, қоңырау
        """,
    Manner.HEADLINES: "headlines, headline, titles, title, заголовки, заголовок, тақырып, тақырыбы, тақырыпта",
    Manner.TEXT: """
        text, full text, text too, in the text, everywhere, whole text, весь текст, текст, везде, в тексте, и в тексте,
        мәтін, мәтінде, мәтінде де, барлық жерде
        """,
}
#: how each of those is typed behind a topic, to be read by `said_with`
_BEHIND: Mapping[Manner, str] = {
    Manner.SILENT: "silent",
    Manner.DIGEST: "digest only",
    Manner.HEADLINES: "headlines only",
}
_SIGNS = re.compile(r"[!❗‼！❕\ufe0f]++")
_SIGN_BEFORE = re.compile(rf"\s*{_SIGNS.pattern}\s*(?=\S)")
_SIGN_BEHIND = re.compile(rf"\s+{_SIGNS.pattern}\s*")
_BETWEEN = " \t,;:=–—→>-"
_WORD = re.compile(r"\S+")


def _by_words(*lists: Mapping[Manner, str]) -> dict[str, Manner]:
    return {
        " ".join(map(key, phrase.split())): manner
        for said in lists
        for manner, phrases in said.items()
        for phrase in phrases.split(",")
    }


_CLEAR_WORDS = _by_words(_CLEAR)
_ALL_WORDS = _by_words(_SHORT, _CLEAR)
_LONGEST = max(len(phrase.split()) for phrase in _ALL_WORDS)


def said_with(topic: str) -> Said:
    """What is typed to follow a topic: `!AI`, `AI !`, "AI without sound"; words that are no topic beside one."""
    if before := _SIGN_BEFORE.match(topic):
        return Said(_without_manner(topic[before.end() :]), Manner.RINGS)
    behind = _SIGN_BEHIND.search(topic)
    if behind and behind.end() == len(topic):
        return Said(_without_manner(topic[: behind.start()]), Manner.RINGS)
    said = _at_end(topic, _CLEAR_WORDS)
    return said if said.topic else Said(topic, None)


def said_alone(text: str) -> Manner | None:
    """What is typed behind a comma: "AI, waste, digest only"; None: that is a topic."""
    if _SIGNS.fullmatch(text.strip()):
        return Manner.RINGS
    said = _at_end(text, _CLEAR_WORDS)
    return None if said.topic else said.manner


def _without_manner(topic: str) -> str:
    """A topic with a sign, which outweighs what is said besides: "AI silent !"."""
    return _at_end(topic, _CLEAR_WORDS).topic.strip() or topic.strip()


def with_manner(topic: str, manner: Manner | None) -> str:
    """A topic as it would be typed to come so: `!AI`, `AI silent`."""
    if manner is Manner.RINGS:
        return f"!{topic}"
    behind = _BEHIND.get(manner) if manner else None
    return f"{topic} {behind}" if behind else topic


def said_of(text: str) -> Said:
    """What is typed where only that is asked: "AI digest", "без звука Актау", "!", a letter wrong here and there."""
    if _SIGNS.fullmatch(text.strip()):
        return Said("", Manner.RINGS)
    signed = said_with(text)
    if signed.manner is Manner.RINGS:
        return signed
    for found in (_at_end(text, _ALL_WORDS), _at_beginning(text, _ALL_WORDS)):
        if found.manner is not None:
            return found
    return _misspelled(text)


def _at_end(text: str, known: Mapping[str, Manner]) -> Said:
    words = list(_WORD.finditer(text))
    for count in range(min(_LONGEST, len(words)), 0, -1):
        manner = known.get(_joined(words[-count:]))
        if manner is not None:
            return Said(text[: words[-count].start()].strip().rstrip(_BETWEEN), manner)
    return Said(text, None)


def _at_beginning(text: str, known: Mapping[str, Manner]) -> Said:
    words = list(_WORD.finditer(text))
    for count in range(min(_LONGEST, len(words)), 0, -1):
        manner = known.get(_joined(words[:count]))
        if manner is not None:
            return Said(text[words[count - 1].end() :].strip().lstrip(_BETWEEN), manner)
    return Said(text, None)


def _joined(words: list[re.Match[str]]) -> str:
    return " ".join(key(word.group().strip(".,;:!?()")) for word in words)


def _misspelled(text: str) -> Said:
    """The last word with a letter wrong, where something stands before it."""
    topic, _, last = text.strip().rpartition(" ")
    other = nearest(key(last), [phrase for phrase in _ALL_WORDS if " " not in phrase])
    return Said(topic.strip().rstrip(_BETWEEN), _ALL_WORDS[other]) if other else Said(text, None)
