"""Alerts shared out in a group: ✋ and ✅ under them, /open for what nobody took, /teamwork to turn it on or off.

pressed ─ take, done, reopen ─▶ the row of the alert ─▶ the alert again in its place, with who has it
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.i18n.catalogue import groups
from bot.i18n.catalogue import tasks as texts
from bot.messages.message import Message, Paragraph, ReplyMode, command, say
from bot.messages.single import single
from bot.messages.summary import AlertContext, heading
from bot.messages.tasks import is_shared_out, task_buttons, task_line
from bot.model import ChatKind, Command, Delivery
from bot.speech.arguments import argument_of
from bot.storage.store import Person
from handlers.request import Request

OPEN_FOR = timedelta(days=7)  #: an alert that nobody took for longer is no task any more
MOST_SHOWN = 20
SWITCHES = {"on": True, "off": False}


def pressed(request: Request) -> Message:
    """ "take 345", "done 345", "reopen 345": the alert in its place, with who has it.

    Who comes second sees who was first. Of an article that this chat did not get nothing is said. What rings may have
    been reminded of, and the reminder pressed: then the alert itself shows it, too.
    """
    asked, store = request.command, request.store
    number = int(asked.text) if asked.text.isascii() and asked.text.isdigit() and len(asked.text) < 19 else 0
    if store.outbox.delivery_record(asked.chat, number) is None:
        return say(request.translate(groups.EXPIRED), private=True)
    by = Person(asked.person, asked.person_name)
    if asked.name == "take":
        store.tasks.take(asked.chat, number, by, request.now)
    elif asked.name == "done":
        store.tasks.finish(asked.chat, number, by, request.now)
    else:
        store.tasks.reopen(asked.chat, number, request.now)
    delivery = store.outbox.delivery(asked.chat, number)
    if delivery is not None and delivery.rings:
        store.outbox.ask_edit(delivery.chat_id, number, request.now)
    return replace(_alert(request, number, delivery), reply_mode=ReplyMode.REPLACE)


def _alert(request: Request, number: int, delivery: Delivery | None) -> Message:
    """The alert as it is now; what it was for may have been unfollowed since."""
    chat, translate = request.command.chat, request.translate
    task = request.store.tasks.get(chat, number)
    if delivery is not None:
        context, zone = AlertContext.of(request.rules), delivery.timezone
        return single(replace(delivery, task=task), zone, request.now, translate=translate, context=context)
    article = request.store.articles.get(number)
    paragraphs: list[Paragraph] = []
    if article is not None:
        paragraphs.append(heading(article, request.zone.key, request.now, translate=translate))
    if task is not None:
        paragraphs.append((task_line(task, request.zone.key, request.now, translate),))
    return Message(paragraphs=tuple(paragraphs), buttons=(task_buttons(number, task, translate),))


def open_alerts(request: Request) -> Message:
    """/open: what nobody took in the last days, the newest first."""
    if not is_shared_out(request.kind, request.preferences):
        several = request.kind in (ChatKind.GROUP, ChatKind.CHANNEL)
        how = request.sentence(texts.OFF_HERE, command=command("teamwork on"))
        return say(how if several else request.sentence(texts.NOT_ALONE, command=command("help")), private=True)
    count, articles = request.store.tasks.open_articles(request.command.chat, request.now - OPEN_FOR, MOST_SHOWN)
    if not count:
        return say(request.translate(texts.NOTHING_OPEN), private=True)
    paragraphs: list[Paragraph] = [(request.sentence(texts.OPEN_ALERTS, count=count),)]
    paragraphs += [heading(each, request.zone.key, request.now, translate=request.translate) for each in articles]
    if count > len(articles):
        paragraphs.append((request.sentence(texts.NEWEST_SHOWN, count=len(articles)),))
    return Message(paragraphs=tuple(paragraphs), private=True)


def switches(asked: Command) -> bool:
    """Without a word it only says how it is."""
    return bool(asked.text)


def teamwork(request: Request) -> Message:
    """/teamwork on, /teamwork off; alone: how it is."""
    wanted = SWITCHES.get(argument_of("teamwork", request.text.casefold()))
    if wanted is not None:
        request.store.preferences.set(request.command.chat, teamwork=wanted)
    on = is_shared_out(request.kind, request.preferences) if wanted is None else wanted
    if on:
        return say(request.sentence(texts.TURNED_ON, command=command("open")))
    text = texts.OFF_HERE if wanted is None else texts.TURNED_OFF
    return say(request.sentence(text, command=command("teamwork on")))
