"""The conversations that the golden files hold, each with its heading; the same in every language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from bot.demo.articles import DemoArticle, load_articles
from bot.model import ChatKind, FileFault, SentFile
from tests.golden import one_story
from tests.golden.talk import Talk
from tests.handlers.conftest import KAZAKH, RUSSIAN, SOURCE, Room
from tests.telling import are_compared, joins, was_called

GROUP, CHANNEL, TERMINAL = ChatKind.GROUP, ChatKind.CHANNEL, ChatKind.TERMINAL
EDITIONS = {"eng": SOURCE, "rus": RUSSIAN, "kaz": KAZAKH}
WORDS = {"en": "waste", "ru": "отходы", "kk": "қалдық"}  #: what people of each language follow

#: a find that three editions tell of, a theft that comes near it, and a follow-up
FIND = (
    (
        "eng",
        "Boy finds 3 kg of gold at the port of Aktau",
        "A boy of twelve found three kilograms of gold at the port of Aktau on Monday, the port authority said.",
    ),
    (
        "rus",
        "Мальчик нашёл 3 кг золота в порту Актау",
        "Двенадцатилетний мальчик нашёл в понедельник в порту Актау три килограмма золота, сообщили в порту.",
    ),
    (
        "kaz",
        "Ақтау портында бала 3 кг алтын тапты",
        "Он екі жасар бала дүйсенбіде Ақтау портынан үш килограмм алтын тапты, деп хабарлады порт.",
    ),
    (
        "eng",
        "Gold worth 7 bn stolen at the port of Aktau",
        "Police said on Tuesday that thieves took gold worth 7 billion from a ship at the port of Aktau.",
    ),
    ("eng", "Gold of Aktau goes to a museum", "The find goes to a museum, the port authority of Aktau said."),
)
SAID_OF_STORY = {"en": "who was first?", "ru": "кто ещё писал об этом?", "kk": "бұл туралы тағы кім жазды?"}
WISHES = {
    "en": ("I want to follow news about AI", "how do I unsubscribe?", "no more sports", "what's new?", "menu"),
    "ru": ("хочу следить за новостями про Актау", "как отписаться?", "не пиши про спорт", "что нового?", "меню"),
    "kk": ("Ақтау туралы жаңалықтарды алғым келеді", "спорт керек емес", "бүгін не жаңалық?", "мәзір"),
}


def world(room: Room) -> Room:
    """Three editions are read; their articles came in the last two weeks."""
    room.reads(*EDITIONS.values())
    for number, article in enumerate(load_articles()[:-6]):
        publish(room, article, timedelta(hours=5 + 13 * number))
    return room


def publish(room: Room, article: DemoArticle, ago: timedelta, *, seen: timedelta | None = None) -> None:
    source, link = EDITIONS[article.edition], f"https://courier.example/{article.edition}/{article.slug}.html"
    body = "\n\n".join(article.paragraphs)
    room.publish(article.title, body, ago=ago, source=source, link=link, teaser=article.paragraphs[0], seen=seen)


def first_steps(talk: Talk) -> None:
    talk.scene("The first words").types("/start").types("/help").types("/following").types("/unfollow")
    talk.types("/digest").types("/languages").types("/language").types("/why").types("/edit").types("/try")


def follows(talk: Talk) -> None:
    word = WORDS[talk.language]
    talk.scene("A follow").types(f"/follow {word}").types(f"/follow {word}").types("/follow waste").types("/following")
    talk.types("/follow Aktau, AI, Kaspi -bank").types("/following").types(f"/try {word}").types("/try Aktau -port")
    talk.types(f"/unfollow {word}").presses("undo").types("/unfollow").types("/unfollow all").presses("unfollow all")
    talk.scene("A follow by itself").types(word).presses("follow").types("/unfollow xyz").types(f"/unfollow {word}")


def rests(talk: Talk) -> None:
    talk.scene("Quiet hours, a pause, a muted topic").types("/quiet").types("/quiet 23-8").types("/quiet 8-8")
    talk.types("/quiet 25-8").types("/quiet x").types("/quiet 12-16").types("/pause").types("/pause 2h").types("/pause")
    talk.types("/pause -5").types("/pause -5m").types("/pause 40 days").types("/pause 23h").types("/resume")
    talk.types("/quiet off").types("/resume").types("/follow AI").types("/mute").types("/mute AI").types("/mute AI 1h")
    talk.types("/mute").types("/unmute AI").types("/unmute AI").types("/mute x 1h").types("/unfollow AI")


def refused(talk: Talk) -> None:
    talk.scene("What can't be followed")
    for typed in (
        "/follow", "/follow -sport", "/follow н*", '/follow "oil price', "/follow (a", "/follow lang:fr",
        "/follow source:nobody", "/follow the", "/follow " + "word " * 60, "/follow Алматы -Алматы", "/follow C++",
        "/unknown", "/folow AI", "/digest 31.02", "/digest xyz", "/digest 2099-01-01", "/language xx", "/languages xx",
    ):  # fmt: skip
        talk.types(typed)


def digests(talk: Talk) -> None:
    talk.scene("Digests").types("/digest").types("/digest all").types("/follow AI").types("/digest week")
    talk.types("/digest yesterday").types("/digest today zzzz")


def charts(talk: Talk) -> None:
    talk.scene("Charts and reports").types("/trend").types("/report").types("/report csv").types("/follow AI")
    talk.types("/trend").presses("trend =week").types("/trend quarter AI, waste, zzzz, oil, gas").types(
        "/trend today AI"
    )
    talk.types("/report month AI, Aktau").presses("csv").types("/report week zzzz").types("/report week csv zzzz")


def doubts(talk: Talk) -> None:
    talk.scene("Asked before it is followed")
    for typed in (
        "Kaspi Halyk",
        "Алматы Астана",
        "https://kt.kz/",
        "Алматы -алматинский",
        "AI без спорта",
        "2026",
        "🙂",
    ):
        talk.types(f"/follow {typed}")


def lists(talk: Talk) -> None:
    talk.scene("Lists").types("/follow AI, Aktau, qwertyq, waste -port").types("/following").presses("show")
    talk.presses("narrow").presses("").types("/following").presses("following dead")
    talk.types("/unfollow ak").types("/unfollow last").types("/edit").presses("show")
    for topic in ("search", "digests", "groups", "commands"):
        talk.types("/help").presses_of_old(f"help {topic}")


def sources(talk: Talk) -> None:
    talk.scene("Sources").types("/sources").presses("sources off").types("/sources").types("/add")
    talk.types("/add http://example.kz/", is_operator=True).types("/add zzz").types("/add 10.0.0.1", is_operator=True)


def shared(talk: Talk) -> None:
    talk.scene("Links and forwarded posts").types("/start f_zzz").types("/follow AI").presses_of_old("share AI")
    talk.types("Akimat of Aktau will plant trees with AI, said Tokayev", forwarded=True)


def wishes(talk: Talk) -> None:
    talk.scene("Plain words")
    for typed in (*WISHES[talk.language], "/подписка ИИ", "/жаңалық бүгін", "Кеше Ақтау портында үлкен кеме тоқтады"):
        talk.types(typed)


def alerts_come(talk: Talk) -> None:
    word = WORDS[talk.language]
    talk.scene("Alerts").types(f"/follow {word}, AI").later(timedelta(hours=1))
    for article in load_articles()[-6:]:
        publish(talk.room, article, timedelta(minutes=4), seen=timedelta())
    talk.alerts().presses("more").presses("unfollow").presses("undo").types("/why").types(
        "/why https://courier.example/x"
    )


def modes(talk: Talk) -> None:
    word = WORDS[talk.language]
    talk.scene("How a topic comes").types(f"/follow !{word}").types("/follow AI silent, Aktau").types("/following")
    talk.types("/mode").types(f"/mode {word}").presses("silent").types("/mode AI digest").presses("silent")
    talk.types("/mode silent").types("/mode all digest").types("/mode xyz silent").types("/saved")
    talk.later(timedelta(hours=1))
    number = talk.room.publish("Aktau and AI: a concert", ago=timedelta(minutes=4))
    talk.presses_of_old(f"more {number}").presses("tune").presses("manners").presses("set").presses("save")
    talk.types("/saved").presses("saved drop").presses("saved undo").presses_of_old(f"why {number}")


def languages(talk: Talk) -> None:
    talk.scene("Languages").types("/languages ru kk").types("/languages").types("/languages all").types("/language en")
    talk.types(f"/language {talk.language}")


def edits(talk: Talk) -> None:
    talk.scene("Edits").types("/follow AI").types("/edit AI -> AI -port").types("/edit zzz -> AI").types(
        "/edit AI -> (("
    )


def groups(talk: Talk) -> None:
    talk.scene("A group", GROUP).happens("start").types("/follow Aktau").types("/following").types("/unfollow Aktau")
    talk.types("/follow AI", may_change=False).types("/follow AI", may_change=False, rights_seen=False)
    talk.types("/follow AI", can_post=False).types("hello").types("/start", may_change=False)


def channels(talk: Talk) -> None:
    talk.scene("A channel").types("/manage").happens("manage -100200 Aktau today", can_post=False)
    talk.happens("manage -100200 Aktau today", may_change=False).happens("manage -100200 Aktau today")
    talk.types("/follow Aktau").types("/following").types("/posts").presses("posts").types("/manage").types(
        "/manage done"
    )


def elsewhere(talk: Talk) -> None:
    talk.scene("Slack", GROUP, "slack").types("/start").types("/follow Aktau").types("/following").types("/manage")
    talk.types("/follow AI", can_post=False)
    talk.scene("The terminal", TERMINAL, "terminal").types("/start").types("/follow Aktau").types("/help")


def own_data(talk: Talk) -> None:
    listed = "AI # silent, slient\n*\nAktau, waste"
    talk.scene("One's own data").types("/status").types("/import").types(f"/import {listed}").types("/export")
    talk.types("/status").types("/privacy").types("/mydata").types("/forgetme").presses("forgetme")
    talk.types("/import", document=SentFile(name="a.pdf", fault=FileFault.NO_TEXT))
    sites = '<opml><outline xmlUrl="https://example.kz/rss"/></opml>'
    talk.types("/import", document=SentFile(name="sites.opml", text=sites), is_operator=True)
    talk.scene("The data of a group", GROUP).types("/follow AI").types("/mydata").types("/forgetme", may_change=False)
    talk.types("/forgetme")


def watches(talk: Talk) -> None:
    source = next(each for each in EDITIONS.values() if each.language == talk.language)
    talk.scene("What a topic watches for").types(f"/follow lang:{talk.language} alone:6h")
    talk.types("/follow Aktau quiet 14d").types("/following").types("/follow Aktau quiet 7d").presses("watch")
    talk.types("/edit Aktau").presses("watch").presses("alone 1h").types("/mode Aktau quiet off")
    talk.types("/mode Aktau alone:off").types("/mode Aktau alone:99h").types("/mode Aktau quiet 2h")
    talk.types("/follow quiet 14d").presses_of_old("watch #999").later(timedelta(hours=1))
    number = talk.room.publish("A concert", ago=timedelta(minutes=4), source=source, seen=timedelta())
    talk.room.shares_out()
    talk.presses_of_old(f"why {number}").later(timedelta(hours=6))
    talk.room.store.outbox.release_held(talk.room.now, 99)
    talk.alerts()


def stories(talk: Talk) -> None:
    talk.scene("A story").types("/story").types("/follow Aktau").later(timedelta(hours=1))
    store, now = talk.room.store, talk.room.now
    told = [
        talk.room.publish(title, body, ago=timedelta(minutes=50 - 10 * place), source=EDITIONS[edition])
        for place, (edition, title, body) in enumerate(FIND)
    ]
    are_compared(store, talk.room.rules.concepts, now, *told[:4])
    joins(store, told[4], told[0], now, nearest_id=told[1], copied=True, new=("The find goes to a museum.",))
    was_called(store, told[0], "A find in Aktau", now - timedelta(minutes=30))
    talk.alerts().presses_of_old(f"more {told[0]}").presses("story").presses("story apart").presses("story back")
    for number in told[:4]:
        talk.presses_of_old(f"why {number}")
    talk.types(SAID_OF_STORY[talk.language]).types("/digest").types("/report")
    talk.types("/settings").types("/settings followups none").types("/settings stories off")
    talk.scene("A story in a group", GROUP).types("/follow Aktau").presses_of_old(f"story apart {told[1]}")
    talk.presses_of_old(f"story {told[1]}").presses_of_old("story 999")


def small_talk(talk: Talk) -> None:
    talk.scene("Small talk")
    for typed in ("hi", "thanks", "stop", "what can you do", "https://courier.example/eng/x_1.html", "???"):
        talk.types(typed)
    talk.types("/follow AI", forwarded=True).presses_of_old("only #999").presses_of_old("page 2 digest week")


SCENES: tuple[Callable[[Talk], None], ...] = (
    first_steps, follows, refused, doubts, digests, charts, lists, alerts_come, modes, languages, edits, rests, groups,
    channels, elsewhere, sources, shared, wishes, own_data, small_talk, one_story.scene, stories, watches,
)  # fmt: skip
