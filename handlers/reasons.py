"""Why an article came to a chat, or did not, in words."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.answers.why import MatchedFollow, MatchPlace, NotOwed, Why
from bot.messages.causes import cause_text, given_up_text
from bot.messages.dates import HOUR, count, moment
from bot.messages.message import Line, Paragraph, bold, command, line
from bot.messages.summary import BELL, sentence_line
from bot.messages.wording import shown
from bot.messages.words import ENGLISH, joined
from bot.model import Cause, DeliveryState, PageState
from bot.storage.store import DeliveryRecord
from handlers.asking import how_read
from handlers.phrases import you_follow
from handlers.request import Request

MOST_MATCHED = 5
PLACES = {
    MatchPlace.WHOLE: "answered by the article as a whole",
    MatchPlace.HEADLINE: "in the headline",
    MatchPlace.LEAD: "in the lead",
    MatchPlace.TEXT: "in the text",
}


def reasons(why: Why, request: Request) -> list[Paragraph]:
    """What matched and where, what became of it; of what did not come, why not."""
    paragraphs: list[Paragraph] = [_matched(each, request) for each in why.answered[:MOST_MATCHED]]
    if len(why.answered) > MOST_MATCHED:
        paragraphs.append((line(f"It answers {count(len(why.answered) - MOST_MATCHED, 'more follow')}."),))
    if why.delivery is not None:
        if not why.answered:
            paragraphs.append((line(f"{you_follow(request.kind, 'no longer follow')} what it came for."),))
        return [*paragraphs, (_became(why.delivery, request),)]
    if why.not_owed is not None:
        return [*paragraphs, (_why_not_owed(why, why.not_owed, request),)]
    return [*_unanswered(why, request), *_text_not_whole(why)]


def _matched(answered: MatchedFollow, request: Request) -> Paragraph:
    typed, match = answered.follow.typed, answered.match
    said = line(f"{BELL} ", bold(shown(typed)), f" is {PLACES[answered.place]}:")
    return (said, *how_read(answered.query, typed, request), sentence_line(match.sentence, match.spans))


def _at(moment_at: datetime, request: Request) -> str:
    return moment(moment_at, request.zone, request.now)


def _became(record: DeliveryRecord, request: Request) -> Line:
    match record.state:
        case DeliveryState.SENT:
            return line(f"Sent {_at(record.sent_at, request)}." if record.sent_at else "Sent.")
        case DeliveryState.SENDING:
            return line("It is being sent at this moment.")
        case DeliveryState.FAILED:
            return line(f"It could not be sent: {_end(given_up_text(record.cause, record.detail))}")
        case DeliveryState.DROPPED if record.cause is Cause.MISSED:  # who asks has woken the chat
            return line("It was dropped: I could not write here at that time.")
        case DeliveryState.DROPPED:
            return line(f"It was dropped: {_end(cause_text(record.cause, record.detail))}")
    if record.not_before <= request.now:
        return line("It is about to be sent.")
    if record.attempts:
        why = _end(cause_text(record.cause, record.detail))
        return line(f"Not sent yet: {why} I try again {_at(record.not_before, request)}.")
    return line(f"Held until {_at(record.not_before, request)}.")


def _why_not_owed(why: Why, reason: NotOwed, request: Request) -> Line:
    """It answers something, and was never owed."""
    match reason:
        case NotOwed.OTHER_LANGUAGE:
            return _other_language(why, request)
        case NotOwed.BEFORE_FIRST_POLL:
            return line("It was there before I began to read this source, so nobody was told.")
        case NotOwed.TOO_OLD:
            seen = _at(why.article.first_seen_at, request)
            span = _hours(request.rules.catch_up)
            return line(f"It was older than {span} when I first saw it, {seen}, so nobody was told.")
        case NotOwed.FOLLOWED_LATER:
            when = _at(min(each.follow.created_at for each in why.answered), request)
            came = _at(why.article.first_seen_at, request)
            return line(f"{you_follow(request.kind)} that since {when}; the article came before, {came}.")
        case NotOwed.BEING_ENQUEUED:
            return line("It is about to be sent.")
        case NotOwed.PAGE_AWAITED:
            return line("Its page is still to be read; then it is sent.")
        case NotOwed.NOT_FOUND_THEN:
            return line("It was not found when the article came: its text, or how I read follows, has changed since.")


def _other_language(why: Why, request: Request) -> Line:
    names = ENGLISH.languages
    read = joined([line(names[code]) for code in request.languages], "and")
    verb = you_follow(request.kind, "read")
    return line(
        f"It is in {names[why.article.language]}, and {verb[0].lower()}{verb[1:]} ",
        *read,
        " only: ",
        command("languages"),
    )


def _unanswered(why: Why, request: Request) -> list[Paragraph]:
    """No follow answers it: the nearest ones, with what they lack."""
    if not why.follows:
        return [(line(f"{you_follow(request.kind)} nothing, so nothing asked for it."),)]
    lines: list[Line] = []
    for near in why.near:
        typed = near.follow.typed
        lines += [line(bold(shown(typed)), ": it ", *near.lacks, "."), *how_read(near.query, typed, request)]
    nothing = "I have seen it, but no follow here answers it."
    if not lines:
        return [(line(f"{nothing} Nothing of {_followed(why.follows)} stands in it."),)]
    paragraphs: list[Paragraph] = [(line(f"{nothing} The nearest:"), *lines)]
    return [*paragraphs, (_other_language(why, request),)] if why.in_other_language else paragraphs


def _text_not_whole(why: Why) -> list[Paragraph]:
    if why.article.page_state is PageState.AWAITING:
        return [(line("Its page is not read yet: only its headline and teaser were so far."),)]
    if why.article.page_state is PageState.GIVEN_UP:
        return [(line("Its page could not be read: only its headline and teaser were."),)]
    if why.article.body is None:
        return [(line("Its full text is no longer kept: I looked at its headline and teaser."),)]
    return []


def _followed(number: int) -> str:
    return "what is followed" if number == 1 else f"the {number} things that are followed"


def _end(reason: str) -> str:
    """A reason as the end of a sentence."""
    said = reason.rstrip()
    return said if said.endswith((".", "!", "?")) else f"{said}."


def _hours(span: timedelta) -> str:
    return count(int(span / HOUR), "hour")
