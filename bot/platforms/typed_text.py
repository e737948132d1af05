"""What a person typed, without what keyboards and clients put into it, and the command that it is. Pure."""

from __future__ import annotations

import re

from bot.language.translit import other_layouts
from bot.matching.terms import DASHES
from bot.messages.said import command_said, is_talk
from bot.speech.arguments import ALL, argument_of, in_codes
from bot.speech.elsewhere import DIRECTED, directed, elsewhere
from bot.speech.long_periods import period_and_words
from bot.speech.names import command_of, needs_slash, stops
from bot.speech.periods import period_at_start
from bot.speech.resting import resting_said
from bot.speech.schedules import read_schedule
from bot.speech.sites import sites_in
from bot.speech.topics import without_preposition
from bot.speech.wishes import wish

#: commands that are understood without a slash, where a message is to us
WITH_ARGUMENTS = ("follow", "unfollow", "digest", "try", "why", "edit")
OF_TOPICS = ("follow", "unfollow", "try")
#: with a topic behind it a chart is meant; /report and other names of the two need a period there, or a slash
TREND = ("trend", "тренд", "үрдіс")
#: understood without a slash, too, but only without arguments: otherwise it is plain text
WITHOUT_ARGUMENTS = (
    "following",
    "help",
    "language",
    "languages",
    "list",
    "manage",
    "forgetme",
    "mute",
    "mydata",
    "privacy",
    "resume",
    "saved",
    "settings",
    "sources",
    "start",
    "status",
    "timezone",
    "unmute",
)

LONGEST_RETYPED = 100  #: characters of what is tried in another layout of the keyboard

#: without width: of copied text and of a change of direction; joiners are letters of some scripts and stay
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_SPACES = re.compile(r"[^\S\n]+")
_ADDRESS = re.compile(r"(https?://\S+)", re.IGNORECASE)
_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_DOUBLE_QUOTE = re.compile("[“”„‟″＂]")
_WITHIN = r"(?:[^‘’‚‹›'\"\n]|(?<=\w)[’'](?=\w)){1,200}"  #: a query holds no more
_SINGLE_QUOTES = re.compile(rf"(?<![\w'])[‘‚‹]({_WITHIN})[’‘›](?!\w)")
_STRAIGHT_QUOTES = re.compile(rf"(?<![\w'])'(?=\w[^'\n]*\s)({_WITHIN})(?<=\w)'(?!\w)")
_DASH = re.compile(rf"(?<=\w)[{DASHES}](?=\w)|(?<![^\s|(])[{DASHES}]+(?=[\w=(\"«])")

_WHOLE_IN_QUOTES = re.compile(r"[\"«']([^\"«»]+)[\"»']")
_POLITE = r"hey|hi|hello|ok|okay|please|pls|привет|эй|пожалуйста|сәлем|салем|өтінемін"
_BEFORE = re.compile(rf"(?:(?:{_POLITE})[\s,.!:]+)+", re.IGNORECASE)
_BEHIND = re.compile(r"(?<![\s,])[\s,]+(?:please|pls|пожалуйста|өтінемін)[\s.!]*$", re.IGNORECASE)
_LINKED = re.compile(r"/?(\w{1,32}):?\s+(https?://\S+)", re.IGNORECASE)
_COMMAND = re.compile(r"/?(\w{1,32})(?:[:,.!]*\s+|[:,.!]*$)(.*)", re.DOTALL)


def as_typed(text: str) -> str:
    """The text without invisible signs, in one kind of spaces, dashes and double quotes.

    Keyboards make “ ” of quotes and – of a hyphen. « » are typed as they are, and stay.
    """
    text = _SPACES.sub(" ", _LINE_BREAK.sub("\n", _INVISIBLE.sub("", text)))
    pieces = _ADDRESS.split(text)
    return "".join(piece if place % 2 else _in_one_kind(piece) for place, piece in enumerate(pieces)).strip()


def _in_one_kind(text: str) -> str:
    text = _SINGLE_QUOTES.sub(r'"\1"', _DOUBLE_QUOTE.sub('"', text))
    return _DASH.sub("-", _STRAIGHT_QUOTES.sub(r'"\1"', text))


def without_mention(text: str, mention: re.Pattern[str]) -> str:
    """The text without a mention of ours, wherever it stands, and what sets that off from the rest."""
    if not mention.search(text):
        return text
    return _SPACES.sub(" ", mention.sub(" ", text)).strip().lstrip(",:;.! \n").rstrip(",:; ")


def spoken_command(text: str, *, wishes: bool = True) -> tuple[str, str]:
    """(name, arguments) of what is said to us; name "" for plain text. A known command needs no slash.

    "hey, follow AI please" is one: what is only polite is left out. So is a wish, if wishes count: "хочу новости про
    Актау". Where else it is to work may stand behind it: "follow AI in #ai-news".
    """
    rest, target = elsewhere(text)
    said = _spoken(rest, wishes=wishes) if target and rest else ("", "")
    return (said[0], directed(said[1], target)) if said[0] in DIRECTED else _spoken(text, wishes=wishes)


def _spoken(text: str, *, wishes: bool) -> tuple[str, str]:
    quoted = _WHOLE_IN_QUOTES.fullmatch(text)
    if quoted and _named(quoted[1])[0]:
        text = quoted[1].strip()
    if text.lower() in (*WITH_ARGUMENTS, *WITHOUT_ARGUMENTS):
        return command_of(text), ""
    linked = _LINKED.fullmatch(text)
    if linked and command_of(linked[1]) == "import":  # any other link is asked about
        return "import", linked[2]
    if text.startswith("/"):
        name, rest = _named(text)
        return (name, rest) if name else meant(text, wishes=wishes)
    said = meant(text, wishes=wishes)
    if said[0] or not said[1]:
        return said
    name, rest = _named(text)
    if not name and (polite := _BEFORE.match(text)):
        name, rest = _named(text[polite.end() :])
    return (name, _BEHIND.sub("", rest)) if name else in_other_layout(text, wishes=wishes) or said


def in_other_layout(text: str, *, wishes: bool = True) -> tuple[str, str] | None:
    """The command that was typed on a keyboard set to another language: rfr jngbcfnmcz? ыещз; None: it is none."""
    for typed in other_layouts(text) if len(text) <= LONGEST_RETYPED else ():
        found = command_said(typed) or (wish(typed, exact=True) if wishes else None)
        found = found or (_named(typed) if typed.split()[0].isalpha() else None)
        if found and found[0] not in ("", "why"):
            return found
    return None


def meant(text: str, *, wishes: bool = True) -> tuple[str, str]:
    """What is said without knowing a command, "stop", a link or a wish; else name "", and of talk no text."""
    kernel = _BEHIND.sub("", text[polite.end() :] if (polite := _BEFORE.match(text)) else text)
    if wishes and (rests := resting_said(text)):
        return rests
    said = command_said(text) or (kernel and command_said(kernel))
    wished = wish(text) if wishes and (not said or said[1]) else None
    if said:
        return wished if wished and wished[0] == "add" else said  # "add https://example.kz/news/" is not asked why
    return ("", "") if is_talk(text) else wished or ("", text)


def _named(text: str) -> tuple[str, str]:
    """(name, arguments); name "": no command."""
    found = _COMMAND.fullmatch(text)
    if found is None:
        return "", text
    slash, typed, rest = text.startswith("/"), found[1], found[2].strip()
    if slash or _is_bare_command(typed, rest):
        return named(typed, rest, slash=slash)
    return "", text


def _is_bare_command(typed: str, rest: str) -> bool:
    """Is it a command though it has no slash? A digest names its period, and what asks why a link."""
    name = command_of(typed)
    if name in ("trend", "report") and period_and_words(rest):
        return True
    if typed.lower() in TREND and rest:  # but "тренд на электромобили" is a topic
        return without_preposition(rest) == rest
    if needs_slash(typed) and not (name == "digest" and (period_at_start(rest) or read_schedule(rest))):
        return False
    if name == "why":
        return not rest or "://" in rest
    if name == "add":
        return bool(sites_in(rest))
    if name in ("language", "languages") and rest:
        return bool(in_codes(rest))
    return name in WITH_ARGUMENTS or (name in WITHOUT_ARGUMENTS and not rest)


def named(typed: str, text: str, *, slash: bool = True) -> tuple[str, str]:
    """A command by any of its names, or what a name that we have not means: /stop is /unfollow all."""
    text = arguments(typed, text, slash=slash)
    name = command_of(typed)
    if name in OF_TOPICS and name != typed.lower():  # /подписаться на AI
        text = without_preposition(text)
    if slash and stops(typed):
        name, text = "unfollow", text or ALL
    return name, argument_of(name, text)


def arguments(name: str, text: str, *, slash: bool = True) -> str:
    """What stands behind a command's name, without that name at the beginning of its lines: /follow /follow AI."""
    begins = "/" if slash else "/?"
    again = re.compile(rf"\n[^\S\n]*{begins}{re.escape(name)}(?:@\w+)?(?:[:,.!]*[^\S\n]+)", re.IGNORECASE)
    twice = re.compile(rf"(?:[^\S\n]*/{re.escape(name)}(?:@\w+)?[:,.!]*(?:\s+|$))+", re.IGNORECASE)
    text = again.sub("\n", text.strip())
    return text[found.end() :] if (found := twice.match(text)) else text
