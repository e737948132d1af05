"""Front pages in the shapes of common systems: those that the discovery of lists was built with (the second half)."""

from __future__ import annotations

from tests.intake.fronts.furniture import (
    RUBRICS,
    SAYS,
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
def ages_in_russian() -> Front:
    def address(story: Story) -> str:
        return f"/{RUBRICS['ru'][story.number % 8][0]}/{story.number}"

    found = stories(20)
    ages = ["5 минут назад", "22 минуты назад", "1 час назад", "3 часа назад", "вчера, 18:20"]
    items = "".join(
        f'<li class="feed-list__item"><a href="{address(story)}" class="feed-list__title">{story.title}</a><div class="feed-list__age">{ages[min(place // 4, 4)]}</div></li>'
        for place, story in enumerate(found)
    )
    body = f'{header("ru")}<div class="wrap"><ul class="feed-list">{items}</ul>{popular("ru", stories(10, seed=3), address)}{tags("ru")}</div>{footer("ru")}'
    return Front(page(body), found, links_of(found, address))


@shape
def ages_in_kazakh() -> Front:
    def address(story: Story) -> str:
        return f"/kk/zhanalyq/{story.slug}"

    found = stories(14, language="kk")
    items = "".join(
        f'<div class="media"><div class="media-left"><img src="/{story.number}.jpg"></div><div class="media-body"><h4 class="media-heading"><a href="{address(story)}">{story.title}</a></h4><small>{place * 5 + 3} минут бұрын</small></div></div>'
        for place, story in enumerate(found)
    )
    body = f'{header("kk")}<div class="row"><div class="col-md-8">{items}</div><div class="col-md-4">{popular("kk", stories(6, language="kk", seed=5), address)}</div></div>{footer("kk")}'
    return Front(page(body, language="kk"), found, links_of(found, address))


@shape
def read_more_links() -> Front:
    """The headline is no link; only "read more" is."""

    def address(story: Story) -> str:
        return f"/news/view?id={story.number}"

    found = stories(12)
    items = "".join(
        f'<div class="announce"><div class="announce-date">{story.at.day} {story.month("ru")} {story.at.year} г.</div><h3>{story.title}</h3><p>{story.teaser}</p><a href="{address(story)}" class="btn btn-more">Подробнее</a></div>'
        for story in found
    )
    body = f'{header("ru")}<div class="content">{items}{pager()}</div>{footer("ru")}'
    return Front(page(body), found, links_of(found, address))


@shape
def same_class_in_sidebar() -> Front:
    """Main column and sidebar use one class for their items."""

    def address(story: Story) -> str:
        return f"/{story.at:%Y/%m}/{story.slug}/"

    def item(story: Story) -> str:
        return f'<div class="news-card"><a class="news-card__title" href="{address(story)}">{story.title}</a><time class="news-card__time" datetime="{story.at:%Y-%m-%dT%H:%M}">{story.at:%H:%M}</time></div>'

    found = stories(20)
    body = f'{header("ru")}<div class="page"><div class="main-column">{"".join(map(item, found))}</div><div class="right-column"><div class="block-title">Самое читаемое</div>{"".join(map(item, stories(8, seed=6)))}</div></div>{footer("ru")}'
    return Front(page(body), found, links_of(found, address))


@shape
def rows_of_cards() -> Front:
    """Three cards in a row, each in a column of Bootstrap."""

    def address(story: Story) -> str:
        return f"/ru/news/{story.number % 100000}/{story.slug}"

    def card(story: Story) -> str:
        return f'<div class="col-sm-4"><div class="card mb-4"><img class="card-img-top" src="/{story.number}.jpg"><div class="card-body"><h5 class="card-title"><a href="{address(story)}">{story.title}</a></h5><p class="card-text"><small class="text-muted">{story.at:%d.%m.%Y}</small></p></div></div></div>'

    found = stories(24)
    rows = "".join(
        f'<div class="row">{"".join(map(card, found[start : start + 3]))}</div>' for start in range(0, 24, 3)
    )
    body = f'{header("ru")}<div class="container"><h1>Новости</h1>{rows}</div>{footer("ru")}'
    return Front(page(body), found, links_of(found, address))


@shape
def items_with_related_links() -> Front:
    def address(story: Story) -> str:
        return f"/news/{story.slug}-{story.number}"

    found, others = stories(14), stories(28, seed=7)
    items = "".join(
        f'<div class="story"><div class="story-date">{story.at:%d.%m.%Y | %H:%M}</div><h2 class="story-title"><a href="{address(story)}">{story.title}</a></h2><p>{story.teaser}</p><ul class="story-links">'
        + "".join(
            f'<li><a href="{address(other)}">{other.title}</a></li>' for other in others[place * 2 : place * 2 + 2]
        )
        + "</ul></div>"
        for place, story in enumerate(found)
    )
    body = f'{header("ru")}<div id="content">{items}</div>{footer("ru")}'
    return Front(page(body), found, links_of(found, address))


@shape
def plain_list_in_main() -> Front:
    def address(story: Story) -> str:
        return f"/posts/{story.slug}"

    found = stories(15, language="en")
    items = "".join(
        f'<li><time datetime="{story.at:%Y-%m-%d}">{story.at:%d %b}</time> <a href="{address(story)}">{story.title}</a></li>'
        for story in found
    )
    body = f"{header('en')}<main><h1>Blog</h1><ul>{items}</ul></main>{footer('en')}"
    return Front(page(body, language="en"), found, links_of(found, address))


@shape
def split_calendar_dates() -> Front:
    def address(story: Story) -> str:
        return f"/{story.number}.html"

    found = stories(12, language="kk")
    items = "".join(
        f'<div class="blog-entry clearfix"><div class="entry-date"><span class="day">{story.at.day}</span><span class="month">{story.month("kk")}</span><span class="year">{story.at.year}</span></div><div class="entry-text"><a href="{address(story)}" class="entry-link">{story.title}</a></div></div>'
        for story in found
    )
    body = f'{header("kk")}<div class="blog">{items}</div>{footer("kk")}'
    return Front(page(body, language="kk"), found, links_of(found, address))


@shape
def undated_grid() -> Front:
    def address(story: Story) -> str:
        return f"/stories/{story.slug}"

    found = stories(18, language="en")
    items = "".join(
        f'<article><a href="{address(story)}"><img src="/p/{story.number}.jpg" alt=""></a><h3><a href="{address(story)}">{story.title}</a></h3><p>{story.teaser}</p></article>'
        for story in found
    )
    body = f"{header('en')}<main>{items}</main>{footer('en')}"
    return Front(page(body, language="en"), found, links_of(found, address), dated=False)


@shape
def title_attribute_and_counters() -> Front:
    """kt.kz's kind of page: meta with a counter, the heading in a header."""

    def address(story: Story) -> str:
        return f"/rus/society/{story.slug}_{story.number}.html"

    found = stories(10)
    items = "".join(
        f'<article class="page-item"><div class="page-meta"><span>{story.at:%d.%m.%Y, %H:%M}</span><span>{1000 + place}</span></div><header class="page-heading"><h2><a href="{address(story)}">{story.title}</a></h2></header><div class="page-content"><p>{story.teaser}</p></div></article>'
        for place, story in enumerate(found)
    )
    viewed = "".join(
        f'<li><a href="{address(story)}">{story.at:%d.%m.%Y, %H:%M}{17801 - place}{story.title}</a></li>'
        for place, story in enumerate(stories(10, seed=3))
    )
    body = f'{header("ru")}<div class="row"><div class="col-8"><section class="rubric">{items}</section></div><div class="col-4"><div class="most"><h3>Самые просматриваемые</h3><ul>{viewed}</ul></div></div></div>{footer("ru")}'
    return Front(page(body), found, links_of(found, address))


@shape
def joomla_blog() -> Front:
    def address(story: Story) -> str:
        return f"/index.php/novosti/{story.number % 10000}-{story.slug}"

    found = stories(12)
    items = "".join(
        f'<div class="items-row cols-1 row-{place} row-fluid"><div class="item column-1" itemprop="blogPost"><div class="page-header"><h2 itemprop="name"><a href="{address(story)}" itemprop="url">{story.title}</a></h2></div><dl class="article-info"><dd class="published"><span class="icon-calendar"></span><time datetime="{story.at.isoformat()}">Опубликовано: {story.at.day} {story.month("ru")} {story.at.year}</time></dd></dl><p>{story.teaser}</p><p class="readmore"><a class="btn" href="{address(story)}">Подробнее...</a></p></div></div>'
        for place, story in enumerate(found)
    )
    body = f'{header("ru")}<div class="blog" itemscope>{items}</div>{pager()}{footer("ru")}'
    return Front(page(body), found, links_of(found, address))


@shape
def news_and_opinions() -> Front:
    """Opinions and videos stand above the news, dated too, and fewer."""

    def address(story: Story) -> str:
        return f"/n/{story.number}"

    found = stories(16)

    def cards(chosen: list[Story], block: str) -> str:
        return "".join(
            f'<div class="{block}-item"><a href="{address(story)}">{story.title}</a><i>{story.at:%d.%m.%Y}</i></div>'
            for story in chosen
        )

    body = f'{header("ru")}<div class="opinions"><h2>Мнения</h2>{cards(stories(9, seed=2), "opinion")}</div><div class="videos"><h2>Видео</h2>{cards(stories(8, seed=3), "video")}</div><div class="latest"><h2>Новости</h2>{cards(found, "latest")}</div>{advert()}{footer("ru")}'
    return Front(page(body), found, links_of(found, address))


@shape
def uppercase_old_markup() -> Front:
    def address(story: Story) -> str:
        return f"/default.asp?newsid={story.number % 100000}"

    found = stories(20, language="en")
    items = "".join(
        f'<P CLASS=nitem><SPAN CLASS=ndate>[{story.at:%d/%m/%Y}]</SPAN> <A HREF="{address(story)}" CLASS=nlink>{story.title}</A>'
        for story in found
    )
    body = (
        f"<DIV ID=top>{header('en', semantic=False)}</DIV><DIV ID=newsblock>{items}</DIV>{footer('en', semantic=False)}"
    )
    return Front(page(body, language="en"), found, links_of(found, address))


@shape
def theme_with_widgets_before() -> Front:
    """A sidebar of recent posts stands before the main column in the source."""

    def address(story: Story) -> str:
        return f"/{story.slug}.html"

    found = stories(12)
    recent = "".join(
        f'<li><a href="{address(story)}">{story.title}</a> <span class="post-date">{story.at.day} {story.month("ru")} {story.at.year}</span></li>'
        for story in found[:5]
    )
    items = "".join(
        f'<div class="post"><h2><a href="{address(story)}">{story.title}</a></h2><div class="postmeta">{story.at.day} {story.month("ru")} {story.at.year} | <a href="/category/main/">Главное</a></div><div class="entry">{story.teaser}</div></div>'
        for story in found
    )
    body = f'{header("ru")}<div id="sidebar"><h3>Свежие записи</h3><ul>{recent}</ul>{tags("ru")}</div><div id="content">{items}</div>{footer("ru")}'
    return Front(page(body), found, links_of(found, address))


@shape
def everything_at_once() -> Front:
    """A big portal: hero, rubrics of four, a ribbon of fifty with times, shop, partners, comments."""

    def address(story: Story) -> str:
        return f"/{story.number}-{story.slug}/"

    found = stories(50, step=11)
    ribbon = "".join(
        f'<div class="newsline__item"><div class="newsline__time">{story.at:%H:%M}</div><div class="newsline__text"><a href="{address(story)}">{story.title}</a></div></div>'
        for story in found
    )
    blocks = "".join(
        f'<div class="rubric-block"><div class="rubric-block__name"><a href="/{path}/">{name}</a></div>'
        + "".join(
            f'<div class="rubric-block__item"><a href="{address(story)}">{story.title}</a></div>'
            for story in stories(4, seed=20 + number)
        )
        + "</div>"
        for number, (path, name) in enumerate(RUBRICS["ru"][:5])
    )
    body = f'{header("ru")}<div class="newsline"><div class="newsline__title">{SAYS["ru"]["latest"]}</div>{ribbon}</div>{blocks}{shop()}{partners("ru")}{comments("ru", found[:6], address)}{popular("ru", stories(10, seed=19), address)}{footer("ru")}'
    return Front(page(body), found, links_of(found, address))
