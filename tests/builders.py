"""Builders of nouns for tests, with defaults: state only what the test is about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import groupby

from bot.errors import QueryError
from bot.i18n.catalogue import common
from bot.i18n.text import Phrase
from bot.matching.concepts import Concepts, compiled
from bot.matching.grammar import nearest_valid, parse
from bot.matching.query import Query
from bot.messages.message import Line, Message, Span
from bot.model import Article, Chat, ChatKind, Delivery, Entry, Match, PageState, Reason, SourceHealth
from bot.storage.store import FinishedPoll
from config.concepts import load_concepts

NOW = datetime(2025, 11, 25, 9, 0, tzinfo=UTC)  #: 14:00 in Almaty
PERSON = Chat(platform="telegram", id="1")


@lru_cache(maxsize=1)
def default_concepts() -> Concepts:
    """Those that come with the program; compiled once, for that takes half a second."""
    return compiled(load_concepts())


def article(title: str = "A second line for the Almaty metro depot", **fields: object) -> Article:
    """An article that was published at 13:20 in Almaty, its page read."""
    at = NOW - timedelta(minutes=40)
    values: dict[str, object] = {
        "id": 7,
        "source_key": "kt-eng",
        "source_name": "Kazakhstan Today",
        "language": "en",
        "url": "https://example.org/a_1234567890.html",
        "title": title,
        "teaser": "",
        "body": None,
        "published_at": at,
        "first_seen_at": at,
        "page_state": PageState.READ,
        "silent": False,
    }
    return Article(**(values | fields))  # type: ignore[arg-type]  # a builder's fields are checked by its tests


def entry(title: str = "A second line for the metro", **fields: object) -> Entry:
    """An entry of a feed, with a link and no teaser."""
    values: dict[str, object] = {
        "guid": None,
        "link": "https://example.org/news/5.html",
        "title": title,
        "teaser": "",
        "published_at": None,
    }
    return Entry(**(values | fields))  # type: ignore[arg-type]  # as above


def reason(typed: str, sentence: str, *words: str, query_id: int = 1) -> Reason:
    """A follow that matched these words in this sentence."""
    spans = tuple(sorted((sentence.index(word), sentence.index(word) + len(word)) for word in words))
    return Reason(query_id=query_id, typed=typed, match=Match(query_id=query_id, sentence=sentence, spans=spans))


def delivery(of: Article, *reasons: Reason, kind: ChatKind = ChatKind.PRIVATE) -> Delivery:
    """A delivery to a chat, before its first attempt."""
    return Delivery(
        chat=PERSON,
        chat_id=1,
        kind=kind,
        timezone="Asia/Almaty",
        language=None,
        article=of,
        reasons=reasons,
        attempts=0,
        first_attempt_at=None,
        plain=False,
    )


def health(**fields: object) -> SourceHealth:
    """A source that works."""
    values: dict[str, object] = {
        "key": "kt-eng",
        "name": "Kazakhstan Today",
        "language": "en",
        "every": 300,
        "last_ok_at": NOW - timedelta(minutes=2),
        "last_article_at": NOW - timedelta(hours=1),
        "failing_since_at": None,
        "last_error": None,
        "last_error_at": None,
        "failures": 0,
        "next_poll_at": NOW,
        "first_polled_at": NOW - timedelta(days=60),
        "pages_waiting": 0,
        "silent_longer_than_usual": False,
        "way": None,
        "problems": (),
    }
    return SourceHealth(**(values | fields))  # type: ignore[arg-type]  # a builder's fields are checked by its tests


def plain_words(words: str) -> Phrase:
    """Why something failed, in the words of somebody else."""
    return Phrase(common.PLAIN_WORDS, {"words": words})


def written(message: Message) -> str:
    """A message as text: **bold**, [linked], /command."""
    return "\n\n".join("\n".join(written_line(each) for each in part) for part in message.paragraphs)


def written_line(spans: Line) -> str:
    """One line as text; a link of several spans stands in brackets once."""
    return "".join(_written_run(list(run), url) for url, run in groupby(spans, key=lambda span: span.url))


def _written_run(run: list[Span], url: str | None) -> str:
    if url and len(run) == 1 and run[0].bold:
        return f"**[{run[0].text}]**"
    texts = [(f"/{span.command}" if span.command else span.text, span.bold) for span in run]
    text = "".join(f"**{text}**" if bold else text for text, bold in texts)
    return f"[{text}]" if url else text


def labels(message: Message) -> list[list[str]]:
    """The labels of the buttons, row by row."""
    return [[button.label for button in row] for row in message.buttons]


def labelled(message: Message, label: str) -> str:
    """The action of the first button whose label begins so."""
    return next(each.action for row in message.buttons for each in row if each.label.startswith(label))


def actions(message: Message) -> list[str]:
    """The actions of the buttons, in order."""
    return [button.action for row in message.buttons for button in row]


def read_back(typed: str, concepts: Concepts) -> Query | None:
    """The query, which reads back as itself; None: a mistake, whose mend, if there is one, can be read."""
    try:
        query = parse(typed, concepts)
    except QueryError:
        mended = nearest_valid(typed, concepts)
        if mended is not None:
            parse(mended, concepts)
        return None
    assert parse(query.canonical, concepts) == query
    return query


def finished_poll(next_poll_at: datetime | None = None) -> FinishedPoll:
    """A successful poll, as it is recorded."""
    return FinishedPoll(way="http://127.0.0.1/rss", next_poll_at=next_poll_at)
