"""The notice for a chat whose follows mean something else by a newer grammar. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.i18n.catalogue import common
from bot.i18n.catalogue import reread as texts
from bot.i18n.translator import Translator
from bot.matching.concepts import Concepts
from bot.matching.grammar import parse
from bot.messages.message import Button, Message, Paragraph, bold, command
from bot.messages.sentences import sentence
from bot.messages.typed import only
from bot.messages.wording import described, expansions, only_label, read_as, shown
from bot.model import Subscription

MOST_SHOWN = 20  #: follows; more are counted
MOST_BUTTONS = 8


def reread_message(subscriptions: Sequence[Subscription], concepts: Concepts, *, translate: Translator) -> Message:
    """The follows with what they mean now, and a button for each that finds more names than were typed."""
    alone = len(subscriptions) == 1
    head = sentence(translate, texts.ONE_READ_ANEW if alone else texts.SEVERAL_READ_ANEW)
    paragraphs: list[Paragraph] = [(head,)]
    paragraphs += [_meaning(each, concepts, translate) for each in subscriptions[:MOST_SHOWN]]
    if len(subscriptions) > MOST_SHOWN:
        more = len(subscriptions) - MOST_SHOWN
        paragraphs.append((sentence(translate, texts.MORE_FOLLOWS, count=more, command=command("following")),))
    change = command(f"edit {shown(subscriptions[0].typed)} -> …")
    paragraphs.append((sentence(translate, texts.CHANGE_IT, command=change),))
    rows = tuple((button,) for each in subscriptions if (button := _only(each, concepts, translate, alone=alone)))
    return Message(paragraphs=tuple(paragraphs), buttons=rows[:MOST_BUTTONS])


def _meaning(follow: Subscription, concepts: Concepts, translate: Translator) -> Paragraph:
    """One follow as it is read now."""
    query, typed = parse(follow.canonical, concepts), follow.typed
    meaning = described(query, typed, concepts=concepts, translate=translate)
    how = read_as(query, typed, concepts=concepts, translate=translate)
    return (
        sentence(translate, common.MEANING, follow=bold(shown(typed)), meaning=meaning),
        *([how] if how else []),
        *expansions(query, typed, concepts, translate=translate),
    )


def _only(follow: Subscription, concepts: Concepts, translate: Translator, *, alone: bool) -> Button | None:
    """`Only AI`: the follow without the other names of its concepts."""
    query = parse(follow.canonical, concepts)
    if only(query, follow.typed, concepts) is None:
        return None
    label = only_label(query, follow.typed, concepts, alone=alone, translate=translate)
    return Button(label, f"only #{follow.query_id}")
