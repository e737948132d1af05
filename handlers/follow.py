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
from bot.speech.modes import Manner, said_alone, said_with, with_manner
from handlers import calling, languages
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
        parts, said_of_all = self._said_of_all(parts)
        for place, whole in enumerate(map(tidy, parts)):
            own = said_with(whole).manner is not None
            typed, manner = self._with_manner(whole if own else with_manner(whole, said_of_all))
            query = read(typed, self._request, common=self._sure)
            if without := self._only_left_out(typed):
                answered.append(self._refused(*without))
            elif isinstance(query, Refused):
                answered.append(self._refused(typed, query))
            elif query.canonical in self._followed:
                answered.append(self._already(typed, query, manner))
            elif self._room == 0:
                left_out += 1
            else:
                answered.append(self._asked_or_followed(typed, query, manner, alone=len(parts) == 1, place=place))
        if left_out:
            answered.append(Answered(typed="", lines=(self._no_room(left_out),)))
        message = summed_up(answered, self._request, self._words, several=len(parts) > 1)
        if any(one.query_id is not None and one.attention.mode is FollowMode.DIGEST for one in answered):
            told = tuple((line,) for line in without_digests(self._request))
            message = replace(message, paragraphs=(*message.paragraphs, *told))
        offer = self._first and self._words is NOW and any(one.query_id is not None for one in answered)
        return languages.offered_below(message, self._request) if offer else message

    def _said_of_all(self, parts: Sequence[str]) -> tuple[Sequence[str], Manner | None]:
        """The topics, and how they are to come if that stands behind the last: "AI, waste, digest only"."""
        manner = said_alone(parts[-1]) if len(parts) > 1 and self._words is not AGAIN else None
        return (parts[:-1], manner) if manner else (parts, None)

    def _with_manner(self, typed: str) -> tuple[str, Manner | None]:
        """The topic, and how it is to come: `!AI`, "AI headlines only"."""
        if self._words is AGAIN:
            return typed, None
        topic, manner = said_with(typed)
        if manner is not Manner.HEADLINES:
            return topic, manner
        concepts = self._request.rules.concepts
        query = read(topic, self._request, common=True)
        fewer = narrowed(query, topic, "title", concepts) if isinstance(query, Query) else None
        return (fewer, None) if fewer else (typed, None)

    def _already(self, typed: str, query: Query, manner: Manner | None) -> Answered:
        """It is followed; how it comes is changed if that is said."""
        request = self._request
        name = bold(shown(typed))
        one = next((each for each in request.follows() if each.canonical == query.canonical), None)
        already = request.sentence(texts.ALREADY, follow=name)
        if one is None or manner not in CHOICES or manner is None or manner is manner_of(one.attention):
            return Answered(typed=typed, lines=(already,))
        request.store.attention.set(request.command.chat, one.query_id, **stored_as(manner))
        undo = Button(request.translate(phrases.UNDO), f"mode #{one.query_id} {manner_of(one.attention)}")
        new = Attention(**stored_as(manner))
        return Answered(typed=typed, lines=(how_it_comes(typed, new, request),), rows=((undo,),), changed=True)

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

    def _asked_or_followed(
        self, typed: str, query: Query, manner: Manner | None, *, alone: bool, place: int
    ) -> Answered:
        request = self._request
        question = None if self._sure else doubtful(typed, query, request)
        if question is not None:
            return self._asked(typed, question.coming(manner), alone=alone)
        preview = self._search(query, 1 if alone else 0, others=alone and self._words is NOW)
        if not self._sure:
            question = doubtful_in_archive(
                typed, query, preview, self._search, request, thorough=place < MOST_LOOKED_UP
            )
        if question is not None:
            return self._asked(typed, question.coming(manner), alone=alone)
        return self._follow(typed, query, preview, manner)

    def _asked(self, typed: str, question: Question, *, alone: bool) -> Answered:
        if alone:
            rows = tuple(question.rows(self._request))
            return Answered(typed=typed, lines=(not_yet(question, self._request),), rows=rows)
        row = question.named_row(self._request)
        return Answered(typed=typed, lines=(question.line,), rows=(row,) if row else ())

    def _follow(self, typed: str, query: Query, preview: Preview, manner: Manner | None) -> Answered:
        request = self._request
        query_id = request.query_id(query, typed)
        attention = self._attention or attention_for(manner, request)
        begins = None if self._words is AGAIN else attention
        request.store.follows.subscribe(
            request.command.chat,
            query_id,
            typed,
            request.now,
            followed_by=request.command.person_name if is_named(request) else "",
            attention=begins,
        )
        self._followed.add(query.canonical)
        self._room -= 1
        comes = begins or next(each.attention for each in request.follows() if each.query_id == query_id)
        return Answered(typed=typed, query_id=query_id, query=query, preview=preview, attention=comes)

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
