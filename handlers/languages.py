"""/languages: which languages the chat reads; alerts, /digest, /following and /try keep to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.i18n.catalogue.languages import NAMES, NAMES_BEHIND_IN
from bot.i18n.translator import Translator
from bot.matching.lexemes import LANGUAGES
from bot.messages.message import Button, Message, ReplyMode, bold, command, line, say
from bot.messages.sentences import listed
from bot.messages.wording import shown
from bot.model import Command
from handlers.phrases import you_follow
from handlers.request import Request

ORDER = ("en", "ru", "kk")
TOGGLED = re.compile(r"toggle (en|ru|kk)")
ALL = frozenset({"all", "все", "барлығы", "бәрі"})


def changes(asked: Command) -> bool:
    """Alone it only shows them."""
    return bool(asked.text)


def answer(request: Request) -> Message:
    """Show or set the languages."""
    if not request.text:
        return _shown(request, request.languages)
    toggled = TOGGLED.fullmatch(request.text) if request.command.button else None
    if toggled:
        return replace(_shown(request, switched(request, toggled[1])), reply_mode=ReplyMode.REPLACE)
    wanted: set[str] = set()
    for word in re.split(r"[\s,;]+", request.text.casefold().strip(" ,;")):
        if word not in LANGUAGES and word not in ALL:
            return _unknown(word)
        wanted |= set(ORDER) if word in ALL else {LANGUAGES[word]}
    return _shown(request, _set(request, wanted))


def switched(request: Request, code: str) -> tuple[str, ...]:
    """Read a language, or read it no more; what is read now. A chat that would read none reads all again."""
    return _set(request, set(request.languages or ORDER) ^ {code}) if code in ORDER else request.languages


def _set(request: Request, wanted: set[str]) -> tuple[str, ...]:
    """Keep them, in order; all of them are none in particular, so that a language added later is read too."""
    languages = () if wanted == set(ORDER) else tuple(code for code in ORDER if code in wanted)
    request.store.chats.set_languages(request.command.chat, languages)
    return languages


def _shown(request: Request, read: Sequence[str]) -> Message:
    verb = you_follow(request.kind, "hear")
    names = listed(request.translate, [line(bold(request.translate(NAMES_BEHIND_IN[code]))) for code in read or ORDER])
    said = line(f"{verb} of articles in {'' if read else 'every language: '}", *names, ".")
    how = line("Press to change, or type ", command("languages en ru"), "; everything: ", command("languages all"))
    if not request.command.may_change:
        return say(said, private=True)
    return say(said, how, private=True).with_buttons(buttons(read, translate=request.translate))


def buttons(read: Sequence[str], action: str = "languages toggle", *, translate: Translator) -> tuple[Button, ...]:
    """One for each language, those that are read ticked."""
    on = read or ORDER
    return tuple(Button(f"{'✓ ' if code in on else ''}{translate(NAMES[code])}", f"{action} {code}") for code in ORDER)


def _unknown(word: str) -> Message:
    said = line(bold(shown(word)), " is no language that I read. These are: English (en), Russian (ru), Kazakh (kk).")
    right = line("Right: ", command("languages en ru"), ", or ", command("languages all"))
    return say(said, right, private=True)


def offered_below(message: Message, request: Request) -> Message:
    """The answer to a first follow, with the question below it; as it is where there is no choice, or it was made."""
    read = {each.language for each in request.store.sources.health(request.now)} & set(ORDER)
    if request.languages or len(read) < 2:
        return message
    editions = {2: "two", 3: "three"}[len(read)]
    question = (line(f"I read {editions} editions. Which languages shall I bring?"),)
    rows = (*message.buttons, buttons((), "reads", translate=request.translate))
    return replace(message, paragraphs=(*message.paragraphs, question), buttons=rows)
