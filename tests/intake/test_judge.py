"""Is it the entry's article? Real-looking pages of both kinds, told by what they say of themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.intake.judge import Shown, is_article, is_away, is_elsewhere, is_same_headline
from tests.builders import entry
from tests.intake.site import source

SOURCE = replace(source(rules=False), id=None)
WITH_IDS = source(rules=False)
LINK = "https://site.example/news/5.html"
ENTRY = entry(
    "Farmers in Kostanay sell wheat cheaper", link=LINK, teaser="The union of farmers met in the capital on Monday."
)
TEXT = (
    "Grain has not been sold at such a price for years.\n\nThe union of farmers in Kostanay hopes for spring, it said."
)

ARTICLES = {
    "its headline": Shown(headlines=("Farmers in Kostanay sell wheat cheaper",)),
    "its headline and the name of the site": Shown(
        headlines=("Farmers in Kostanay sell wheat cheaper | Steppe Herald",)
    ),
    "its headline edited": Shown(headlines=("Kostanay farmers are selling wheat much cheaper",)),
    "its headline cut off": Shown(headlines=("Farmers in Kostanay…",)),
    "other words, its canonical address": Shown(
        headlines=("Grain loses value",), addresses=("http://www.site.example/news/5.html?utm_source=x",)
    ),
    "other words, its og:url with a slash": Shown(headlines=("Grain loses value",), addresses=(LINK + "/",)),
    "other words and no address, its text": Shown(headlines=("Grain loses value",), text=TEXT),
    "no headline at all, its text": Shown(text=TEXT),
    "a careless template: the front page is canonical": Shown(
        headlines=("Grain",), addresses=("https://site.example/",), declared=True
    ),
    "all words are other, but it declares itself an article": Shown(
        headlines=("Grain loses value",), text="Prices.", declared=True
    ),
    "it declares itself, and names the address of the edited slug": Shown(
        text="Prices.", declared=True, addresses=(LINK,)
    ),
    "a long text that begins with the words of a wall": Shown(text="Access denied. " + TEXT * 20),
    "a short text with its headline that quotes a wall": Shown(
        headlines=(ENTRY.title,), text="Farmers in Kostanay sell wheat: the page not found, they said."
    ),
}
OTHERS = {
    "nothing": Shown(),
    "a challenge": Shown(
        headlines=("Just a moment...",), text="Your browser will redirect shortly, without waste of time."
    ),
    "a challenge under the article's own address": Shown(
        headlines=("Attention Required!",), addresses=(LINK,), text="Ray ID 12"
    ),
    "a shell without its script": Shown(
        headlines=(ENTRY.title,), addresses=(LINK,), text="You need to enable JavaScript to run this app."
    ),
    "a shell without its script, in Russian": Shown(
        headlines=(ENTRY.title,), text="Пожалуйста, включите JavaScript в браузере."
    ),
    "a list of news with the entry in it": Shown(
        headlines=("News of the day",),
        text=f"A bridge\n\nIt opens.\n\n- {ENTRY.title}\n\n{ENTRY.teaser}\n\nA river\n\nIt rises.",
    ),
    "a wall against blockers": Shown(headlines=(ENTRY.title,), text="Отключите блокировщик рекламы, пожалуйста."),
    "consent": Shown(headlines=("Before you continue",), text="We and our partners use data. " * 60),
    "consent that no rule knows": Shown(headlines=("Daten",), text="Wir und unsere Partner nutzen Daten. " * 60),
    "an error with status 200": Shown(
        headlines=("Страница не найдена",), text="Такой страницы нет.", addresses=(LINK,)
    ),
    "an error in Kazakh": Shown(headlines=("Бет табылмады",), text="Іздеген бетіңіз жоқ.", declared=True),
    "a login": Shown(headlines=("Steppe Herald",), text="Log in to continue. Password. Forgotten?"),
    "a login, in Russian": Shown(headlines=("Вестник",), text="Войдите, чтобы читать дальше."),
    "another article, that says so": Shown(
        headlines=("A bridge over the river",),
        text="It opens.",
        addresses=("https://site.example/news/7.html",),
        declared=True,
    ),
}


@pytest.mark.parametrize("shown", ARTICLES.values(), ids=ARTICLES)
def test_one_sign_of_the_article_is_enough(shown: Shown) -> None:
    assert is_article(shown, ENTRY, SOURCE, LINK)


@pytest.mark.parametrize("shown", OTHERS.values(), ids=OTHERS)
def test_a_page_that_nothing_speaks_for_is_not_the_article(shown: Shown) -> None:
    assert not is_article(shown, ENTRY, SOURCE, LINK)


def test_an_article_about_walls_is_no_wall() -> None:
    about = entry("Страница не найдена: как сайты теряют новости", link=LINK)
    assert is_article(
        Shown(headlines=("404: страница не найдена",), text="Как сайты теряют новости."), about, SOURCE, LINK
    )


def test_the_full_text_of_the_feed_tells_its_page() -> None:
    told = entry("Digest", link=LINK, text=TEXT)
    assert is_article(Shown(headlines=("Grain",), text=TEXT), told, SOURCE, LINK)


def test_a_title_without_words_can_not_be_compared() -> None:
    assert is_article(Shown(text="A depot opens."), entry("x", link=LINK), SOURCE, LINK)


def test_a_title_that_was_made_from_the_link_can_not_be_compared() -> None:
    made = replace(entry("Most zakryt", link=LINK), titled=False)
    page = Shown(headlines=("Мост закрыт",), text="Надолго.")
    assert is_article(page, made, SOURCE, LINK)
    assert not is_article(page, replace(made, titled=True), SOURCE, LINK)


def test_the_sources_own_id_in_the_address_is_enough_whatever_the_slug() -> None:
    mine = entry("Wheat", link="https://kt.example/eng/a_1377983212.html")
    page = Shown(headlines=("Grain",), addresses=("https://kt.example/eng/better_1377983212.html",))
    assert is_article(page, mine, WITH_IDS, "https://kt.example/eng/a_1377983212.html")


@pytest.mark.parametrize(
    "reached",
    ["https://site.example/news/", "https://site.example/404.html", "https://site.example/login?next=/news/5.html"],
)
def test_where_a_redirect_leads_away_only_headline_or_address_count(reached: str) -> None:
    section = Shown(headlines=("News",), text=f"{ENTRY.title}\n\n{ENTRY.teaser}", declared=True)
    assert not is_article(section, ENTRY, SOURCE, reached)
    assert is_article(replace(section, headlines=(ENTRY.title,)), ENTRY, SOURCE, reached)
    assert is_article(replace(section, addresses=(LINK,)), ENTRY, SOURCE, reached)


@pytest.mark.parametrize(
    ("asked", "reached", "away", "elsewhere"),
    [
        ("https://a.example/n/5", "https://a.example/n/5/", False, False),
        ("https://a.example/n/5", "https://a.example/n/6", False, False),
        ("https://a.example/n/5", "https://a.example/", True, True),
        ("https://a.example/n/5", "https://a.example/n", False, True),
        ("https://a.example/n/5", "https://a.example/errors/404.html", False, True),
        ("https://a.example/n/5", "https://[a", True, True),
        ("https://a.example/x_1377983212.html", "https://a.example/y_1377983212.html", False, False),
        ("https://a.example/x_1377983212.html", "https://a.example/y_1377983213.html", True, True),
    ],
)
def test_a_redirect_leads_away_to_another_id_a_front_page_a_folder_or_an_error(
    asked: str, reached: str, away: bool, elsewhere: bool
) -> None:
    assert is_away(asked, reached, WITH_IDS) is away
    assert is_elsewhere(asked, reached, WITH_IDS) is elsewhere


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("«Ёлка» в Актау", "“Елка” в Актау", True),
        ("Цены на пшеницу упали", "Пшеница: цена упала на треть", True),
        ("Астанада көпір ашылды", "Астанадағы жаңа көпір ашылды", True),
        ("A bridge opens", "A depot closes", False),
        ("", "", False),
        ("Metro 2025", "Metro 2026", False),
        ("One two", "", False),
    ],
)
def test_headlines_are_the_same_if_most_words_are(one: str, other: str, same: bool) -> None:
    assert is_same_headline(one, other) is same
