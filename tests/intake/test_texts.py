"""Which of a text counts, with real bytes: furniture, what repeats, and the full text of a feed."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from email.utils import format_datetime

import pytest

from bot.model import Entry, PageState
from tests.intake.press import REAL, Press, html
from tests.intake.room import until_asked
from tests.intake.site import item

#: Long enough for a text that is whole by its form.
WHOLE = "\n\n".join(f"Paragraph {n}. " + "The plan for waste in Aktau was shown. " * 12 for n in range(4))


@pytest.mark.parametrize(
    "markup",
    [
        "<p><strong>READ ALSO: <a href='/x'>Fire at a warehouse in Pavlodar</a></strong></p>",
        "<p><b>Read also</b></p><ul><li><a href='/x'>Fire in Pavlodar</a></li><li><a href='/y'>Water</a></li></ul>",
        "<div><h3>Читайте также:</h3></div><div><a href='/x'>Взрыв (Pavlodar)</a></div>",
        "<p>They said so. <b>Сондай-ақ оқыңыз:</b> <a href='/x'>Pavlodar өрті</a></p>",
        "<p>They said so.<br>По теме: <a href='/x'>Pavlodar</a><br>They hope.</p>",
        "<p>Подписывайтесь на наш Telegram-канал Pavlodar</p>",
        "<p>Фото: Pavlodar.kz</p>",
        "<blockquote><a href='/x'>Read also: Fire in Pavlodar</a></blockquote>",
        "<p>The post Fire in Pavlodar appeared first on The Herald of Pavlodar.</p>",
    ],
)
async def test_furniture_within_a_text_alerts_nobody(press: Press, markup: str) -> None:
    press.follow("Pavlodar")
    press.follow("spring")
    before, after = (
        "Farmers sell wheat cheaper than a year ago.",
        "They hope for a better spring, as they said on Monday.",
    )
    page = html(before, "@", after, title="Wheat prices fall").replace("<p>@</p>", markup)
    press.site.says(press.publishes(title="Wheat prices fall", teaser="Farmers sell."), page)
    assert await press.told() == [after]


async def test_furniture_of_a_teaser_alerts_nobody(press: Press) -> None:
    press.follow("Павлодар")
    teaser = "<p>Крестьяне продают дешевле.</p><p>Читайте также: взрыв в Павлодаре</p>"
    press.site.says(press.publishes(title="Цены на пшеницу", teaser=teaser), status=403)
    assert await press.told() == []
    assert press.article().teaser == "Крестьяне продают дешевле."


async def test_a_paragraph_of_three_articles_is_furniture_from_then_on(press: Press) -> None:
    press.follow("lottery")
    line = "Our lottery of the week is on, says the Herald to its dear friends."
    for number in range(5):
        title = f"News of the depot number {number}"
        path = press.publishes(title=title, teaser="", path=f"/n/{number}.html")
        press.site.says(path, html(f"The depot number {number} opens on Monday, they said.", line, title=title))
    await press.walk()
    assert press.sentences() == [line, line]
    assert sorted(one.body or "" for one in press.articles())[-1] == "The depot number 4 opens on Monday, they said."


async def test_the_text_of_a_feed_counts_if_its_page_can_not_be_read(press: Press) -> None:
    press.follow("waste")
    text = "Deputies met.\n\nThe plan for waste in Aktau was shown."
    press.brings("Deputies met.", text)
    press.site.says("/n/5.html", "no", status=403)
    await press.pages.read_due()
    await press.pages.release_late()
    assert press.sentences() == [], "the page has its 15 minutes"
    press.later(minutes=16)
    await press.pages.release_late()
    assert press.sentences() == ["The plan for waste in Aktau was shown."]


async def test_the_text_of_a_feed_stays_if_its_page_has_less(press: Press) -> None:
    text = "Deputies met in the capital.\n\nThe plan for waste in Aktau was shown.\n\nIt is long."
    press.brings("Deputies.", text)
    press.site.says("/n/5.html", html("Deputies met in the capital."))
    await press.pages.read_due()
    assert (press.article().page_state, press.article().body) == (PageState.READ, text)


async def test_a_whole_text_is_matched_in_the_round_in_which_it_comes_and_its_page_is_not_read(press: Press) -> None:
    press.follow("waste")
    press.brings("Deputies.", WHOLE)
    await press.pages.read_due()
    await press.pages.release_late()
    assert press.sentences() == ["The plan for waste in Aktau was shown."]
    assert press.article().page_state is PageState.READ
    assert "/n/5.html" not in press.site.paths()


async def test_pages_teach_whether_the_texts_of_their_feed_are_whole(press: Press) -> None:
    short = "The depot of the capital opens.\n\nIt is the first of its kind."
    for number, more in enumerate(["", "", "<p>But the page goes on, and tells how long it took to build it.</p>"]):
        link = f"{press.site.url}/n/{number}.html"
        entry = Entry(guid=link, link=link, title="The depot", teaser="The depot.", published_at=press.now, text=short)
        press.add(replace(entry, title=f"The depot {number}"))
        page = html(*short.split("\n\n"), title=f"The depot {number}").replace("</article>", f"{more}</article>")
        press.site.says(f"/n/{number}.html", page)
        await press.pages.read_due()
    assert press.site.paths().count("/n/2.html") == 0, "two pages had no more: the third is not read"


async def test_a_page_that_had_more_than_the_text_makes_the_next_pages_be_read(press: Press) -> None:
    for number in range(2):
        link = f"{press.site.url}/n/{number}.html"
        entry = Entry(guid=link, link=link, title="Meeting", teaser="Deputies.", published_at=press.now, text=WHOLE)
        if number == 0:
            entry = replace(entry, text="Deputies met in the capital.")
        press.add(replace(entry, title=f"Meeting {number}"))
        press.site.says(f"/n/{number}.html", html(*REAL, title=f"Meeting {number}"))
        await press.pages.read_due()
    assert "/n/1.html" in press.site.paths()


async def test_an_article_without_a_link_is_matched_before_any_page_is_read(press: Press) -> None:
    press.follow("waste")
    press.publishes()
    press.site.hangs("/n/5.html")
    press.news.items.insert(0, item("A plan for waste", date=format_datetime(press.now)))
    press.news.shows()
    await press.poll()
    reading = asyncio.create_task(press.pages.read_due())
    await until_asked(press.site, "/n/5.html")
    assert press.sentences() == ["A plan for waste"]
    await reading
