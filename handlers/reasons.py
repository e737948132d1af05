"""Why an article came to a chat, or did not, in words."""

from __future__ import annotations

from datetime import datetime

from bot.answers.why import MatchedFollow, MatchPlace, NotOwed, Why
from bot.i18n.catalogue import languages, quiet
from bot.i18n.catalogue import why as texts
from bot.i18n.formats import HOUR, moment
from bot.i18n.text import Text
from bot.messages.causes import cause_text, given_up_text
from bot.messages.extract import sentence_line
from bot.messages.message import Line, Paragraph, Span, bold, command
from bot.messages.sentences import listed
from bot.messages.summary import SOURCE_LIMIT, folding
from bot.messages.text import shorten, tidy
from bot.messages.wording import shown
from bot.model import Article, Cause, DeliveryState, PageState
from bot.storage.store import DeliveryRecord
from handlers.asking import how_read
from handlers.request import Request

MOST_MATCHED = 5
PLACES = {
    MatchPlace.WHOLE: texts.AS_A_WHOLE,
    MatchPlace.HEADLINE: texts.IN_HEADLINE,
    MatchPlace.LEAD: texts.IN_LEAD,
    MatchPlace.TEXT: texts.IN_TEXT,
}


def reasons(why: Why, request: Request) -> list[Paragraph]:
    """What matched and where, and whether it was sent; of what did not come, why not."""
    first, *others = [_matched(each, request) for each in why.answered[:MOST_MATCHED]] or [()]
    paragraphs: list[Paragraph] = [part for part in (first, *map(folding, others)) if part]
    if len(why.answered) > MOST_MATCHED:
        paragraphs.append((request.sentence(texts.MORE_ANSWERED, count=len(why.answered) - MOST_MATCHED),))
    if why.delivery is not None:
        if not why.answered:
            paragraphs.append((request.sentence(texts.NO_LONGER_FOLLOWED),))
        return [*paragraphs, (_delivery(why.delivery, why.elsewhere, request),)]
    if why.not_owed is not None:
        return [*paragraphs, (_why_not_owed(why, why.not_owed, request),)]
    return [*_unanswered(why, request), *_text_not_whole(why, request)]


def _matched(answered: MatchedFollow, request: Request) -> Paragraph:
    typed, match = answered.follow.typed, answered.match
    found = request.sentence(PLACES[answered.place], follow=bold(shown(typed)))
    return (found, *how_read(answered.query, typed, request), sentence_line(match.sentence, match.spans))


def _at(moment_at: datetime, request: Request) -> Span:
    return Span(moment(moment_at, request.zone, request.now, request.translate), at=moment_at)


def _delivery(record: DeliveryRecord, elsewhere: Article | None, request: Request) -> Line:
    """Whether it was sent, and if not why, or when it will be; `elsewhere`: in another language."""
    match record.state:
        case DeliveryState.SENT:
            at = _at(record.sent_at, request) if record.sent_at else ""
            return request.sentence(texts.SENT_AT if at else texts.SENT, moment=at)
        case DeliveryState.SENDING:
            return request.sentence(texts.SENDING)
        case DeliveryState.JOINED:
            return request.sentence(texts.JOINED)
        case DeliveryState.FAILED:
            cause = given_up_text(record.cause, record.detail, translate=request.translate)
            return _of_cause(request, cause, texts.FAILED, texts.FAILED_SAYING)
        case DeliveryState.DROPPED if record.cause is Cause.MISSED:  # who asks has woken the chat
            return request.sentence(texts.MISSED)
        case DeliveryState.DROPPED if record.cause is Cause.NOT_ALONE and elsewhere is not None:
            return _had_elsewhere(elsewhere, request)
        case DeliveryState.DROPPED:
            cause = cause_text(record.cause, record.detail, translate=request.translate)
            return _of_cause(request, cause, texts.DROPPED, texts.DROPPED_SAYING)
    if record.not_before <= request.now:
        return request.sentence(texts.SOON)
    at = _at(record.not_before, request)
    if record.cause is Cause.QUIET:
        return _held_quiet(record, request)
    if record.cause is Cause.ALONE:
        return request.sentence(texts.WAITS_ALONE, moment=at)
    if record.attempts:
        cause = cause_text(record.cause, record.detail, translate=request.translate)
        return _of_cause(request, cause, texts.RETRIED, texts.RETRIED_SAYING, moment=at)
    return request.sentence(texts.HELD_UNTIL, moment=at)


def _had_elsewhere(article: Article, request: Request) -> Line:
    """Who had it in another language."""
    source = Span(shorten(tidy(article.source_name), SOURCE_LIMIT), bold=True, url=article.url)
    language = request.translate(languages.NAMES[article.language])
    at = _at(article.first_seen_at, request)
    return request.sentence(texts.NOT_ALONE, source=source, language=language, moment=at)


def _held_quiet(record: DeliveryRecord, request: Request) -> Line:
    """Until when, and whether that is for quiet hours or a pause."""
    chat = request.store.chats.get(request.command.chat)
    paused = chat is not None and chat.snoozed_until_at == record.not_before
    at = _at(record.not_before, request)
    return request.sentence(quiet.HELD_PAUSED if paused else quiet.HELD_QUIET, moment=at)


def _of_cause(request: Request, cause: str, text: Text, saying: Text, **parts: Span) -> Line:
    """The text with the cause; `saying`: with a platform's own words, which end in a sign of their own."""
    cause = cause.rstrip()
    if cause.endswith((".", "!", "?")):
        return request.sentence(saying, words=cause, **parts)
    return request.sentence(text, cause=cause, **parts)


def _why_not_owed(why: Why, reason: NotOwed, request: Request) -> Line:
    """It answers something, and was never owed."""
    seen = _at(why.article.first_seen_at, request)
    match reason:
        case NotOwed.LEFT_OUT:
            return _left_out(why, request)
        case NotOwed.OTHER_LANGUAGE:
            return _other_language(why, request)
        case NotOwed.BEFORE_FIRST_POLL:
            return request.sentence(texts.BEFORE_FIRST_POLL)
        case NotOwed.TOO_OLD:
            return request.sentence(texts.TOO_OLD, count=int(request.rules.catch_up / HOUR), moment=seen)
        case NotOwed.DIGEST_ONLY | NotOwed.MUTED:
            return _kept_quiet(why, request)
        case NotOwed.FOLLOWED_LATER:
            since = _at(min(each.follow.created_at for each in why.answered), request)
            return request.sentence(texts.FOLLOWED_LATER, since=since, moment=seen)
        case NotOwed.BEING_ENQUEUED:
            return request.sentence(texts.SOON)
        case NotOwed.PAGE_AWAITED:
            return request.sentence(texts.PAGE_AWAITED)
        case NotOwed.NOT_FOUND_THEN:
            return request.sentence(texts.NOT_FOUND_THEN)


def _kept_quiet(why: Why, request: Request) -> Line:
    """`You set AI to digests only: /digest`, `You muted AI until 14:05.`"""
    names = listed(request.translate, [(bold(shown(each.follow.typed)),) for each in why.answered[:MOST_MATCHED]])
    if why.not_owed is NotOwed.DIGEST_ONLY:
        return request.sentence(texts.DIGEST_ONLY, follows=names, command=command("digest"))
    until = max(each.follow.attention.muted_until_at or request.now for each in why.answered)
    return request.sentence(texts.MUTED, follows=names, moment=_at(until, request))


def _other_language(why: Why, request: Request) -> Line:
    translate, names = request.translate, languages.NAMES_BEHIND_IN
    return request.sentence(
        texts.OTHER_LANGUAGE,
        language=translate(names[why.article.language]),
        languages=listed(translate, [request.sentence(names[code]) for code in request.languages]),
        command=command("languages"),
    )


def _left_out(why: Why, request: Request) -> Line:
    source = bold(shorten(tidy(why.article.source_name), SOURCE_LIMIT))
    return request.sentence(texts.LEFT_OUT, source=source, command=command("sources"))


def _unanswered(why: Why, request: Request) -> list[Paragraph]:
    """No follow answers it: the nearest ones, with what they lack."""
    if not why.follows:
        return [(request.sentence(texts.NOTHING_FOLLOWED),)]
    lines: list[Line] = []
    for near in why.near:
        typed = near.follow.typed
        lines.append(request.sentence(texts.LACKS, follow=bold(shown(typed)), lacks=near.lacks))
        lines += how_read(near.query, typed, request)
    if not lines:
        text = texts.NOTHING_NEAR if why.follows == 1 else texts.NOTHING_NEAR_OF
        return [(request.sentence(text, count=why.follows),)]
    paragraphs: list[Paragraph] = [folding((request.sentence(texts.NEAREST), *lines))]
    if why.left_out:
        return [*paragraphs, (_left_out(why, request),)]
    return [*paragraphs, (_other_language(why, request),)] if why.in_other_language else paragraphs


def _text_not_whole(why: Why, request: Request) -> list[Paragraph]:
    if why.article.page_state is PageState.AWAITING:
        return [(request.sentence(texts.PAGE_NOT_YET),)]
    if why.article.page_state is PageState.GIVEN_UP:
        return [(request.sentence(texts.PAGE_GIVEN_UP),)]
    if why.article.body is None:
        return [(request.sentence(texts.TEXT_NOT_KEPT),)]
    return []
