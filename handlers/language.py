"""/language: the language in which the bot speaks to the chat, or writes in the channel that the chat speaks for."""

from __future__ import annotations

from dataclasses import replace

from bot.i18n.catalogue import language as texts
from bot.i18n.catalogue import languages as names
from bot.i18n.languages import SPOKEN
from bot.matching.query import LANGUAGES
from bot.messages.message import Button, Line, Message, ReplyMode, bold, command, say
from bot.messages.wording import shown
from bot.model import ChatKind, Command
from handlers.request import Request


def changes(asked: Command) -> bool:
    """Alone it only shows it."""
    return bool(asked.text)


def answer(request: Request) -> Message:
    """Show or set the language; the answer to a change is in the new one."""
    typed = request.text.casefold().strip()
    if not typed:
        return _shown(request)
    language = LANGUAGES.get(typed, "")
    if not speak(language, request):
        unknown = request.sentence(texts.UNKNOWN, language=bold(shown(request.text)), example=command("language kk"))
        return say(unknown, private=True).with_buttons(buttons(request))
    if request.kind is not ChatKind.CHANNEL:  # of a channel it is told to who asks, in theirs
        request = replace(request, translate=request.rules.translators(language))
    changed = _shown(request)
    return replace(changed, reply_mode=ReplyMode.REPLACE) if request.command.button else changed


def speak(language: str, request: Request) -> bool:
    """Speak this language to the chat from now on; False: it is none of ours."""
    if language not in SPOKEN:
        return False
    request.store.chats.set_language(request.command.chat, language)
    return True


def _shown(request: Request) -> Message:
    return screen(request, action="language")


def screen(request: Request, *, action: str) -> Message:
    """The language as it is, with all of them by button: `action` and a code."""
    message = say(_sentence(request), private=True)
    return message.with_buttons(buttons(request, action)) if request.command.may_change else message


def spoken_name(request: Request) -> str:
    """That of the chat in its own words."""
    return request.rules.translators(_spoken(request))(texts.OWN_NAME)


def _sentence(request: Request) -> Line:
    if request.kind is not ChatKind.CHANNEL:
        return request.sentence(texts.SPEAKS)
    name = request.translate(names.NAMES_BEHIND_IN[_spoken(request)])
    return request.sentence(texts.CHANNEL_SPEAKS, language=bold(name))


def _spoken(request: Request) -> str:
    """The language of the chat that is asked about."""
    record = request.store.chats.get(request.command.chat)
    return request.rules.translators(record.language if record else None).language


def buttons(request: Request, action: str = "language") -> tuple[Button, ...]:
    """Each language in its own words, that of the chat ticked."""
    return tuple(Button(_label(request, language), f"{action} {language}") for language in SPOKEN)


def _label(request: Request, language: str) -> str:
    name = request.rules.translators(language)(texts.OWN_NAME)
    return request.translate(texts.TICKED, language=name) if language == _spoken(request) else name
