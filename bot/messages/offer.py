"""What a chat is told of follows that bring more than anybody reads: how many, and two ways to get fewer. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.i18n.catalogue import doubts
from bot.i18n.catalogue import offer as texts
from bot.i18n.translator import Translator
from bot.matching.concepts import Concepts
from bot.matching.grammar import parse
from bot.messages.message import Button, Line, Message, Paragraph, bold, command
from bot.messages.narrowing import narrowed
from bot.messages.sentences import sentence
from bot.messages.text import shorten, tidy
from bot.messages.wording import shown
from bot.model import Subscription

NAME_LIMIT = 14  #: characters of a topic beside what its button does


@dataclass(frozen=True, kw_only=True)
class TooMuch:
    """A follow that brings too much."""

    follow: Subscription
    a_day: int  #: alerts


def offer(
    much: Sequence[TooMuch], concepts: Concepts, *, channel: str = "", channel_id: str = "", translate: Translator
) -> Message:
    """The offer, without a sound: nobody is to be woken by what is too much.

    `channel`: the name of the one that it is about, if it is about a channel; the buttons say its id.
    """
    above: list[Paragraph] = [(sentence(translate, texts.FOR_CHANNEL, channel=bold(channel)),)] if channel else []
    rows = [_buttons(each, concepts, translate, named=len(much) > 1) for each in much]
    if channel_id:
        rows = [tuple(replace(each, action=f"for {channel_id} {each.action}") for each in row) for row in rows]
    otherwise = sentence(translate, texts.OTHERWISE, command=command("mode"))
    return Message(paragraphs=(*above, _said(much, translate), (otherwise,)), buttons=tuple(rows), quiet=True)


def _said(much: Sequence[TooMuch], translate: Translator) -> Paragraph:
    if len(much) == 1:
        return (sentence(translate, texts.ONE, follow=bold(shown(much[0].follow.typed)), count=much[0].a_day),)
    lines: list[Line] = [sentence(translate, texts.SEVERAL)]
    for each in much:
        lines.append(sentence(translate, texts.A_DAY, follow=bold(shown(each.follow.typed)), count=each.a_day))
    return tuple(lines)


def _buttons(much: TooMuch, concepts: Concepts, translate: Translator, *, named: bool) -> tuple[Button, ...]:
    one = much.follow
    name = shorten(tidy(one.typed), NAME_LIMIT)
    found: list[Button] = []
    if narrowed(parse(one.canonical, concepts), one.typed, "title", concepts):
        found.append(Button(translate(doubts.HEADLINES_ONLY), f"narrow #{one.query_id} title"))
    found.append(Button(translate(texts.DAILY), f"daily #{one.query_id}"))
    if not named:
        return tuple(found)
    labels = [translate(texts.OF_TOPIC, follow=name, action=each.label) for each in found]
    return tuple(Button(label, each.action) for label, each in zip(labels, found, strict=True))
