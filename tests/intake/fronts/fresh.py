"""Front pages that were written after the discovery of lists, and scored once before anything was changed for them."""

from __future__ import annotations

from tests.intake.fronts.furniture import (
    RUBRICS,
    advert,
    comments,
    footer,
    header,
    page,
    pager,
    partners,
    popular,
    shop,
    tags,
)
from tests.intake.fronts.words import Front, Shapes, Story, links_of, stories

shape = SHAPES = Shapes()


@shape
def short_stories_of_a_forum_engine() -> Front:
    def address(story: Story) -> str:
        return f"https://news.example/ekonomika/{story.number % 100000}-{story.slug}.html"

    found = stories(14, seed=31)
    items = "".join(
        f'<div class="base shortstory"><div class="dpad"><h3 class="btl"><a href="{address(story)}">{story.title}</a></h3><p class="binfo small">Автор: <a href="/user/editor/">editor</a> от '
        f'<a href="/{story.at:%Y/%m/%d}/">{story.at.day}-{story.at.month}-{story.at.year}, {story.at:%H:%M}</a></p><div class="maincont">{story.teaser}</div></div>'
        f'<div class="mlink"><span class="argmore"><a href="{address(story)}"><b>Подробнее</b></a></span><span class="argcoms">Комментарии: <a href="{address(story)}#comment">3</a></span></div></div>'
        for story in found
    )
    body = f'<div class="wrapper">{header("ru")}<div class="container"><div class="vsep"><div id="midside" class="rcol"><div id="dle-content">{items}</div>{pager()}</div><div id="sidebar">{popular("ru", stories(7, seed=32), address)}{tags("ru")}</div></div></div>{footer("ru")}</div>'
    return Front(page(body), found, links_of(found, address))


@shape
def time_and_title_within_the_link() -> Front:
    def address(story: Story) -> str:
        return f"/lenta/{story.number}"

    found = stories(25, seed=33)
    items = "".join(
        f'<li><a href="{address(story)}"><span class="tm">{story.at:%H:%M}</span><span class="tx">{story.title}</span></a></li>'
        for story in found
    )
    slides = "".join(
        f'<div class="slide"><a href="{address(story)}"><img src="/s.jpg"><span>{story.title}</span></a></div>'
        for story in stories(4, seed=34)
    )
    body = f'{header("ru")}<div class="slider">{slides}</div><div class="b-lenta"><ul>{items}</ul><a href="/lenta/" class="all">Все новости</a></div>{footer("ru")}'
    return Front(page(body), found, links_of(found, address))


@shape
def emotion_classes() -> Front:
    def address(story: Story) -> str:
        return f"/en/news/{story.slug}-{story.number % 100000}"

    found = stories(18, language="en", seed=35)
    items = "".join(
        f'<div class="css-1x2y3z"><div class="css-0"><a class="css-9abc12" href="{address(story)}"><img src="/{story.number}.webp"></a></div><div class="css-k1l2m3"><a class="css-77ab12" href="{address(story)}"><p class="css-aa11bb">{story.title}</p></a><div class="css-d4e5f6">{story.at:%d %B %Y}</div></div></div>'
        for story in found
    )
    side = "".join(
        f'<a class="css-zz9yy8" href="{address(story)}">{story.title}</a>'
        for story in stories(7, language="en", seed=36)
    )
    body = f'<div id="root"><div class="css-abc123">{header("en")}<div class="css-ggg111"><div class="css-ccc333">{items}</div><div class="css-ddd444"><h4>Trending</h4>{side}</div></div>{footer("en")}</div></div>'
    return Front(page(body, language="en"), found, links_of(found, address))


@shape
def cards_of_a_ministry() -> Front:
    def address(story: Story) -> str:
        return f"/memleket/entities/mod/press/news/details/{story.number % 1000000}?lang=ru"

    found = stories(12, seed=37)
    items = "".join(
        f'<div class="news-card"><a href="{address(story)}"><div class="news-card__img" style="background:url(/{story.number}.jpg)"></div><div class="news-card__date">{story.at.day} {story.month("ru")} {story.at.year}</div><p class="news-card__title">{story.title}</p></a></div>'
        for story in found
    )
    services = "".join(
        f'<a href="/memleket/services/{number}?lang=ru" class="service">Получение справки номер {number} по месту жительства</a>'
        for number in range(12)
    )
    body = f'{header("ru")}<div class="services">{services}</div><div class="news-wrap"><h2>Пресс-центр</h2>{items}</div>{footer("ru")}'
    return Front(page(body), found, links_of(found, address))


@shape
def kazakh_dates_and_numbers() -> Front:
    def address(story: Story) -> str:
        return f"/kaz/{story.slug}_a{story.number}"

    found = stories(16, language="kk", seed=38)
    items = "".join(
        f'<div class="lenta_news_block"><ul><li class="lenta_news__item"><div class="lenta_news__time"><time>{story.at.year} жылғы {story.at.day} {story.month("kk")}, {story.at:%H:%M}</time></div><div class="lenta_news__title"><a href="{address(story)}">{story.title}</a></div></li></ul></div>'
        for story in found
    )
    top = "".join(
        f'<li><b>{place}</b><a href="{address(story)}">{story.title}</a></li>'
        for place, story in enumerate(stories(10, language="kk", seed=39), 1)
    )
    body = f'{header("kk")}<div class="lenta_news">{items}</div><div class="top10"><h3>Ең көп қаралған</h3><ol>{top}</ol></div>{footer("kk")}'
    return Front(page(body, language="kk"), found, links_of(found, address))


@shape
def table_with_a_head() -> Front:
    def address(story: Story) -> str:
        return f"/docs/{story.number % 10000}/"

    found = stories(30, seed=40)
    rows = "".join(
        f'<tr><td class="num">{place}</td><td class="dt">{story.at:%d.%m.%Y}</td><td><a href="{address(story)}">{story.title}</a></td><td><a href="/type/{place % 3}/">Сообщение для СМИ</a></td></tr>'
        for place, story in enumerate(found, 1)
    )
    body = f'{header("ru")}<div id="page-content"><table class="table table-striped"><thead><tr><th>№</th><th>Дата</th><th>Заголовок</th><th>Вид</th></tr></thead><tbody>{rows}</tbody></table>{pager()}</div>{footer("ru")}'
    return Front(page(body), found, links_of(found, address))


@shape
def wordpress_blocks() -> Front:
    def address(story: Story) -> str:
        return f"https://news.example/{story.slug}/"

    found = stories(10, language="en", seed=41)
    items = "".join(
        f'<li class="wp-block-post post-{story.number} post type-post status-publish format-standard hentry category-news"><figure class="wp-block-post-featured-image"><a href="{address(story)}"><img src="/i.jpg"></a></figure><h2 class="has-link-color wp-block-post-title has-large-font-size"><a href="{address(story)}" target="_self">{story.title}</a></h2><div class="wp-block-post-date"><time datetime="{story.at.isoformat()}"><a href="{address(story)}">{story.at:%B %d, %Y}</a></time></div></li>'
        for story in found
    )
    body = f'<div class="wp-site-blocks">{header("en")}<main class="wp-block-group"><ul class="wp-block-post-template is-layout-grid columns-3">{items}</ul><nav class="wp-block-query-pagination">{pager()}</nav></main>{footer("en")}</div>'
    return Front(page(body, language="en"), found, links_of(found, address))


@shape
def university() -> Front:
    def address(story: Story) -> str:
        return f"/en/news/item/{story.number % 10000}"

    found = stories(9, language="en", seed=42)
    slides = "".join(
        f'<div class="item"><a href="/en/admission/programme-{number}"><h2>Apply for master programme number {number}</h2></a></div>'
        for number in range(5)
    )
    items = "".join(
        f'<div class="col-md-4 col-sm-6"><div class="single-blog-post wow fadeInUp"><div class="blog-img"><a href="{address(story)}"><img src="/i.jpg"></a><div class="date"><strong>{story.at.day}</strong> {story.at:%b}</div></div><div class="blog-content"><h4><a href="{address(story)}">{story.title}</a></h4><a class="read-more" href="{address(story)}">Read More</a></div></div></div>'
        for story in found
    )
    events = "".join(
        f'<div class="event"><div class="event-date">{number} Dec</div><a href="/en/events/{number}">Open lecture number {number} of the winter school</a></div>'
        for number in range(1, 6)
    )
    body = f'{header("en")}<div class="owl-carousel">{slides}</div><section class="news-area"><h2>News</h2><div class="row">{items}</div></section><section class="events"><h2>Events</h2>{events}</section>{footer("en")}'
    return Front(page(body, language="en"), found, links_of(found, address))


@shape
def post_cards() -> Front:
    def address(story: Story) -> str:
        return f"/{story.slug}/"

    found = stories(13, language="en", seed=43)
    items = "".join(
        f'<article class="post-card post {"post-card-large featured" if not place else "tag-metro"}"><a class="post-card-image-link" href="{address(story)}"><img class="post-card-image" src="/i.jpg"></a><div class="post-card-content"><a class="post-card-content-link" href="{address(story)}"><header class="post-card-header"><div class="post-card-tags"><span class="post-card-primary-tag">Cities</span></div><h2 class="post-card-title">{story.title}</h2></header><div class="post-card-excerpt">{story.teaser}</div></a><footer class="post-card-meta"><time class="post-card-meta-date" datetime="{story.at:%Y-%m-%d}">{story.at:%d %b %Y}</time><span class="post-card-meta-length">5 min read</span></footer></div></article>'
        for place, story in enumerate(found)
    )
    body = f'<div class="viewport">{header("en")}<div class="site-content"><main id="site-main" class="site-main outer"><div class="post-feed">{items}</div></main></div>{footer("en")}</div>'
    return Front(
        page(body, language="en", attributes=' class="home-template has-sidebar"'), found, links_of(found, address)
    )


@shape
def day_headings_as_siblings() -> Front:
    def address(story: Story) -> str:
        return f"/rus/{story.number}"

    found = stories(30, seed=44, step=100)
    body, day = "", ""
    for story in found:
        if day != f"{story.at:%d.%m.%Y}":
            day = f"{story.at:%d.%m.%Y}"
            body += f"<h4>{day}</h4>"
        body += f'<div class="row-news"><em>{story.at:%H:%M}</em><a href="{address(story)}">{story.title}</a></div>'
    whole = f'{header("ru")}<div class="center">{body}</div><div class="left">{tags("ru")}{shop()}</div>{footer("ru")}'
    return Front(page(whole), found, links_of(found, address))


@shape
def blog_with_date_headers() -> Front:
    def address(story: Story) -> str:
        return f"https://news.example/{story.at:%Y/%m}/{story.slug[:30].strip('-')}-{story.number % 100}.html"

    found = stories(9, language="en", seed=45, step=1500)
    items = "".join(
        f'<div class="date-outer"><h2 class="date-header"><span>{story.at:%A, %d %B %Y}</span></h2><div class="date-posts"><div class="post-outer"><div class="post hentry"><h3 class="post-title entry-title"><a href="{address(story)}">{story.title}</a></h3><div class="post-body entry-content">{story.teaser * 4}</div><div class="post-footer">Posted by <span>Aidos</span> at <a class="timestamp-link" href="{address(story)}"><abbr class="published" title="{story.at.isoformat()}">{story.at:%H:%M}</abbr></a></div></div></div></div></div>'
        for story in found
    )
    archive = "".join(f'<li><a href="/2025/{month:02}/">2025/{month:02} ({month})</a></li>' for month in range(1, 12))
    body = f'{header("en")}<div id="Blog1" class="widget Blog"><div class="blog-posts hfeed">{items}</div></div><div id="BlogArchive1"><ul>{archive}</ul></div>{footer("en")}'
    return Front(page(body, language="en"), found, links_of(found, address))


@shape
def rubric_link_before_the_headline() -> Front:
    def address(story: Story) -> str:
        return f"/articles/{story.slug}"

    found = stories(20, seed=46)
    items = "".join(
        f'<div class="list-entry"><a class="list-entry__rubric" href="/rubrika/{RUBRICS["ru"][7][0]}">Технологии и наука сегодня</a><a class="list-entry__head" href="{address(story)}">{story.title}</a><span class="list-entry__when">{story.at.day} {story.month("ru")[:3]}, {story.at:%H:%M}</span></div>'
        for story in found
    )
    body = f'<div class="nav-opened">{header("ru")}<div class="list">{items}</div>{partners("ru")}{footer("ru")}</div>'
    return Front(page(body), found, links_of(found, address))


@shape
def groups_of_utilities_in_links() -> Front:
    def address(story: Story) -> str:
        return f"/story/{story.slug}"

    found = stories(15, language="en", seed=47)
    items = "".join(
        f'<a class="group block rounded-lg p-4 hover:bg-gray-50" href="{address(story)}"><article class="flex gap-4"><img class="h-20 w-32 object-cover" src="/i.jpg"><div><h2 class="text-base font-medium group-hover:underline">{story.title}</h2><p class="mt-1 text-xs text-gray-500">{(place + 1) * 2} hours ago</p></div></article></a>'
        for place, story in enumerate(found)
    )
    side = "".join(
        f'<a class="block py-2 text-sm" href="{address(story)}">{story.title}</a>'
        for story in stories(8, language="en", seed=48)
    )
    body = f'<div class="antialiased">{header("en")}<main class="grid grid-cols-12 gap-6"><div class="col-span-8">{items}</div><div class="col-span-4"><p class="text-lg font-bold">Editor\'s picks</p>{side}</div></main>{footer("en")}</div>'
    return Front(page(body, language="en"), found, links_of(found, address))


@shape
def agency_with_two_post_lists() -> Front:
    def address(story: Story) -> str:
        return f"/kz/{story.slug}-{story.number % 100000}"

    def items(found: list[Story]) -> str:
        return "".join(
            f'<div class="post-item"><div class="post-item__time">{story.at:%H:%M}</div><a class="post-item__name" href="{address(story)}">{story.title}</a></div>'
            for story in found
        )

    found = stories(22, language="kk", seed=49)
    other = stories(12, language="kk", seed=50)
    body = f'{header("kk")}<div class="columns"><div class="column-a"><div class="post-list"><div class="post-list__title">Соңғы жаңалықтар</div>{items(found)}</div></div><div class="column-b"><div class="post-list"><div class="post-list__title">Танымал</div>{items(other)}</div></div></div>{footer("kk")}'
    return Front(page(body, language="kk"), found, links_of(found, address))


@shape
def tabs() -> Front:
    def address(story: Story) -> str:
        return f"/p/{story.number}"

    def items(found: list[Story]) -> str:
        return "".join(
            f'<div class="tab-news"><span class="tab-news__date">{story.at:%d.%m.%Y %H:%M}</span><a href="{address(story)}">{story.title}</a></div>'
            for story in found
        )

    found = stories(15, seed=51)
    body = f'{header("ru")}<ul class="nav nav-tabs"><li><a href="#latest">Последние</a></li><li><a href="#popular">Популярные</a></li></ul><div class="tab-content"><div class="tab-pane active" id="latest">{items(found)}</div><div class="tab-pane" id="popular">{items(stories(10, seed=52))}</div></div>{footer("ru")}'
    return Front(page(body), found, links_of(found, address))


@shape
def press_service() -> Front:
    def address(story: Story) -> str:
        return f"/media/press-releases/{story.at:%Y}/{story.slug}"

    found = stories(20, language="en", seed=53)
    items = "".join(
        f'<li><h3><a href="{address(story)}">{story.title}</a></h3><p class="date">{story.at:%b}. {story.at.day}, {story.at.year}</p><p>{story.teaser}</p></li>'
        for story in found
    )
    links = "".join(
        f'<li><a href="/media/{each}">{each.replace("-", " ").capitalize()} for the press and public</a></li>'
        for each in ("fact-sheets", "photo-library", "annual-reports", "speeches-and-statements")
    )
    body = f'{header("en")}<div class="region-main"><div class="left-nav"><ul>{links}</ul></div><ul class="listing">{items}</ul></div>{footer("en")}'
    return Front(page(body, language="en"), found, links_of(found, address))


@shape
def a_table_for_each_story() -> Front:
    def address(story: Story) -> str:
        return f"/?p={story.number % 100000}"

    found = stories(15, seed=54)
    items = "".join(
        f'<table class="novost" width="100%"><tr><td rowspan="2"><a href="{address(story)}"><img src="/t.gif"></a></td><td><a href="{address(story)}" class="zag">{story.title}</a></td></tr><tr><td><span class="small">{story.at:%d.%m.%Y}</span> {story.teaser}</td></tr></table>'
        for story in found
    )
    body = f'<table class="whole"><tr><td class="head">{header("ru", semantic=False)}</td></tr><tr><td class="mid">{items}</td><td class="mid2">{advert()}{shop()}</td></tr></table>{footer("ru", semantic=False)}'
    return Front(page(body), found, links_of(found, address))


@shape
def sport_with_fixtures() -> Front:
    def address(story: Story) -> str:
        return f"/sport/news/{story.number}"

    found = stories(18, seed=55)
    games = "".join(
        f'<tr class="game"><td class="game__time">{10 + number % 12}:30</td><td><a href="/sport/match/{77000 + number}">Кайрат – Астана, {number}-й тур чемпионата</a></td><td>2:1</td></tr>'
        for number in range(12)
    )
    items = "".join(
        f'<div class="item-news"><time datetime="{story.at.isoformat()}">{story.at:%H:%M}</time><a class="item-news__link" href="{address(story)}">{story.title}</a></div>'
        for story in found
    )
    body = f'{header("ru")}<div class="games"><h3>Матчи</h3><table>{games}</table></div><div class="all-news">{items}</div>{footer("ru")}'
    return Front(page(body), found, links_of(found, address))


@shape
def mobile_page() -> Front:
    def address(story: Story) -> str:
        return f"/m/{story.number}"

    found = stories(20, language="en", seed=56)
    items = "".join(
        f'<section><a href="{address(story)}"><div><b>{story.title}</b></div><em>{place + 2}h ago</em></a></section>'
        for place, story in enumerate(found)
    )
    body = f"{header('en')}{items}{footer('en')}"
    return Front(page(body, language="en"), found, links_of(found, address))


@shape
def magazine_with_comments_and_counters() -> Front:
    def address(story: Story) -> str:
        return f"/{story.at:%Y}/{story.at:%m}/{story.at:%d}/{story.slug}"

    found = stories(24, seed=57)
    items = "".join(
        f'<li class="b-publications__item"><h5 class="b-publications__h"><a class="b-publications__a" href="{address(story)}">{story.title}</a></h5><div class="b-publications__foot"><span class="b-publications__d">{story.at:%d/%m/%y}</span><span class="b-publications__c">{place}</span><a class="b-publications__t" href="/tag/{place}">#метро</a></div></li>'
        for place, story in enumerate(found)
    )
    body = f'{header("ru")}<div class="g-col2"><ul class="b-publications">{items}</ul></div><div class="g-col1">{comments("ru", found[:10], address)}{popular("ru", stories(10, seed=58), address)}</div>{footer("ru")}'
    return Front(page(body), found, links_of(found, address))
