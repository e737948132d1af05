"""/export: what the chat follows as a file that /import reads back, or with a period its articles as a table.

For operators also the sources, as OPML.
"""

from __future__ import annotations

from bot.i18n.catalogue import exchange as texts
from bot.i18n.formats import day_name
from bot.intake import opml
from bot.messages import topic_list
from bot.messages.message import Attachment, Message, command, say
from bot.model import FollowMode
from bot.speech.long_periods import period_and_words
from bot.speech.spelled import key
from handlers import table
from handlers.phrases import nothing_followed
from handlers.request import Request

TOPICS_NAME, SOURCES_NAME = "jarshy-topics.txt", "jarshy-sources.opml"
SOURCES = frozenset(map(key, ("sources", "source", "opml", "источники", "сайты", "дереккөздер", "сайттар")))
TOPICS = frozenset(map(key, ("", "topics", "all", "темы", "тақырыптар")))


def answer(request: Request) -> Message:
    """The file that was asked for."""
    what = key(request.text)
    if what in SOURCES:
        return _sources(request)
    of_table = table.without_word(request.text)
    if of_table is not None or period_and_words(request.text):
        return table.table(request, request.text if of_table is None else of_table)
    if what not in TOPICS:
        ways = {"export": command("export"), "table": command("export week csv")}
        return say(request.sentence(texts.WHAT_TO_EXPORT, **ways), private=True)
    return _topics(request)


def _topics(request: Request) -> Message:
    follows = request.follows()
    if not follows:
        return nothing_followed(request)
    day = day_name(request.now.astimezone(request.zone).date(), request.translate)
    heading = request.translate(texts.HEADING, count=len(follows), day=day)
    content = topic_list.written(
        follows, [heading, request.translate(texts.HEADING_HOW, silent=FollowMode.SILENT, digest=FollowMode.DIGEST)]
    )
    return Message(
        paragraphs=(
            (request.sentence(texts.EXPORTED, count=len(follows)),),
            (request.sentence(texts.TO_FOLLOW_THEM, command=command("import")),),
        ),
        attachment=Attachment(name=TOPICS_NAME, content=content.encode()),
        private=True,
    )


def _sources(request: Request) -> Message:
    """Their addresses may be meant for operators alone."""
    if not request.command.is_operator:
        return say(request.sentence(texts.ONLY_OPERATORS, command=command("sources")), private=True)
    sources = [each for each in request.rules.sources if each.enabled and each.ways]
    content = opml.written(sources, request.translate(texts.SOURCES_TITLE))
    return Message(
        paragraphs=((request.sentence(texts.SOURCES_EXPORTED, count=len(sources)),),),
        attachment=Attachment(name=SOURCES_NAME, content=content.encode()),
        private=True,
    )
