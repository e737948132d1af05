"""/privacy: what is kept, for how long, who sees it, how to get it and how to delete it."""

from __future__ import annotations

from bot.i18n.catalogue import privacy as texts
from bot.messages.message import Button, ButtonStyle, Message, command
from handlers.request import Request


def answer(request: Request) -> Message:
    """All of it on one screen, with the two buttons."""
    say, rules = request.sentence, request.rules
    workspace = (say(texts.WORKSPACE),) if request.command.chat.workspace else ()
    lines = (
        say(texts.HOW_LONG, count=rules.retention.days),
        say(texts.LOST, count=rules.keep_lost.days),
        *workspace,
        say(texts.WHO_SEES),
    )
    ways = (say(texts.GET_IT, command=command("mydata")), say(texts.DELETE_IT, command=command("forgetme")))
    buttons = (
        (Button(request.translate(texts.GET_COPY), "mydata"),),
        (Button(request.translate(texts.DELETE), "forgetme", style=ButtonStyle.DANGER),),
    )
    return Message(paragraphs=((say(texts.WHAT),), lines, ways), buttons=buttons, private=True)
