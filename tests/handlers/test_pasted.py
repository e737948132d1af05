"""Links that people paste: each is asked about, in whatever dress it comes."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from bot.messages.message import Message
from bot.model import Chat, ChatKind, Command
from config.translations import load_translations
from handlers import why
from handlers.request import Request
from tests.builders import PERSON, actions, labels, written
from tests.handlers.conftest import FACTS, Room, world

LINK = "https://www.kt.kz/eng/society/gold_1234567890.html"
TELEGRAM_POST = "https://t.me/tengri_news/123"


@world
def reads(room: Room) -> Room:
    room.read_since()
    room.types("/follow zinc")
    room.publish("Gold is dear", link=LINK)
    room.publish("Silver is dear", link=TELEGRAM_POST)
    return room


@pytest.mark.parametrize(
    "text",
    [
        LINK,
        "HTTPS://WWW.KT.KZ/eng/society/gold_1234567890.html",
        "https://m.kt.kz/eng/society/gold_1234567890.html?utm_source=telegram&fbclid=x#comments",
        f"Смотрите, что пишут: {LINK}.",
        f"«{LINK}»",
        f"Gold is dear\n\n{LINK}?utm_campaign=share",
        f"https://bit.ly/3abc {LINK}",
        f"https://t.me/iv?url={quote(LINK, safe='')}&rhash=7c6b5a",
        f"https://www.google.com/url?q={quote(LINK, safe='')}&sa=D",
        f"https://vk.com/away.php?to={quote(LINK, safe='')}",
        "https://www-kt-kz.translate.goog/eng/society/gold_1234567890.html?_x_tr_sl=en",
        "www.kt.kz/eng/society/gold_1234567890.html",
    ],
)
def test_a_link_is_known_with_words_around_and_in_a_wrapper(reads: Room, text: str) -> None:
    assert "[Gold is dear]" in written(reads.types(f"/why {text}"))
    assert "[Gold is dear]" in written(reads.types(text)) or "bit.ly" in text


OPERATORS = frozenset({("telegram", "1")})


@pytest.mark.parametrize(
    "link", ["https://t.me/s/tengri_news/123", "https://telegram.me/tengri_news/123?single", "t.me/tengri_news/123"]
)
def test_a_post_of_a_channel_is_known_by_each_of_its_addresses(reads: Room, link: str) -> None:
    assert "[Silver is dear]" in written(reads.types(link))


def about(room: Room, link: str, *, operators: frozenset[tuple[str, str]] = OPERATORS, **fields: object) -> Message:
    """What is said of a link that nobody has seen, where sources can be asked for."""
    room.knows(operators=operators)
    command = Command(chat=PERSON, kind=ChatKind.PRIVATE, name="why", text=link, facts=FACTS["telegram"], **fields)  # type: ignore[arg-type]
    request = Request.of(command, None, rules=room.rules, store=room.store, now=room.now)
    return why.answer(request)


@pytest.mark.parametrize(
    ("link", "action"),
    [
        ("https://akorda.kz/ru/a_1.html?utm_source=x", "add https://akorda.kz"),
        ("https://www.google.com/url?q=https://akorda.kz/ru/", "add https://akorda.kz"),
        ("https://m.akorda.kz/", "add https://akorda.kz"),
        ("https://user:secret@akorda.kz:8443/x", "add https://akorda.kz"),
        ("https://t.me/akorda_press/17", "add https://t.me/akorda_press"),
        ("https://" + "very-long-name." * 4 + "kz/a", ""),
        ("https://t.me/+AbCdEf", ""),
        ("http://10.0.0.1/admin", ""),
        ("http://localhost/x", ""),
        ("http://127.0.0.1/eng_1111111111.html", ""),
        ("https://clck.ru/3abc", ""),
    ],
)
def test_a_site_that_is_not_read_can_be_asked_for(room: Room, link: str, action: str) -> None:
    message = about(room.read_since(), link)
    assert actions(message) == ([action] if action else [])
    assert len(action.encode()) <= 64


@pytest.mark.parametrize(
    ("language", "label"), [("en", "Ask for this source"), ("ru", "Предложить источник"), ("kk", "Дереккөзді ұсыну")]
)
def test_it_is_asked_for_in_the_reader_s_language(room: Room, language: str, label: str) -> None:
    room.knows(translators=load_translations())
    assert labels(about(room, "https://akorda.kz/", language=language)) == [[label]]


def test_where_nobody_can_be_asked_there_is_no_button(room: Room) -> None:
    assert not about(room, "https://akorda.kz/", operators=frozenset()).buttons


def test_the_address_of_a_site_that_is_read_says_how_fresh_it_is(room: Room) -> None:
    said = written(room.read_since().types("http://127.0.0.1/"))
    assert said == "I read [http://127.0.0.1/]:\nKazakhstan Today (English) · read 2 minutes ago"


def test_a_short_link_is_to_be_sent_whole(reads: Room) -> None:
    said = written(reads.types("https://bit.ly/3abc"))
    assert said == "[https://bit.ly/3abc] is a short link. Open it and send me the full address."


def test_a_start_with_any_payload_is_a_start(room: Room) -> None:
    group = Chat(platform="telegram", id="-5")
    plain = written(room.types("/start"))
    for payload in ("f_", "x" * 64, "ref-17", "Актау", "f_%%%", "../..", "f_" + "A" * 10_000, "🙂", "https://kt.kz/a"):
        assert written(room.types(f"/start {payload}")) == plain, payload
        assert room.types(f"/start {payload}", group, ChatKind.GROUP).paragraphs
    assert room.follows() == []
