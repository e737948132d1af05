"""What a chat is told when follows of its own mean something else by a newer grammar. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.matching.concepts import Concepts
from bot.matching.grammar import parse
from bot.messages.message import Button, Message, Paragraph, bold, command, line
from bot.messages.typed import only
from bot.messages.wording import described, expansions, only_label, read_as, shown
from bot.messages.words import ENGLISH, filled
from bot.model import Subscription

MOST_SHOWN = 20  #: follows told of; more are counted
MOST_BUTTONS = 8


def reread_message(subscriptions: Sequence[Subscription], concepts: Concepts) -> Message:
    """The follows with what they mean now, and a button for each that finds more names than were typed."""
    head = ENGLISH.read_anew if len(subscriptions) == 1 else ENGLISH.all_read_anew
    paragraphs: list[Paragraph] = [(line(head),)]
    for each in subscriptions[:MOST_SHOWN]:
        query = parse(each.canonical, concepts)
        said = line(bold(shown(each.typed)), ": ", *described(query, each.typed, concepts=concepts), ".")
        how = read_as(query, each.typed, concepts=concepts)
        paragraphs.append((said, *([how] if how else []), *expansions(query, each.typed, concepts)))
    if len(subscriptions) > MOST_SHOWN:
        left_out = line(f"{len(subscriptions) - MOST_SHOWN:,}")
        paragraphs.append((filled(ENGLISH.more_follows, count=left_out, command=(command("following"),)),))
    change = command(f"edit {shown(subscriptions[0].typed)} -> …")
    paragraphs.append((filled(ENGLISH.not_wanted, command=(change,)),))
    rows = tuple(
        (button,) for each in subscriptions if (button := _only(each, concepts, alone=len(subscriptions) == 1))
    )
    return Message(paragraphs=tuple(paragraphs), buttons=rows[:MOST_BUTTONS])


def _only(follow: Subscription, concepts: Concepts, *, alone: bool) -> Button | None:
    """`Only AI`: the follow without the other names of its concepts."""
    query = parse(follow.canonical, concepts)
    if only(query, follow.typed, concepts) is None:
        return None
    return Button(only_label(query, follow.typed, concepts, alone=alone), f"only #{follow.query_id}")
