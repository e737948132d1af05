"""Which page is the article, with real bytes: from what a site answers to what is owed."""

from __future__ import annotations

import pytest

from bot.model import PageState
from tests.intake.press import REAL, Press, html

WALL = "Your browser will redirect to your requested content shortly, without waste of time. Ray ID 12345."


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(html(WALL, "Please allow up to 5 seconds.", title="Just a moment..."), id="a challenge"),
        pytest.param(
            html("Такой страницы нет, поиск по waste ничего не дал.", title="Страница не найдена"), id="an error"
        ),
        pytest.param(html("Қоқыс (waste) туралы бет табылмады.", title="Қате 404"), id="an error in Kazakh"),
        pytest.param(html("We and our partners store and waste your data. " * 30, title="Your choices"), id="consent"),
        pytest.param(html("Log in to read more about waste.", title="Herald"), id="a login"),
        pytest.param(
            "<html><head><title>Herald</title></head><body><div id='app'></div><p>You need to enable JavaScript"
            " to run this app, without waste.</p></body></html>",
            id="a shell without its script",
        ),
        pytest.param(
            html(WALL, title="Herald", head="<meta http-equiv='refresh' content='5'>"),
            id="a page that loads itself again",
        ),
    ],
)
async def test_what_is_not_the_article_alerts_nobody_and_is_tried_again(press: Press, page: str) -> None:
    press.follow("waste")
    path = press.publishes()
    press.site.says(path, page)
    assert await press.told() == []
    assert (press.article().page_state, press.article().body) == (PageState.AWAITING, None)
    press.site.says(path, html(*REAL))
    press.later(hours=1)
    await press.walk()
    assert press.sentences() == ["The plan for waste in Aktau was shown to them."]


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(html(*REAL), id="as it should be"),
        pytest.param(html(*REAL, title="The capital hosts a meeting"), id="a headline edited"),
        pytest.param(html(*REAL, title="Herald", heading="Rubbish is talked over"), id="a headline of other words"),
        pytest.param(
            html(
                "The plan for waste was shown.",
                title="Rubbish",
                head="<meta property='og:type' content='article'>",
            ),
            id="other words throughout, declared an article",
        ),
        pytest.param(
            html("The plan for waste was shown.", title="Rubbish", head="<link rel='canonical' href='/n/5.html'>"),
            id="other words throughout, under its address",
        ),
    ],
)
async def test_an_article_that_was_edited_is_still_the_article(press: Press, page: str) -> None:
    press.follow("waste")
    press.site.says(press.publishes(), page)
    assert len(await press.told()) == 1
    assert press.article().page_state is PageState.READ


async def test_an_entry_without_a_teaser_finds_its_page(press: Press) -> None:
    press.follow("waste")
    press.site.says(press.publishes(teaser=""), html(*REAL))
    assert await press.told() == ["The plan for waste in Aktau was shown to them."]


@pytest.mark.parametrize("target", ["/n/", "/404.html", "/", "/errors/not-found", "/login?next=5"])
async def test_a_redirect_to_a_section_or_a_page_of_errors_is_not_the_article(press: Press, target: str) -> None:
    press.follow("waste")
    press.site.moves(press.publishes(), target)
    others = ("Deputies met.", "A dump of waste burns near the city.", "Meeting in the capital")
    press.site.says(target.partition("?")[0], html(*others, title="News of the day"))
    assert await press.told() == []


async def test_a_redirect_to_the_article_under_another_address_is_it(press: Press) -> None:
    press.follow("waste")
    press.site.moves(press.publishes(), "/n/5-meeting-in-the-capital")
    press.site.says("/n/5-meeting-in-the-capital", html(*REAL))
    assert len(await press.told()) == 1


REFRESH = "<html><head><meta http-equiv='Refresh' content='0; URL={}'></head><body>One moment, no waste.</body></html>"


async def test_a_meta_refresh_is_followed_once_if_it_leads_to_the_article(press: Press) -> None:
    press.follow("waste")
    press.site.says(press.publishes(), REFRESH.format("/real/5.html"))
    press.site.says("/real/5.html", html(*REAL))
    assert await press.told() == ["The plan for waste in Aktau was shown to them."]


@pytest.mark.parametrize(
    ("target", "page"),
    [
        pytest.param("/again", REFRESH.format("/n/5.html?x"), id="it leads on"),
        pytest.param("/consent", html("Waste no data. " * 50, title="Your choices"), id="to another page"),
        pytest.param("/", html(*REAL), id="to the front page"),
        pytest.param("/none", None, id="to nothing"),
        pytest.param("/kept", html(*REAL), id="to what robots.txt keeps"),
    ],
)
async def test_a_meta_refresh_that_does_not_lead_to_it_is_tried_again(
    press: Press, target: str, page: str | None
) -> None:
    press.site.says("/robots.txt", "User-agent: *\nDisallow: /kept\n")
    press.follow("waste")
    press.site.says(press.publishes(), REFRESH.format(target))
    if page is not None:
        press.site.says(target, page)
    assert await press.told() == []
    assert press.article().page_state is PageState.AWAITING
    assert press.site.paths().count(target) <= 6, "once for each time that the page is tried"


async def test_an_article_that_loads_itself_again_later_is_read_where_it_is(press: Press) -> None:
    press.follow("waste")
    press.site.says(press.publishes(), html(*REAL, head="<meta http-equiv='refresh' content='1;url=/other'>"))
    assert len(await press.told()) == 1
    assert "/other" not in press.site.paths()
