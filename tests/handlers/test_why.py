from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.intake.dedup import entry_keys
from bot.model import Cause, Chat, ChatKind, Entry, GiveUp, RetryAt, Sent
from bot.storage import schema as t
from bot.storage.engine import open_engine
from tests.builders import PERSON, labelled, labels, plain_words, written
from tests.handlers.conftest import CONCEPTS, RUSSIAN, SOURCE, Room, world
from tests.storage.conftest import alerts, record

HOUR = timedelta(hours=1)
SLACK = Chat(platform="slack", id="C1")
LINK = "http://127.0.0.1/eng_gold_1234567890.html"


@world
def follows_gold(room: Room) -> Room:
    """The source is read, and gold followed for a day."""
    room.read_since()
    room.now -= timedelta(days=1)
    room.types("/follow gold")
    room.now += timedelta(days=1)
    return room


def why(room: Room, article_id: int) -> str:
    """What the button says, without the article's heading."""
    return written(room.presses(f"why {article_id}")).split("\n\n", 1)[1]


# ---------------------------------------------------------------------------------------------------- it came


def test_what_came_is_told_with_the_follow_the_place_the_sentence_and_when(follows_gold: Room) -> None:
    room = follows_gold
    room.publish("A find", "It rained.\n\nNear the port, gold was found by a boy.", link=LINK, ago=timedelta(0))
    room.sends(Sent(refs=("77",)))
    message = room.types(f"/why {LINK}")
    assert written(message) == (
        "**[A find]**\nKazakhstan Today · 14:00\n\n"
        "🔔 **gold** · in the text:\n› Near the port, **gold** was found by a boy.\n\n"
        "Sent 25 Nov, 14:00."
    )
    assert message.private
    assert written(room.types("/why", reply_to="77")) == written(message)


@pytest.mark.parametrize(
    ("title", "body", "where"),
    [
        ("Gold is found", "Rain.", "in the headline"),
        ("A find", "Gold is found. It rains.\n\nGold again.", "in the lead"),
        ("A find", "Rain.\n\nGold is found.", "in the text"),
    ],
)
def test_the_place_of_what_matched_is_named(follows_gold: Room, title: str, body: str, where: str) -> None:
    article_id = follows_gold.publish(title, body, ago=timedelta(0))
    assert f"🔔 **gold** · {where}:" in why(follows_gold, article_id)


def test_an_answer_without_a_word_is_the_article_as_a_whole(room: Room) -> None:
    room.read_since().types("/follow source:kt-eng")
    assert "🔔 **source:kt-eng** · in the article as a whole:" in why(room, room.publish("Rain"))


def test_of_many_follows_five_are_shown(room: Room) -> None:
    room.knows(follows=50).read_since().types("/follow gold, zinc, iron, tin, lead, coal, salt")
    text = why(room, room.publish("Gold, zinc, iron, tin, lead, coal and salt", ago=timedelta(0)))
    assert text.count("🔔") == 5
    assert "It matches 2 more topics." in text


def test_the_button_in_the_menu_of_an_alert_asks_why(follows_gold: Room) -> None:
    article_id = follows_gold.publish("Gold is found", ago=timedelta(0))
    menu = follows_gold.presses(f"more {article_id}")
    assert labels(menu)[-3:] == [["Unfollow gold"], ["☆ Save", "Why this?"], ["‹ Close"]]
    assert "🔔 **gold** · in the headline:" in written(follows_gold.presses(labelled(menu, "Why")))


def test_what_becomes_of_a_delivery_is_told_at_each_stage(follows_gold: Room) -> None:
    room = follows_gold
    article_id = room.publish("Gold is found", ago=timedelta(0))
    assert why(room, article_id).endswith("It's about to be sent.")  # to be shared out
    room.shares_out()
    assert why(room, article_id).endswith("It's about to be sent.")  # in the outbox
    (claimed,) = alerts(room.store, "telegram", room.now, 1)
    assert why(room, article_id).endswith("It's being sent right now.")
    record(
        room.store,
        claimed,
        RetryAt(cause=Cause.TIMEOUT, detail="it did not answer"),
        room.now + timedelta(minutes=5),
        room.now,
    )
    assert why(room, article_id).endswith("Not sent yet: it did not answer. Next try 25 Nov, 14:05.")
    room.later(timedelta(minutes=6))
    room.sends(GiveUp(cause=Cause.BAD_MESSAGE, detail="The message is refused."))
    assert why(room, article_id).endswith("It couldn't be sent: The message is refused.")


def test_what_is_held_back_says_until_when(follows_gold: Room) -> None:
    room = follows_gold
    article_id = room.publish("Gold is found", ago=timedelta(0))
    room.shares_out()
    engine = open_engine(room.url)
    with engine.begin() as db:
        db.execute(update(t.delivery).values(not_before=room.now + timedelta(hours=18)))
    engine.dispose()
    assert why(room, article_id).endswith("Held until 26 Nov, 08:00.")


def test_what_was_dropped_says_why(follows_gold: Room) -> None:
    room = follows_gold
    article_id = room.publish("Gold is found", ago=timedelta(0))
    room.shares_out().types("/unfollow gold")
    assert why(room, article_id) == (
        "You no longer follow the topic it came for.\n\nIt was dropped: no longer followed."
    )
    room.types("/follow gold")
    other = room.publish("Gold again", ago=timedelta(0))
    room.shares_out().happens("lost blocked")
    assert why(room, other).endswith("It was dropped: I couldn't write here then.")


# ------------------------------------------------------------------------------------------------- it did not come


def test_a_link_that_no_source_brought_says_what_is_read_and_when(follows_gold: Room) -> None:
    text = written(follows_gold.types("/why https://news.example.org/a"))
    assert text == (
        "I haven't seen [https://news.example.org/a] in any source.\n\n"
        "I don't read that site. I read:\n"
        "Kazakhstan Today (English) · read 2 minutes ago"
    )
    text = written(follows_gold.types("/why http://127.0.0.1/eng_1111111111.html"))
    assert "I read that site, but this article hasn't come up there, or not yet:\nKazakhstan Today" in text
    follows_gold.store.sources.sync([], follows_gold.now)
    text = written(follows_gold.types("/why https://news.example.org/a"))
    assert text == "I haven't seen [https://news.example.org/a] in any source."


def test_of_several_follows_the_nearest_come_first_with_what_they_lack(room: Room) -> None:
    room.knows(concepts=CONCEPTS).read_since()
    room.types("/follow waste Aktau, metro -Moscow, title:zinc, iron, coal")
    article_id = room.publish(
        "The metro of Moscow", "Zinc comes from Aktau.", link="http://127.0.0.1/iron_1234567890.html"
    )
    assert why(room, article_id) == (
        "None of the topics here match this article. Closest:\n"
        "**metro -Moscow**: it has **metro**, but is left out by **-Moscow**.\n"
        "**waste Aktau**: it has **Aktau**, but not **waste**.\n"
        "**title:zinc**: it has **zinc**, but not in its headline."
    )


def test_where_nothing_is_near_it_says_how_much_was_looked_for(room: Room) -> None:
    article_id = room.publish("Rain")
    assert why(room, article_id) == "You don't follow anything."
    room.types("/follow gold")
    assert why(room, article_id).endswith("None of the topics here match this article.")
    room.types("/follow zinc")
    assert why(room, article_id).endswith("None of the 2 topics here match this article.")


def test_in_a_language_that_the_chat_does_not_read_it_says_so(room: Room) -> None:
    room.reads(SOURCE, RUSSIAN).types("/follow золото, золото серебро")
    room.types("/languages en kk")
    came = room.publish("Найдено золото", "Много золота.", source=RUSSIAN, ago=timedelta(0))
    assert why(room, came).endswith("It's in Russian, and you read only English and Kazakh: /languages")
    room.types("/unfollow золото")
    assert why(room, came).endswith(
        "**золото серебро**: it has **золото**, but not **серебро**.\n\n"
        "It's in Russian, and you read only English and Kazakh: /languages"
    )


def test_what_was_there_before_the_source_was_read_alerted_nobody(room: Room) -> None:
    room.types("/follow gold")
    article_id = room.publish("Gold of old", silent=True)
    room.read_since(timedelta(minutes=5))
    assert why(room, article_id).endswith("It was published before I started reading this source.")


def test_what_was_old_when_it_was_first_seen_alerted_nobody(follows_gold: Room) -> None:
    article_id = follows_gold.publish("Gold of old", silent=True, ago=timedelta(days=2), seen=HOUR)
    assert why(follows_gold, article_id).endswith(
        "It was more than 24 hours old when I first saw it, 25 Nov, 13:00, so I sent no alert."
    )


def test_what_came_before_it_was_followed_says_so(room: Room) -> None:
    article_id = room.publish("Gold is found")
    room.types("/follow gold", Chat(platform="telegram", id="-5"), ChatKind.GROUP)
    room.types("/follow gold")
    assert why(room, article_id).endswith(
        "You followed this on 25 Nov, 14:00, after the article came out, 25 Nov, 13:00."
    )


def test_what_only_its_page_will_show_says_that_the_page_is_awaited(follows_gold: Room) -> None:
    room = follows_gold
    article_id = room.publish("Gold is found", None, ago=timedelta(0))
    assert why(room, article_id).endswith("I haven't read its page yet. It will be sent right after.")
    rain = room.publish("Rain", None, ago=timedelta(0))
    assert why(room, rain).endswith("I haven't read its page yet, only the headline and the teaser.")
    room.store.articles.fail_page(rain, plain_words("It says 404."), next_at=None, now=room.now)
    assert why(room, rain).endswith("I couldn't read its page, only the headline and the teaser.")


def test_a_text_that_is_no_longer_kept_is_named(follows_gold: Room) -> None:
    room = follows_gold
    article_id = room.publish("Rain", "Sun.", ago=timedelta(0))
    room.store.sweep(room.now, bodies_before=room.now + HOUR)
    assert why(room, article_id).endswith(
        "Its full text is no longer kept, so I looked at the headline and the teaser."
    )


def test_what_is_found_today_and_was_not_when_it_came_is_told(follows_gold: Room) -> None:
    room = follows_gold
    room.publish("Rain", "Sun.", link=LINK, ago=timedelta(0))
    edited = Entry(guid=None, link=LINK, title="Gold rain", teaser="", published_at=room.now)
    assert (
        room.store.articles.add_entry(
            SOURCE,
            edited,
            entry_keys(edited, SOURCE, frozenset(), room.now),
            silent=False,
            page_due_at=None,
            now=room.now,
        )
        is None
    )
    assert "It didn't match when the article came out" in written(room.types(f"/why {LINK}"))


def test_the_same_news_under_another_address_is_known_as_the_first(follows_gold: Room) -> None:
    room = follows_gold
    room.publish("Gold is found", link="http://127.0.0.1/one", ago=timedelta(0))
    again = Entry(guid=None, link="http://127.0.0.1/two", title="Gold is found", teaser="", published_at=room.now)
    room.store.articles.add_entry(
        SOURCE, again, entry_keys(again, SOURCE, frozenset(), room.now), silent=False, page_due_at=None, now=room.now
    )
    assert written(room.types("/why http://127.0.0.1/two")).startswith(
        "Same story as one I already had, so it comes once:\n\n**[Gold is found]**\nKazakhstan Today · 14:00"
    )


# ---------------------------------------------------------------------------------------------------- what is asked


@pytest.mark.parametrize(
    "link",
    [
        LINK,
        f"{LINK}?utm_source=telegram#top",
        f"<{LINK}>",
        f"<{LINK}|eng_gold>",
        f"why did {LINK}, come?",
        "127.0.0.1/other-slug_1234567890.html",
    ],
)
def test_a_link_is_known_in_whatever_dress_it_comes(room: Room, link: str) -> None:
    room.read_since().publish("Gold is found", link=LINK)
    if link.startswith("127"):
        link = f"http://{link}"
    assert written(room.types(f"/why {link}")).startswith("**[Gold is found]**")


def test_an_address_without_its_scheme_is_a_link(room: Room) -> None:
    assert "I haven't seen [https://kt.kz/eng/a.html]" in written(room.types("/why kt.kz/eng/a.html"))


@pytest.mark.parametrize(
    ("chat", "kind", "words"),
    [
        (PERSON, ChatKind.PRIVATE, "Or reply /why to an alert, or tap ⋯ under it."),
        (SLACK, ChatKind.GROUP, "Or ask in an alert's thread, @Jarshy why, or tap ⋯ under it."),
        (Chat(platform="terminal", id="1"), ChatKind.TERMINAL, "Send me an article link"),
    ],
)
def test_without_a_link_it_explains_what_to_send(room: Room, chat: Chat, kind: ChatKind, words: str) -> None:
    assert words in written(room.types("/why", chat, kind))
    assert words in written(room.types("/why indeed", chat, kind))


@pytest.mark.parametrize("text", ["why?", "Why", "Почему?!", "неге"])
def test_the_bare_question_in_answer_to_an_alert_is_understood(follows_gold: Room, text: str) -> None:
    room = follows_gold
    room.publish("Gold is found", ago=timedelta(0))
    room.sends(Sent(refs=("77",)))
    assert "Sent 25 Nov, 14:00." in written(room.types(text, reply_to="77"))
    assert "Send me an article link" in written(room.types(text))


def test_a_reply_to_something_that_is_no_alert_says_so(room: Room) -> None:
    assert "isn't one of my alerts" in written(room.types("/why", reply_to="5"))


def test_a_button_of_an_article_that_is_gone_explains_what_to_send(room: Room) -> None:
    assert "Send me an article link" in written(room.presses("why 99"))


def test_while_it_speaks_for_a_channel_a_reply_is_about_the_chat_s_own_alert(follows_gold: Room) -> None:
    room = follows_gold
    room.publish("Gold is found", ago=timedelta(0))
    room.sends(Sent(refs=("77",))).happens("manage -1001 Gazette")
    assert "For **Gazette**" in written(room.types("/why http://127.0.0.1/x"))
    assert "Sent 25 Nov, 14:00." in written(room.types("/why", reply_to="77"))


def test_why_says_how_each_follow_is_read(room: Room) -> None:
    room.types("/follow gold or zinc")
    room.types("/follow gold in mines of tin")
    room.publish("Gold is dear", link="http://127.0.0.1/gold")
    said = written(room.types("/why http://127.0.0.1/gold"))
    assert "**gold or zinc** · in the headline:\nRead as: gold or zinc\n" in said
    room.types("/unfollow gold or zinc")
    said = written(room.types("/why http://127.0.0.1/gold"))
    assert "Read as: gold + mines + tin · left out: in, of" in said
