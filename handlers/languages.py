"""/languages: which languages the chat reads; alerts, /digest, /following and /try keep to them.

The order in which they are typed is the chat's preference: of a story that came in several, the first is shown first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.i18n.catalogue import languages as texts
from bot.matching.query import LANGUAGES
from bot.messages.message import Button, Message, ReplyMode, Span, bold, command, say
from bot.messages.sentences import listed
from bot.messages.wording import shown
from bot.model import Command
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
    wanted: list[str] = []
    for word in re.split(r"[\s,;]+", request.text.casefold().strip(" ,;")):
        if word not in LANGUAGES and word not in ALL:
            return _unknown(request, word)
        if word in ALL:
            return _shown(request, _set(request, ()))
        wanted.append(LANGUAGES[word])
    return _shown(request, _set(request, wanted))


def switched(request: Request, code: str) -> tuple[str, ...]:
    """Read a language, or read it no more; what is read now. A chat that would read none reads all again."""
    if code not in ORDER:
        return request.languages
    read = request.languages or _by_preference(request)
    switched_to = [each for each in read if each != code] if code in read else [*read, code]
    return _set(request, () if set(switched_to) == set(ORDER) else switched_to)


def _by_preference(request: Request) -> list[str]:
    """All of them, that in which the chat is spoken to first."""
    return sorted(ORDER, key=lambda code: code != request.translate.language)


def _set(request: Request, wanted: Sequence[str]) -> tuple[str, ...]:
    """Keep them, each once; none in particular are all, also one that is added later."""
    languages = tuple(dict.fromkeys(wanted))
    request.store.chats.set_languages(request.command.chat, languages)
    return languages


def _shown(request: Request, read: Sequence[str]) -> Message:
    return screen(request, read, action="languages toggle")


def screen(request: Request, read: Sequence[str], *, action: str) -> Message:
    """The languages that are read, with all of them by button: `action` and a code."""
    translate = request.translate
    names = listed(translate, [(bold(translate(texts.NAMES_BEHIND_IN[code])),) for code in read or ORDER])
    every = set(read or ORDER) == set(ORDER)
    answer = request.sentence(texts.ALL if every else texts.SOME, languages=names)
    if len(read) > 1:
        preferred = request.sentence(texts.PREFERRED, language=translate(texts.NAMES_BEHIND_IN[read[0]]))
        answer = (*answer, Span(" "), *preferred)
    if not request.command.may_change:
        return say(answer, private=True)
    how = request.sentence(texts.HOW_TO_CHANGE, example=command("languages en ru"), all=command("languages all"))
    return say(answer, how, private=True).with_buttons(buttons(request, read, action))


def buttons(request: Request, read: Sequence[str], action: str = "languages toggle") -> tuple[Button, ...]:
    """One for each language, those that are read ticked."""
    return tuple(Button(_label(request, code, read or ORDER), f"{action} {code}") for code in ORDER)


def _label(request: Request, code: str, read: Sequence[str]) -> str:
    name = request.translate(texts.NAMES[code])
    return request.translate(texts.TICKED, language=name) if code in read else name


def _unknown(request: Request, word: str) -> Message:
    names = {"english": texts.ENGLISH, "russian": texts.RUSSIAN, "kazakh": texts.KAZAKH}
    parts = {part: request.translate(name) for part, name in names.items()}
    unknown = request.sentence(texts.UNKNOWN, language=bold(shown(word)), **parts)
    right = request.sentence(texts.RIGHT, example=command("languages en ru"), all=command("languages all"))
    return say(unknown, right, private=True)


def offered_below(message: Message, request: Request) -> Message:
    """The answer to a first follow, with the question below it; as it is where there is no choice, or it was made."""
    read = {each.language for each in request.store.sources.health(request.now)} & set(ORDER)
    if request.languages or len(read) < 2:
        return message
    question = (request.sentence({2: texts.WHICH_OF_TWO, 3: texts.WHICH_OF_THREE}[len(read)]),)
    rows = (*message.buttons, buttons(request, (), "reads"))
    return replace(message, paragraphs=(*message.paragraphs, question), buttons=rows)
