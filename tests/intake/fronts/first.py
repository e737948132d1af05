"""Front pages in the shapes of common systems: those that the discovery of lists was built with (the first half)."""

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
def bitrix_news_list() -> Front:
    def address(story: Story) -> str:
        return f"/news/{story.number % 100000}/"

    found = stories(20)
    items = "".join(
        f'<p class="news-item" id="bx_3218110189_{story.number}"><a href="{address(story)}"><img class="preview_picture" src="/upload/{story.number}.jpg" '
        f'style="float:left" /></a><span class="news-date-time">{story.at:%d.%m.%Y %H:%M}</span><a href="{address(story)}"><b>{story.title}</b></a>'
        f"<br />{story.teaser}<div style='clear:both'></div></p>"
        for story in found
    )
    body = f'{header("ru", semantic=False)}<div class="workarea"><div class="news-list">{items}<br/>{pager()}</div><div class="right">'
    body += f"{popular('ru', stories(7, seed=2), address)}{advert()}</div></div>{footer('ru', semantic=False)}"
    return Front(page(body), found, links_of(found, address))


@shape
def bitrix_figures() -> Front:
    def address(story: Story) -> str:
        return f"/press-center/news/{story.slug}/"

    found = stories(12, language="kk")
    items = "".join(
        f'<figure class="news_item" id="bx_1_{story.number}"><a href="{address(story)}"><img src="/u/{story.number}.jpg" alt="{story.title}"/></a>'
        f'<figcaption class="news_item_description"><div class="news_item_anons"><h3 class="dark_grey"><a href="{address(story)}">{story.title}</a></h3>'
        f'<p>{story.teaser}</p></div><p class="news_item_date grey">{story.at.day} {story.month("kk")} {story.at.year}</p></figcaption></figure>'
        for story in found
    )
    body = f'{header("kk")}<section class="news_block">{items}</section>{partners("kk")}{footer("kk")}'
    return Front(page(body, language="kk"), found, links_of(found, address))


@shape
def wordpress_classic() -> Front:
    def address(story: Story) -> str:
        return f"https://news.example/{story.at:%Y/%m/%d}/{story.slug}/"

    found = stories(10, language="en")
    items = "".join(
        f'<article id="post-{story.number}" class="post-{story.number} post type-post status-publish format-standard has-post-thumbnail hentry '
        f'category-{RUBRICS["en"][place % 8][0]} tag-metro"><header class="entry-header"><h2 class="entry-title"><a href="{address(story)}" rel="bookmark">'
        f'{story.title}</a></h2><div class="entry-meta"><span class="posted-on"><a href="{address(story)}"><time class="entry-date published" '
        f'datetime="{story.at.isoformat()}">{story.month("en")} {story.at.day}, {story.at.year}</time></a></span><span class="byline"> by '
        f'<a href="/author/aidos/">Aidos Nur</a></span></div></header><div class="entry-summary"><p>{story.teaser} '
        f'<a href="{address(story)}" class="more-link">Continue reading</a></p></div><footer class="entry-footer"><a href="/category/economy/">Economy</a>'
        f'<a href="{address(story)}#respond">Leave a comment</a></footer></article>'
        for place, story in enumerate(found)
    )
    recent = "".join(f'<li><a href="{address(story)}">{story.title}</a></li>' for story in found[:5])
    side = f'<aside id="secondary" class="widget-area"><section class="widget widget_recent_entries"><h2 class="widget-title">Recent Posts</h2><ul>{recent}</ul></section>'
    side += f'<section class="widget widget_tag_cloud">{tags("en")}</section></aside>'
    body = f'<div id="page" class="site">{header("en")}<div id="content" class="site-content"><main id="main" class="site-main">{items}{pager()}</main>{side}</div>{footer("en")}</div>'
    return Front(
        page(body, language="en", attributes=' class="home blog wp-custom-logo tag-cloud-on"'),
        found,
        links_of(found, address),
    )


@shape
def newspaper_theme() -> Front:
    """Blocks by rubric, all of the same module, and a hero grid."""

    def address(story: Story) -> str:
        return f"/{story.slug}/"

    found = stories(34, language="en", step=29)
    hero, rest = found[:4], found[4:]

    def module(story: Story) -> str:
        return (
            f'<div class="td_module_6 td_module_wrap td-animation-stack"><div class="td-module-thumb"><a href="{address(story)}" rel="bookmark" class="td-image-wrap" '
            f'title="{story.title}"><img class="entry-thumb" src="/i/{story.number}.jpg"></a></div><div class="item-details"><h3 class="entry-title td-module-title">'
            f'<a href="{address(story)}" rel="bookmark" title="{story.title}">{story.title}</a></h3><div class="td-module-meta-info"><span class="td-post-date">'
            f'<time class="entry-date updated td-module-date" datetime="{story.at.isoformat()}">{story.at:%b %d, %Y}</time></span></div></div></div>'
        )

    blocks = "".join(
        f'<div class="td_block_wrap td_block_15"><div class="td-block-title-wrap"><h4 class="td-block-title"><span>{RUBRICS["en"][block][1]}</span></h4></div>'
        f'<div class="td_block_inner"><div class="td-block-row">{"".join(f"<div class=td-block-span4>{module(story)}</div>" for story in rest[block * 6 : block * 6 + 6])}</div></div></div>'
        for block in range(5)
    )
    big = "".join(
        f'<div class="td_module_mx5"><a href="{address(story)}"><img src="/h.jpg"></a><h3 class="entry-title"><a href="{address(story)}">{story.title}</a></h3></div>'
        for story in hero
    )
    body = f'<div id="td-outer-wrap">{header("en")}<div class="td-big-grid">{big}</div><div class="td-main-content-wrap"><div class="td-main-content">{blocks}</div>'
    body += f'<div class="td-main-sidebar">{popular("en", stories(5, language="en", seed=4), address)}</div></div>{footer("en")}</div>'
    return Front(page(body, language="en"), rest, links_of(rest, address), optional=frozenset(links_of(hero, address)))


@shape
def grid_of_blocks_with_spans() -> Front:
    """Titles in spans, time in a sibling, every picture a link of its own."""

    def address(story: Story) -> str:
        return f"/kazakhstan_news/{story.slug}-{story.number % 1000000}/"

    found = stories(20)
    items = "".join(
        f'<div class="content_main_item"><a href="{address(story)}"><picture class="content_main_item_img"><img src="/u/{story.number}.webp"></picture></a>'
        f'<span class="content_main_item_title"><a href="{address(story)}">{story.title}</a></span><span class="content_main_item_announce">{story.teaser}</span>'
        f'<div class="content_main_item_meta"><span>{story.at:%d.%m.%Y}</span><span><i class="icon-view"></i>12 403</span></div></div>'
        for story in found
    )
    top = stories(5, seed=9)
    supers = "".join(
        f'<div class="main-news_top_item"><a href="{address(story)}"><img src="/x.jpg"></a><span class="main-news_top_item_title"><a href="{address(story)}">{story.title}</a></span></div>'
        for story in top
    )
    body = f'{header("ru")}<div class="main-news_top">{supers}</div><main class="container"><div class="content_main">{items}</div>{pager()}<div class="content_sidebar">{popular("ru", stories(8, seed=3), address, block="top-week", item="top-week_item")}</div></main>{footer("ru")}'
    return Front(page(body), found, links_of(found, address))


@shape
def ribbon_of_times() -> Front:
    """A ribbon of the latest, hours and minutes alone, beside a column of features without dates."""

    def address(story: Story) -> str:
        return f"/ru/news/{story.at:%Y-%m-%d}/{story.slug}"

    found = stories(30, step=17)
    items = "".join(
        f'<li class="lenta__item"><span class="lenta__time">{story.at:%H:%M}</span><a class="lenta__link" href="{address(story)}">{story.title}</a></li>'
        for story in found
    )
    features = "".join(
        f'<div class="feature"><a href="/ru/features/{story.number}"><h3>{story.title}</h3></a></div>'
        for story in stories(6, seed=5)
    )
    body = f'{header("ru")}<div class="layout"><div class="lenta"><h2>Лента новостей</h2><ul class="lenta__list">{items}</ul></div><div class="features">{features}</div></div>{footer("ru")}'
    return Front(page(body), found, links_of(found, address))


@shape
def drupal_views() -> Front:
    def address(story: Story) -> str:
        return f"/node/{story.number % 100000}"

    found = stories(15)
    items = "".join(
        f'<div class="views-row views-row-{place} views-row-{"odd" if place % 2 else "even"}{" views-row-first" if place == 1 else ""}"><div class="views-field views-field-created"><span class="field-content">{story.at:%d.%m.%Y - %H:%M}</span></div>'
        f'<div class="views-field views-field-title"><span class="field-content"><a href="{address(story)}">{story.title}</a></span></div>'
        f'<div class="views-field views-field-body"><div class="field-content">{story.teaser}</div></div></div>'
        for place, story in enumerate(found, 1)
    )
    events = "".join(
        f'<div class="views-row views-row-{place}"><div class="views-field views-field-title"><span class="field-content"><a href="/event/{place}">{story.title}</a></span></div></div>'
        for place, story in enumerate(stories(6, seed=8), 1)
    )
    body = f'{header("ru", semantic=False)}<div id="content"><div class="region region-content"><div class="view view-news view-id-news"><div class="view-content">{items}</div></div></div></div>'
    body += f'<div id="sidebar-second"><div class="view view-events"><h2>События</h2><div class="view-content">{events}</div></div></div>{footer("ru", semantic=False)}'
    return Front(page(body), found, links_of(found, address))


@shape
def table_of_an_old_site() -> Front:
    def address(story: Story) -> str:
        return f"news.php?id={story.number % 10000}"

    found = stories(25)
    rows = "".join(
        f'<tr><td width="70" valign="top">{story.at:%d.%m.%Y}</td><td><a href="{address(story)}">{story.title}</a></td></tr>'
        for story in found
    )
    side = "".join(
        f'<tr><td><a href="section.php?cat={number}">{name}</a></td></tr>'
        for number, (_, name) in enumerate(RUBRICS["ru"])
    )
    body = f'<table width="100%"><tr><td colspan="3"><h1>Новости региона</h1></td></tr><tr><td width="150"><table>{side}</table></td><td><table cellpadding="4">{rows}</table></td><td>{advert()}</td></tr></table>'
    return Front(page(body), found, links_of(found, address))


@shape
def table_with_centre_and_fonts() -> Front:
    """No class anywhere, font tags, the date in bold before the link in one cell."""

    def address(story: Story) -> str:
        return f"/archive/{story.at:%Y/%m/%d}/{story.number % 1000}.shtml"

    found = stories(18, language="en")
    rows = "".join(
        f'<tr><td><font size="2"><b>{story.at:%d %b %Y}</b> <a href="{address(story)}"><font color="navy">{story.title}</font></a><br>{story.teaser}</font><hr></td></tr>'
        for story in found
    )
    menu_rows = "".join(f'<a href="/{path}/"><b>{name}</b></a> | ' for path, name in RUBRICS["en"])
    body = f'<center><table><tr><td>{menu_rows}</td></tr></table><table width="780"><tr><td width="200">{tags("en")}</td><td><table>{rows}</table></td></tr></table></center>'
    return Front(page(body, language="en"), found, links_of(found, address))


@shape
def definition_list() -> Front:
    def address(story: Story) -> str:
        return f"/press/{story.number}.html"

    found = stories(16, language="en")
    pairs = "".join(
        f'<dt>{story.at:%d %B %Y}</dt><dd><a href="{address(story)}">{story.title}</a><p>{story.teaser}</p></dd>'
        for story in found
    )
    body = f'{header("en")}<div id="main"><h1>Press releases</h1><dl class="news">{pairs}</dl></div>{footer("en")}'
    return Front(page(body, language="en"), found, links_of(found, address), dated=False)


@shape
def grouped_by_day() -> Front:
    def address(story: Story) -> str:
        return f"/news/{story.slug}_{story.number}.html"

    found = stories(28, step=140)
    days: dict[str, list[Story]] = {}
    for story in found:
        days.setdefault(f"{story.at.day} {story.month('ru')} {story.at.year}", []).append(story)
    groups = "".join(
        f'<div class="day"><h3 class="day__name">{day}</h3><ul class="day__list">'
        + "".join(
            f'<li><span>{story.at:%H:%M}</span> <a href="{address(story)}">{story.title}</a></li>' for story in group
        )
        + "</ul></div>"
        for day, group in days.items()
    )
    body = f'{header("ru")}<main><h1>Все новости</h1><div class="archive">{groups}</div></main>{popular("ru", stories(6, seed=4), address)}{footer("ru")}'
    return Front(page(body), found, links_of(found, address))


@shape
def items_that_are_links() -> Front:
    def address(story: Story) -> str:
        return f"/article/{story.number % 1000000}"

    found = stories(24)
    items = "".join(
        f'<a class="card" href="{address(story)}"><div class="card__image"><img src="/m/{story.number}.jpg"></div><div class="card__title">{story.title}</div>'
        f'<div class="card__date">{story.at.day} {story.month("ru")}, {story.at:%H:%M}</div></a>'
        for story in found
    )
    body = f'{header("ru")}<div class="cards">{items}</div>{shop()}{footer("ru")}'
    return Front(page(body), found, links_of(found, address))


@shape
def css_modules() -> Front:
    def address(story: Story) -> str:
        return f"/kz/posts/{story.slug}"

    found = stories(21, language="kk")
    items = "".join(
        f'<div class="styles_item__a1B2c"><a class="styles_link__Zx9Kq" href="{address(story)}"><h3 class="styles_title__9hGt2">{story.title}</h3></a>'
        f'<time class="styles_date__Lm3Pq">{story.at:%d.%m.%Y, %H:%M}</time></div>'
        for story in found
    )
    side = "".join(
        f'<div class="Popular_row__k2J8s"><a href="{address(story)}">{story.title}</a></div>'
        for story in stories(8, language="kk", seed=3)
    )
    body = f'<div id="__next">{header("kk")}<div class="styles_layout__q7Wc1"><div class="styles_list__Bb4Xz">{items}</div><div class="Popular_wrap__u8Yd0"><h4 class="Popular_title__a0Cd1">Ең көп оқылған</h4>{side}</div></div>{footer("kk")}</div>'
    return Front(page(body, language="kk"), found, links_of(found, address))


@shape
def tailwind() -> Front:
    def address(story: Story) -> str:
        return f"/news/{story.slug}"

    found = stories(18, language="en")
    items = "".join(
        f'<div class="flex flex-col gap-2 border-b border-slate-200 py-4 hover:bg-slate-50"><a href="{address(story)}" class="text-lg font-semibold leading-6 text-slate-900 md:text-xl">{story.title}</a>'
        f'<p class="line-clamp-2 text-sm text-slate-600">{story.teaser}</p><span class="text-xs text-slate-400">{story.at:%b %d, %Y}</span></div>'
        for story in found
    )
    side = "".join(
        f'<div class="flex gap-3 py-2"><span class="text-2xl font-bold">{place}</span><a class="text-sm" href="{address(story)}">{story.title}</a></div>'
        for place, story in enumerate(stories(6, language="en", seed=2), 1)
    )
    body = f'<div class="min-h-screen bg-white">{header("en")}<div class="mx-auto flex max-w-7xl gap-8 px-4"><div class="w-2/3">{items}</div><div class="w-1/3"><h3 class="mb-4 text-lg font-bold">Most read</h3>{side}</div></div>{footer("en")}</div>'
    return Front(page(body, language="en"), found, links_of(found, address))


@shape
def hero_and_rest() -> Front:
    def address(story: Story) -> str:
        return f"/ru/{story.number}-{story.slug}.html"

    found = stories(16)
    hero, rest = found[:1], found[1:]
    items = "".join(
        f'<div class="short-story"><h4><a href="{address(story)}">{story.title}</a></h4><div class="info"><span class="when">Сегодня, {story.at:%H:%M}</span> <span class="rubric"><a href="/economy/">Экономика</a></span></div></div>'
        for story in rest
    )
    big = f'<section class="hero"><a href="{address(hero[0])}"><img src="/b.jpg"><h1>{hero[0].title}</h1></a><p>{hero[0].teaser}</p></section>'
    body = f'{header("ru")}{big}<div id="dle-content">{items}</div>{comments("ru", rest[:5], address)}{footer("ru")}'
    return Front(page(body), rest, links_of(rest, address), optional=frozenset(links_of(hero, address)))
