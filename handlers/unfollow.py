"""/unfollow: one by its words, or the list with a button each, or all of it after a question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches

from bot.errors import QueryError
from bot.matching.concepts import Concepts
from bot.matching.grammar import parse, split_follows
from bot.messages.dates import count
from bot.messages.message import Button, Line, Message, Paragraph, ReplyMode, bold, line, say
from bot.messages.text import shorten, tidy
from bot.messages.wording import LABEL_LIMIT, shown
from bot.model import Subscription
from handlers import more
from handlers.asking import action_on
from handlers.phrases import follows_not, nothing_followed, you_follow
from handlers.request import Request

PAGE = 10  #: follows on a page of the list
NEAR = 5  #: follows like the one asked for that are offered
NEARNESS = 0.7  #: difflib's ratio from which a word counts as like another
PRESSED = re.compile(r"#(\d{1,18})(?: (\d{1,18}))?")
TURNED = re.compile(r"page (\d{1,6})")


def answer(request: Request) -> Message:
    """Unfollow what was named or pressed; without a name, offer the list."""
    asked, follows = request.command, request.follows()
    pressed = PRESSED.fullmatch(asked.text) if asked.button else None
    if pressed:
        one = next((each for each in follows if each.query_id == int(pressed[1])), None)
        return _pressed(request, one, article_id=pressed[2], others=len(follows) > 1)
    turned = TURNED.fullmatch(asked.text)
    if not follows:
        return nothing_followed(asked.kind)
    if turned or not asked.text:
        return _listed(request, follows, int(turned[1]) if turned else 1)
    if asked.text.casefold() == "all":
        return _question(request, follows)
    if asked.text.casefold() == "all yes":
        gone = request.store.follows.unsubscribe_all(asked.chat, request.now)
        said = f"{you_follow(asked.kind, 'no longer follow')} anything: {count(gone, 'follow')} dropped."
        return say(said, reply_mode=_reply_mode(request))
    return _named(request, follows)


def _reply_mode(request: Request) -> ReplyMode:
    return ReplyMode.REPLACE if request.command.button else ReplyMode.NEW


def undo_button(gone: Subscription, label: str = "Undo") -> Button:
    """Takes an Unfollow back."""
    return Button(label, action_on("undo", gone.typed, gone.query_id))


def _pressed(request: Request, one: Subscription | None, *, article_id: str | None, others: bool) -> Message:
    """An Unfollow button: in an alert's ⋯ menu (it names the article), or in a list."""
    if one is not None:
        request.store.follows.unsubscribe(request.command.chat, one.query_id, request.now)
    if article_id is not None:
        return more.unfollowed(request, one, int(article_id))
    back = (Button("Back to the list", "unfollow page 1"),) if others else ()
    if one is None:
        return say("That is not followed any more.", reply_mode=ReplyMode.REPLACE).with_buttons(back)
    said = line(f"{you_follow(request.kind, 'no longer follow')} ", bold(shown(one.typed)), ".")
    return say(said, reply_mode=ReplyMode.REPLACE).with_buttons((undo_button(one), *back))


def _listed(request: Request, follows: Sequence[Subscription], page: int) -> Message:
    """Ten follows with a button each, and the way to the other pages."""
    pages = -(-len(follows) // PAGE)
    page = min(max(page, 1), pages)
    first = (page - 1) * PAGE
    part = follows[first : first + PAGE]
    span = f" ({first + 1}–{first + len(part)} of {len(follows)})" if pages > 1 else ""
    turns = [Button("‹", f"unfollow page {page - 1}")] if page > 1 else []
    turns += [Button("›", f"unfollow page {page + 1}")] if page < pages else []
    rows = [(unfollow_button(each),) for each in part]
    message = say(f"Press what to unfollow{span}:", private=True, reply_mode=_reply_mode(request))
    return message.with_buttons(*rows, *((tuple(turns),) if turns else ()))


def unfollow_button(subscription: Subscription) -> Button:
    """Unfollows one, named as it was typed."""
    return Button(shorten(tidy(subscription.typed), LABEL_LIMIT), f"unfollow #{subscription.query_id}")


def _question(request: Request, follows: Sequence[Subscription]) -> Message:
    everything = "the only follow" if len(follows) == 1 else f"all {len(follows)} follows"
    buttons = (Button("Yes, unfollow all", "unfollow all yes"), Button("No", "unfollow page 1"))
    return say(f"Drop {everything}?", private=True, reply_mode=_reply_mode(request)).with_buttons(buttons)


def _named(request: Request, follows: Sequence[Subscription]) -> Message:
    """Unfollow each of what was typed; what is not followed is answered with what is like it."""
    asked, concepts = request.command, request.rules.concepts
    parts = split_follows(asked.text)
    paragraphs: list[Paragraph] = []
    gone: list[Subscription] = []
    near: dict[int, Subscription] = {}
    for typed in parts:
        one = meant(typed, follows, concepts)
        if one is not None and request.store.follows.unsubscribe(asked.chat, one.query_id, request.now):
            gone.append(one)
            paragraphs.append((line(f"{you_follow(request.kind, 'no longer follow')} ", bold(shown(one.typed)), "."),))
        else:
            near_ones = like(typed, [each for each in follows if each not in gone])
            near |= {each.query_id: each for each in near_ones}
            paragraphs.append(
                (line(f"{follows_not(request.kind)} ", bold(shown(typed)), "."), *did_you_mean(near_ones))
            )
    rows = [(undo_button(each, f"Undo {shorten(tidy(each.typed), LABEL_LIMIT)}"),) for each in gone]
    if len(gone) == 1:
        rows = [(undo_button(gone[0]),)]
    rows = rows[:PAGE] + [(unfollow_button(each),) for each in list(near.values())[:PAGE]]
    if not gone and not near:
        rows = [(Button("Show the list", "unfollow page 1"),)]
    return Message(paragraphs=tuple(paragraphs), private=not gone, buttons=tuple(rows))


def did_you_mean(near: Sequence[Subscription]) -> tuple[Line, ...]:
    """The question above the buttons of follows that are like what was typed; none, no question."""
    return (line("Did you mean one of these?" if len(near) > 1 else "Did you mean this?"),) if near else ()


def meant(typed: str, follows: Sequence[Subscription], concepts: Concepts) -> Subscription | None:
    """The follow that was typed so, or that means the same."""
    same = tidy(typed).casefold()
    exact = [each for each in follows if tidy(each.typed) == tidy(typed)]
    try:
        canonical = parse(typed, concepts).canonical
    except QueryError:
        canonical = ""
    exact += [each for each in follows if each.canonical == canonical]
    alike = [each for each in follows if tidy(each.typed).casefold() == same]
    return exact[0] if exact else alike[0] if len(alike) == 1 else None


def like(typed: str, follows: Sequence[Subscription]) -> list[Subscription]:
    """Follows that are spelled nearly so, or hold a word that is."""
    wanted = tidy(typed).casefold()
    found: list[Subscription] = []
    for each in follows:
        name = tidy(each.typed).casefold()
        if get_close_matches(wanted, [name], cutoff=NEARNESS) or any(
            get_close_matches(word, name.split(), cutoff=NEARNESS) for word in wanted.split()
        ):
            found.append(each)
    return found[:NEAR]
