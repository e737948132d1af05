"""A follow-up shows its headline, its source and what is new."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.i18n.translator import ENGLISH
from bot.messages.followed_up import followed_up
from bot.messages.message import Button
from bot.messages.single import single
from bot.messages.summary import AlertContext
from bot.model import Attention, ChatKind, Delivery, Extract, PostStyle, Preferences, Task, TaskState
from tests.builders import NOW, article, default_concepts, delivery, labels, reason, written

ZONE = "Asia/Almaty"
CONTEXT = AlertContext(concepts=default_concepts())
NEW = ("The metro has four carriages.", "The first train leaves on 5 May.")
OPENS = article(
    "The depot opens in May", teaser="The depot was begun last year.", body="The depot was begun last year."
)


def owed(*new: str, kind: ChatKind = ChatKind.PRIVATE) -> Delivery:
    metro = replace(reason("metro", NEW[0], "metro"), canonical="metro")
    return replace(delivery(OPENS, metro, kind=kind), reply_to="1001", new_sentences=new)


def shown(of: Delivery) -> str:
    return written(followed_up(of, ZONE, NOW, translate=ENGLISH, context=CONTEXT))


def test_a_follow_up_shows_only_what_is_new() -> None:
    message = followed_up(owed(*NEW), ZONE, NOW, translate=ENGLISH, context=CONTEXT)
    assert written(message) == (
        "[The depot opens in May]\n"
        "Kazakhstan Today · 13:20\n\n"
        "The **metro** has four carriages. The first train leaves on 5 May.\n\n"
        "🔔 metro"
    )
    assert message.buttons == ((Button("🧵 Story", "story 7"),),)
    assert message.more == Button("⋯", "more 7")


def test_it_is_cut_as_an_extract_is() -> None:
    many = tuple(f"The metro grows for the {number}th time in this long and eventful year." for number in range(30))
    short = shown(owed(*many))
    assert short.count("grows") == 2
    long = shown(replace(owed(*many), preferences=Preferences(extract=Extract.LONG)))
    assert short.count("**metro**") == 2
    assert 2 < long.count("grows") <= 12


def test_a_single_long_sentence_is_cut_at_a_word() -> None:
    text = shown(owed("The metro " + "grows and " * 60 + "ends."))
    assert "and…" in text or "grows…" in text


@pytest.mark.parametrize("of", [owed(), replace(owed(*NEW), preferences=Preferences(extract=Extract.NONE))])
def test_without_anything_new_or_where_no_text_is_wanted_it_is_a_headline(of: Delivery) -> None:
    assert shown(of) == "[The depot opens in May]\nKazakhstan Today · 13:20\n\n🔔 metro"


def test_that_nobody_else_had_it_stands_below_its_source() -> None:
    alone = replace(owed(*NEW), alone_for=timedelta(hours=6))
    line = "🌐 No source in another language has had it for 6 hours."
    assert f"Kazakhstan Today · 13:20\n{line}\n\n" in shown(alone)
    bare = PostStyle(source=False, extract=Extract.NONE)
    assert line not in shown(replace(alone, kind=ChatKind.CHANNEL, style=bare)), "where no source is shown"


def test_whom_its_follow_calls_is_called_and_what_is_followed_no_more_has_no_bell() -> None:
    (metro,) = owed().reasons
    calling = replace(metro, attention=Attention(mentions=("@aigul",)))
    assert shown(replace(owed(), reasons=(calling,))).endswith("🔔 metro @aigul")
    assert "🔔" not in shown(replace(owed(), reasons=()))


def test_in_a_channel_it_is_a_post_in_its_style() -> None:
    of = owed(*NEW, kind=ChatKind.CHANNEL)
    style = PostStyle(hashtags=True, closing="Read us")
    message = followed_up(replace(of, style=style), ZONE, NOW, translate=ENGLISH, context=CONTEXT)
    assert written(message).endswith("on 5 May.\n\n#metro\n\nRead us")
    assert (message.buttons, message.more) == ((), None)
    assert shown(replace(of, style=PostStyle(source=False, extract=Extract.NONE))) == "[The depot opens in May]"


def test_a_delivery_with_a_message_to_reply_to_is_a_follow_up_any_other_is_a_whole_alert() -> None:
    reply = single(owed(*NEW), ZONE, NOW, translate=ENGLISH, context=CONTEXT)
    assert "begun last year" not in written(reply)
    whole = single(replace(owed(), reply_to=None), ZONE, NOW, translate=ENGLISH, context=CONTEXT)
    assert "begun last year" in written(whole)
    post = replace(owed(kind=ChatKind.CHANNEL), reply_to=None)
    assert "🔔" not in written(single(post, ZONE, NOW, translate=ENGLISH, context=CONTEXT))


def test_who_has_taken_an_alert_stands_under_it_when_it_is_made_anew() -> None:
    task = Task(state=TaskState.TAKEN, person_name="Aliya", changed_at=NOW)
    of = replace(owed(*NEW, kind=ChatKind.GROUP), task=task)
    message = single(of, ZONE, NOW, translate=ENGLISH, context=CONTEXT)
    assert "✋ Aliya, 14:00" in written(message)
    assert labels(message) == [["🧵 Story"], ["✅ Done", "Give it back"]]
