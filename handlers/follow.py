"""/follow: what is followed from now on, and what is asked, or refused, before.

typed ─ read ─▶ Query ─ doubtful? ─▶ a question with buttons, nothing is followed
                                  ─▶ followed ─▶ what it also finds, how often, the latest article
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.answers.preview import Preview
from bot.i18n.catalogue import asking, phrases
from bot.i18n.catalogue import follow as texts
from bot.matching.doubts import negated
from bot.matching.grammar import parse, split_follows
from bot.matching.query import Query
from bot.messages.examples import EXAMPLES
from bot.messages.message import Button, Line, Message, ReplyMode, bold, command, say
from bot.messages.narrowing import narrowed
from bot.messages.text import tidy
from bot.messages.typed import apart
from bot.messages.wording import shown
from bot.model import Attention, FollowMode
from bot.speech.modes import Manner, said_alone, with_manner
from bot.speech.watching import NOTHING, Watched, watched, watched_alone
from handlers import calling, languages, watch
from handlers.asking import Refused, correction_button, read, stored
from handlers.doubts import Question, doubtful, doubtful_in_archive, not_yet, of_whole_text
from handlers.followed import AGAIN, NOW, Answered, Words, change_buttons, leaving_out_again, summed_up
from handlers.manners import CHOICES, attention_for, how_it_comes, manner_of, stored_as, without_digests
from handlers.naming import is_named
from handlers.others import leave_out_of, leave_out_question
from handlers.phrases import example_buttons, follow_example
from handlers.preview import archive_search
from handlers.request import Request
from handlers.share import share_row
from handlers.undo import named_follows

BUTTON = re.compile(r"#(\d{1,18})( separately)?")  #: never typed: ids are nobody's business
REPEATED = re.compile(r"^/?follow(?:@\w+)?\s+(?=\S)", re.IGNORECASE)  #: the command once more, from an example copied
MOST_LOOKED_UP = 20  #: follows of one message of which it is asked whether their words are in the archive


def answer(request: Request) -> Message:
    """Follow each of what was asked, or say why not."""
    pressed = BUTTON.fullmatch(request.text) if request.command.button else None
    if pressed:
        known = request.store.follows.query(int(pressed[1]))
        if known is None:
            return _outdated(request)
        if pressed[2]:
            return _separately(request, int(pressed[1]), *known)
        return _Following(request).answer([known[1]])
    typed = REPEATED.sub("", request.text)
    if named := calling.named(typed):
        return calling.answer(request, named, _Following(request).answer([part for part, _ in named]))
    if question := of_whole_text(typed, request):
        message = say(question.line, private=True)
        return message.with_buttons(*question.rows(request))
    parts = split_follows(typed)
    return _Following(request).answer(parts) if parts else _explained(request)


def anyway(request: Request) -> Message:
    """Follow what was asked about: "government", "Kaspi OR Halyk" or "#12"."""
    typed = stored(request.text, request)
    return _Following(request, sure=True).answer([typed]) if typed else _outdated(request)


def undo(request: Request) -> Message:
    """Follow again what was just unfollowed: "AI", "#12", or several with commas."""
    message = restore(request)
    return message if message.private else replace(message, reply_mode=ReplyMode.REPLACE)


def restore(request: Request) -> Message:
    """The same with a button that is one of several, which stay."""
    typed = named_follows(request)
    if not typed:
        return _outdated(request)
    message = _Following(request, sure=True, words=AGAIN).answer(typed)
    return Message(paragraphs=message.paragraphs)


def reads(request: Request) -> Message:
    """A language pressed under a first follow: "ru". The other buttons there stay."""
    read_now = replace(request, languages=languages.switched(request, request.text))
    follows = request.follows()
    sharing = share_row(follows[0].typed, request) if len(follows) == 1 else []
    rows = [*change_buttons(follows, request), *leaving_out_again(follows, read_now), *sharing]
    return Message(
        buttons=(*rows, languages.buttons(request, read_now.languages, "reads")), reply_mode=ReplyMode.BUTTONS
    )


def _outdated(request: Request) -> Message:
    return say(request.translate(texts.OUTDATED), private=True)


def _explained(request: Request) -> Message:
    """What to type, with three examples as buttons."""
    return say(
        request.sentence(texts.WHAT, command=follow_example(request)),
        request.sentence(texts.TWO_WORDS, command=command(f"follow {EXAMPLES[request.translate.language].both}")),
        request.translate(texts.BEGIN),
        private=True,
    ).with_buttons(example_buttons(request))


class _Following:
    """Follows what one command asks for, and answers it in one message."""

    def __init__(
        self, request: Request, *, sure: bool = False, words: Words = NOW, attention: Attention | None = None
    ) -> None:
        """`attention`: how what is followed is to come; None: as it is said, or as the chat has it."""
        self._request = request
        self._attention = attention
        self._sure = sure  #: it was asked about before, or followed: nothing is doubtful any more
        self._words = words
        follows = request.follows()
        self._first = not follows
        self._followed = {each.canonical for each in follows}
        self._room = max(request.rules.follows - len(follows), 0)
        self._search = archive_search(request)

    def answer(self, parts: Sequence[str]) -> Message:
        """Follow each part."""
        answered: list[Answered] = []
        left_out = 0
        parts, of_all = self._said_of_all(parts)
        for place, whole in enumerate(map(tidy, parts)):
            wanted = self._wanted(whole, of_all)
            query = read(wanted.topic, self._request, common=self._sure)
            if beyond := watch.refused(wanted, self._request):
                answered.append(Answered(typed=whole, lines=(beyond,)))
            elif without := self._only_left_out(wanted.topic):
                answered.append(self._refused(*without))
            elif isinstance(query, Refused):
                answered.append(self._refused(wanted.topic, query))
            elif query.canonical in self._followed:
                answered.append(self._already(wanted, query))
            elif self._room == 0:
                left_out += 1
            else:
                answered.append(self._asked_or_followed(wanted, query, alone=len(parts) == 1, place=place))
        if self._words is AGAIN:
            answered = self._coming_as_before(answered)
        if left_out:
            answered.append(Answered(typed="", lines=(self._no_room(left_out),)))
        message = summed_up(answered, self._request, self._words, several=len(parts) > 1)
        if any(one.query_id is not None and one.attention.mode is FollowMode.DIGEST for one in answered):
            told = tuple((line,) for line in without_digests(self._request))
            message = replace(message, paragraphs=(*message.paragraphs, *told))
        offer = self._first and self._words is NOW and any(one.query_id is not None for one in answered)
        return languages.offered_below(message, self._request) if offer else message

    def _said_of_all(self, parts: Sequence[str]) -> tuple[Sequence[str], Watched]:
        """The topics, and how they are to come if that stands behind the last: "AI, waste, digest only"."""
        last = parts[-1] if len(parts) > 1 and self._words is not AGAIN else ""
        manner, watches = said_alone(last), watched_alone(last)
        return (parts[:-1] if manner or watches else parts), Watched("", manner, watches or NOTHING)

    def _wanted(self, typed: str, of_all: Watched) -> Watched:
        """The topic, how it is to come, and what it watches for: `!AI`, "AI headlines only", "AI quiet 14d"."""
        if self._words is AGAIN:
            return Watched(typed, None, NOTHING)
        topic, manner, watches = watched(typed)
        manner, watches = manner or of_all.manner, of_all.watch | watches
        if manner is not Manner.HEADLINES:
            return Watched(topic, manner, watches)
        concepts = self._request.rules.concepts
        query = read(topic, self._request, common=True)
        fewer = narrowed(query, topic, "title", concepts) if isinstance(query, Query) else None
        return Watched(fewer or with_manner(topic, manner), None, watches)

    def _already(self, wanted: Watched, query: Query) -> Answered:
        """It is followed; how it comes, and what it watches for, is changed if that is said."""
        request, typed, manner = self._request, wanted.topic, wanted.manner
        one = next((each for each in request.follows() if each.canonical == query.canonical), None)
        lines: list[Line] = []
        rows: list[tuple[Button, ...]] = []
        if one is not None and manner in CHOICES and manner is not None and manner is not manner_of(one.attention):
            request.store.attention.set(request.command.chat, one.query_id, **stored_as(manner))
            lines.append(how_it_comes(typed, Attention(**stored_as(manner)), request))
            rows.append((Button(request.translate(phrases.UNDO), f"mode #{one.query_id} {manner_of(one.attention)}"),))
        if one is not None and watch.changes(one.attention, wanted.watch):
            lines += watch.set_for(one, wanted.watch, request)
            rows.append((watch.undo_button(one, wanted.watch, request),))
        if lines:
            return Answered(typed=typed, lines=tuple(lines), rows=tuple(rows), changed=True)
        return Answered(typed=typed, lines=(request.sentence(texts.ALREADY, follow=bold(shown(typed))),))

    def _only_left_out(self, typed: str) -> tuple[str, Refused] | None:
        """`не спорт` as `-спорт`, if it only says what is to be left out."""
        without = None if self._sure else negated(typed, self._request.rules.concepts)
        if without is None or isinstance(read(without, self._request), Query):
            return None
        left_out = " ".join(word for word in without.split() if word.startswith("-"))  # "все, кроме спорта"
        refused = read(left_out, self._request)
        return (left_out, refused) if isinstance(refused, Refused) and refused.leaves_out else None

    def _refused(self, typed: str, refused: Refused) -> Answered:
        rows = leave_out_of(typed, self._request) if refused.leaves_out else ()
        if rows:
            return Answered(typed=typed, lines=(leave_out_question(typed, self._request),), rows=rows)
        button = correction_button(refused, self._request, asking.FOLLOW, "follow")
        return Answered(typed=typed, lines=(refused.reason,), rows=(button,) if button else ())

    def _asked_or_followed(self, wanted: Watched, query: Query, *, alone: bool, place: int) -> Answered:
        request, typed = self._request, wanted.topic
        question = None if self._sure else doubtful(typed, query, request)
        if question is not None:
            return self._asked(typed, question.coming(wanted.manner, wanted.watch), alone=alone)
        preview = self._search(query, 1 if alone else 0, others=alone and self._words is NOW)
        if not self._sure:
            question = doubtful_in_archive(
                typed, query, preview, self._search, request, thorough=place < MOST_LOOKED_UP
            )
        if question is not None and not (question.rated and wanted.watch.alone_for):  # that brings far less
            return self._asked(typed, question.coming(wanted.manner, wanted.watch), alone=alone)
        return self._follow(wanted, query, preview)

    def _asked(self, typed: str, question: Question, *, alone: bool) -> Answered:
        if alone:
            rows = tuple(question.rows(self._request))
            return Answered(typed=typed, lines=(not_yet(question, self._request),), rows=rows)
        row = question.named_row(self._request)
        return Answered(typed=typed, lines=(question.line,), rows=(row,) if row else ())

    def _follow(self, wanted: Watched, query: Query, preview: Preview) -> Answered:
        request, typed = self._request, wanted.topic
        attention = self._attention or attention_for(wanted.manner, request, wanted.watch)
        begins = None if self._words is AGAIN else attention
        query_id = request.store.follows.follow(
            request.command.chat,
            query.canonical,
            typed,
            request.now,
            grammar=request.rules.grammar,
            followed_by=request.command.person_name if is_named(request) else "",
            attention=begins,
        )
        self._followed.add(query.canonical)
        self._room -= 1
        comes = begins or Attention()  # how it comes again is read for all of them together
        return Answered(typed=typed, query_id=query_id, query=query, preview=preview, attention=comes)

    def _coming_as_before(self, answered: Sequence[Answered]) -> list[Answered]:
        """What is followed again comes as it came before it was unfollowed."""
        stored = {each.query_id: each.attention for each in self._request.follows()}
        return [replace(one, attention=stored.get(one.query_id or 0, one.attention)) for one in answered]

    def _no_room(self, left_out: int) -> Line:
        limit = self._request.rules.follows
        return self._request.sentence(texts.NO_ROOM, count=limit, more=left_out, command=command("unfollow"))


def _separately(request: Request, query_id: int, canonical: str, typed: str) -> Message:
    """Each word of a "both" followed for itself, in place of both together."""
    own = [each.typed for each in request.follows() if each.query_id == query_id]
    concepts = request.rules.concepts
    parts = apart(parse(canonical, concepts), own[0] if own else typed, concepts)
    if not parts:
        return _outdated(request)
    if not all(isinstance(read(part, request), Query) for part in parts):
        return say(request.translate(texts.PARTS_TOO_COMMON), private=True)
    attention = next((each.attention for each in request.follows() if each.query_id == query_id), None)
    request.store.follows.unsubscribe(request.command.chat, query_id, request.now)
    return replace(_Following(request, sure=True, attention=attention).answer(parts), reply_mode=ReplyMode.REPLACE)
