"""/follow: what is now followed, in words, and which articles of the archive match it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answers.preview import LATEST, Preview
from bot.i18n.catalogue import asking
from bot.i18n.catalogue import follow as texts
from bot.i18n.text import PerChat
from bot.matching.grammar import parse, split_follows
from bot.matching.query import Query
from bot.messages.message import Button, Line, Message, Paragraph, ReplyMode, bold, command, say
from bot.messages.text import shorten, tidy
from bot.messages.typed import apart, only
from bot.messages.wording import LABEL_LIMIT, only_label, shown
from bot.model import Subscription
from handlers import languages
from handlers.asking import Refused, action_on, correction_button, meaning, notes, read, stored
from handlers.near import did_you_mean, instead_label, meant_by
from handlers.others import also_in, leaving_out
from handlers.phrases import cannot_post, example_buttons, first_read_progress
from handlers.preview import archive_search, in_full, in_short, too_common
from handlers.request import Request
from handlers.share import share_button
from handlers.undo import named_follows

BUTTON = re.compile(r"#(\d{1,18})( separately)?")  #: never typed: ids are nobody's business
MOST_LOOKED_UP = 20  #: follows of one message that are looked up in the archive
MOST_ROWS = 5  #: of buttons that switch concepts off


@dataclass(frozen=True)
class _Asked:
    """One follow of those asked for, with its answer."""

    paragraph: Paragraph
    query_id: int | None = None  #: None: refused, or followed already
    preview: Preview | None = None
    buttons: tuple[Button, ...] = ()


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
    parts = split_follows(request.text)
    return _Following(request).answer(parts) if parts else _explained(request)


def anyway(request: Request) -> Message:
    """Follow what was pointed out as common: "government" or "#12"."""
    typed = stored(request.text, request)
    return _Following(request, common=True).answer([typed]) if typed else _outdated(request)


def undo(request: Request) -> Message:
    """Follow again what was just unfollowed: "AI", "#12", or several with commas."""
    message = restore(request)
    return message if message.private else replace(message, reply_mode=ReplyMode.REPLACE)


def restore(request: Request) -> Message:
    """The same with a button that is one of several, which stay."""
    typed = named_follows(request)
    if not typed:
        return _outdated(request)
    message = _Following(request, common=True, text=texts.AGAIN, offers=False).answer(typed)
    return Message(paragraphs=message.paragraphs)


def reads(request: Request) -> Message:
    """A language pressed under a first follow: "ru". The other buttons there stay."""
    read_now = replace(request, languages=languages.switched(request, request.text))
    follows = request.follows()
    rows = [*_change_buttons(follows, request), *_leaving_out_again(follows, read_now), *_sharing(follows, request)]
    return Message(
        buttons=(*rows, languages.buttons(request, read_now.languages, "reads")), reply_mode=ReplyMode.BUTTONS
    )


def _leaving_out_again(follows: Sequence[Subscription], request: Request) -> list[tuple[Button, ...]]:
    """The buttons that leave out what a first follow brings besides."""
    if len(follows) != 1:
        return []
    preview = archive_search(request)(parse(follows[0].canonical, request.rules.concepts), others=True)
    return leaving_out(preview.others, follows[0].query_id, request)


def _sharing(new: Sequence[Subscription], request: Request) -> list[tuple[Button, ...]]:
    """*Share this topic*, below an answer about one."""
    button = share_button(request, new[0].typed) if len(new) == 1 else ()
    return [button] if button else []


def _outdated(request: Request) -> Message:
    return say(request.translate(texts.OUTDATED), private=True)


def _explained(request: Request) -> Message:
    """What to type, with three examples as buttons."""
    return say(
        request.sentence(texts.WHAT, command=command("follow AI")),
        request.sentence(texts.TWO_WORDS, command=command("follow waste Aktau")),
        request.translate(texts.BEGIN),
        private=True,
    ).with_buttons(example_buttons())


class _Following:
    """Follows what one command asks for, and answers it in one message."""

    def __init__(
        self, request: Request, *, common: bool = False, text: PerChat = texts.NOW, offers: bool = True
    ) -> None:
        self._request = request
        self._common = common  #: follow what is common too
        self._text = text  #: of what is followed
        self._offers = offers  #: are buttons shown beneath, so that a change can be offered?
        follows = request.follows()
        self._first = not follows
        self._followed = {each.canonical for each in follows}
        self._room = max(request.rules.follows - len(follows), 0)
        self._search = archive_search(request)

    def answer(self, parts: Sequence[str]) -> Message:
        """Follow each part."""
        asked: list[_Asked] = []
        left_out = 0
        for place, typed in enumerate(map(tidy, parts)):
            query = read(typed, self._request)
            if isinstance(query, Refused):
                correction = correction_button(query, self._request, asking.FOLLOW, "follow")
                asked.append(_Asked(paragraph=(query.reason,), buttons=correction))
            elif query.canonical in self._followed:
                already = self._request.sentence(texts.ALREADY, follow=bold(shown(typed)))
                asked.append(_Asked(paragraph=(already,)))
            elif self._room == 0:
                left_out += 1
            else:
                alone = len(parts) == 1
                looked_up = place < MOST_LOOKED_UP
                others = alone and self._offers
                preview = self._search(query, LATEST if alone else 1, others=others) if looked_up else None
                asked.append(self._pointed_out_or_followed(typed, query, preview, alone=alone))
        if len(asked) > MOST_LOOKED_UP:  # what was not followed, and why, is not to be the part that does not fit
            asked.sort(key=lambda one: one.query_id is not None)
        if left_out:
            asked.append(_Asked(paragraph=(self._no_room(left_out),)))
        return self._summed_up(asked)

    def _pointed_out_or_followed(self, typed: str, query: Query, preview: Preview | None, *, alone: bool) -> _Asked:
        request = self._request
        query_id = request.query_id(query, typed)
        if preview is not None and preview.too_common and not self._common:
            name = shorten(typed, LABEL_LIMIT)
            label = request.translate(texts.ANYWAY if alone else texts.QUERY_ANYWAY, query=name)
            button = Button(label, action_on("anyway", typed, query_id, request))
            return _Asked(paragraph=(too_common(typed, query, preview, request),), buttons=(button,))
        request.store.follows.subscribe(request.command.chat, query_id, typed, request.now)
        self._followed.add(query.canonical)
        self._room -= 1
        in_words = meaning(query, typed, request)
        now = request.sentence(self._text, follow=bold(shown(typed)), meaning=in_words)
        followed = _Asked(paragraph=(now, *notes(query, typed, request)), query_id=query_id, preview=preview)
        if preview is not None and alone and self._offers:
            return self._with_more(followed, preview, typed, query)
        return followed

    def _with_more(self, followed: _Asked, preview: Preview, typed: str, query: Query) -> _Asked:
        """A new follow with its other readings, or where it finds nothing with the nearest word that does."""
        request = self._request
        meant = meant_by(query, typed, request) if not preview.found.count else None
        if meant is None:
            return replace(followed, paragraph=(*followed.paragraph, *also_in(preview, request)))
        number = request.query_id(meant.query, meant.typed)
        action = action_on(f"edit #{followed.query_id}", meant.typed, number, request)
        button = Button(instead_label(meant, request), action)
        return replace(followed, paragraph=(*followed.paragraph, did_you_mean(meant, request)), buttons=(button,))

    def _no_room(self, left_out: int) -> Line:
        limit = self._request.rules.follows
        return self._request.sentence(texts.NO_ROOM, count=limit, more=left_out, command=command("unfollow"))

    def _summed_up(self, asked: Sequence[_Asked]) -> Message:
        """One message for all that was asked, with the articles that match each new follow."""
        request = self._request
        new = {one.query_id for one in asked if one.query_id is not None}
        paragraphs: list[Paragraph] = []
        for one in asked:
            if one.preview is None or one.query_id is None:
                paragraphs.append(one.paragraph)
            elif len(asked) > 1:
                paragraphs.append((*one.paragraph, *in_short(one.preview, request)))
            else:
                paragraphs += [one.paragraph, *in_full(one.preview, request)]
        rows = list(_change_buttons([each for each in request.follows() if each.query_id in new], request))
        for one in asked:
            rows += [one.buttons] if one.buttons else []
            if one.preview is not None and one.query_id is not None:
                rows += leaving_out(one.preview.others, one.query_id, request)
        rows += _sharing([each for each in request.follows() if each.query_id in new], request) if self._offers else []
        if new:
            paragraphs += [] if request.command.can_post else [cannot_post(request, request.kind)]
            paragraphs += first_read_progress(request)
        message = Message(paragraphs=tuple(paragraphs), private=not new, buttons=tuple(rows))
        return languages.offered_below(message, request) if new and self._first and self._offers else message


def _change_buttons(new: Sequence[Subscription], request: Request) -> tuple[tuple[Button, ...], ...]:
    """What can be changed of what is new: concepts switched off, and a "both" taken apart if it is the only one."""
    concepts = request.rules.concepts
    rows: list[tuple[Button, ...]] = []
    for each in new[:MOST_ROWS]:
        query = parse(each.canonical, concepts)
        plain = only(query, each.typed, concepts)
        label = only_label(query, each.typed, concepts, alone=len(new) == 1, translate=request.translate)
        row = [Button(label, f"only #{each.query_id}")] if plain else []
        if len(new) == 1 and apart(query, each.typed, concepts):
            row.append(Button(request.translate(texts.SEPARATELY), f"follow #{each.query_id} separately"))
        rows += [tuple(row)] if row else []
    return tuple(rows)


def _separately(request: Request, query_id: int, canonical: str, typed: str) -> Message:
    """Each word of a "both" followed for itself, in place of both together."""
    own = [each.typed for each in request.follows() if each.query_id == query_id]
    concepts = request.rules.concepts
    parts = apart(parse(canonical, concepts), own[0] if own else typed, concepts)
    if not parts:
        return _outdated(request)
    if not all(isinstance(read(part, request), Query) for part in parts):
        return say(request.translate(texts.PARTS_TOO_COMMON), private=True)
    request.store.follows.unsubscribe(request.command.chat, query_id, request.now)
    message = _Following(request).answer(parts)
    return Message(
        paragraphs=message.paragraphs, buttons=message.buttons, reply_mode=ReplyMode.REPLACE, private=message.private
    )
