"""Links that lead to another page, and the page."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from bot.intake.redirects import destination, is_front_page, is_shortened, site_of

PAGE = "https://www.kt.kz/eng/society/a_1377000001.html?x=1"
Q = quote(PAGE, safe="")


@pytest.mark.parametrize(
    "link",
    [
        f"https://www.google.com/url?q={Q}&sa=D&source=editors&usg=AOv",
        f"https://www.google.kz/url?sa=t&url={Q}",
        f"https://google.co.uk/url?q={Q}",
        f"https://translate.google.com/translate?sl=en&tl=ru&u={Q}",
        f"https://t.me/iv?url={Q}&rhash=7c6b5a",
        f"http://telegram.me/iv?url={Q}&rhash=7c6b5a",
        f"https://t.me/share/url?url={Q}&text=look",
        f"https://vk.com/away.php?to={Q}&cc_key=",
        f"https://m.vk.com/away.php?to={Q}",
        f"https://l.facebook.com/l.php?u={Q}&h=AT0",
        f"https://lm.facebook.com/l.php?u={Q}",
        f"https://www.facebook.com/sharer/sharer.php?u={Q}",
        f"https://l.instagram.com/?u={Q}&e=AT",
        f"https://twitter.com/intent/tweet?url={Q}",
        f"https://www.linkedin.com/redir/redirect?url={Q}",
        f"https://www.youtube.com/redirect?event=video&q={Q}",
        f"https://yandex.ru/turbo?text={Q}",
        f"https://translate.yandex.kz/translate?url={Q}",
        f"https://duckduckgo.com/l/?uddg={Q}&rut=1",
        f"https://slack-redir.net/link?url={Q}",
        f"https://checklink.mail.ru/proxy?es=1&url={Q}",
        f"https://eur01.safelinks.protection.outlook.com/?url={Q}&data=05",
        f"https://web.archive.org/web/20261125000000/{PAGE}",
        f"https://archive.ph/newest/{PAGE}",
        f"https://12ft.io/{PAGE}",
        f"https://www.google.com/url?q={quote(f'https://vk.com/away.php?to={Q}', safe='')}",
        "https://www-kt-kz.translate.goog/eng/society/a_1377000001.html?x=1&_x_tr_sl=en&_x_tr_tl=ru",
        PAGE,
    ],
)
def test_a_link_that_leads_to_a_page_is_read_as_that_page(link: str) -> None:
    assert destination(link) == PAGE


@pytest.mark.parametrize(
    ("link", "page"),
    [
        ("https://www.google.com/amp/s/www.kt.kz/a_1.html", "https://www.kt.kz/a_1.html"),
        ("https://www-kt-kz.cdn.ampproject.org/c/s/www.kt.kz/a_1.html", "https://www.kt.kz/a_1.html"),
        ("https://www.google.com/url?q=kt.kz/a_1.html", "https://kt.kz/a_1.html"),
        ("https://web.archive.org/web/2026/http:/kt.kz/a", "http://kt.kz/a"),
        ("https://my--site-kz.translate.goog/a", "https://my-site.kz/a"),
        ("https://t.me/s/tengrinews/123", "https://t.me/tengrinews/123"),
        ("https://t.me/tengrinews/123?single", "https://t.me/tengrinews/123"),
        ("http://telegram.me/tengrinews/17/123?comment=4", "https://t.me/tengrinews/123"),
        ("https://t.me/tengrinews/123", "https://t.me/tengrinews/123"),
        ("https://www.google.com/url?q=javascript:alert(1)", "https://www.google.com/url?q=javascript:alert(1)"),
        ("https://www.google.com/url?q=", "https://www.google.com/url?q="),
        ("https://www.google.com/search?q=kt.kz", "https://www.google.com/search?q=kt.kz"),
        ("https://notgoogle.com/url?q=https://kt.kz/", "https://notgoogle.com/url?q=https://kt.kz/"),
        ("https://t.me/c/1234567/89", "https://t.me/c/1234567/89"),
        ("https://[::1", "https://[::1"),
        ("mailto:a@kt.kz", "mailto:a@kt.kz"),
    ],
)
def test_what_a_link_says_of_its_page_is_taken_and_nothing_else(link: str, page: str) -> None:
    assert destination(link) == page


def test_links_within_links_come_to_an_end() -> None:
    link = PAGE
    for _ in range(9):
        link = f"https://www.google.com/url?q={quote(link, safe='')}"
    assert destination(link).startswith("https://www.google.com/url")


@pytest.mark.parametrize(
    ("link", "site"),
    [
        (PAGE, "https://kt.kz"),
        ("https://user:secret@m.akorda.kz:8080/x", "https://akorda.kz"),
        ("https://t.me/tengrinews/123", "https://t.me/tengrinews"),
        ("https://t.me/s/tengrinews", "https://t.me/tengrinews"),
        ("https://t.me/+AbCdEf", ""),
        ("https://t.me/joinchat/AbC", ""),
        ("https://t.me/c/123/4", ""),
        ("http://127.0.0.1/rss", ""),
        ("http://[::1]/rss", ""),
        ("http://localhost:8000/", ""),
        ("https://қазақ.қаз/a", "https://қазақ.қаз"),
        ("ftp://kt.kz/", ""),
    ],
)
def test_the_site_of_a_link_is_its_public_address(link: str, site: str) -> None:
    assert site_of(link) == site


def test_a_front_page_and_a_shortened_link_are_known() -> None:
    assert is_front_page("https://kt.kz/")
    assert is_front_page("https://kt.kz")
    assert not is_front_page("https://kt.kz/?p=17")
    assert not is_front_page(PAGE)
    assert not is_front_page("kt.kz")
    assert is_shortened("https://bit.ly/3abc")
    assert is_shortened("http://www.clck.ru/a")
    assert not is_shortened(PAGE)
    assert not is_shortened("bit.ly")
