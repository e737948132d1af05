"""The second half of news in, with real bytes: which page is the article, and which of its text counts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from email.utils import format_datetime
from html import escape

import pytest

from bot.intake.dedup import entry_keys
from bot.intake.poll import store_entry
from bot.intake.timing import PlannedEntry
from bot.model import Article, Entry, PageState
from tests.builders import entry as an_entry
from tests.intake.room import Room, until_asked
from tests.intake.site import Site, item, source

#: Long enough for a text that is whole by its form.
WHOLE = "\n\n".join(f"Paragraph {n}. " + "The plan for waste in Aktau was shown. " * 12 for n in range(4))
WALL = "Your browser will redirect to your requested content shortly, without waste of time. Ray ID 12345."


class Press(Room):
    """A source without rules, polled before; its article is "Meeting in the capital"."""

    async def opens(self) -> None:
        self.source = replace(source("kt-eng", f"{self.site.url}/rss", rules=False), id=None)
        self.store.sources.sync([self.source], self.now)
        self.pages = self.reads_pages_of(self.source)
        await self.first_poll()

    def publishes(
        self, *, title: str = "Meeting in the capital", teaser: str = "Deputies met.", path: str = "/n/5.html"
    ) -> str:
        url = self.site.url + path
        said = item(title, url, guid=url, date=format_datetime(self.now), teaser=escape(teaser))
        self.news.items.insert(0, said)
        self.news.shows()
        return path

    async def told(self) -> list[str]:
        """The sentences of the alerts, once the page had its 15 minutes."""
        await self.walk()
        sentences = self.sentences()
        self.later(minutes=16)
        await self.walk()
        return sentences + self.sentences()

    def sentences(self) -> list[str]:
        return [reason.match.sentence for delivery in self.owed() for reason in delivery.reasons]

    def add(self, entry: Entry) -> None:
        """Store an entry as a poll does."""
        planned = PlannedEntry(entry, silent=False, page_due_at=self.now)
        keys = entry_keys(entry, self.source, (), self.now)
        texts_whole = self.store.sources.poll_state(self.source.key).texts_whole
        store_entry(self.store, self.source, planned, keys, texts_whole, self.now)

    def brings(self, teaser: str, text: str) -> None:
        """The feed brings an entry with its full text."""
        link = f"{self.site.url}/n/5.html"
        self.add(an_entry("Meeting", link=link, teaser=teaser, published_at=self.now, text=text))

    def article(self) -> Article:
        return self.articles()[0]


@pytest.fixture
async def press(site: Site, database_url: str) -> AsyncIterator[Press]:
    made = Press(site, database_url)
    await made.opens()
    yield made
    await made.close()


def html(*paragraphs: str, title: str = "Meeting in the capital", head: str = "", heading: str | None = None) -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title>{head}</head><body><main><article>"
        f"<h1>{heading or title}</h1>{text}</article></main></body></html>"
    )


REAL = ("Deputies met in the capital on Monday.", "The plan for waste in Aktau was shown to them.")


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
