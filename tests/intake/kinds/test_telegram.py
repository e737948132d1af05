"""The preview of a channel, in the shape in which Telegram writes it."""

from __future__ import annotations

import pytest

from bot.errors import ParseError
from bot.intake.kinds.telegram import titled
from bot.model import Listing, WayKind
from tests.intake.kinds.documents import dates, links, listing, only, problems, titles

FOOTER = """<div class="tgme_widget_message_footer compact js-message_footer"><div class="tgme_widget_message_info">
<span class="tgme_widget_message_views">1.2K</span><span class="copyonly"> views</span>
<span class="tgme_widget_message_meta">{edited}<a class="tgme_widget_message_date" href="https://t.me/city/{number}?single">
<time datetime="2025-11-25T08:{number}:00+00:00" class="time">08:{number}</time></a></span></div></div>"""


def post(number: int, *inner: str, kind: str = "", edited: str = "") -> str:
    footer = FOOTER.format(number=number, edited=edited)
    return f"""<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message
text_not_supported_wrap {kind} js-widget_message" data-post="city/{number}"><div class="tgme_widget_message_bubble">
<div class="tgme_widget_message_author"><a class="tgme_widget_message_owner_name" href="https://t.me/city">City</a></div>
{"".join(inner)}{footer}</div></div></div>"""


def said(html: str) -> str:
    return f'<div class="tgme_widget_message_text js-message_text" dir="auto">{html}</div>'


def read(*posts: str) -> Listing:
    body = f"<!DOCTYPE html><html><body><main><section>{''.join(posts)}</section></main></body></html>"
    return listing(WayKind.TELEGRAM, body, url="https://t.me/s/city")


def test_a_post_is_its_first_line_its_text_its_date_and_its_link() -> None:
    entry = only(read(post(20, said("<b>Мост закрыт</b><br/><br/>Объезд по набережной.<br>До <i>вторника</i>."))))
    assert (entry.title, entry.text) == ("Мост закрыт", "Объезд по набережной.\n\nДо вторника.")
    assert (entry.link, entry.guid) == ("https://t.me/city/20", "city/20")
    assert f"{entry.published_at:%H:%M}" == "08:20"
    assert entry.teaser == "Объезд по набережной."
    assert entry.complete


def test_posts_of_the_service_and_posts_without_words_are_none() -> None:
    photo = '<a class="tgme_widget_message_photo_wrap" href="https://t.me/city/21" style="background-image:url(x)"></a>'
    pinned = said("The city pinned «Мост закрыт»")
    found = read(
        post(20, said("Мост закрыт")),
        post(21, photo),
        post(22, pinned, kind="service_message"),
        post(23, said("⚡⚡⚡")),
        post(24, photo, said("Вид на мост")),
    )
    assert titles(found) == ["Мост закрыт", "Вид на мост"]
    assert links(found) == ["https://t.me/city/20", "https://t.me/city/24"]


def test_a_forwarded_post_is_the_words_of_the_other_channel_under_our_link() -> None:
    forwarded = """<div class="tgme_widget_message_forwarded_from">Forwarded from <a
    class="tgme_widget_message_forwarded_from_name" href="https://t.me/other/7"><span>Other</span></a></div>"""
    entry = only(read(post(20, forwarded, said("Плотину починили"))))
    assert (entry.title, entry.link) == ("Плотину починили", "https://t.me/city/20")


def test_what_a_post_replies_to_is_not_its_text() -> None:
    reply = """<a class="tgme_widget_message_reply" href="https://t.me/city/9"><div class="tgme_widget_message_author">
    The city</div><div class="tgme_widget_message_text js-message_reply_text">Раньше писали</div></a>"""
    assert titles(read(post(20, reply, said("Мост открыт")))) == ["Мост открыт"]
    assert titles(read(post(20, reply), post(21, said("Мост открыт")))) == ["Мост открыт"]


def test_an_edited_post_keeps_its_date_and_its_link() -> None:
    found = read(post(20, said("Мост открыт"), edited="edited "))
    assert (dates(found), links(found)) == (["2025-11-25 08:20"], ["https://t.me/city/20"])


def test_a_date_that_can_not_be_read_is_told() -> None:
    found = read(post(20, said("Мост открыт")).replace("2025-11-25T08:20:00+00:00", "x").replace(">08:20<", ">soon<"))
    assert (dates(found), problems(found)) == ([None], ['The date of 1 entry can\'t be read, for example "soon"'])


def test_signs_and_hidden_words_stay_within_their_sentence() -> None:
    html = """<tg-emoji emoji-id="5"><i class="emoji"><b>⚡</b></i></tg-emoji> Мост <tg-spoiler>через реку</tg-spoiler>
    <a href="https://site.example/" onclick="return confirm()">закрыт</a><br>Надолго."""
    entry = only(read(post(20, said(html))))
    assert (entry.title, entry.text) == ("⚡ Мост через реку закрыт", "Надолго.")


def test_a_poll_a_file_and_a_link_say_what_they_are() -> None:
    poll = '<div class="tgme_widget_message_poll_question">Нужен ли мост?</div>'
    file = '<div class="tgme_widget_message_document_title">План города.pdf</div>'
    link = '<a class="tgme_widget_message_link_preview"><div class="link_preview_title">Мост через реку</div></a>'
    assert titles(read(post(20, poll), post(21, file), post(22, link))) == [
        "Нужен ли мост?",
        "План города.pdf",
        "Мост через реку",
    ]


def test_without_a_link_of_its_own_a_post_has_that_of_its_name() -> None:
    bare = '<div data-post="city/5"><div class="tgme_widget_message_text">Мост открыт</div></div>'
    entry = only(read(bare))
    assert (entry.link, entry.published_at, entry.title) == ("https://t.me/city/5", None, "Мост открыт")


@pytest.mark.parametrize(
    ("said", "title", "text"),
    [
        ("Мост закрыт", "Мост закрыт", "Мост закрыт"),
        ("‼️\n\nМост закрыт\n\nДо вторника.", "Мост закрыт", "До вторника."),
        ("Мост закрыт. " + "Объезд. " * 40, "Мост закрыт.", ("Мост закрыт. " + "Объезд. " * 40)),
        ("слово " * 50 + "\n\nконец", "слово " * 33, "слово " * 50 + "\n\nконец"),
        ("", "", ""),
    ],
)
def test_the_first_line_or_sentence_is_the_title(said: str, title: str, text: str) -> None:
    found = titled(said)
    assert found[0].rstrip("…") == title.strip()
    assert found[1] == text


def test_a_page_without_posts_is_no_channel() -> None:
    with pytest.raises(ParseError, match=r"shows no posts of a channel\. Use .* https://t\.me/s/name"):
        read("<div class='tgme_page'>Contact @city</div>")
