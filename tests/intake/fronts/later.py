"""Twenty more front pages, written after the first twenty had been mended, and scored once as they were."""

from __future__ import annotations

from tests.intake.fronts.furniture import advert, footer, header, page, pager, partners, popular, tags
from tests.intake.fronts.words import Front, Shapes, Story, links_of, stories

shape = SHAPES = Shapes()


@shape
def ticker_before_the_list() -> Front:
    def address(story: Story) -> str:
        return f"/{story.number}/"

    found = stories(12, seed=61)
    ticker = "".join(f'<li><a href="{address(story)}">{story.title}</a></li>' for story in stories(14, seed=62))
    items = "".join(
        f'<div class="blok-novosti"><a class="zagolovok" href="{address(story)}">{story.title}</a><span class="data">{story.at:%d.%m.%Y}</span><p>{story.teaser}</p></div>'
        for story in found
    )
    return Front(
        page(f'{header("ru")}<div class="ticker"><ul>{ticker}</ul></div><div id="novosti">{items}</div>{footer("ru")}'),
        found,
        links_of(found, address),
    )


@shape
def articles_in_the_menu() -> Front:
    def address(story: Story) -> str:
        return f"/en/{story.slug}"

    found = stories(14, language="en", seed=63)
    mega = "".join(
        f'<li class="mega"><a href="/en/s{number}">Section</a><div class="mega-drop">'
        + "".join(
            f'<article><a href="{address(story)}"><h4>{story.title}</h4></a><time>{story.at:%d %b %Y}</time></article>'
            for story in stories(4, language="en", seed=64 + number)
        )
        + "</div></li>"
        for number in range(5)
    )
    items = "".join(
        f'<article class="teaser"><h2><a href="{address(story)}">{story.title}</a></h2><time datetime="{story.at.isoformat()}">{story.at:%d %b %Y}</time></article>'
        for story in found
    )
    return Front(
        page(f"<header><nav><ul>{mega}</ul></nav></header><main>{items}</main>{footer('en')}", language="en"),
        found,
        links_of(found, address),
    )


@shape
def lists_within_a_list_of_days() -> Front:
    def address(story: Story) -> str:
        return f"/arhiv/{story.at:%d-%m-%Y}/{story.number}"

    found = stories(36, seed=70, step=120)
    days: dict[str, list[Story]] = {}
    for story in found:
        days.setdefault(f"{story.at:%d.%m.%Y}", []).append(story)
    groups = "".join(
        f"<li><b>{day}</b><ul>"
        + "".join(f'<li><i>{story.at:%H:%M}</i> <a href="{address(story)}">{story.title}</a></li>' for story in group)
        + "</ul></li>"
        for day, group in days.items()
    )
    return Front(
        page(f'{header("ru")}<ul class="arhiv-list">{groups}</ul>{footer("ru")}'), found, links_of(found, address)
    )


@shape
def links_to_a_subdomain() -> Front:
    def address(story: Story) -> str:
        return f"https://ru.news.example/news/{story.slug}-{story.number}"

    found = stories(15, seed=71)
    items = "".join(
        f'<div class="col-12"><div class="n-row"><div class="n-row-date">{story.at:%d %B %H:%M}</div><div class="n-row-title"><a href="{address(story)}">{story.title}</a></div></div></div>'
        for story in found
    )
    return Front(
        page(f'{header("ru")}<div class="container">{items}{advert()}</div>{footer("ru")}'),
        found,
        links_of(found, address),
    )


@shape
def short_titles() -> Front:
    def address(story: Story) -> str:
        return f"/n{story.number}.htm"

    found = [
        Story(" ".join(story.title.split()[:4]), story.at, story.number, story.slug, story.teaser)
        for story in stories(16, seed=72)
    ]
    items = "".join(
        f'<div class="nn"><a href="{address(story)}">{story.title}</a> <span>{story.at:%d.%m.%y}</span></div>'
        for story in found
    )
    return Front(
        page(
            f'{header("ru")}<div class="left-block">{items}</div><div class="right-block">{tags("ru")}</div>{footer("ru")}'
        ),
        found,
        links_of(found, address),
    )


@shape
def more_pictures_than_news() -> Front:
    def address(story: Story) -> str:
        return f"/article/{story.slug}/{story.number}"

    found = stories(10, seed=73)
    photos = "".join(
        f'<figure class="ph"><a href="/photo/{story.number}"><img src="/p.jpg"></a><figcaption><a href="/photo/{story.number}">{story.title}</a> <span>{story.at:%d.%m.%Y}</span></figcaption></figure>'
        for story in stories(14, seed=74)
    )
    items = "".join(
        f'<div class="art"><h3 class="art-h"><a href="{address(story)}">{story.title}</a></h3><div class="art-i"><time datetime="{story.at.isoformat()}">{story.at:%H:%M}</time> <span>120</span></div></div>'
        for story in found
    )
    return Front(
        page(
            f"{header('ru')}<section><h2>Фоторепортажи</h2>{photos}</section><section><h2>Новости дня</h2>{items}</section>{footer('ru')}"
        ),
        found,
        links_of(found, address),
    )


@shape
def stretched_links() -> Front:
    def address(story: Story) -> str:
        return f"/en/news/{story.slug}"

    found = stories(12, language="en", seed=75)
    items = "".join(
        f'<div class="tile"><a class="tile__overlay" href="{address(story)}"></a><div class="tile__text"><h3>{story.title}</h3><span class="tile__date">{story.at:%d %B %Y}</span></div></div>'
        for story in found
    )
    return Front(
        page(f'{header("en")}<div class="tiles">{items}</div>{footer("en")}', language="en"),
        found,
        links_of(found, address),
    )


@shape
def labelled_links() -> Front:
    def address(story: Story) -> str:
        return f"/kk/{story.number}"

    found = stories(12, language="kk", seed=76)
    items = "".join(
        f'<li class="jana"><a href="{address(story)}" aria-label="{story.title}"><img src="/i.jpg" alt=""></a><div><p class="jana-atau">{story.title}</p><span class="jana-kun">{story.at.day} {story.month("kk")} {story.at.year}</span></div></li>'
        for story in found
    )
    return Front(
        page(f'{header("kk")}<ul class="janalyqtar">{items}</ul>{footer("kk")}', language="kk"),
        found,
        links_of(found, address),
    )


@shape
def microdata_dates() -> Front:
    def address(story: Story) -> str:
        return f"/{story.at:%Y}/{story.slug}.html"

    found = stories(15, language="en", seed=77)
    items = "".join(
        f'<div itemscope itemtype="https://schema.org/NewsArticle" class="entry"><meta itemprop="datePublished" content="{story.at.isoformat()}"><a itemprop="url" href="{address(story)}"><span itemprop="headline">{story.title}</span></a><span class="ago">{place + 1} hours ago</span></div>'
        for place, story in enumerate(found)
    )
    return Front(
        page(
            f'{header("en")}<div class="entries">{items}</div>{popular("en", stories(6, language="en", seed=78), address)}{footer("en")}',
            language="en",
        ),
        found,
        links_of(found, address),
    )


@shape
def hashes_everywhere() -> Front:
    def address(story: Story) -> str:
        return f"/world/{story.slug}-{story.at:%Y-%m-%d}"

    found = stories(16, language="en", seed=79)
    items = "".join(
        f'<div role="article" data-testid="Card" class="x1a2b3c4 k9d8f7g6"><div class="q1w2e3r4"><a data-testid="Heading" class="t5y6u7i8" href="{address(story)}">{story.title}</a><time class="o9p0a1s2" datetime="{story.at.isoformat()}">{story.at:%b %d}</time></div></div>'
        for story in found
    )
    side = "".join(
        f'<div class="z1x2c3v4"><a class="t5y6u7i8" href="{address(story)}">{story.title}</a></div>'
        for story in stories(5, language="en", seed=80)
    )
    return Front(
        page(
            f'<div id="fusion-app">{header("en")}<div class="m1n2b3v4"><div class="l1k2j3h4">{items}</div><div class="g5f6d7s8"><h3>Trending</h3>{side}</div></div>{footer("en")}</div>',
            language="en",
        ),
        found,
        links_of(found, address),
    )


@shape
def adverts_among_the_items() -> Front:
    def address(story: Story) -> str:
        return f"/news/{story.number}"

    found = stories(20, seed=81)
    items = ""
    for place, story in enumerate(found):
        items += f'<div class="newsfeed-item"><div class="newsfeed-item__time">{story.at:%H:%M}</div><a class="newsfeed-item__title" href="{address(story)}">{story.title}</a></div>'
        if place % 5 == 4:
            items += '<div class="newsfeed-item newsfeed-item--promo"><a href="https://casino.example/win">Выиграйте машину прямо сегодня и не выходя из дома</a></div>'
    return Front(
        page(f'{header("ru")}<div class="newsfeed">{items}</div>{footer("ru")}'), found, links_of(found, address)
    )


@shape
def links_to_comments() -> Front:
    def address(story: Story) -> str:
        return f"/story/{story.number}"

    found = stories(18, language="en", seed=82)
    items = "".join(
        f'<tr class="athing" id="{story.number}"><td class="rank">{place}.</td><td class="title"><a href="{address(story)}">{story.title}</a></td><td class="age">{place} hours ago</td><td><a href="/comments/{story.number}">{place * 3} comments</a></td></tr>'
        for place, story in enumerate(found, 1)
    )
    return Front(
        page(f'{header("en")}<table class="itemlist">{items}</table>{footer("en")}', language="en"),
        found,
        links_of(found, address),
    )


@shape
def numbered_and_newest() -> Front:
    def address(story: Story) -> str:
        return f"/releases/{story.slug}"

    found = stories(11, language="en", seed=83)
    items = "".join(
        f'<li><a href="{address(story)}">{story.title}</a> — <em>{story.at:%B %d, %Y}</em></li>' for story in found
    )
    return Front(
        page(f'{header("en")}<div id="releases"><h2>Releases</h2><ol>{items}</ol></div>{footer("en")}', language="en"),
        found,
        links_of(found, address),
    )


@shape
def lines_between_breaks() -> Front:
    """No element for an item: a date in the running text, a link, a break."""

    def address(story: Story) -> str:
        return f"full.php?aid={story.number % 10000}"

    found = stories(22, seed=84)
    items = "".join(f'{story.at:%d.%m.%Y} <a href="{address(story)}">{story.title}</a><br>' for story in found)
    return Front(
        page(
            f'<table><tr><td>{header("ru", semantic=False)}</td></tr><tr><td class="txt"><h1>Новости</h1>{items}</td></tr></table>{footer("ru", semantic=False)}'
        ),
        found,
        links_of(found, address),
        dated=False,
    )


@shape
def days_without_years() -> Front:
    def address(story: Story) -> str:
        return f"/news/{story.slug}/"

    found = stories(17, seed=85)
    items = "".join(
        f'<article class="c-entry"><div class="c-entry__top"><span class="c-entry__cat">Экономика</span><span class="c-entry__on">{story.at.day} {story.month("ru")}</span></div><h2 class="c-entry__h"><a href="{address(story)}">{story.title}</a></h2></article>'
        for story in found
    )
    return Front(
        page(f'{header("ru")}<div class="l-main">{items}</div>{footer("ru")}'), found, links_of(found, address)
    )


@shape
def more_popular_than_new() -> Front:
    def address(story: Story) -> str:
        return f"/p/{story.slug}"

    def item(story: Story) -> str:
        return f'<div class="item"><a href="{address(story)}">{story.title}</a><span class="date">{story.at:%d.%m.%Y %H:%M}</span></div>'

    found = stories(12, seed=86)
    older = sorted(stories(20, seed=87), key=lambda story: story.number * 7919 % 101)
    body = f'{header("ru")}<div class="side"><h3>Самое популярное за неделю</h3>{"".join(map(item, older))}</div><div class="mid"><h3>Лента</h3>{"".join(map(item, found))}{pager()}</div>{footer("ru")}'
    return Front(page(body), found, links_of(found, address))


@shape
def authors_and_minutes() -> Front:
    def address(story: Story) -> str:
        return f"/blog/{story.slug}-{story.number:x}"

    found = stories(10, language="en", seed=88)
    items = "".join(
        f'<div class="postPreview"><div class="postPreview-author"><a href="/@aidos">Aidos Nur</a> in <a href="/collection-of-city-stories">Collection of city stories</a></div><a href="{address(story)}"><h2 class="postPreview-title">{story.title}</h2><h3 class="postPreview-subtitle">{story.teaser}</h3></a><div class="postPreview-meta"><span>{story.at:%b} {story.at.day}</span> · <span>5 min read</span></div></div>'
        for story in found
    )
    return Front(
        page(f'{header("en")}<div class="stream">{items}</div>{footer("en")}', language="en"),
        found,
        links_of(found, address),
    )


@shape
def four_columns_of_rubrics() -> Front:
    """A portal whose rubrics all use the same items; the newest of each."""

    def address(story: Story) -> str:
        return f"/{story.number}-{story.slug}"

    found = stories(32, seed=89)
    columns = "".join(
        f'<div class="cat-box"><h2 class="cat-box-title"><a href="/c/{column}">Рубрика {column}</a></h2><ul class="cat-box-content">'
        + "".join(
            f'<li class="other-news"><h3 class="post-box-title"><a href="{address(story)}">{story.title}</a></h3><p class="post-meta"><span class="tie-date">{story.at.day} {story.month("ru")[:3]} {story.at.year}</span></p></li>'
            for story in found[column * 8 : column * 8 + 8]
        )
        + "</ul></div>"
        for column in range(4)
    )
    return Front(
        page(f'{header("ru")}<div class="content">{columns}</div>{partners("ru")}{footer("ru")}'),
        found,
        links_of(found, address),
    )


@shape
def spans_and_line_feeds() -> Front:
    def address(story: Story) -> str:
        return f"/ru/post/{story.number}"

    found = stories(13, seed=90)
    items = "".join(
        f'\n<div class="post_item">\n  <span class="cat">\n    Общество\n  </span>\n  <span class="dt">\n    {story.at.day} {story.month("ru")}\n    {story.at.year}\n  </span>\n  <a href="{address(story)}">\n    {story.title}\n  </a>\n</div>'
        for story in found
    )
    return Front(
        page(f'{header("ru")}<div class="posts_wrapper">{items}</div>{footer("ru")}'), found, links_of(found, address)
    )


@shape
def bootstrap_list_group() -> Front:
    def address(story: Story) -> str:
        return f"/kz/zhanalyk/{story.number}"

    found = stories(20, language="kk", seed=91)
    items = "".join(
        f'<a href="{address(story)}" class="list-group-item list-group-item-action"><div class="d-flex w-100 justify-content-between"><h6 class="mb-1">{story.title}</h6><small>{story.at:%d.%m.%Y}</small></div></a>'
        for story in found
    )
    side = "".join(
        f'<a href="/kz/bolim/{number}" class="list-group-item">Бөлім жаңалықтары мен хабарландырулары {number}</a>'
        for number in range(8)
    )
    return Front(
        page(
            f'{header("kk")}<div class="row"><div class="col-md-3"><div class="list-group">{side}</div></div><div class="col-md-9"><div class="list-group">{items}</div></div></div>{footer("kk")}',
            language="kk",
        ),
        found,
        links_of(found, address),
    )
