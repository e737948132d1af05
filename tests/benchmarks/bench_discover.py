"""How long the list of headlines of a front page of 200 KB takes to be found, in CPU time."""

from __future__ import annotations

import time

from bot.intake.discover.surveying import survey
from tests.intake.fronts.furniture import footer, header, page, popular
from tests.intake.fronts.words import NEWEST, Story, stories

LIMIT = 200  #: ms for a page of 200 KB
BLOCKS = 12


def address(story: Story) -> str:
    return f"/news/{story.slug}-{story.number}/"


def card(story: Story, block: str) -> str:
    image = f'<picture><source srcset="/x/{story.number}@2.webp 2x"><img loading="lazy" alt="{story.title}"></picture>'
    meta = f'<time datetime="{story.at.isoformat()}">{story.at:%d.%m.%Y %H:%M}</time><a href="/politics/">Политика</a>'
    return (
        f'<div class="{block} {block}--wide js-item" data-id="{story.number}">'
        f'<a class="{block}__img" href="{address(story)}">{image}</a><div class="{block}__body">'
        f'<h3 class="{block}__title"><a href="{address(story)}">{story.title}</a></h3>'
        f'<p class="{block}__lead">{story.teaser}</p><div class="{block}__meta">{meta}<i>1203</i></div></div></div>'
    )


def front() -> bytes:
    news = "".join(card(story, "article-card") for story in stories(50))
    blocks = "".join(
        f"<section><h2>{seed}</h2>{''.join(card(story, 'rubric') for story in stories(8, seed=seed))}</section>"
        for seed in range(2, 2 + BLOCKS)
    )
    side = popular("ru", stories(20, seed=30), address)
    body = f"<main><section>{news}</section>{blocks}</main><aside>{side}</aside>"
    return page(f"{header('ru')}{body}{footer('ru')}").encode()


def main() -> None:
    body = front()
    times: list[float] = []
    for _ in range(7):
        started = time.process_time()
        found = survey(body, "https://news.example/", None, "Asia/Almaty", NEWEST)
        times.append((time.process_time() - started) * 1000)
    size, median, number = len(body) / 1000, sorted(times)[3], len(found.lists[0].headlines)
    print(f"list of {number} headlines on a page of {size:.0f} KB: {median:.0f} ms of CPU")
    print(f"for 200 KB: {median * 200 / size:.0f} ms, at most {LIMIT}")


if __name__ == "__main__":
    main()
