"""Twenty front pages more, of a third sitting, scored once as they were."""

from __future__ import annotations

from tests.intake.fronts.furniture import advert, comments, footer, header, page, pager, partners, popular, shop, tags
from tests.intake.fronts.words import Front, Shapes, Story, links_of, stories

shape = SHAPES = Shapes()


@shape
def ribbon_with_bold_and_rubrics() -> Front:
    def address(story: Story) -> str:
        return f"/ru/society/{story.slug}"

    found = stories(25, seed=101)
    items = "".join(
        f'<div class="news-feed__row"><span class="news-feed__clock">{story.at:%H:%M}</span><div class="news-feed__cell"><a class="news-feed__rub" href="/ru/society">Общество</a><a class="news-feed__link" href="{address(story)}"><b>{story.title}</b></a></div></div>'
        for story in found
    )
    hero = "".join(
        f'<div class="hero-card"><a href="{address(story)}"><h2>{story.title}</h2></a><time>{story.at:%d.%m.%Y}</time></div>'
        for story in stories(4, seed=102)
    )
    return Front(
        page(f'{header("ru")}<div class="hero">{hero}</div><aside class="news-feed">{items}</aside>{footer("ru")}'),
        found,
        links_of(found, address),
    )


@shape
def elementor_posts() -> Front:
    def address(story: Story) -> str:
        return f"https://news.example/{story.at:%Y/%m/%d}/{story.slug}/"

    found = stories(9, language="en", seed=103)
    items = "".join(
        f'<article class="elementor-post elementor-grid-item post-{story.number} post type-post status-publish category-news"><a class="elementor-post__thumbnail__link" href="{address(story)}"><div class="elementor-post__thumbnail"><img src="/i.jpg"></div></a><div class="elementor-post__text"><h3 class="elementor-post__title"><a href="{address(story)}">{story.title}</a></h3><div class="elementor-post__meta-data"><span class="elementor-post-date">{story.at:%B %d, %Y}</span><span class="elementor-post-avatar">No Comments</span></div><a class="elementor-post__read-more" href="{address(story)}">Read More »</a></div></article>'
        for story in found
    )
    return Front(
        page(
            f'<div class="elementor elementor-17">{header("en")}<div class="elementor-widget elementor-widget-posts"><div class="elementor-widget-container"><div class="elementor-posts-container elementor-posts elementor-grid">{items}</div></div></div>{footer("en")}</div>',
            language="en",
            attributes=' class="elementor-default elementor-page"',
        ),
        found,
        links_of(found, address),
    )


@shape
def modx_rows() -> Front:
    def address(story: Story) -> str:
        return f"novosti/{story.slug}.html"

    found = stories(10, seed=104)
    items = "".join(
        f'<div class="row mb-4"><div class="col-md-3"><img src="/assets/{story.number}.jpg" class="img-fluid"></div><div class="col-md-9"><p class="text-muted small">{story.at:%d.%m.%Y}</p><h4><a href="{address(story)}">{story.title}</a></h4><p>{story.teaser}</p></div></div>'
        for story in found
    )
    return Front(
        page(f'{header("ru")}<div class="container"><h1>Новости</h1>{items}{pager()}</div>{footer("ru")}'),
        found,
        links_of(found, address),
    )


@shape
def frames_of_a_city_portal() -> Front:
    def address(story: Story) -> str:
        return f"/news/show/{story.number % 1000000}/"

    found = stories(14, seed=105)
    ads = "".join(
        f'<div class="board-item"><a href="/board/{number}7788/">Продам гараж в центре города, номер {number}</a><span>{number} мин. назад</span></div>'
        for number in range(9)
    )
    items = "".join(
        f'<div class="nnews"><div class="nnews-l"><a href="{address(story)}"><img src="/s.jpg"></a></div><div class="nnews-r"><div class="nnews-t"><a href="{address(story)}">{story.title}</a> <span class="nnews-c">({place})</span></div><div class="nnews-d">{story.at.day} {story.month("ru")}, {story.at:%H:%M}</div></div></div>'
        for place, story in enumerate(found)
    )
    return Front(
        page(
            f'{header("ru")}<div class="lcol"><h3>Объявления</h3>{ads}</div><div class="ccol"><h3>Новости города</h3>{items}</div>{footer("ru")}'
        ),
        found,
        links_of(found, address),
    )


@shape
def data_attributes() -> Front:
    def address(story: Story) -> str:
        return f"/text/politics/{story.at:%Y/%m/%d}/{story.number % 100000000}/"

    found = stories(18, seed=106)
    items = "".join(
        f'<article data-test="archive-record-item" data-id="{story.number}" class="wrap_RL97A"><div class="cell_B1mNc"><a href="{address(story)}" title="{story.title}"><img src="/a.jpg"></a></div><div class="cell_B1mNc"><h2 class="header_RL97A"><a data-test="archive-record-header" href="{address(story)}">{story.title}</a></h2><div class="stat_RL97A"><div><span class="text_eiDCU">{story.at.day} {story.month("ru")}, {story.at.year}, {story.at:%H:%M}</span></div><div><span class="text_eiDCU">2 481</span></div></div></div></article>'
        for story in found
    )
    return Front(
        page(
            f'<div id="app">{header("ru")}<div class="page_x1Z2c"><div class="list_pQ9rT">{items}</div></div>{footer("ru")}</div>'
        ),
        found,
        links_of(found, address),
    )


@shape
def items_without_closing_tags() -> Front:
    def address(story: Story) -> str:
        return f"/st/{story.number}"

    found = stories(20, language="en", seed=107)
    items = "".join(f'<li><b>{story.at:%d %b}</b> <a href="{address(story)}">{story.title}</a>' for story in found)
    return Front(
        page(f'{header("en")}<div id="headlines"><ul>{items}</ul></div>{footer("en")}', language="en"),
        found,
        links_of(found, address),
    )


@shape
def slider_of_the_same_class() -> Front:
    def address(story: Story) -> str:
        return f"/{story.slug}-{story.number % 1000}"

    def item(story: Story) -> str:
        return f'<div class="post-block"><a href="{address(story)}" class="post-thumb"><img src="/i.jpg"></a><h3><a href="{address(story)}">{story.title}</a></h3><div class="post-meta"><i class="fa fa-clock-o"></i> {story.at:%d.%m.%Y}</div></div>'

    found = stories(15, seed=108)
    slider = "".join(f'<div class="slick-slide">{item(story)}</div>' for story in found[:3])
    return Front(
        page(
            f'{header("ru")}<div class="slick-slider">{slider}</div><div class="posts-area">{"".join(map(item, found))}</div>{popular("ru", stories(6, seed=109), address)}{footer("ru")}'
        ),
        found,
        links_of(found, address),
    )


@shape
def kazakh_with_latin_letters() -> Front:
    def address(story: Story) -> str:
        return f"/qaz/janalyqtar/{story.number}"

    found = stories(16, language="kk", seed=110)
    items = "".join(
        f'<div class="janalyq-blok"><div class="sýret"><img src="/i.jpg"></div><div class="matin"><a href="{address(story)}">{story.title}</a><div class="waqyt">Бүгін, {story.at:%H:%M}</div></div></div>'
        for story in found
    )
    return Front(
        page(
            f'{header("kk")}<div class="ortasy">{items}</div><div class="ong">{popular("kk", stories(5, language="kk", seed=111), address)}</div>{footer("kk")}',
            language="kk",
        ),
        found,
        links_of(found, address),
    )


@shape
def dates_in_a_definition_of_each() -> Front:
    def address(story: Story) -> str:
        return f"/en/press/{story.slug}"

    found = stories(14, language="en", seed=112)
    items = "".join(
        f'<dl class="press"><dt>{story.at:%d %B %Y}</dt><dd><a href="{address(story)}">{story.title}</a></dd></dl>'
        for story in found
    )
    return Front(
        page(f'{header("en")}<div class="content-area">{items}</div>{footer("en")}', language="en"),
        found,
        links_of(found, address),
    )


@shape
def two_column_newspaper() -> Front:
    """A print edition: main stories with teasers and dates on the left, notes of the same kind on the right."""

    def address(story: Story) -> str:
        return f"/{story.at:%Y}/{story.at:%m}/{story.slug}/"

    found = stories(26, language="en", seed=113)

    def item(story: Story) -> str:
        return f'<div class="type-article"><h3 class="type-article__h"><a href="{address(story)}">{story.title}</a></h3><p class="type-article__by">By Aidos Nur in <span>Nation</span> on {story.at.day} {story.at:%B %Y}</p></div>'

    return Front(
        page(
            f'{header("en")}<div class="cols"><div class="col-left">{"".join(map(item, found[:14]))}</div><div class="col-right">{"".join(map(item, found[14:]))}</div></div>{footer("en")}',
            language="en",
        ),
        found,
        links_of(found, address),
    )


@shape
def svelte_scopes() -> Front:
    def address(story: Story) -> str:
        return f"/posts/{story.number}/{story.slug}"

    found = stories(12, language="en", seed=114)
    items = "".join(
        f'<li class="svelte-1x2y3z"><a class="svelte-1x2y3z" href="{address(story)}"><h2 class="svelte-1x2y3z">{story.title}</h2></a><small class="svelte-1x2y3z">{story.at:%b %d}</small></li>'
        for story in found
    )
    return Front(
        page(
            f'<div id="svelte">{header("en")}<main class="svelte-9a8b7c"><ul class="svelte-1x2y3z">{items}</ul></main>{footer("en")}</div>',
            language="en",
        ),
        found,
        links_of(found, address),
    )


@shape
def long_teasers_as_links() -> Front:
    """The teaser is a link to the article, too, and longer than the headline."""

    def address(story: Story) -> str:
        return f"/item/{story.number}"

    found = stories(12, seed=115)
    items = "".join(
        f'<div class="itemView"><h3 class="itemTitle"><a href="{address(story)}">{story.title}</a></h3><span class="itemDateCreated">{story.at:%d.%m.%Y %H:%M}</span><div class="itemIntro"><a href="{address(story)}">{story.teaser} {story.teaser}</a></div></div>'
        for story in found
    )
    return Front(
        page(f'{header("ru")}<div class="itemList">{items}</div>{comments("ru", found[:7], address)}{footer("ru")}'),
        found,
        links_of(found, address),
    )


@shape
def counters_before_titles() -> Front:
    def address(story: Story) -> str:
        return f"/view/{story.number}"

    found = stories(15, seed=116)
    items = "".join(
        f'<div class="vitem"><div class="vinfo"><span class="vcount">{place * 37}</span><span class="vtime">{story.at:%d.%m.%Y, %H:%M}</span></div><div class="vname"><a href="{address(story)}">{story.title}</a></div></div>'
        for place, story in enumerate(found)
    )
    return Front(
        page(f'{header("ru")}<div class="vlist">{items}</div>{shop()}{footer("ru")}'), found, links_of(found, address)
    )


@shape
def sections_with_their_own_classes() -> Front:
    """Rubrics whose items are named after the rubric, and a list of all."""

    def address(story: Story) -> str:
        return f"/articles/{story.number}-{story.slug}"

    found = stories(20, seed=117)
    rubrics = "".join(
        f'<div class="{name}"><h2>{name}</h2>'
        + "".join(
            f'<div class="{name}__item"><a href="{address(story)}">{story.title}</a></div>'
            for story in stories(5, seed=118 + number)
        )
        + "</div>"
        for number, name in enumerate(("politics", "economics", "sports", "culture"))
    )
    items = "".join(
        f'<div class="all-news__item"><span>{story.at:%d.%m %H:%M}</span> <a href="{address(story)}">{story.title}</a></div>'
        for story in found
    )
    return Front(
        page(f'{header("ru")}{rubrics}<div class="all-news">{items}</div>{footer("ru")}'),
        found,
        links_of(found, address),
    )


@shape
def plain_paragraphs() -> Front:
    def address(story: Story) -> str:
        return f"{story.at:%d%m%Y}_{story.number % 100}.htm"

    found = stories(16, seed=122, step=1440)
    items = "".join(f'<p>{story.at:%d.%m.%Y}<br><a href="{address(story)}">{story.title}</a></p>' for story in found)
    return Front(
        page(
            f'<h1>Газета «Район»</h1><p><a href="index.htm">Главная</a> <a href="arhiv.htm">Архив номеров газеты</a></p>{items}<p>© Редакция</p>'
        ),
        found,
        links_of(found, address),
    )


@shape
def foundation_cells() -> Front:
    def address(story: Story) -> str:
        return f"/en/a/{story.number}"

    found = stories(18, language="en", seed=123)
    items = "".join(
        f'<div class="cell small-12 medium-6"><div class="callout"><p class="lead"><a href="{address(story)}">{story.title}</a></p><p class="subheader">Posted {story.at:%d/%m/%Y}</p></div></div>'
        for story in found
    )
    return Front(
        page(
            f'{header("en")}<div class="grid-container"><div class="grid-x grid-margin-x">{items}</div></div>{footer("en")}',
            language="en",
        ),
        found,
        links_of(found, address),
    )


@shape
def amp_list() -> Front:
    def address(story: Story) -> str:
        return f"https://news.example/amp/{story.slug}"

    found = stories(14, language="en", seed=124)
    items = "".join(
        f'<div class="list-item"><a class="item-wrap" href="{address(story)}"><amp-img src="/i.jpg"></amp-img><div class="item-text"><div class="item-headline">{story.title}</div><div class="item-when">{place + 1} hours ago</div></div></a></div>'
        for place, story in enumerate(found)
    )
    return Front(
        page(f'{header("en")}<div class="feed">{items}</div>{footer("en")}', language="en"),
        found,
        links_of(found, address),
    )


@shape
def news_between_other_lists_of_links() -> Front:
    def address(story: Story) -> str:
        return f"/ru/activities/{story.slug}"

    found = stories(8, seed=125)
    documents = "".join(
        f'<li><a href="/ru/documents/{number}">Приказ министра от {number} января 2025 года номер {number}</a></li>'
        for number in range(1, 16)
    )
    items = "".join(
        f'<li class="activity"><span class="activity-date">{story.at:%d.%m.%Y}</span><a href="{address(story)}">{story.title}</a></li>'
        for story in found
    )
    return Front(
        page(
            f'{header("ru")}<div class="docs"><h3>Документы</h3><ul>{documents}</ul></div><div class="acts"><h3>Новости</h3><ul>{items}</ul></div>{partners("ru")}{advert()}{footer("ru")}'
        ),
        found,
        links_of(found, address),
    )


@shape
def figure_captions() -> Front:
    def address(story: Story) -> str:
        return f"/{story.at:%Y-%m-%d}-{story.slug}.html"

    found = stories(12, language="kk", seed=126)
    items = "".join(
        f'<figure><a href="{address(story)}"><img src="/i.jpg"></a><figcaption><a href="{address(story)}">{story.title}</a><br><em>{story.at:%d.%m.%Y}</em></figcaption></figure>'
        for story in found
    )
    return Front(
        page(f'{header("kk")}<section id="latest-posts">{items}</section>{tags("kk")}{footer("kk")}', language="kk"),
        found,
        links_of(found, address),
    )


@shape
def live_stream_of_updates() -> Front:
    def address(story: Story) -> str:
        return f"/live/{story.number}"

    found = stories(22, language="en", seed=127)
    items = "".join(
        f'<div class="b-item js-item" id="item-{story.number}"><div class="b-item__info"><a class="b-item__time" href="{address(story)}">{story.at:%H:%M}</a></div><a class="b-item__text" href="{address(story)}">{story.title}</a></div>'
        for story in found
    )
    return Front(
        page(
            f'{header("en")}<div class="b-stream">{items}</div>{popular("en", stories(9, language="en", seed=128), address)}{footer("en")}',
            language="en",
        ),
        found,
        links_of(found, address),
    )
