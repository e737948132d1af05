"""What a message of Telegram asks of us: a command, plain words, a post that was passed on, or nothing.

private chat   /follow AI · AI · a link · a post that was forwarded or quoted · a file · something without words
group          /follow AI · "@bot AI" · "why" in reply to a message of ours; all else is talk
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import Bot
from telegram import Message as TelegramMessage
from telegram.constants import ChatType

from bot.platforms.addressed import asks_only_why, for_us
from bot.platforms.telegram.attached import has_readable_file
from bot.platforms.telegram.posts import (
    has_no_words,
    hidden_links,
    is_passed_on,
    post,
    quoted,
    typed_in,
)
from bot.platforms.typed_text import named, spoken_command, without_mention
from bot.speech.names import is_anybodys

_COMMAND = re.compile(r"/(\w{1,32})(?:@(\w+))?(?:[:,.!]*\s+(.*)|[:,.!]*)", re.DOTALL)
_ABOUT = ("follow", "try")  #: what is quoted is what they are asked about, where nothing else is
LONGEST_TOPIC = 100  #: characters of a quote that may be one


@dataclass(frozen=True)
class Asked:
    """What a message asks."""

    name: str  #: "" for plain words
    text: str
    forwarded: bool = False  #: written elsewhere
    wordless: bool = False  #: there is nothing to read


class MessageReader:
    """Reads what messages ask of this bot."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    def read(self, message: TelegramMessage) -> Asked | None:
        """What is asked; None: it is not to us."""
        if message.chat.type == ChatType.PRIVATE:
            return self._passed_on(message) if is_passed_on(message) else self._in_private(message)
        return None if is_passed_on(message) else self._in_group(message)

    def _in_private(self, message: TelegramMessage) -> Asked | None:
        typed = typed_in(message)
        if message.location is not None:
            return _located(message)
        if not typed and has_readable_file(message):
            return Asked("import", "")
        if not typed:
            return Asked("", "", wordless=True) if has_no_words(message) else None
        text = without_mention(typed, self._mention())
        found = _COMMAND.fullmatch(text)
        if found:
            return self._command(found, message)
        if has_readable_file(message):  # its caption is about it
            return Asked("import", "")
        brought = message.external_reply is not None  # of which people say much that sounds like a wish
        return _asked(*spoken_command(text, wishes=not brought), text, message)

    def _in_group(self, message: TelegramMessage) -> Asked | None:
        typed, mention = typed_in(message), self._mention()
        found = _COMMAND.fullmatch(without_mention(typed, mention))
        if found:
            return self._command(found, message)
        if mention.search(typed):
            said = for_us(typed, mention)
            return None if said is None else _asked(*said, without_mention(typed, mention), message)
        if not self._is_ours(message.reply_to_message):
            return None
        if message.location is not None:
            return _located(message)
        return Asked("why", "") if asks_only_why(typed) else None

    def _passed_on(self, message: TelegramMessage) -> Asked | None:
        """A post for its names and links; a command is told from it, for it may be somebody else's."""
        found = _COMMAND.fullmatch(typed_in(message))
        if found:
            return Asked(*_named(found), forwarded=True) if self._is_to_us(found, message) else None
        if has_readable_file(message) and not typed_in(message):
            return Asked("import", "")
        text = post(message)
        if text:
            return Asked("", text, forwarded=True)
        return Asked("", "", forwarded=True, wordless=True) if has_no_words(message) else None

    def posted(self, message: TelegramMessage) -> Asked | None:
        """The command that is all of a post in a channel, a line of its own; None: it is a post."""
        text = typed_in(message) if message.text and not is_passed_on(message) else ""
        found = _COMMAND.fullmatch(text) if "\n" not in text else None
        return Asked(*_named(found)) if found and self._is_to_us(found, message) else None

    def _command(self, found: re.Match[str], message: TelegramMessage) -> Asked | None:
        """A command with its slash; None: it is another bot's."""
        if not self._is_to_us(found, message):
            return None
        return _asked(*_named(found), found[0], message)

    def _is_to_us(self, found: re.Match[str], message: TelegramMessage) -> bool:
        if found[2]:
            return found[2].casefold() == self._bot.username.casefold()
        return message.chat.type == ChatType.PRIVATE or not is_anybodys(found[1].lower())

    def _mention(self) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w)@{re.escape(self._bot.username)}\b", re.IGNORECASE)

    def _is_ours(self, message: TelegramMessage | None) -> bool:
        return message is not None and message.from_user is not None and message.from_user.id == self._bot.id


def _located(message: TelegramMessage) -> Asked | None:
    """A place that was shared tells the time zone; a tenth of a degree does, and no more of it is kept."""
    place = message.location
    return Asked("timezone", f"{place.latitude:.1f} {place.longitude:.1f}") if place else None


def _named(found: re.Match[str]) -> tuple[str, str]:
    return named(found[1].lower(), found[3] or "")


def _asked(name: str, text: str, own: str, message: TelegramMessage) -> Asked:
    """What is asked with these words of one's own: about what is quoted or linked, where they are about nothing."""
    return _about_quoted(name, text, own, message) or _with_hidden_link(name, text, message)


def _with_hidden_link(name: str, text: str, message: TelegramMessage) -> Asked:
    """What is asked; of words that hide a link, for /why and in a private chat that link."""
    hidden = hidden_links(message)
    asks = name == "why" or (not name and message.chat.type == ChatType.PRIVATE)
    return Asked("why", hidden[0]) if hidden and asks and "://" not in text else Asked(name, text)


def _about_quoted(name: str, text: str, own: str, message: TelegramMessage) -> Asked | None:
    """The same about what another person wrote, and this quotes or answers; None: it has words of its own.

    A post of another chat is what is meant, whatever is said of it without a command.
    """
    brought = message.external_reply is not None and not name
    says_more = bool(text) or (not name and any(map(str.isalnum, own)))
    others = "" if says_more and not brought else quoted(message)
    if not others:
        return None
    if not name or name == "why":
        return Asked("", others, forwarded=True)
    if name == "import":
        return Asked(name, others)
    return Asked(name, others) if name in _ABOUT and len(others) <= LONGEST_TOPIC and "\n" not in others else None
