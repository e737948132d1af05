"""Split the lines of a page that holds several articles in full (pure).

a line that is a date ──▶ its title ──▶ its paragraphs ──▶ a line of `stop`, or the next date
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bot.intake.plain_text import tidy


@dataclass
class Lines:
    """The lines of one article."""

    date: str
    lines: list[str] = field(default_factory=list)
    ended: bool = False  #: by a line of `stop`


def split_lines(lines: Iterable[str], is_date: Callable[[str], bool], stop: tuple[str, ...]) -> list[Lines]:
    """The articles in their order; if a line of `stop` ends any of them, only those that one ends.

    What looks like an article and does not end so is a list of headlines beside them.
    """
    stops = tuple(tidy(line).casefold() for line in stop)
    articles: list[Lines] = []
    for line in lines:
        if is_date(line):
            articles.append(Lines(date=line))
        elif articles and not articles[-1].ended:
            if stops and line.casefold().startswith(stops):
                articles[-1].ended = True
            else:
                articles[-1].lines.append(line)
    return [article for article in articles if article.ended] or articles
