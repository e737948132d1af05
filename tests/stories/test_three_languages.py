"""One follow, three languages: from feed bytes to the alert, on Telegram and on Slack, and why it came."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.demo.articles import DemoArticle, load_articles
from bot.demo.newsroom import Newsroom
from tests.platforms.slack.server import SlackServer
from tests.platforms.telegram.server import TelegramServer
from tests.stories.test_end_to_end import Program, alerted, alerts, polled

PLAIN = ("Nothing of the kind stands in this paragraph.", "Ещё один абзац о другом.", "Бұл туралы ештеңе жоқ.")
ABOUT_WASTE = {
    "eng": ("A third bin for Kostanay", "Kitchen waste goes to a plant of its own."),
    "rus": ("Третий бак для Костаная", "Вывоз отходов подешевеет к весне."),
    "kaz": ("Қостанайға үшінші жәшік", "Тұрмыстық қалдықтарды бөлек жинайды."),
}
LETTERS = {"eng": "EN", "rus": "RU", "kaz": "KK"}
FOUND = {"eng": "waste", "rus": "отходов", "kaz": "қалдықтарды"}


def articles() -> Sequence[DemoArticle]:
    """One article of each edition, with the word only deep in its body."""
    pattern = load_articles()[0]
    return [
        replace(pattern, edition=edition, slug=f"bin_{edition}", title=title, paragraphs=(*PLAIN, sentence))
        for edition, (title, sentence) in ABOUT_WASTE.items()
    ]


async def test_one_follow_brings_an_article_in_each_language_once_with_its_sentence_and_its_words_in_bold(
    tmp_path: Path,
) -> None:
    published = articles()
    async with (
        Newsroom([*load_articles(), *published]) as newsroom,
        TelegramServer() as telegram,
        SlackServer() as slack,
    ):
        program = Program(tmp_path, newsroom, telegram, slack)
        async with program.running():
            await telegram.say("/follow отходы")
            await slack.slash("/follow", "отходы")
            (answer,) = await telegram.receives("sendMessage")
            await slack.receives("chat.postMessage")
            await telegram.say("/settings stories off")
            await slack.slash("/jarshy", "settings stories off")
            await telegram.receives("sendMessage", 2)
            await slack.receives("chat.postMessage", 2)
            await polled(newsroom)
            for article in published:
                newsroom.publish(article, datetime.now(UTC))
            await alerted(telegram, 3)
            await alerted(slack, 3)
            await polled(newsroom)
            posts = [post["text"] for post in alerts(slack)]
            blocks = [str(post["blocks"]) for post in alerts(slack)]
            texts = [alert["text"] for alert in alerts(telegram)]
            link = re.search(r'href="([^"]+)"', texts[0])
            assert link is not None
            await telegram.say(f"/why {link[1]}")
            why = (await telegram.receives("sendMessage", 6))[-1]["text"]
            await slack.slash("/jarshy", f"why <{link[1]}>")
            (said,) = await slack.receives("respond")
    assert "waste" in answer["text"]
    assert "қалдық" in answer["text"]
    for edition, (title, sentence) in ABOUT_WASTE.items():
        bold = sentence.replace(FOUND[edition], f"<b>{FOUND[edition]}</b>")
        assert [text for text in texts if title in text] == [text for text in texts if f"› {bold}" in text]
        assert sum(title in text for text in texts) == 1
        assert sum(title in post and sentence in post for post in posts) == 1
        (text,) = [text for text in texts if title in text]
        assert re.search(rf" · {LETTERS[edition]} · <tg-time unix=.\d+. format=.d?t.>", text), (
            "its language and its time"
        )
        assert text.endswith("🔔 отходы · mentioned once")
        (block,) = [block for block in blocks if title in block]
        assert f" · {LETTERS[edition]} · " in block
        assert "'type': 'date'" in block
    assert "отходы" in why
    assert "Sent" in why
    assert "отходы" in str(said)


async def test_a_chat_gets_only_articles_in_its_languages(tmp_path: Path) -> None:
    published = articles()
    async with (
        Newsroom([*load_articles(), *published]) as newsroom,
        TelegramServer() as telegram,
        SlackServer() as slack,
    ):
        program = Program(tmp_path, newsroom, telegram, slack)
        async with program.running():
            await telegram.say("/follow waste")
            await telegram.say("/languages ru kk")
            await telegram.say("/settings stories off")
            await telegram.receives("sendMessage", 3)
            await polled(newsroom)
            for article in published:
                newsroom.publish(article, datetime.now(UTC))
            await alerted(telegram, 2)
            await polled(newsroom, 3)
            titles = [title for title, _ in ABOUT_WASTE.values()]
            told = [title for title in titles if any(title in alert["text"] for alert in alerts(telegram))]
    assert told == titles[1:]
