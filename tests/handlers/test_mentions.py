"""Posts that somebody passes on, and what has no words."""

from __future__ import annotations

import pytest

from bot.model import Chat, ChatKind
from config.translations import load_translations
from tests.builders import actions, labels, written
from tests.handlers.conftest import CONCEPTS, RUSSIAN, SOURCE, Room, world

GROUP = Chat(platform="telegram", id="-5")
LINK = "http://127.0.0.1/eng_gold_1234567890.html"
POST = "Алия Мадиева: в Актау будет ЖИ-лаборатория. Завод переработает отходы.\n\nПодписывайтесь"


@world
def reads(room: Room) -> Room:
    return room.knows(concepts=CONCEPTS, translators=load_translations()).reads(SOURCE, RUSSIAN)


@pytest.mark.parametrize(
    ("language", "first"),
    [
        ("en", "In this post (tap to follow):"),
        ("ru", "В этом посте (нажмите, чтобы следить):"),
        ("kk", "Осы жазбада (қадағалау үшін басыңыз):"),
    ],
)
def test_a_post_offers_the_names_in_it_with_what_each_is(reads: Room, language: str, first: str) -> None:
    message = reads.passes_on(POST, language=language)
    heading, *lines = written(message).split("\n")
    assert heading == first
    assert len(lines) == len(actions(message)) == 4
    assert any(line.startswith("**Алия Мадиева** · ") for line in lines)
    name = {"en": "Aktau", "ru": "Актау", "kk": "Ақтау"}[language]
    assert f"follow {name}" in actions(message)
    reads.presses(f"follow {name}")
    assert reads.follows() == [name]


def test_what_is_followed_already_is_said_and_not_offered(reads: Room) -> None:
    reads.types("/follow отходы")
    message = reads.passes_on(POST)
    assert "· already followed" in written(message)
    assert "follow waste" not in actions(message)


def test_of_many_names_five_are_offered_and_none_twice(reads: Room) -> None:
    post = "Актау, AI и ИИ, отходы. " + " ".join(f"Пришли Тенгиз{letter}ойл и ещё кто-то." for letter in "абвгде")
    chosen = actions(reads.passes_on(post))
    assert len(chosen) == len(set(chosen)) == 5


def test_a_post_of_an_article_that_is_known_says_why_it_came(reads: Room) -> None:
    reads.types("/follow zinc")
    reads.publish("Gold and silver prices rise again", "Body.", link=LINK)
    for post in (f"Gold!\n{LINK}?utm_source=telegram", f"Look https://t.me/iv?url={LINK}&rhash=1 and http://x.kz/"):
        assert "[Gold and silver prices rise again]" in written(reads.passes_on(post))


def test_a_digest_that_is_passed_on_says_it_of_each_article_once(reads: Room) -> None:
    links = [f"http://127.0.0.1/eng_{word}_123456789{place}.html" for place, word in enumerate(("gold", "zinc"))]
    for word, link in zip(("Gold", "Zinc"), links, strict=True):
        reads.publish(f"{word} prices rise again today", "Body.", link=link)
    said = written(reads.passes_on("\n".join((*links, links[0], "https://akorda.kz/"))))
    assert said.count("[Gold prices") == said.count("[Zinc prices") == 1


@pytest.mark.parametrize(
    "post",
    [
        "Gold and silver prices rise again\n\nThe rest of it",
        "⚡️ GOLD AND SILVER PRICES RISE AGAIN",
        "KT News\n«Gold and silver prices rise again»\nread on",
    ],
)
def test_a_post_is_known_by_the_title_in_its_first_lines(reads: Room, post: str) -> None:
    reads.publish("Gold and silver prices rise again", "Body of it.", link=LINK)
    assert "[Gold and silver prices rise again]" in written(reads.passes_on(post))


@pytest.mark.parametrize(
    "post", ["Gold prices rise again\nand more", 'Gold "and silver prices\nthe rest', "Gold and silver"]
)
def test_another_title_is_another_article(reads: Room, post: str) -> None:
    reads.publish("Gold and silver prices rise again", "Body of it.", link=LINK)
    assert "[Gold and silver" not in written(reads.passes_on(post))


def test_a_post_without_names_says_so_and_a_word_or_two_are_offered(reads: Room) -> None:
    nothing = reads.passes_on("всё будет хорошо, это точно\nи ладно")
    assert written(nothing) == "I found no names in this post. Type a topic you're interested in."
    assert labels(reads.passes_on("zinc")) == [["Follow «zinc»"]]


def test_a_post_with_nothing_but_a_link_that_nobody_reads_says_so(reads: Room) -> None:
    assert "I don't read that site" in written(reads.passes_on("вот\nhttps://akorda.kz/a"))


def test_posts_of_any_length_and_junk_are_answered(reads: Room) -> None:
    for post in ("Актау " * 2000, "\u200f\u200d" * 50, "«" * 500, "А" * 10_000, "#Актау\n" * 3, '"title:x" OR ('):
        message = reads.passes_on(post)
        assert message.paragraphs
        assert all(len(action.encode()) <= 64 for action in actions(message))


@pytest.mark.parametrize(
    ("language", "words"), [("en", "I only read text"), ("ru", "Я читаю только текст"), ("kk", "Мен тек мәтін оқимын")]
)
def test_a_voice_or_a_sticker_is_answered_with_one_line(reads: Room, language: str, words: str) -> None:
    message = reads.types("", language=language, wordless=True)
    assert words in written(message)
    assert "\n" not in written(message)


def test_in_a_group_a_post_offers_nothing_to_who_may_not_change(reads: Room) -> None:
    message = reads.passes_on(POST, GROUP, ChatKind.GROUP, may_change=False)
    assert not message.buttons
    assert written(message).startswith("In this post:")
