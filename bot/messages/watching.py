"""What a chat is told of follows that watch: a silence, a day with far more than usual. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.i18n.catalogue import watching as texts
from bot.i18n.formats import exactly
from bot.i18n.translator import Translator
from bot.messages.message import Button, Line, Message, Paragraph, bold
from bot.messages.sentences import sentence
from bot.messages.summary import heading
from bot.messages.wording import shown
from bot.model import Article


@dataclass(frozen=True, kw_only=True)
class About:
    """The follow of which a chat is told."""

    query_id: int
    typed: str
    channel: str = ""  #: the name of its channel; "": it is the chat's own
    channel_id: str = ""  #: the platform's id of that channel


def silence(
    about: About, span: timedelta, latest: Article | None, *, timezone: str, now: datetime, translate: Translator
) -> Message:
    """Nothing came for so long; the last that did."""
    said = sentence(translate, texts.SILENT, follow=bold(shown(about.typed)), span=exactly(span))
    if latest is None:
        return _told(about, [(said, sentence(translate, texts.NEVER))], translate)
    last: Paragraph = heading(latest, timezone, now, translate=translate)
    return _told(about, [(said,), (sentence(translate, texts.LATEST), *last)], translate)


def spike(about: About, today: int, usual: int, *, translate: Translator) -> Message:
    """`📈 Aktau: 17 today; usually 2.`; without a sound."""
    text = texts.MUCH if usual else texts.MUCH_FOR_ONCE
    said = sentence(translate, text, follow=bold(shown(about.typed)), number=str(today), usual=str(usual))
    return replace(_told(about, [(said,)], translate), quiet=True)


def _told(about: About, paragraphs: Sequence[Paragraph], translate: Translator) -> Message:
    above: list[Line] = [sentence(translate, texts.FOR_CHANNEL, channel=bold(about.channel))] if about.channel else []
    (first, *others) = paragraphs
    button = Button(translate(texts.OPEN), f"show #{about.query_id}")
    if about.channel_id:
        button = replace(button, action=f"for {about.channel_id} {button.action}")
    return Message(paragraphs=((*above, *first), *others), buttons=((button,),))
