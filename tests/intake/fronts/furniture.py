"""What stands around the news of a front page: menus, sidebars, adverts, footers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.intake.fronts.words import Story

RUBRICS = {
    "ru": (("politika", "Политика"), ("ekonomika", "Экономика"), ("obschestvo", "Общество"), ("proisshestviya", "Происшествия"),
           ("sport", "Спорт"), ("kultura", "Культура"), ("mir", "В мире"), ("tehnologii-i-nauka", "Технологии и наука сегодня")),
    "en": (("politics", "Politics"), ("economy", "Economy and business"), ("society", "Society"), ("incidents", "Incidents"),
           ("sport", "Sport"), ("culture-and-arts", "Culture and the arts"), ("world", "World"), ("tech", "Technology")),
    "kk": (("sayasat", "Саясат"), ("ekonomika", "Экономика"), ("qogam", "Қоғам"), ("oqiga", "Оқиға"),
           ("sport", "Спорт"), ("madeniet", "Мәдениет және өнер"), ("alem", "Әлем"), ("gylym", "Ғылым және технология")),
}  # fmt: skip
SAYS = {
    "ru": {"popular": "Самое читаемое", "more": "Подробнее", "all": "Все новости", "tags": "Популярные теги", "related": "Читайте также",
           "latest": "Последние новости", "about": "О редакции", "rules": "Правила использования материалов", "ads": "Реклама на сайте",
           "comments": "Последние комментарии", "partners": "Новости партнёров", "video": "Видео", "opinion": "Мнения"},
    "en": {"popular": "Most read", "more": "Read more", "all": "All news", "tags": "Popular tags", "related": "Related stories",
           "latest": "Latest news", "about": "About the newsroom", "rules": "Rules for using our materials", "ads": "Advertise with us",
           "comments": "Recent comments", "partners": "From our partners", "video": "Video", "opinion": "Opinion"},
    "kk": {"popular": "Ең көп оқылған", "more": "Толығырақ", "all": "Барлық жаңалықтар", "tags": "Танымал тегтер", "related": "Тағы оқыңыз",
           "latest": "Соңғы жаңалықтар", "about": "Редакция туралы", "rules": "Материалдарды пайдалану ережесі", "ads": "Сайттағы жарнама",
           "comments": "Соңғы пікірлер", "partners": "Серіктестер жаңалықтары", "video": "Бейне", "opinion": "Пікір"},
}  # fmt: skip

Address = Callable[[Story], str]
PADDING = (
    "<script>" + "window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments)};" * 120 + "</script>"
)
STYLE = (
    "<style>"
    + ".a{display:flex;margin:0 auto}.b>li{padding:4px 8px}@media(max-width:600px){.a{display:block}}" * 100
    + "</style>"
)


def page(body: str, *, language: str = "ru", title: str = "Жаңа күн", head: str = "", attributes: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>{STYLE}{PADDING}{head}</head>'
        f"<body{attributes}>{body}{PADDING}</body></html>"
    )


def menu(language: str, *, semantic: bool = True) -> str:
    items = "".join(
        f'<li class="menu-item"><a href="/{path}/">{name}</a><ul class="sub-menu">'
        + "".join(
            f'<li><a href="/{path}/{part}/">{name}: {part}</a></li>' for part in ("novosti", "obzory-i-analitika")
        )
        + "</ul></li>"
        for path, name in RUBRICS[language]
    )
    tag = "nav" if semantic else "div"
    return f'<{tag} class="main-menu" id="menu"><ul>{items}</ul></{tag}>'


def header(language: str, *, semantic: bool = True) -> str:
    tag = "header" if semantic else "div"
    return (
        f'<{tag} class="header"><a class="logo" href="/"><img src="/logo.png" alt="logo"></a><div class="langs"><a href="/en/">English</a>'
        '<a href="/kz/">Қазақша</a><a href="/ru/">Русский</a></div><div class="currency"><span>USD 515.20</span><span>EUR 560.10</span>'
        f'</div><form action="/search/"><input name="q"></form>{menu(language, semantic=semantic)}</{tag}>'
    )


def footer(language: str, *, semantic: bool = True) -> str:
    says = SAYS[language]
    tag = "footer" if semantic else "div"
    links = "".join(f'<li><a href="/page/{path}/">{says[path]}</a></li>' for path in ("about", "rules", "ads"))
    rubrics = "".join(f'<li><a href="/{path}/">{name}</a></li>' for path, name in RUBRICS[language])
    return (
        f'<{tag} class="footer" id="footer"><ul>{rubrics}</ul><ul>{links}</ul><p>© 2001–2025</p>'
        f'<a href="https://counter.example/top?id=1">counter</a></{tag}>'
    )


def tags(language: str) -> str:
    words = {
        "ru": "метро порт школа бюджет мост",
        "en": "metro port school budget bridge",
        "kk": "метро порт мектеп бюджет көпір",
    }[language]
    return (
        f'<div class="tagcloud"><h4>{SAYS[language]["tags"]}</h4>'
        + "".join(f'<a href="/tag/{number}/" class="tag">{word}</a>' for number, word in enumerate(words.split() * 3))
        + "</div>"
    )


def pager() -> str:
    return (
        '<div class="pagination">'
        + "".join(f'<a href="/page/{number}/">{number}</a>' for number in range(1, 9))
        + "</div>"
    )


def popular(
    language: str, found: Sequence[Story], address: Address, *, block: str = "popular", item: str = "popular-item"
) -> str:
    """A sidebar's most read, with counters and days."""
    items = "".join(
        f'<div class="{item}"><span class="views">{9000 - place * 311}</span><span class="date">{story.at:%d.%m.%Y}</span>'
        f'<a href="{address(story)}">{story.title}</a></div>'
        for place, story in enumerate(found)
    )
    return f'<div class="{block}"><div class="block-title">{SAYS[language]["popular"]}</div>{items}</div>'


def comments(language: str, found: Sequence[Story], address: Address) -> str:
    items = "".join(
        f'<li><b>Айдос</b>: <a href="{address(story)}#comment-{story.number}">{story.title}</a></li>' for story in found
    )
    return f'<div class="recent-comments"><h4>{SAYS[language]["comments"]}</h4><ul>{items}</ul></div>'


def shop() -> str:
    items = "".join(
        f'<div class="goods"><a href="/offer/{number}/stiralnaya-mashina-model-{number}">Стиральная машина с сушкой, модель {number}</a>'
        f'<span class="price">{150 + number} 990 ₸</span></div>'
        for number in range(10, 18)
    )
    return f'<div class="offers"><h3>Выгодные предложения</h3>{items}</div>'


def advert() -> str:
    return '<div class="banner"><a href="https://ads.example/click?b=17" target="_blank"><img src="/b/17.gif" width="240"></a></div>'


def partners(language: str) -> str:
    items = "".join(
        f'<li><a href="https://partner.example/n/{number}">Врачи назвали продукт номер {number}, который есть у всех</a></li>'
        for number in range(6)
    )
    return f'<div class="partners-news"><h4>{SAYS[language]["partners"]}</h4><ul>{items}</ul></div>'
