"""A new user's walk in each of three languages, one program for all: words, times, links, lists, changes and Stop.

Each line is what somebody says, and a part of the answer.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.model import Chat
from bot.rules import Rules
from bot.storage.store import Store
from config.translations import load_translations
from tests.platforms.slack.server import SlackServer
from tests.platforms.telegram.server import TelegramServer
from tests.stories.running import slack_at, telegram_at, working

RULES = Rules(translators=load_translations())
WALKS = {
    "en": (
        ("/language en", "I speak English here"),
        ("Kazakhstan", "Follow Kazakhstan?"),
        ("gold today", "Today"),
        ("news of the last 3 hours", "You don't follow anything yet"),
        ("/digest gold over the weekend", "Weekend"),
        ("/follow gold today", "Did you mean gold? Not following yet."),
        ("- gold\n- zinc", "Follow gold?"),
        ("gold but not zinc", "Follow gold -zinc?"),
        ("https://courier.example/a/b_1.html", "I haven't seen"),
        ("/follow gold, Node.js", "Following 2: gold, Node.js"),
        ("/edit gold -> gold mine", "gold is now gold mine"),
        ("/quiet 23-8", "Quiet every day from 23:00 to 08:00"),
        ("/quiet 8-8", "would be quiet all day"),
        ("/pause 2h", "Paused until"),
        ("/resume", "Alerts are on again"),
        ("/mute gold mine 1h", "gold mine is muted until"),
        ("gold mine without sound", "gold mine: an alert at once, but without a sound"),
        ("/digest daily 8:30", "Digest every day at 08:30"),
        ("/digest every minute", "up to 12 times a day"),
        ("/timezone Tokyo", "Your time zone is Tokyo, UTC+9"),
        ("/timezone Atlantis", "Atlantis"),
        ("settings", "Your settings"),
        ("/saved", "You haven"),
        ("/status", "Next digest: "),
        ("/privacy", "I keep your topics"),
        ("/quiet off", "Quiet hours are off"),
        ("/digest tomorrow", "is in the future"),
        ("/language uz", "I don't speak uz"),
        ("lol", "Type a topic"),
        ("unsub", "Unfollow all 2 topics?"),
    ),
    "ru": (
        ("/language ru", "Здесь я говорю по-русски"),
        ("Казахстан", "Следить за темой Казахстан?"),
        ("золото сегодня", "Сегодня"),
        ("новости за 3 часа", "Вы пока ни за чем не следите"),
        ("/digest золото за выходные", "Выходные"),
        ("/follow золото сегодня", "Вы имели в виду золото? Пока не слежу."),
        ("1. золото\n2. цинк", "Следить за темой золото?"),
        ("золото без цинка", "Следить за темой золото -цинка?"),
        ("https://courier.example/a/b_1.html", "Я не вижу"),
        ("/follow золото, Node.js", "Слежу за темами (2): золото, Node.js"),
        ("/edit золото -> золотая жила", "золото теперь золотая жила"),
        ("/тихо с 23 до 8", "Тихие часы: каждый день с 23:00 до 08:00"),
        ("/quiet 8-8", "тишина целые сутки"),
        ("пауза на 2 часа", "Пауза до"),
        ("/resume", "Уведомления снова включены"),
        ("/mute золотая жила на час", "Без уведомлений до"),
        ("золотая жила без звука", "золотая жила: "),
        ("/дайджест ежедневно 8:30", "Дайджест каждый день в 08:30"),
        ("/digest каждую минуту", "не чаще 12 раз в день"),
        ("/timezone Токио", "Теперь ваш часовой пояс: Токио, UTC+9"),
        ("/timezone Атлантида", "Атлантида"),
        ("настройки", "Ваши настройки"),
        ("/saved", "Вы пока ничего не сохранили"),
        ("/status", "Следующий дайджест: "),
        ("/privacy", "Я храню ваши темы"),
        ("/quiet выкл", "Тихие часы выключены"),
        ("/digest завтра", "ещё не наступило"),
        ("/language uz", "На языке uz я не говорю"),
        ("лол", "Напишите тему"),
        ("cnjg", "Отписаться от всего (2 темы)?"),
    ),
    "kk": (
        ("/language kk", "Мұнда қазақша сөйлеймін"),
        ("Қазақстан", "Қазақстан тақырыбын қадағалайсыз ба?"),
        ("алтын бүгін", "Бүгін"),
        ("соңғы 3 сағаттағы жаңалықтар", "Сіз әзірге ештеңе қадағаламайсыз"),
        ("/digest алтын демалыс күндері", "Демалыс күндері"),
        ("/follow алтын бүгін", "алтын дегіңіз келді ме? Әзірге қадағаламаймын."),
        ("• алтын\n• мырыш", "алтын тақырыбын қадағалайсыз ба?"),
        ("алтын мырыш емес", "алтын -мырыш тақырыбын қадағалайсыз ба?"),
        ("https://courier.example/a/b_1.html", "бірде-бір дереккөзден табылмады"),
        ("/follow алтын, Node.js", "2 тақырыпты қадағалаймын: алтын, Node.js"),
        ("/edit алтын -> алтын кеніші", "алтын енді алтын кеніші"),
        ("/quiet 23-тен 8-ге дейін", "Тыныш уақыт: күн сайын 23:00 – 08:00"),
        ("/quiet 8-8", "тәулік бойы тыныш болады"),
        ("2 сағатқа мазалама", "Үзіліс, аяқталуы:"),
        ("/resume", "Хабарламалар қайта қосылды"),
        ("/mute алтын кеніші 1 сағат", "Дыбысы өшірілді: алтын кеніші"),
        ("алтын кеніші дыбыссыз", "алтын кеніші: жаңалық бірден келеді, бірақ дыбыссыз"),
        ("/digest күн сайын 8:30", "Дайджест: күн сайын, сағат 08:30"),
        ("/digest минут сайын", "күніне ең көбі 12 рет"),
        ("/timezone Токио", "уақыт белдеуіңіз: Токио, UTC+9"),
        ("/timezone Атлантида", "Атлантида"),
        ("баптаулар", "Сіздің баптауларыңыз"),
        ("/saved", "Әзірге ештеңе сақтамадыңыз"),
        ("/status", "Келесі дайджест: "),
        ("/privacy", "Тақырыптарыңызды"),
        ("/quiet өшіру", "Тыныш уақыт өшірілді"),
        ("/digest ертең", "әлі келген жоқ"),
        ("/language uz", "uz тілінде сөйлемеймін"),
        ("мақұл", "Өзіңізге қызық тақырыпты жазыңыз"),
        ("тоқта", "Бәрінен бас тартасыз ба (2 тақырып)?"),
    ),
}


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Store]:
    made = Store.open(sqlite_url)
    yield made
    made.close()


def followed(store: Store, chat: Chat) -> list[str]:
    return [each.typed for each in store.follows.subscriptions(chat)]


def plain(text: str) -> str:
    """Without the markup of either platform, in which names are bold."""
    for sign in ("<b>", "</b>", "<code>", "</code>", "*", "`"):
        text = text.replace(sign, "")
    return text


async def test_the_same_walk_in_three_languages_on_telegram(store: Store) -> None:
    async with TelegramServer() as server, working(store, telegram_at(server), RULES):
        place = 0
        for person, (language, walk) in enumerate(WALKS.items(), start=7):
            for said, part in walk:
                place += 1
                await server.say(said, person)
                answer = plain((await server.receives("sendMessage", place))[-1]["text"])
                assert part in answer, (language, said)
            assert len(followed(store, Chat(platform="telegram", id=str(person)))) == 2


@pytest.mark.parametrize("language", WALKS)
async def test_the_same_walk_on_slack(store: Store, language: str) -> None:
    chat = Chat(platform="slack", id="D1")
    async with SlackServer() as server, working(store, slack_at(server), RULES):
        for place, (said, part) in enumerate(WALKS[language], start=1):
            await server.write(said)
            answer = plain((await server.receives("chat.postMessage", place))[-1]["text"])
            assert part in answer, said
    assert len(followed(store, chat)) == 2


@pytest.mark.parametrize(
    ("language", "asked", "why"),
    [
        ("en", "why", "isn't one of my alerts"),
        ("ru", "почему", "не моя новость"),
        ("kk", "неге", "менің жаңалығым емес"),
    ],
)
async def test_why_is_asked_in_a_thread_of_slack_in_each_language(
    store: Store, language: str, asked: str, why: str
) -> None:
    async with SlackServer() as server, working(store, slack_at(server), RULES):
        server.locales["U7"] = language
        await server.mention(asked, thread_ts="17.5")
        (answer,) = await server.receives("chat.postEphemeral")
        assert why in plain(answer["text"])
        assert answer["thread_ts"] == "17.5"
