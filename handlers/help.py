"""/help: every command with an example, and how to ask."""

from __future__ import annotations

from collections.abc import Sequence

from bot.i18n.catalogue import help as texts
from bot.messages.message import Line, Message, Paragraph, command
from handlers.request import Request
from handlers.spec import Spec


def help_message(request: Request, specs: Sequence[Spec]) -> Message:
    """The table of commands in the platform's form."""
    table = tuple(_row(spec, request) for spec in specs)
    return Message(paragraphs=(table, _grammar(request), _periods(request)), private=True)


def _row(spec: Spec, request: Request) -> Line:
    return request.sentence(texts.ROW, command=command(spec.usage), summary=request.translate(spec.summary))


def _grammar(request: Request) -> Paragraph:
    say = request.sentence
    either, brackets = command("follow Aktau OR Alatau"), command("follow (port OR pier) oil")
    word, words = command("follow metro -Moscow"), command("follow metro -(night train)")
    return (
        say(texts.FORMS, example=command("follow Aktau")),
        say(texts.BOTH, example=command("follow waste Aktau")),
        say(texts.EITHER, example=either, brackets=brackets),
        say(texts.WITHOUT, word=word, words=words),
        say(texts.EXACT, exact=command('follow "water supply"'), only=command("follow =AI")),
        say(texts.BEGINNING, example=command("follow нефт*")),
        say(texts.IN_HEADLINE, headline=command("follow title:AI"), language=command("follow waste lang:kk")),
        say(texts.FROM_SOURCE, example=command("follow waste source:kt-eng")),
        say(texts.SEVERAL, example=command("follow AI, waste, Aktau")),
        say(texts.CAPITALS),
    )


def _periods(request: Request) -> Paragraph:
    say = request.sentence
    week, date, day_and_month = command("digest week"), command("digest 2026-11-25"), command("digest 25.11")
    return (
        say(texts.DIGEST_OF_DAYS, today=command("digest today"), yesterday=command("digest yesterday")),
        say(texts.DIGEST_OF_OTHER_DAYS, week=week, date=date, day_and_month=day_and_month),
        say(texts.DIGEST_OF_WORDS, words=command("digest today AI"), all=command("digest today all")),
    )
