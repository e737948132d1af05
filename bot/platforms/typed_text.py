"""What a person typed, without what keyboards and clients put into it, and the command that it is. Pure."""

from __future__ import annotations

import re

from bot.matching.terms import DASHES
from bot.messages.said import STOP, command_said, is_talk

#: commands that are understood without a slash, where a message is to us
WITH_ARGUMENTS = ("follow", "unfollow", "digest", "try", "why", "edit")
#: the same, but only without arguments: otherwise it is plain text
WITHOUT_ARGUMENTS = ("following", "help", "languages", "list", "start")

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


def spoken_command(text: str) -> tuple[str, str]:
    """(name, arguments) of what is said to us; name "" for plain text. A known command needs no slash.

    "hey, follow AI please" is one: what is only polite is left out.
    """
    quoted = _WHOLE_IN_QUOTES.fullmatch(text)
    if quoted and _named(quoted[1])[0]:
        text = quoted[1].strip()
    name, rest = _named(text)
    if not name and (polite := _BEFORE.match(text)):
        name, rest = _named(text[polite.end() :])
    if not name:
        return meant(text)
    return name, rest if text.startswith("/") else _BEHIND.sub("", rest)


def meant(text: str) -> tuple[str, str]:
    """The command that is said without knowing one, "stop" or a link; else name "", and of talk no text."""
    kernel = _BEHIND.sub("", text[polite.end() :] if (polite := _BEFORE.match(text)) else text)
    return command_said(text) or (kernel and command_said(kernel)) or ("", "" if is_talk(text) else text)


def _named(text: str) -> tuple[str, str]:
    """(name, arguments); name "": no command."""
    found = _COMMAND.fullmatch(text)
    if found is None:
        return "", text
    slash, name, rest = text.startswith("/"), found[1].lower(), found[2].strip()
    if slash or name in WITH_ARGUMENTS or (name in WITHOUT_ARGUMENTS and not rest):
        return named(name, rest, slash=slash)
    return "", text


def named(name: str, text: str, *, slash: bool = True) -> tuple[str, str]:
    """A command by its name, or what a name that we have not means: /stop is /unfollow all, which asks first."""
    if slash and name in STOP:
        name, text = "unfollow", text or "all"
    return name, arguments(name, text, slash=slash)


def arguments(name: str, text: str, *, slash: bool = True) -> str:
    """What stands behind a command's name; where each line begins with it again it is left out there too."""
    begins = "/" if slash else "/?"
    again = re.compile(rf"\n[^\S\n]*{begins}{re.escape(name)}(?:@\w+)?(?:[:,.!]*[^\S\n]+)", re.IGNORECASE)
    return again.sub("\n", text.strip())
