"""The public pages in a browser: in three languages, on a phone, in the dark, and for who does not see them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.figures import ALERTS_SENT
from bot.i18n.catalogue import page as texts
from bot.i18n.languages import SPOKEN
from bot.model import Source, Way
from bot.storage import schema as t
from config.translations import load_translations
from tests.browser.conftest import PHONE, OpenPage, Site, broken_rules

SCHEMES = ("light", "dark")


@pytest.fixture
def settings() -> dict[str, object]:
    return {
        "telegram_bot_token": "123456:ABC-DEF",
        "slack_client_id": "1.2",
        "slack_client_secret": "secret-of-the-app",
        "slack_signing_secret": "secret-that-signs",
        "jarshy_secret_key": "A" * 43 + "=",
        "public_url": "http://127.0.0.1",
    }


@pytest.fixture
def lively(site: Site) -> Site:
    """A site that has read and sent, with a source in each state."""
    now = datetime.now(UTC)
    named = {"fresh": "Kazakhstan Today", "fails": "Казахстан Сегодня", "new": "Қазақстан бүгін", "long": "Ә" * 200}
    sources = [
        Source(key=key, name=name, language="kk", ways=(Way(url=f"https://{key}.example/rss"),))
        for key, name in named.items()
    ]
    site.store.sources.sync(sources, now)
    site.store.bot_addresses.keep("telegram:123456", "https://t.me/JarshyBot")
    site.store.figures.add({(ALERTS_SENT.name, (("lane", "telegram"),)): 1_234_567.0}, now)
    read = {"last_ok_at": now - timedelta(minutes=2)}
    with site.store.database.write_transaction() as db:
        db.execute(update(t.source).where(t.source.c.key != "new").values(read))
        failing = {"failing_since_at": now - timedelta(hours=3)}
        db.execute(update(t.source).where(t.source.c.key == "fails").values(failing))
    return site


@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize("path", ["/", "/privacy"])
def test_a_page_fits_a_phone_in_every_language(lively: Site, open_page: OpenPage, language: str, path: str) -> None:
    page = open_page(lively.url(path), size=PHONE, languages=language)
    assert page.locator("html").get_attribute("lang") == language
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    small = page.evaluate(
        "[...document.querySelectorAll('.button, .topics a, .languages a')]"
        ".filter(e => e.getBoundingClientRect().height < 24).map(e => e.textContent)"
    )
    assert small == []  # WCAG 2.2: a finger hits 24 pixels


@pytest.mark.parametrize(
    ("path", "language", "scheme"),
    [*(("/", language, scheme) for language in SPOKEN for scheme in SCHEMES), ("/privacy", "kk", "dark")],
)
def test_a_page_breaks_no_rule_of_accessibility(
    lively: Site, open_page: OpenPage, path: str, language: str, scheme: str
) -> None:
    page = open_page(lively.url(path), size=PHONE, scheme=scheme, languages=language)
    assert broken_rules(page) == []


def test_a_page_that_is_not_there_breaks_none_either(lively: Site, open_page: OpenPage) -> None:
    page = open_page(lively.url("/nothing"), languages="ru", complains=True)
    assert page.locator("h1").inner_text() == load_translations()("ru")(texts.NOT_FOUND)
    assert broken_rules(page) == []
    page.get_by_role("main").get_by_role("link").click()
    assert page.url == lively.url("/")


def test_the_dark_is_dark_and_the_light_is_light(lively: Site, open_page: OpenPage) -> None:
    brightness = "getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/g).map(Number)"
    dark = open_page(lively.url("/"), scheme="dark").evaluate(brightness)
    light = open_page(lively.url("/"), scheme="light").evaluate(brightness)
    assert max(dark) < 64
    assert min(light) > 224


def test_another_language_is_one_tap_away_and_is_kept(lively: Site, open_page: OpenPage) -> None:
    page = open_page(lively.url("/"), languages="en-GB")
    page.get_by_role("link", name="Қазақша").click()
    assert page.locator("h1").inner_text() == load_translations()("kk")(texts.HEADING)
    page.goto(lively.url("/privacy"))
    assert page.locator("html").get_attribute("lang") == "kk"


def test_it_is_read_without_a_mouse(lively: Site, open_page: OpenPage) -> None:
    page = open_page(lively.url("/"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["y"] >= 0  # type: ignore[index]  # it is shown
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.href") == "https://t.me/JarshyBot"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_the_buttons_lead_to_the_platforms(lively: Site, open_page: OpenPage) -> None:
    page = open_page(lively.url("/"))
    assert page.get_by_role("link", name="Open in Telegram").get_attribute("href") == "https://t.me/JarshyBot"
    assert page.get_by_role("link", name="Add to Slack").get_attribute("href") == "/slack/install"
    assert (
        page.get_by_role("link", name="AI", exact=True)
        .get_attribute("href")
        .startswith(  # type: ignore[union-attr]
            "https://t.me/JarshyBot?start=f_"
        )
    )


def test_the_page_loads_its_style_and_its_sign_and_nothing_else(lively: Site, open_page: OpenPage) -> None:
    page = open_page(lively.url("/"))
    loaded = page.evaluate("performance.getEntriesByType('resource').map(e => new URL(e.name).pathname)")
    assert [path for path in loaded if not path.endswith((".css", ".svg"))] == []
    assert page.evaluate("document.styleSheets[0].cssRules.length") > 20
    assert page.locator("script, style, [style], iframe, img").count() == 0


def test_a_script_that_got_in_would_not_run(lively: Site, open_page: OpenPage) -> None:
    page = open_page(lively.url("/"), complains=True)
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.ran = true';"
        " document.body.append(s); document.body.setAttribute('onclick', 'window.ran = true'); document.body.click() }"
    )
    assert page.evaluate("window.ran") is None
