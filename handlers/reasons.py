"""Why an article came to a chat, or did not: what matched and what became of it, or the nearest that was followed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from bot.matching.grammar import parse
from bot.matching.index import find
from bot.matching.reading import Reading
from bot.messages.dates import HOUR, count, moment
from bot.messages.message import Line, Paragraph, bold, command, line
from bot.messages.nearness import nearness
from bot.messages.summary import BELL, opening_paragraph, sentence_line
from bot.messages.text import tidy
from bot.messages.wording import shown
from bot.messages.words import ENGLISH, joined
from bot.model import Article, Command, DeliveryState, Match, PageState, Subscription
from bot.storage.chats import MISSED
from bot.storage.store import ChatRow, DeliveryRecord
from handlers.asking import how_read
from handlers.phrases import you_follow
from handlers.ruled import Store

MOST_NEAR = 3  #: follows that nearly match
MOST_MATCHED = 5


class Reasons:
    """What is known of one article and one chat."""

    def __init__(self, heard: Command, store: Store, now: datetime, article: Article, row: ChatRow | None) -> None:
        self._heard = heard
        self._store = store
        self._now = now
        self._article = article
        self._row = row
        self._languages = row.languages if row else ()
        self._concepts = store.rules.concepts
        self._held = store.follows.subscriptions(heard.chat)
        self._stored = {each.query_id: each.match for each in store.articles.reasons(heard.chat, article.id)}
        self._record = store.outbox.delivery_of(heard.chat, article.id)

    def told(self, zone: tzinfo) -> list[Paragraph]:
        """What matched and where, what became of it; of what did not come, why not."""
        answering = self._answering()
        paragraphs: list[Paragraph] = [self._matched(each, match) for each, match in answering[:MOST_MATCHED]]
        if len(answering) > MOST_MATCHED:
            paragraphs.append((line(f"It answers {count(len(answering) - MOST_MATCHED, 'more follow')}."),))
        if self._record is not None:
            if not answering:
                paragraphs.append((line(f"{you_follow(self._heard.kind, 'no longer follow')} what it came for."),))
            return [*paragraphs, (self._became(self._record, zone),)]
        if answering:
            return [*paragraphs, (self._why_not_sent(answering, zone),)]
        return [*self._nothing(), *self._text_not_whole()]

    def _answering(self) -> list[tuple[Subscription, Match]]:
        """The follows that it answers: as it was found when it came, else as it is found now."""
        found: list[tuple[Subscription, Match]] = []
        reading = Reading.of(self._article, self._concepts)
        for each in self._held:
            match = self._stored.get(each.query_id) or find(parse(each.canonical, self._concepts), reading)
            if match is not None:
                found.append((each, match))
        return found

    def _matched(self, follow: Subscription, match: Match) -> Paragraph:
        said = line(f"{BELL} ", bold(shown(follow.typed)), f" is {self._where(match)}:")
        return (said, *self._read_as(follow), sentence_line(match.sentence, match.spans))

    def _read_as(self, follow: Subscription) -> tuple[Line, ...]:
        return how_read(parse(follow.canonical, self._concepts), follow.typed, self._row, self._store)

    def _where(self, match: Match) -> str:
        sentence = tidy(match.sentence)
        if not match.spans:
            return "answered by the article as a whole"
        if sentence in tidy(self._article.title):
            return "in the headline"
        return "in the lead" if sentence in tidy(opening_paragraph(self._article)) else "in the text"

    # ------------------------------------------------------------------------------------------------- it was owed

    def _became(self, record: DeliveryRecord, zone: tzinfo) -> Line:
        def at(moment_at: datetime) -> str:
            return moment(moment_at, zone, self._now)

        match record.state:
            case DeliveryState.SENT:
                return line(f"Sent {at(record.sent_at)}." if record.sent_at else "Sent.")
            case DeliveryState.SENDING:
                return line("It is being sent at this moment.")
            case DeliveryState.FAILED:
                return line(f"It could not be sent: {_end(record.reason)}")
            case DeliveryState.DROPPED if record.reason == MISSED:  # who asks has woken the chat
                return line("It was dropped: I could not write here at that time.")
            case DeliveryState.DROPPED:
                return line(f"It was dropped: {_end(record.reason)}")
        if record.not_before <= self._now:
            return line("It is about to be sent.")
        if record.attempts:
            return line(f"Not sent yet: {_end(record.reason)} I try again {at(record.not_before)}.")
        return line(f"Held until {at(record.not_before)}.")

    # ------------------------------------------------------------------------------------------------- it was not

    def _why_not_sent(self, answering: Sequence[tuple[Subscription, Match]], zone: tzinfo) -> Line:
        """It answers something, and was never owed."""
        follows = [each for each, _ in answering]
        if self._in_another_language():
            return self._other_language()
        if self._article.silent:
            return self._silent(zone)
        later = min(follows, key=lambda each: each.created_at)
        if later.created_at > self._article.first_seen_at:
            when = moment(later.created_at, zone, self._now)
            came = moment(self._article.first_seen_at, zone, self._now)
            return line(f"{you_follow(self._heard.kind)} that since {when}; the article came before, {came}.")
        if self._store.outbox.fanout_pending(self._article.id):
            return line("It is about to be sent.")
        if self._article.page_state is PageState.AWAITING:
            return line("Its page is still to be read; then it is sent.")
        return line("It was not found when the article came: its text, or how I read follows, has changed since.")

    def _in_another_language(self) -> bool:
        return bool(self._languages) and self._article.language not in self._languages

    def _other_language(self) -> Line:
        names = ENGLISH.languages
        read = joined([line(names[code]) for code in self._languages], "and")
        verb = you_follow(self._heard.kind, "read")
        return line(
            f"It is in {names[self._article.language]}, and {verb[0].lower()}{verb[1:]} ",
            *read,
            " only: ",
            command("languages"),
        )

    def _silent(self, zone: tzinfo) -> Line:
        health = self._store.sources.health(self._now)
        first = next((each.first_polled_at for each in health if each.key == self._article.source_key), None)
        if first is None or self._article.first_seen_at <= first:
            return line("It was there before I began to read this source, so nobody was told.")
        span = self._store.rules.catch_up
        seen = moment(self._article.first_seen_at, zone, self._now)
        return line(f"It was older than {_hours(span)} when I first saw it, {seen}, so nobody was told.")

    def _nothing(self) -> list[Paragraph]:
        """No follow answers it: the nearest ones, with what they lack."""
        if not self._held:
            return [(line(f"{you_follow(self._heard.kind)} nothing, so nothing asked for it."),)]
        near = []
        for each in self._held:
            found = nearness(parse(each.canonical, self._concepts), each.typed, self._article, self._concepts)
            if found is not None:
                near.append((found.share, each, found.said))
        near.sort(key=lambda one: -one[0])
        lines: list[Line] = []
        for _, each, said in near[:MOST_NEAR]:
            lines += [line(bold(shown(each.typed)), ": it ", *said, "."), *self._read_as(each)]
        nothing = "I have seen it, but no follow here answers it."
        if not lines:
            return [(line(f"{nothing} Nothing of {_followed(len(self._held))} stands in it."),)]
        paragraphs: list[Paragraph] = [(line(f"{nothing} The nearest:"), *lines)]
        return [*paragraphs, (self._other_language(),)] if self._in_another_language() else paragraphs

    def _text_not_whole(self) -> list[Paragraph]:
        article = self._article
        if article.page_state is PageState.AWAITING:
            return [(line("Its page is not read yet: only its headline and teaser were so far."),)]
        if article.page_state is PageState.GIVEN_UP:
            return [(line("Its page could not be read: only its headline and teaser were."),)]
        if article.body is None:
            return [(line("Its full text is no longer kept: I looked at its headline and teaser."),)]
        return []


def _followed(number: int) -> str:
    return "what is followed" if number == 1 else f"the {number} things that are followed"


def _end(reason: str | None) -> str:
    """A reason as the end of a sentence."""
    said = (reason or "I don't know why").rstrip()
    return said if said.endswith((".", "!", "?")) else f"{said}."


def _hours(span: timedelta) -> str:
    return count(int(span / HOUR), "hour")
