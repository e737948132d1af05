"""The alert that the public page draws: an invented article, made into a message as every alert is. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.i18n.catalogue import page as texts
from bot.i18n.translator import Translator
from bot.messages.extract import extract, with_marks
from bot.messages.message import Message, Paragraph, line
from bot.messages.summary import BELL, follows, source_line, title_line
from bot.model import Article, Chat, ChatKind, Delivery, Match, PageState, Reason

AGO = timedelta(minutes=2)  #: it came so long ago
LINK = "https://example.org/"  #: titles are links; nobody can follow this one


def example_alert(timezone: str, now: datetime, translate: Translator) -> Message:
    """The alert in the words of a language, for somebody who follows a topic that stands deep in the text.

    It is put together of what an alert is made of, as `alert` would; but that looks for the topic in all of the text,
    for which a dictionary of 20 MB is loaded in a process that needs it for nothing else.
    """
    delivery = example_delivery(timezone, now, translate)
    article, (reason,) = delivery.article, delivery.reasons
    shown, beyond = with_marks(extract(article, delivery.preferences.extract), article.title, [reason.match], [])
    paragraphs: list[Paragraph] = [(title_line(article, ()), source_line(article, timezone, now, translate))]
    paragraphs += [(part,) for part in (*shown, *beyond)]
    paragraphs.append((line(f"{BELL} {follows(delivery.reasons, translate=translate)}"),))
    return Message(paragraphs=tuple(paragraphs))


def example_delivery(timezone: str, now: datetime, translate: Translator) -> Delivery:
    """What that alert would be sent for."""
    topic, sentence = translate(texts.EXAMPLE_TOPIC), translate(texts.EXAMPLE_SENTENCE)
    start = sentence.index(topic)
    match = Match(query_id=0, sentence=sentence, spans=((start, start + len(topic)),))
    return Delivery(
        chat=Chat(platform="telegram", id="0"),
        chat_id=0,
        kind=ChatKind.PRIVATE,
        timezone=timezone,
        language=translate.language,
        article=_article(now - AGO, sentence, translate),
        reasons=(Reason(query_id=0, typed=topic, match=match),),
        attempts=0,
        first_attempt_at=None,
        plain=False,
    )


def _article(at: datetime, sentence: str, translate: Translator) -> Article:
    lead = translate(texts.EXAMPLE_LEAD)
    return Article(
        id=0,
        source_key="",
        source_name=translate(texts.EXAMPLE_SOURCE),
        language=translate.language,
        url=LINK,
        title=translate(texts.EXAMPLE_TITLE),
        teaser=lead,
        body=f"{lead}\n\n{sentence}",
        published_at=at,
        first_seen_at=at,
        page_state=PageState.READ,
        silent=False,
    )
