"""Twenty front pages more, of a fourth sitting, scored once as they were."""

from __future__ import annotations

from tests.intake.fronts.furniture import advert, footer, header, menu, page, pager, partners, popular, tags
from tests.intake.fronts.words import Front, Shapes, Story, links_of, stories

shape = SHAPES = Shapes()


@shape
def lead_and_items_in_main() -> Front:
    def address(story: Story) -> str:
        return f"/news/{story.at:%Y}/{story.slug}"

    found = stories(18, language="en", seed=201)
    lead, rest = found[0], found[1:]
    items = "".join(
        f'<article class="item"><h3><a href="{address(story)}">{story.title}</a></h3><time datetime="{story.at.isoformat()}">{story.at:%H:%M}</time></article>'
        for story in rest
    )
    top = f'<article class="lead"><h1><a href="{address(lead)}">{lead.title}</a></h1><p>{lead.teaser}</p></article>'
    return Front(
        page(f"{header('en')}<main>{top}{items}</main>{footer('en')}", language="en"),
        rest,
        links_of(rest, address),
        optional=frozenset({address(lead)}),
    )


@shape
def longer_sidebar_without_a_name() -> Front:
    def address(story: Story) -> str:
        return f"/a/{story.number}"

    found = stories(12, seed=202)
    side = "".join(
        f'<li class="side-li"><a href="{address(story)}">{story.title}</a></li>' for story in stories(20, seed=203)
    )
    items = "".join(
        f'<div class="newsline"><p class="newsline-date">{story.at:%d.%m.%Y}</p><p class="newsline-title"><a href="{address(story)}">{story.title}</a></p></div>'
        for story in found
    )
    return Front(
        page(
            f'{header("ru")}<div class="side-block"><ul>{side}</ul></div><div class="central">{items}</div>{footer("ru")}'
        ),
        found,
        links_of(found, address),
    )


@shape
def comments_with_ages() -> Front:
    def address(story: Story) -> str:
        return f"/post/{story.number}"

    found = stories(14, seed=204)
    talk = "".join(
        f'<div class="last-comment"><b>Айдос</b> <i>{place} минут назад</i> <a href="{address(story)}">Согласен с автором, но всё же надо подождать {place}</a></div>'
        for place, story in enumerate(stories(15, seed=205), 1)
    )
    items = "".join(
        f'<div class="post"><h2 class="post__h"><a href="{address(story)}">{story.title}</a></h2><div class="post__d">{story.at.day} {story.month("ru")} {story.at.year}, {story.at:%H:%M}</div></div>'
        for story in found
    )
    return Front(
        page(
            f'{header("ru")}<div class="last-comments"><h3>Комментарии</h3>{talk}</div><div class="posts">{items}</div>{footer("ru")}'
        ),
        found,
        links_of(found, address),
    )


@shape
def short_ages() -> Front:
    def address(story: Story) -> str:
        return f"/kz/{story.slug}-{story.number}"

    found = stories(16, seed=206)
    items = "".join(
        f'<div class="line"><span class="line-time" title="{story.at:%d.%m.%Y %H:%M}">{place + 1} ч.</span><a class="line-link" href="{address(story)}">{story.title}</a></div>'
        for place, story in enumerate(found)
    )
    return Front(
        page(
            f'{header("ru")}<div class="lines">{items}</div>{popular("ru", stories(5, seed=207), address)}{footer("ru")}'
        ),
        found,
        links_of(found, address),
    )


@shape
def rubric_links_with_ids() -> Front:
    def address(story: Story) -> str:
        return f"/news/{story.number}"

    found = stories(17, seed=208)
    items = "".join(
        f'<li class="n"><a class="r" href="/rubric/{1700 + place % 3}">Новости Казахстана и мира</a><h4><a href="{address(story)}">{story.title}</a></h4><span>{story.at:%d.%m.%Y}</span></li>'
        for place, story in enumerate(found)
    )
    return Front(page(f'{header("ru")}<ul class="ns">{items}</ul>{footer("ru")}'), found, links_of(found, address))


@shape
def cells_of_a_table() -> Front:
    def address(story: Story) -> str:
        return f"/?newsid={story.number % 10000}"

    found = stories(18, seed=209)
    cells = [
        f'<td width="33%"><a href="{address(story)}"><img src="/i.jpg"></a><br><a href="{address(story)}"><b>{story.title}</b></a><br><small>{story.at:%d.%m.%Y}</small></td>'
        for story in found
    ]
    rows = "".join(f"<tr>{''.join(cells[start : start + 3])}</tr>" for start in range(0, 18, 3))
    return Front(
        page(
            f'{menu("ru", semantic=False)}<table class="main"><tr><td>{tags("ru")}</td><td><table>{rows}</table></td></tr></table>'
        ),
        found,
        links_of(found, address),
    )


@shape
def articles_within_an_article() -> Front:
    def address(story: Story) -> str:
        return f"/en/{story.at:%Y/%m/%d}/{story.slug}"

    found = stories(13, language="en", seed=210)
    items = "".join(
        f'<article class="summary"><div><h2><a href="{address(story)}">{story.title}</a></h2><p>{story.teaser}</p></div><footer><time datetime="{story.at:%Y-%m-%d}">{story.at:%d %B}</time></footer></article>'
        for story in found
    )
    return Front(
        page(f'{header("en")}<article class="page"><h1>News</h1>{items}</article>{footer("en")}', language="en"),
        found,
        links_of(found, address),
    )


@shape
def titles_in_paragraphs_of_cards() -> Front:
    def address(story: Story) -> str:
        return f"/view/{story.slug}"

    found = stories(15, language="kk", seed=211)
    items = "".join(
        f'<div class="card-news"><a href="{address(story)}" class="card-news-img"><img src="/i.jpg" alt="{story.title}"></a><p class="card-news-text"><a href="{address(story)}">{story.title}</a></p><p class="card-news-info"><span><i class="icon-calendar"></i> {story.at.day} {story.month("kk")}</span><span><i class="icon-eye"></i> 120</span></p></div>'
        for story in found
    )
    return Front(
        page(f'{header("kk")}<div class="cards-news">{items}</div>{pager()}{footer("kk")}', language="kk"),
        found,
        links_of(found, address),
    )


@shape
def upper_case_english_dates() -> Front:
    def address(story: Story) -> str:
        return f"/{story.slug}"

    found = stories(16, language="en", seed=212)
    items = "".join(
        f'<div class="block-item"><a href="{address(story)}">{story.title}</a><span class="stamp">{story.at:%b %d %Y}</span></div>'
        for story in found
    ).replace("Nov", "NOV")
    return Front(
        page(f'{header("en")}<section class="block-list">{items}</section>{footer("en")}', language="en"),
        found,
        links_of(found, address),
    )


@shape
def weekdays() -> Front:
    def address(story: Story) -> str:
        return f"/n/{story.number}/"

    found = stories(14, language="en", seed=213, step=300)
    items = "".join(
        f'<div class="event-like"><div class="w">{story.at:%A}, {story.at.day} {story.at:%B}</div><h5><a href="{address(story)}">{story.title}</a></h5></div>'
        for story in found
    )
    return Front(
        page(f'{header("en")}<div id="news">{items}</div>{footer("en")}', language="en"),
        found,
        links_of(found, address),
    )


@shape
def list_in_a_widget() -> Front:
    def address(story: Story) -> str:
        return f"/{story.at:%Y/%m}/{story.slug}.html"

    found = stories(15, seed=214)
    items = "".join(
        f'<div class="widget-news__item"><div class="widget-news__time">{story.at:%H:%M}</div><a class="widget-news__title" href="{address(story)}">{story.title}</a></div>'
        for story in found
    )
    features = "".join(
        f'<div class="topic"><a href="{address(story)}">{story.title}</a></div>' for story in stories(8, seed=215)
    )
    return Front(
        page(
            f'{header("ru")}<div class="topics">{features}</div><div class="widget widget-news"><div class="widget__title">Главные новости</div>{items}</div>{footer("ru")}'
        ),
        found,
        links_of(found, address),
    )


@shape
def items_in_labels() -> Front:
    def address(story: Story) -> str:
        return f"/item?id={story.number}"

    found = stories(20, seed=216)
    items = "".join(
        f'<div class="i"><span class="i-d">{story.at:%d.%m}</span> <span class="i-t">{story.at:%H:%M}</span> <a href="{address(story)}">{story.title}</a> <span class="i-s">(источник)</span></div>'
        for story in found
    )
    return Front(
        page(f'<div class="h">{menu("ru")}</div><div class="c">{items}</div>{advert()}{footer("ru")}'),
        found,
        links_of(found, address),
    )


@shape
def mixed_sizes_of_one_card() -> Front:
    def address(story: Story) -> str:
        return f"/material/{story.slug}"

    found = stories(21, language="en", seed=217)

    def card(place: int, story: Story) -> str:
        size = ("large", "medium", "small")[place % 3]
        image = "" if size == "small" else f'<a href="{address(story)}" class="card__pic"><img src="/i.jpg"></a>'
        return f'<div class="card card_size_{size}">{image}<div class="card__in"><a href="{address(story)}" class="card__link"><span class="card__name">{story.title}</span></a><span class="card__meta">{story.at:%d %b, %H:%M}</span></div></div>'

    return Front(
        page(
            f'{header("en")}<div class="cards-grid">{"".join(card(place, story) for place, story in enumerate(found))}</div>{footer("en")}',
            language="en",
        ),
        found,
        links_of(found, address),
    )


@shape
def related_at_the_end_of_each_day() -> Front:
    def address(story: Story) -> str:
        return f"/{story.number}.php"

    found = stories(24, seed=218)
    body = ""
    for place, story in enumerate(found):
        body += f'<div class="entry-row"><span class="entry-row-time">{story.at:%d.%m.%Y %H:%M}</span> <a href="{address(story)}">{story.title}</a></div>'
        if place % 8 == 7:
            body += (
                '<div class="related"><h4>Читайте также</h4>'
                + "".join(f'<a href="{address(other)}">{other.title}</a>' for other in stories(3, seed=219 + place))
                + "</div>"
            )
    return Front(
        page(f'{header("ru")}<div class="entries-of-day">{body}</div>{footer("ru")}'), found, links_of(found, address)
    )


@shape
def list_without_wrapper_below_headings() -> Front:
    def address(story: Story) -> str:
        return f"news/{story.at:%Y%m%d}-{story.number % 100}.html"

    found = stories(12, language="en", seed=230)
    items = "".join(
        f'<h3><a href="{address(story)}">{story.title}</a></h3><p class="meta">{story.at:%d %B %Y}</p><p>{story.teaser}</p>'
        for story in found
    )
    return Front(
        page(f'{header("en")}<div id="body">{items}</div>{footer("en")}', language="en"),
        found,
        links_of(found, address),
        dated=False,
    )


@shape
def two_languages_on_one_page() -> Front:
    def address(story: Story) -> str:
        return f"/ru/{story.number}"

    found = stories(15, seed=231)
    other = "".join(
        f'<div class="kz-item"><a href="/kk/{story.number}">{story.title}</a></div>'
        for story in stories(6, language="kk", seed=232)
    )
    items = "".join(
        f'<div class="ru-item"><div class="ru-item-date">{story.at.day} {story.month("ru")}, {story.at:%H:%M}</div><a href="{address(story)}">{story.title}</a></div>'
        for story in found
    )
    return Front(
        page(f'{header("ru")}<div class="kz">{other}</div><div class="ru">{items}</div>{footer("ru")}'),
        found,
        links_of(found, address),
    )


@shape
def accordions() -> Front:
    def address(story: Story) -> str:
        return f"/bulletin/{story.slug}"

    found = stories(10, language="en", seed=233)
    items = "".join(
        f'<details class="bulletin"><summary><span class="bulletin-date">{story.at:%Y-%m-%d}</span> {story.title}</summary><p>{story.teaser}</p><a href="{address(story)}">Full text of the bulletin</a></details>'
        for story in found
    )
    return Front(
        page(f'{header("en")}<div class="bulletins">{items}</div>{footer("en")}', language="en"),
        found,
        links_of(found, address),
        titled=False,
    )


@shape
def spans_for_everything() -> Front:
    def address(story: Story) -> str:
        return f"/r/{story.number}"

    found = stories(18, seed=234)
    items = "".join(
        f'<span class="s1"><span class="s2">{story.at:%d.%m.%Y}</span><span class="s3"><a href="{address(story)}">{story.title}</a></span></span>'
        for story in found
    )
    return Front(page(f'{header("ru")}<span class="s0">{items}</span>{footer("ru")}'), found, links_of(found, address))


@shape
def ribbon_and_dated_rubrics() -> Front:
    """The ribbon of the latest has more items and is ordered; rubrics below have dates, too."""

    def address(story: Story) -> str:
        return f"/{story.number % 100}/{story.slug}"

    found = stories(30, seed=235)
    ribbon = "".join(
        f'<a class="latest__a" href="{address(story)}"><span class="latest__t">{story.at:%H:%M}</span><span class="latest__n">{story.title}</span></a>'
        for story in found
    )
    rubrics = "".join(
        f'<div class="rub"><h3>Рубрика {number}</h3>'
        + "".join(
            f'<div class="rub__i"><a href="{address(story)}">{story.title}</a><em>{story.at:%d.%m.%Y}</em></div>'
            for story in stories(4, seed=236 + number)
        )
        + "</div>"
        for number in range(3)
    )
    return Front(
        page(f'{header("ru")}<div class="latest">{ribbon}</div>{rubrics}{partners("ru")}{footer("ru")}'),
        found,
        links_of(found, address),
    )


@shape
def uncoz_entries() -> Front:
    def address(story: Story) -> str:
        return f"/news/{story.slug[:20]}/{story.at:%Y-%m-%d}-{story.number % 1000}"

    found = stories(10, seed=240, step=700)
    items = "".join(
        f'<div id="entryID{story.number % 1000}"><table class="eBlock" width="100%"><tr><td><div class="eTitle"><a href="{address(story)}">{story.title}</a></div><div class="eMessage">{story.teaser}</div><div class="eDetails"><span class="e-reads">Просмотров: 12</span> | <span class="e-date">Дата: <span title="{story.at:%H:%M}">{story.at:%d.%m.%Y}</span></span> | <a href="{address(story)}#comments">Комментарии (0)</a></div></td></tr></table></div>'
        for story in found
    )
    return Front(
        page(f'{header("ru", semantic=False)}<div id="allEntries">{items}</div>{footer("ru", semantic=False)}'),
        found,
        links_of(found, address),
    )
