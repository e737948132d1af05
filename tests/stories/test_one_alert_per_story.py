"""Three sources in three languages report one event: one alert, edited; what is new comes as a reply."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.demo.articles import DemoArticle
from bot.demo.newsroom import Newsroom
from bot.storage import schema as t
from bot.storage.store import Store
from tests.platforms.slack.kept import Shown as Posted
from tests.platforms.slack.server import SlackServer
from tests.platforms.telegram.kept import Shown
from tests.platforms.telegram.server import TelegramServer
from tests.stories.running import until
from tests.stories.test_end_to_end import Program, polled


def told(edition: str, slug: str, title: str, *paragraphs: str) -> DemoArticle:
    return DemoArticle(
        edition=edition, rubric="society", slug=slug, title=title, paragraphs=paragraphs, answers=(), older=False
    )


ENGLISH = told(
    "eng",
    "fire_in_the_port",
    "Sixty firefighters put out a fire in the port of Aktau",
    "A fire in warehouse No. 4 of the port of Aktau was put out on Monday night by 60 firefighters, the Ministry of "
    "Emergency Situations said. It covered 1,200 square metres.",
    "Nobody was hurt. The warehouse belongs to the company Kaspi Kube.",
)
RUSSIAN = told(
    "rus",
    "pozhar_v_portu",
    "Пожар в порту Актау потушили шестьдесят пожарных",
    "Пожар на складе № 4 порта Актау в ночь на понедельник потушили 60 пожарных, сообщили в Министерстве по "
    "чрезвычайным ситуациям. Площадь пожара составила 1200 квадратных метров.",
    "Никто не пострадал. Склад принадлежит компании «Каспи Кубе».",
)
KAZAKH = told(
    "kaz",
    "porttagy_ort",
    "Ақтау портындағы өртті алпыс өрт сөндіруші сөндірді",
    "Ақтау портының № 4 қоймасындағы өртті дүйсенбіге қараған түні 60 өрт сөндіруші сөндірді, деп хабарлады "
    "Төтенше жағдайлар министрлігі. Өрттің аумағы 1200 шаршы метр болды.",
    "Ешкім зардап шеккен жоқ. Қойма «Каспи Кубе» компаниясына тиесілі.",
)
LATER = told(
    "eng",
    "damage_of_the_fire",
    "Fire in the port of Aktau: the damage is 45 million tenge",
    "A fire in warehouse No. 4 of the port of Aktau was put out on Monday night by 60 firefighters. The damage is put "
    "at 45 million tenge, the company Kaspi Kube said.",
    "A spark from welding work caused it.",
)
LARGER = told(
    "kaz",
    "porttagy_ort_aumagy",
    "Ақтау портындағы өрттің аумағы 3400 шаршы метрге жетті",
    "Ақтау портының № 4 қоймасындағы өрттің аумағы 3400 шаршы метр болды, деп хабарлады Төтенше жағдайлар министрлігі. "
    "Өртті 60 өрт сөндіруші сөндірді.",
    "Ешкім зардап шеккен жоқ.",
)
ARTICLES = (ENGLISH, RUSSIAN, KAZAKH, LATER, LARGER)


class Renaming(Newsroom):
    """A newsroom that writes other headlines over its articles."""

    def rename(self, article: DemoArticle, title: str) -> None:
        for path, published in self._published.items():
            if published.article is article:
                self._published[path] = replace(published, article=replace(article, title=title))


def alerts_of(telegram: TelegramServer) -> list[Shown]:
    return [shown for shown in telegram.kept.of(7) if "🔔" in shown.text]


def posts_of(slack: SlackServer) -> list[Posted]:
    return [shown for shown in slack.kept.of("C1") if "🔔" in shown.text]


async def follow(telegram: TelegramServer, slack: SlackServer, *, languages: str = "") -> None:
    """Both follow Aktau."""
    before = len(telegram.texts())
    for command in (*([f"/languages {languages}"] if languages else []), "/follow Aktau"):
        await telegram.say(command)
        await slack.slash("/jarshy", command.removeprefix("/"))
        before += 1
        await telegram.receives("sendMessage", before)
    await until(lambda: len(slack.of("chat.postMessage")) + len(slack.of("respond")) >= before)


async def alerted(telegram: TelegramServer, slack: SlackServer, count: int = 1) -> None:
    await until(lambda: len(alerts_of(telegram)) >= count and len(posts_of(slack)) >= count)


async def edited(telegram: TelegramServer, slack: SlackServer, *words: str) -> None:
    """Wait until both alerts show these words."""
    await until(
        lambda: all(word in alerts_of(telegram)[0].text and word in str(posts_of(slack)[0].blocks) for word in words)
    )


@asynccontextmanager
async def told_in_english(
    folder: Path, database_url: str, newsroom: Newsroom
) -> AsyncIterator[tuple[TelegramServer, SlackServer]]:
    """The program runs, and both were sent the alert of the English article."""
    async with (
        newsroom,
        TelegramServer() as telegram,
        SlackServer() as slack,
        Program(folder, newsroom, telegram, slack, database_url).running(),
    ):
        await polled(newsroom)
        await follow(telegram, slack)
        newsroom.publish(ENGLISH, datetime.now(UTC))
        await alerted(telegram, slack)
        yield telegram, slack


async def test_one_event_in_three_languages_is_one_alert_that_is_edited_twice(
    tmp_path: Path, database_url: str
) -> None:
    newsroom = Newsroom(ARTICLES)
    async with told_in_english(tmp_path, database_url, newsroom) as (telegram, slack):
        newsroom.publish(RUSSIAN, datetime.now(UTC))
        await edited(telegram, slack, "Степной курьер")
        newsroom.publish(KAZAKH, datetime.now(UTC))
        await edited(telegram, slack, "Степной курьер", "Дала шабарманы")
        await polled(newsroom)
    (alert,), (post,) = alerts_of(telegram), posts_of(slack)
    assert (alert.edited, post.edited) == (2, 2)
    assert ENGLISH.title.split()[0] in alert.text
    _, source, also, *_ = alert.text.split("\n")
    assert "The Steppe Courier · EN" in source
    assert also.startswith("also: <a href=")
    assert also.index("Степной курьер</a> (ru)") < also.index("Дала шабарманы</a> (kk)")
    assert post.small_print.startswith("also: <http")
    assert "|Степной курьер> (ru) " in post.small_print
    assert "|Дала шабарманы> (kk) <!date^" in post.small_print
    number = alert.actions[0].split()[-1]
    assert alert.actions == [f"story {number}", f"more {number}"]
    assert post.actions == [f"story {number}", f"take {number}", f"done {number}", f"more {number}"]


async def test_the_preferred_language_stands_first_once_it_has_come(tmp_path: Path, database_url: str) -> None:
    async with Newsroom(ARTICLES) as newsroom, TelegramServer() as telegram, SlackServer() as slack:
        program = Program(tmp_path, newsroom, telegram, slack, database_url)
        async with program.running():
            await polled(newsroom)
            await follow(telegram, slack, languages="kk ru")
            newsroom.publish(RUSSIAN, datetime.now(UTC))
            await alerted(telegram, slack)
            before = alerts_of(telegram)[0].text
            newsroom.publish(KAZAKH, datetime.now(UTC))
            await edited(telegram, slack, "Дала шабарманы")
            newsroom.publish(ENGLISH, datetime.now(UTC))
            await polled(newsroom, 3)
    (alert,), (post,) = alerts_of(telegram), posts_of(slack)
    assert "Степной курьер · RU" in before
    title, source, also, *_ = alert.text.split("\n")
    assert "портындағы өртті алпыс" in title
    assert "Дала шабарманы · KK" in source
    assert "Степной курьер</a> (ru)" in also
    assert "The Steppe Courier" not in alert.text, "English is not read there"
    assert "|Степной курьер> (ru)" in post.small_print
    assert len(telegram.of("editMessageText")) == 1


async def test_what_is_new_comes_as_a_reply_and_a_new_headline_by_an_edit(tmp_path: Path, database_url: str) -> None:
    newsroom = Renaming(ARTICLES)
    async with told_in_english(tmp_path, database_url, newsroom) as (telegram, slack):
        newsroom.rename(ENGLISH, "Fire in the port of Aktau is out")
        await edited(telegram, slack, "is out")
        newsroom.publish(LATER, datetime.now(UTC))
        await alerted(telegram, slack, 2)
        await polled(newsroom)
    (alert, reply), (post, answer) = alerts_of(telegram), posts_of(slack)
    assert "Sixty" not in alert.text
    assert (reply.reply_to, answer.thread, answer.in_sight) == (alert.id, post.ts, True)
    for text in (reply.text, answer.text):
        assert "45 million tenge" in text
        assert "A spark from welding work caused it." in text
        assert "60 firefighters" not in text


async def test_another_number_is_told_at_once_in_whatever_language_it_comes(tmp_path: Path, database_url: str) -> None:
    newsroom = Newsroom(ARTICLES)
    async with told_in_english(tmp_path, database_url, newsroom) as (telegram, slack):
        newsroom.publish(RUSSIAN, datetime.now(UTC))
        await edited(telegram, slack, "Степной курьер")
        newsroom.publish(LARGER, datetime.now(UTC))
        await alerted(telegram, slack, 2)
    (alert, reply), (post, answer) = alerts_of(telegram), posts_of(slack)
    assert (reply.reply_to, answer.thread) == (alert.id, post.ts)
    for text in (reply.text, answer.text):
        assert "аумағы 3400 шаршы метр болды" in text
        assert "сөндірді" not in text, "what was known before"


@pytest.mark.parametrize("way", ["deleted", "too old"])
async def test_an_alert_that_can_be_edited_no_more_stays_and_what_is_new_still_comes(
    tmp_path: Path, database_url: str, way: str, stores: Callable[[], Store]
) -> None:
    newsroom = Newsroom(ARTICLES)
    async with told_in_english(tmp_path, database_url, newsroom) as (telegram, slack):
        if way == "deleted":
            telegram.kept.delete(7, alerts_of(telegram)[0].id)
            slack.kept.delete("C1", posts_of(slack)[0].ts)
        else:
            telegram.kept.grow_old()
            slack.kept.window_closed = True
        newsroom.publish(RUSSIAN, datetime.now(UTC))
        await until(lambda: "editMessageText" in {call.method for call in telegram.attempts})
        await until(lambda: bool(slack.asked["chat.update"]))
        store = stores()
        await until(lambda: not _edits(store))
        newsroom.publish(LATER, datetime.now(UTC))
        await until(lambda: "45 million" in str([alerts_of(telegram)[-1:], posts_of(slack)[-1:]]))
        await until(lambda: any("45 million" in shown.text for shown in alerts_of(telegram)))
        await until(lambda: any("45 million" in shown.text for shown in posts_of(slack)))
    assert len(telegram.of("editMessageText")) == len(slack.of("chat.update")) == 0
    assert len([text for text in telegram.texts() if "🔔" in text]) == 2


def _edits(store: Store) -> int:
    with store.database.read_transaction() as db:
        return db.scalar(select(func.count()).select_from(t.edit)) or 0


async def test_a_kill_in_the_middle_of_an_edit_loses_none_and_sends_nothing_twice(
    tmp_path: Path, database_url: str
) -> None:
    async with Newsroom(ARTICLES) as newsroom, TelegramServer() as telegram, SlackServer() as slack:
        program = Program(tmp_path, newsroom, telegram, slack, database_url)
        telegram.hang("editMessageText")
        hold = slack.hold("chat.update")
        async with program.running(end=signal.SIGKILL):
            await polled(newsroom)
            await follow(telegram, slack)
            newsroom.publish(ENGLISH, datetime.now(UTC))
            await alerted(telegram, slack)
            newsroom.publish(RUSSIAN, datetime.now(UTC))
            await until(lambda: "editMessageText" in {call.method for call in telegram.attempts})
            await until(lambda: bool(slack.asked["chat.update"]))
        await asyncio.sleep(0.2)  # its connections are closed
        hold.set()
        async with program.running():
            newsroom.publish(KAZAKH, datetime.now(UTC))
            await edited(telegram, slack, "Степной курьер", "Дала шабарманы")
            await polled(newsroom)
    assert len(alerts_of(telegram)) == len(posts_of(slack)) == 1
