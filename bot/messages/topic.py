"""What is told of a topic that takes no more alerts. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.i18n.catalogue import topic as texts
from bot.i18n.translator import Translator
from bot.messages.message import Line, Message, bold, command, say
from bot.messages.sentences import listed, sentence
from bot.messages.wording import shown

MOST_SHOWN = 20  #: follows; more are counted


def topic_waits(typed: Sequence[str], *, gone: bool, days: int, group: str = "", translate: Translator) -> Message:
    """A topic with these follows, at least one, is gone or closed.

    `group` is its group's name, for operators; empty: the group itself is told. `days`: how long the alerts are kept.
    """
    if group:
        head = sentence(translate, texts.GONE_ELSEWHERE if gone else texts.CLOSED_ELSEWHERE, group=bold(group))
    else:
        head = sentence(translate, texts.GONE if gone else texts.CLOSED)
    follows: list[Line] = [(bold(shown(each)),) for each in typed[:MOST_SHOWN]]
    if len(typed) > MOST_SHOWN:
        follows.append(sentence(translate, texts.MORE_FOLLOWS, count=len(typed) - MOST_SHOWN))
    follow, following = command(f"follow {shown(typed[0])}"), command("following")
    return say(
        head,
        sentence(translate, texts.FOLLOWS, follows=listed(translate, follows)),
        sentence(translate, texts.FOLLOW_ELSEWHERE, follow=follow, following=following),
        sentence(translate, texts.IF_OPENED, count=days),
    )
