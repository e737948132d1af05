"""/export and /import: topics go to another chat and come back the same; sites go to the operators."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.intake.opml import addresses
from bot.messages.message import Message, ReplyMode
from bot.model import Attention, Chat, ChatKind, FileFault, FollowMode, SentFile, Source, Way
from bot.storage.proposals import A_DAY
from config.translations import load_translations
from tests.builders import PERSON, actions, labels, written
from tests.handlers.conftest import SOURCE, Room

OTHER = Chat(platform="telegram", id="2")
GROUP = Chat(platform="telegram", id="-5")
CHANNEL = Chat(platform="telegram", id="-100")
#: of every script, with every sign of the grammar
TYPED = (
    'AI -military "electric cars"',
    "(золото OR мыс) lang:kk -«ескі сөз»",
    "title:Қазақстан",
    "النفط",
    "日本 市場",
    "ตลาดหุ้น",
    "#KazWaste",
    "C# # language",
    "\\path",
    "- gold zinc",
    "1. орын алу",
    "=AI",
    "нефт*",
    "Δελτίο",
    "საქართველო",
    "👩‍💻 работа",
)
CHOSEN = (
    Attention(),
    Attention(mode=FollowMode.SILENT),
    Attention(mode=FollowMode.DIGEST, rings=True),
    Attention(mentions=("@aigul", "<@U1>")),
    Attention(rings=True, mentions=('Айгүл, "A"',)),
)


def sent(text: str, name: str = "topics.txt") -> SentFile:
    return SentFile(name=name, text=text)


def imports(room: Room, text: str, chat: Chat = PERSON, kind: ChatKind = ChatKind.PRIVATE, **more: Any) -> Message:
    return room.types("/import", chat, kind, document=sent(text), **more)


def exported(room: Room, chat: Chat = PERSON) -> str:
    message = room.types("/export", chat)
    assert message.attachment is not None
    return message.attachment.content.decode()


def attentions(room: Room, chat: Chat) -> list[tuple[str, str, Attention]]:
    return [(each.typed, each.canonical, each.attention) for each in room.store.follows.subscriptions(chat)]


# ------------------------------------------------------------------------------------------------------------- export


def test_topics_are_given_as_a_file_that_people_can_read(room: Room) -> None:
    room.types('/follow "electric cars", AI')
    room.store.attention.set(PERSON, room.store.follows.subscriptions(PERSON)[0].query_id, mode=FollowMode.SILENT)
    message = room.types("/export")
    assert (
        written(message) == "📄 2 topics, as a file.\n\nTo follow them in another chat, send me the file there: /import"
    )
    assert message.attachment is not None
    assert message.attachment.name == "jarshy-topics.txt"
    assert message.attachment.content.decode() == (
        "# Jarshy · 2 topics · 25 November 2025\n"
        "# One topic per line. After #: silent, digest, ! (always rings), @who gets mentioned.\n"
        '"electric cars"  # silent\n'
        "AI\n"
    )


def test_who_follows_nothing_is_given_no_file(room: Room) -> None:
    assert room.types("/export").attachment is None


def test_two_hundred_topics_come_back_the_same_in_another_chat(room: Room) -> None:
    room.knows(follows=200)
    lines = [f"{typed} {number}" for number in range(13) for typed in TYPED][:200]
    text = "\n".join(f"\\{line}" if line.startswith(("#", "\\", "- ", "1. ")) else line for line in lines)
    message = imports(room, text.replace("C# # language", "C# language"))
    assert written(message).startswith("✅ Added 200 topics:")
    follows = room.store.follows.subscriptions(PERSON)
    for number, each in enumerate(follows):
        chosen = CHOSEN[number % len(CHOSEN)]
        fields = {"mode": chosen.mode, "rings": chosen.rings, "mentions": chosen.mentions}
        room.store.attention.set(PERSON, each.query_id, **fields)
    assert written(imports(room, exported(room), OTHER)).startswith("✅ Added 200 topics:")
    there, here = (
        [(typed, query, replace(chosen, mode_before=None)) for typed, query, chosen in attentions(room, chat)]
        for chat in (OTHER, PERSON)
    )
    assert there == here  # but for the way back from digests alone, which is this chat's own
    assert exported(room, OTHER) == exported(room)


@pytest.mark.parametrize("typed", ["sources", "opml", "источники", "дереккөздер"])
def test_operators_are_given_the_sources_as_opml(room: Room, typed: str) -> None:
    secret = Source(key="s", name="S", language="kk", ways=(Way(url="https://user:pass@a.kz/rss"),))
    off = replace(secret, key="off", enabled=False)
    room.knows(sources=(SOURCE, secret, off))
    assert written(room.types(f"/export {typed}")).startswith("That list is for the people who run me.")
    message = room.types(f"/export {typed}", is_operator=True)
    assert written(message) == "📄 2 sources, as OPML."
    assert message.attachment is not None
    assert addresses(message.attachment.content.decode()) == ["http://127.0.0.1/rss", "https://a.kz/rss"]


def test_what_can_not_be_exported_is_said(room: Room) -> None:
    assert written(room.types("/export nonsense")) == (
        "/export gives you this chat's topics as a file, /export week csv their articles as a table."
    )


# ------------------------------------------------------------------------------------------------------------- import


def test_what_was_added_was_there_and_was_not_understood_is_said(room: Room) -> None:
    room.types("/follow waste")
    room.later(timedelta(minutes=1))
    message = room.types('/import AI # !, slient\n"electric cars" # silent\nн*\n(gold\nwaste, Aktau\nAI')
    assert written(message) == (
        '✅ Added 3 topics: **AI, "electric cars", Aktau**\n'
        "2 were there already.\n\n"
        "Line 1 · “slient” isn't a setting, so **AI** goes without it.\n\n"
        "I couldn't read 2 lines:\n"
        "Line 3 · **н***: Put at least 3 letters before *. Use: petrol*\n"
        "Line 4 · **(gold**: Missing closing bracket (here: (gold). Use: (Aktau OR Alatau) waste"
    )
    assert [(typed, chosen) for typed, _, chosen in attentions(room, PERSON)] == [
        ("waste", Attention()),
        ("AI", Attention(rings=True)),
        ('"electric cars"', Attention(mode=FollowMode.SILENT)),
        ("Aktau", Attention()),
    ]


def test_undo_takes_back_what_was_added_and_nothing_else(room: Room) -> None:
    room.types("/follow waste")
    undo = actions(imports(room, "AI\nwaste\ngold"))
    other = actions(imports(room, "silver"))
    assert undo[0].startswith("import undo ")
    room.types("/follow zinc")
    room.later(timedelta(days=31))
    assert written(room.presses(other[0])) == "Undone: 1 topic removed."
    done = room.presses(undo[0])
    assert written(done) == "Undone: 2 topics removed."
    assert done.reply_mode is ReplyMode.REPLACE
    assert room.follows() == ["waste", "zinc"]
    assert written(room.presses(undo[0])) == "That's undone already."
    assert room.follows() == ["waste", "zinc"]


def test_undo_is_nothing_that_one_types_nor_for_another_chat(room: Room) -> None:
    undo = actions(imports(room, "AI"))[0]
    room.types(f"/{undo}")
    room.presses(undo, OTHER)
    assert "AI" in room.follows()
    imports(room, "AI", GROUP, ChatKind.GROUP)
    assert written(room.presses(undo, GROUP, ChatKind.GROUP, may_change=False)).startswith("Only admins")


def test_what_was_there_keeps_its_settings(room: Room) -> None:
    room.types("/follow AI")
    message = imports(room, "AI # silent")
    assert written(message) == "Nothing to add: that topic is there already."
    assert message.private
    assert attentions(room, PERSON)[0][2] == Attention()


def test_a_follow_that_was_silent_before_it_was_dropped_comes_as_the_list_has_it(room: Room) -> None:
    imports(room, "AI # silent")
    room.types("/unfollow AI")
    imports(room, "AI")
    assert attentions(room, PERSON)[0][2] == Attention()


def test_no_more_is_followed_than_a_chat_may(room: Room) -> None:
    message = imports(room, "\n".join(f"topic{number}" for number in range(8)))
    assert written(message).startswith("✅ Added 5 topics:")
    assert "the maximum, so 3 more won't fit" in written(message)
    assert len(room.follows()) == 5


def test_a_mute_that_is_over_is_none(room: Room) -> None:
    past, soon = room.now - timedelta(hours=1), room.now + timedelta(hours=1)
    imports(room, f"AI # muted:{past.isoformat()}\nwaste # muted:{soon.isoformat()}")
    assert [chosen.muted_until_at for _, _, chosen in attentions(room, PERSON)] == [None, soon]


def test_a_copy_of_ones_data_is_a_list_of_topics(room: Room) -> None:
    room.types("/follow AI, waste")
    message = room.types("/mydata")
    assert message.attachment is not None
    imports(room, message.attachment.content.decode(), OTHER)
    assert room.follows(OTHER) == ["AI", "waste"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "I found no topics in it."),
        ("# only a note", "I found no topics in it."),
        ("н*", "Nothing was added.\n\nI couldn't read 1 line:\nLine 1 · "),
        ("\n".join(f"{letter}*" for letter in "абвгдежзик"), "Nothing was added.\n\nI couldn't read 10 lines:"),
        ("-спорт", "Nothing was added."),
        ("https://a.kz/1", "Nothing was added."),
        ("x" * 900, "Nothing was added."),
    ],
)
def test_what_holds_no_topics_adds_none(room: Room, text: str, said: str) -> None:
    message = imports(room, text)
    assert written(message).startswith(said)
    assert message.private
    assert actions(message) == []
    assert room.follows() == []


def test_of_many_lines_that_can_not_be_read_the_rest_is_counted(room: Room) -> None:
    said = written(imports(room, "\n".join(f"{letter}*" for letter in "абвгдежзик")))
    assert said.endswith("… and 2 more lines")
    assert written(imports(room, "\n".join(f"тема{n}" for n in range(5)))).startswith("✅ Added 5 topics: ")


def test_of_many_new_topics_the_rest_is_counted(room: Room) -> None:
    room.knows(follows=200)
    assert " and 8 more" in written(imports(room, "\n".join(f"topic{number}" for number in range(20)))).splitlines()[0]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (FileFault.TOO_LARGE, "**a.pdf** is too large. 1 MB is the most I read."),
        (FileFault.NO_TEXT, "I can't read **a.pdf**: it isn't a text file."),
        (FileFault.NOT_FETCHED, "I couldn't download **a.pdf**. Please send it again."),
        (FileFault.NOT_FOUND, "There's no file **a.pdf** here."),
    ],
)
def test_a_file_that_can_not_be_read_is_said_so(room: Room, fault: FileFault, said: str) -> None:
    message = room.types("/import", document=SentFile(name="a.pdf", fault=fault))
    assert written(message) == said
    assert message.private


@pytest.mark.parametrize(
    ("chat", "kind", "how"),
    [
        (PERSON, ChatKind.PRIVATE, "Send me a text file with one topic per line, or paste the lines after /import"),
        (GROUP, ChatKind.GROUP, "Send a text file with one topic per line and /import as its caption"),
        (
            Chat(platform="slack", id="C1"),
            ChatKind.GROUP,
            "Post a text file with one topic per line and @Jarshy",
        ),
        (Chat(platform="terminal", id="local"), ChatKind.TERMINAL, "Name a text file with one topic per line: /import"),
    ],
)
def test_alone_it_says_how_a_file_is_sent_here(room: Room, chat: Chat, kind: ChatKind, how: str) -> None:
    assert written(room.types("/import", chat, kind)).startswith(how)
    assert written(room.types("/import", chat, kind, may_change=False)).startswith(how)


def test_a_link_that_nobody_fetched_is_no_topic(room: Room) -> None:
    message = room.types("/import https://a.kz/topics.txt")
    assert written(message).startswith("I couldn't read a list there.")
    assert room.follows() == []


def test_in_a_group_administrators_alone_import_and_are_named(room: Room) -> None:
    assert written(imports(room, "AI", GROUP, ChatKind.GROUP, may_change=False)).startswith("Only admins")
    assert room.follows(GROUP) == []
    message = imports(room, "AI", GROUP, ChatKind.GROUP, person="1", person_name="Aida")
    assert "Aida" in written(message).splitlines()[0]
    assert room.follows(GROUP) == ["AI"]


def test_a_channel_is_given_a_list_by_who_manages_it(room: Room) -> None:
    room.types("/start")
    room.happens(f"manage {CHANNEL.id} News", person="1")
    message = imports(room, "AI")
    assert written(message).startswith("For **News**:\n\n✅ Added 1 topic: **AI**")
    assert (room.follows(CHANNEL), room.follows()) == (["AI"], [])
    assert all(len(action.encode()) <= 64 for action in actions(message))
    room.presses(actions(message)[0])
    assert room.follows(CHANNEL) == []


@pytest.mark.parametrize(
    ("language", "said"), [("ru", "✅ Добавлены 2 темы: **AI, waste**"), ("kk", "✅ 2 тақырып қосылды: **AI, waste**")]
)
def test_it_is_said_in_the_language_of_the_chat(room: Room, language: str, said: str) -> None:
    room.knows(translators=load_translations())
    assert written(imports(room, "AI\nwaste", language=language)) == said
    assert labels(room.types("/import", language=language)) == []


# -------------------------------------------------------------------------------------------------------------- sites


def opml(*urls: str) -> str:
    return f"<opml>{''.join(f'<outline xmlUrl={url!r}/>' for url in urls)}</opml>"


def test_sites_are_asked_for_and_operators_decide(room: Room) -> None:
    room.knows(operators=frozenset({("telegram", "9")}))
    inner = "http://10.0.0.1/rss"
    sites = [f"https://a{number}.kz/rss" for number in range(A_DAY + 2)]
    message = imports(room, opml(*sites, inner, "https://a0.kz/other", SOURCE.ways[0].url))
    assert written(message) == (
        "✅ Asked for 5 sites: **a0.kz, a1.kz, a2.kz, a3.kz, a4.kz**. "
        "I'll tell you what the people who run me decide.\n\n"
        "2 sites are left: ask again tomorrow, 5 a day is the most.\n\n"
        "2 sites can't be added."
    )
    assert room.store.proposals.begin_look() is not None
    assert room.follows() == []


def test_sites_that_are_read_already_are_counted(room: Room) -> None:
    read = replace(SOURCE, ways=(Way(url="https://a.kz/rss"),))
    room.knows(operators=frozenset({("telegram", "9")}), sources=(read,))
    assert written(imports(room, opml("https://a.kz/rss"))) == "I read 1 site of the list already."


def test_without_operators_or_addresses_nothing_is_asked_for(room: Room) -> None:
    assert written(imports(room, opml("https://a.kz/rss"))).startswith("Nobody here can approve new sites.")
    room.knows(operators=frozenset({("telegram", "9")}))
    assert written(imports(room, opml())) == "I found no addresses of sites in that list."
