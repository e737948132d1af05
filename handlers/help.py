"""/help: six commands, and screens in place: search tips, digests, groups and channels, all commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.i18n.catalogue import help as texts
from bot.i18n.catalogue import pages, phrases
from bot.i18n.catalogue.digest_schedule import SCHEDULE as ON_SCHEDULE
from bot.messages.examples import EXAMPLES
from bot.messages.message import Button, Line, Message, Paragraph, ReplyMode, code, command
from handlers.phrases import follow_example
from handlers.request import Request
from handlers.spec import Spec

FIRST = ("follow", "following", "unfollow", "digest", "why", "language")  #: what most people need


def help_message(request: Request, specs: Sequence[Spec]) -> Message:
    """The first screen, or the one that was asked for by its name."""
    screen = _SCREENS.get(request.text.casefold())
    if request.text.casefold() == "commands":
        message = _screen(request, (tuple(_row(spec, request) for spec in specs),))
    elif screen is not None:
        message = screen(request)
    else:
        by_name = {spec.name: spec for spec in specs}
        rows = tuple(_row(by_name[name], request) for name in FIRST)
        message = Message(paragraphs=(rows,), buttons=_buttons(request), private=True)
    return replace(message, reply_mode=ReplyMode.REPLACE) if request.command.button else message


def _buttons(request: Request) -> tuple[tuple[Button, ...], ...]:
    say = request.translate
    groups = (Button(say(texts.GROUPS), "help groups"),) if _groups(request) else ()
    return (
        (Button(say(texts.TIPS), "help search"), Button(say(texts.DIGESTS), "help digests")),
        (*groups, Button(say(texts.COMMANDS), "help commands")),
        (Button(say(texts.SETTINGS), "settings"),),
    )


def _screen(request: Request, paragraphs: tuple[Paragraph, ...], *buttons: Button) -> Message:
    back = Button(request.translate(pages.BACK), "help")
    return Message(paragraphs=paragraphs, buttons=((*buttons, back),), private=True)


def _row(spec: Spec, request: Request) -> Line:
    return request.sentence(texts.ROW, command=command(spec.usage), summary=request.translate(spec.summary))


def _tips(request: Request) -> Message:
    """How to say what is meant; an example is copied by a tap on it where the platform can."""
    say, examples = request.sentence, EXAMPLES[request.translate.language]
    lines = [
        say(texts.FORMS, example=code(examples.word)),
        say(texts.BOTH, example=code(examples.both)),
        say(texts.EITHER, example=code(examples.either), brackets=code(examples.brackets)),
        say(texts.WITHOUT, word=code(examples.without), words=code(examples.without_both)),
        say(texts.EXACT, exact=code(examples.phrase), only=code(examples.only)),
        say(texts.BEGINNING, example=code(examples.beginning)),
        say(texts.IN_HEADLINE, headline=code(examples.headline), language=code(examples.in_language)),
    ]
    key = _source_key(request)
    lines += [say(texts.FROM_SOURCE, example=code(examples.source.format(key=key)))] if key else []
    lines += [say(texts.SEVERAL, example=code(examples.several)), say(texts.CAPITALS)]
    preview = say(texts.PREVIEW, command=command(f"try {examples.both}"))
    return _screen(request, ((say(texts.TYPE_IT),), tuple(lines), (preview,)))


def _source_key(request: Request) -> str:
    """A source that is read, best one in the language of who asks; "": none."""
    sources = sorted(request.rules.sources, key=lambda source: source.language != request.translate.language)
    return sources[0].key if sources else ""


def _digests(request: Request) -> Message:
    say, words = request.sentence, EXAMPLES[request.translate.language].both
    lines = (
        say(texts.TODAY, command=command("digest today")),
        say(texts.YESTERDAY, command=command("digest yesterday")),
        say(texts.WEEK, command=command("digest week")),
        say(texts.DAY, command=command("digest 25.11")),
        say(texts.OTHER_WORDS, command=command(f"digest today {words}")),
        say(texts.EVERYTHING, command=command("digest today all")),
        say(texts.BY_ITSELF, command=command("digest daily 8:30")),
    )
    week = Button(request.translate(phrases.DIGEST_OF_WEEK), "digest week")
    quiet = (
        say(texts.QUIET, command=command("quiet 23-8")),
        say(texts.PAUSE, command=command("pause 2h")),
    )
    schedule = Button(request.translate(ON_SCHEDULE), "digest schedule")
    return _screen(request, ((say(texts.DIGEST),), lines, quiet), week, schedule)


def _groups(request: Request) -> tuple[Line, ...]:
    """What a chat of several can do on this platform; empty: it has none."""
    facts, say = request.command.facts, request.sentence
    if facts.manages_channels:
        return (
            say(texts.GROUP),
            say(texts.GROUP_BEGINS, command=follow_example(request)),
            say(texts.GROUP_WHY),
            say(texts.CHANNEL, command=command("manage")),
        )
    if facts.invitation:
        return (
            say(texts.GROUP),
            say(texts.INVITED, invitation=code(facts.invitation), command=follow_example(request)),
            say(texts.THREAD_WHY, mention=code(f"{facts.mention} why")),
        )
    return ()


def _groups_screen(request: Request) -> Message:
    most = request.sentence(texts.MOST, count=request.rules.follows)
    return _screen(request, (*((line,) for line in _groups(request)), (most,)))


_SCREENS: Mapping[str, Callable[[Request], Message]] = {
    "search": _tips,
    "digests": _digests,
    "groups": _groups_screen,
}
