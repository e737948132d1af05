"""The ⋯ menu of an alert, opened and closed in place: what can be changed of each follow that the article answers.

one follow                                      several
[Headlines only] [Not this: «концерт»]          [AI …] [waste …]      each opens what stands on the left
[Mute …] [Mode: Instant]                        [Unfollow AI] [Unfollow waste]
[Unfollow AI]                                   [☆ Save] [Why this?]
[☆ Save] [Why this?]                            [Not the same story]      of an alert that shows others, or a follow-up
[‹ Close]                                       [🧵 Story] [‹ Close]
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answers.story import others_of
from bot.answers.unwanted import unwanted_word
from bot.i18n.catalogue import doubts, groups, pages
from bot.i18n.catalogue import modes as mode_texts
from bot.i18n.catalogue import saved as saved_texts
from bot.i18n.catalogue import story as story_texts
from bot.i18n.catalogue import unfollow as texts
from bot.matching.grammar import parse
from bot.messages.also import story_buttons
from bot.messages.message import Button, Message, ReplyMode
from bot.messages.narrowing import in_headlines_only, narrowed
from bot.messages.person import person
from bot.messages.summary import more_button
from bot.messages.tasks import is_shared_out, task_buttons
from bot.messages.text import shorten, tidy
from bot.messages.wording import LABEL_LIMIT
from bot.model import Article, Delivery, Subscription
from bot.speech.modes import Manner
from handlers import held, naming
from handlers.asking import action_on
from handlers.follow_list import in_rows
from handlers.manners import CHOICES, label, manner_of
from handlers.request import Request

SHORT_LABEL = 20  #: characters of a follow beside a name
OF_ALERT = re.compile(r"#(\d{1,18}) (\d{1,18})")  #: a follow, and the article of the alert in whose menu it stands
Rows = tuple[tuple[Button, ...], ...]


def opened(request: Request) -> Message:
    """What can be changed of each follow that the article answers, why it came, and a way to close."""
    return menu(request, _article_id(request.text))


def menu(request: Request, article_id: int, *first: Button) -> Message:
    """The menu with these buttons above it, each in a row."""
    rows = (*((button,) for button in first), *_button_rows(request, article_id))
    return Message(buttons=rows, reply_mode=ReplyMode.BUTTONS)


def closed(request: Request) -> Message:
    """The alert with its small ⋯ button, as it came: with the way to its other pages or its story, and who takes it."""
    article_id = _article_id(request.text)
    rows = held.to_pages(request, article_id) or _own_rows(request, article_id)
    return Message(buttons=rows, more=more_button(article_id), reply_mode=ReplyMode.BUTTONS)


def _own_rows(request: Request, article_id: int) -> Rows:
    """What stands under an alert of its own: the way to its story, and ✋ and ✅ where alerts are shared out."""
    chat, store = request.command.chat, request.store
    carried = store.outbox.carried_with(chat, article_id)
    if len(carried) != 1:
        return ()
    rows = story_buttons(carried[0], request.translate)
    if not is_shared_out(request.kind, request.preferences):
        return rows
    return (*rows, task_buttons(article_id, store.tasks.get(chat, article_id), request.translate))


def unfollowed(request: Request, one: Subscription | None, article_id: int) -> Message:
    """After an Unfollow there: Undo first, what else is followed below. None: it was unfollowed before."""
    return menu(request, article_id, *([undo_unfollow(request, one, article_id)] if one else []))


def undo_unfollow(request: Request, one: Subscription, article_id: int) -> Button:
    """What it takes back; in a chat of several it says who did that, for no message does."""
    action = action_on(f"undo @{article_id}", one.typed, one.query_id, request)
    if not naming.is_named(request):
        return Button(request.translate(texts.UNDO_UNFOLLOWED, follow=_name(one.typed)), action)
    name = person(request.command.person_name)
    gone = request.translate(groups.UNDO_UNFOLLOWED_BY, follow=shorten(tidy(one.typed), SHORT_LABEL), person=name)
    return Button(gone, action)


def tuning(request: Request) -> Message:
    """What can be changed of one of several follows: "#12 345"."""
    pressed = OF_ALERT.fullmatch(request.text)
    one, article = _pressed(request, pressed)
    if pressed is None or one is None or article is None:
        return menu(request, int(pressed[2]) if pressed else 0)
    rows = [*_tuning_rows(one, article, request), (_back_to_all(article.id, request),)]
    return Message(buttons=tuple(rows), reply_mode=ReplyMode.BUTTONS)


def manners(request: Request) -> Message:
    """The ways in which a follow can come, the one that it has ticked: "#12 345"."""
    pressed = OF_ALERT.fullmatch(request.text)
    one, article = _pressed(request, pressed)
    if pressed is None or one is None or article is None:
        return menu(request, int(pressed[2]) if pressed else 0)
    rows = manner_rows(one, "set", article.id, request)
    several = len(_answered(request, article.id)) > 1
    to_one, to_all = (_back_to_one(one, article.id, request), _back_to_all(article.id, request))
    return Message(buttons=(*rows, (to_one if several else to_all,)), reply_mode=ReplyMode.BUTTONS)


def manner_rows(one: Subscription, action: str, place: object, request: Request) -> list[tuple[Button, ...]]:
    """A button for each way in which a follow can come: `set #12 silent 345`, `mode #12 silent rate 2`."""
    now, query = manner_of(one.attention), parse(one.canonical, request.rules.concepts)
    ways = [(each, label(each, request, ticked=each is now)) for each in CHOICES]
    if in_headlines_only(query):
        ways.append((Manner.TEXT, label(Manner.HEADLINES, request, ticked=True)))
    elif narrowed(query, one.typed, "title", request.rules.concepts):
        ways.append((Manner.HEADLINES, label(Manner.HEADLINES, request)))
    return in_rows(Button(said, f"{action} #{one.query_id} {way} {place}") for way, said in ways)


def _pressed(request: Request, pressed: re.Match[str] | None) -> tuple[Subscription | None, Article | None]:
    """The follow, if it is still followed, and the article."""
    if pressed is None:
        return None, None
    one = next((each for each in request.follows() if each.query_id == int(pressed[1])), None)
    return one, request.store.articles.get(int(pressed[2]))


def _answered(request: Request, article_id: int) -> list[Subscription]:
    """The follows that the article answers, or any other one of the message that brought it."""
    chat, store = request.command.chat, request.store
    found = {each.query_id for each in store.articles.reasons(chat, article_id)}
    found |= {reason.query_id for each in store.outbox.carried_with(chat, article_id) for reason in each.reasons}
    return [each for each in request.follows() if each.query_id in found]


def _button_rows(request: Request, article_id: int) -> Rows:
    article = request.store.articles.get(article_id) if article_id else None
    carried = request.store.outbox.carried_with(request.command.chat, article_id) if article else []
    several = len(carried) > 1
    close = Button(request.translate(texts.CLOSE), f"less {article_id}")
    why = Button(request.translate(texts.WHY), f"why with {article_id}" if several else f"why {article_id}")
    if article is None:  # it came from another database, or nowhere
        return ((why, close),) if article_id else ((close,),)
    follows = _answered(request, article_id)
    if len(follows) == 1:
        rows = _tuning_rows(follows[0], article, request)
    else:
        rows = _of_several(follows, article_id, request)
    told = [each.article for each in carried] or [article]
    action = f"story with {article_id}" if several else f"story {article_id}"
    story = Button(request.translate(story_texts.STORY), action)
    beside = (story,) if any(others_of(each, request.store) for each in told) else ()
    return (*rows, (_save_button(article_id, request), why), *_apart_rows(carried, request), (*beside, close))


def _apart_rows(carried: Sequence[Delivery], request: Request) -> Rows:
    """The way to say that what an alert of its own tells is not one story: which of them is out, if it is several."""
    if len(carried) != 1:
        return ()
    article_id, out = carried[0].article.id, separable(carried[0], request)
    if not out:
        return ()
    if len(out) == 1:
        return ((Button(request.translate(story_texts.NOT_ONE), f"apart {out[0].id} {article_id}"),),)
    return ((Button(request.translate(story_texts.WHICH_NOT), f"apart {article_id}"),),)


def separable(alert: Delivery, request: Request) -> list[Article]:
    """What can be taken out of the story that an alert tells: what is shown under it; a follow-up itself."""
    out = request.store.story_splits.of(request.command.chat)
    follows_up = alert.reply_to is not None and alert.article.id not in out
    return [*alert.also, *([alert.article] if follows_up else [])]


def _of_several(follows: Sequence[Subscription], article_id: int, request: Request) -> list[tuple[Button, ...]]:
    tune = [
        Button(
            request.translate(mode_texts.TUNE, follow=shorten(tidy(each.typed), SHORT_LABEL)),
            f"tune #{each.query_id} {article_id}",
        )
        for each in follows
    ]
    return [*in_rows(tune), *in_rows(_unfollow_button(each, article_id, request) for each in follows)]


def _tuning_rows(one: Subscription, article: Article, request: Request) -> list[tuple[Button, ...]]:
    """Everything that one tap changes of a follow."""
    concepts, say = request.rules.concepts, request.translate
    query, of_alert = parse(one.canonical, concepts), f"#{one.query_id} {article.id}"
    found: list[Button] = []
    if narrowed(query, one.typed, "title", concepts):
        found.append(Button(say(doubts.HEADLINES_ONLY), f"set #{one.query_id} {Manner.HEADLINES} {article.id}"))
    if word := unwanted_word(article, one, store=request.store, concepts=concepts):
        action = f"not {of_alert} {word}"
        if len(action.encode()) <= request.action_bytes:
            found.append(Button(say(mode_texts.NOT_THIS, word=word), action))
    mode = say(mode_texts.MODE, manner=label(manner_of(one.attention), request))
    others = [Button(say(mode_texts.MUTE), f"mute {of_alert}"), Button(mode, f"manners {of_alert}")]
    return [*in_rows(found), *in_rows(others), (_unfollow_button(one, article.id, request),)]


def _unfollow_button(one: Subscription, article_id: int, request: Request) -> Button:
    return Button(request.translate(texts.UNFOLLOW, follow=_name(one.typed)), f"unfollow #{one.query_id} {article_id}")


def _save_button(article_id: int, request: Request) -> Button:
    """Saves the article, or says that it is saved, in a chat of several by whom."""
    kept = request.store.saved.get(request.command.chat, article_id)
    if kept is None:
        return Button(request.translate(saved_texts.SAVE), f"save {article_id}")
    name = shorten(person(kept.person_name), SHORT_LABEL)
    by_whom = request.translate(saved_texts.SAVED_BY, person=name) if name else request.translate(saved_texts.SAVED)
    return Button(by_whom, f"unsave {article_id}")


def _back_to_all(article_id: int, request: Request) -> Button:
    return Button(request.translate(pages.BACK), f"more {article_id}")


def _back_to_one(one: Subscription, article_id: int, request: Request) -> Button:
    return Button(request.translate(pages.BACK), f"tune #{one.query_id} {article_id}")


def _name(typed: str) -> str:
    return shorten(tidy(typed), LABEL_LIMIT)


def _article_id(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
