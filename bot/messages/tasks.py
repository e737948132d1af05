"""An alert that the people of a chat share out: its buttons, who has it, and the reminder. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.i18n.catalogue import tasks as texts
from bot.i18n.translator import Translator
from bot.messages.message import Button, Line, Message
from bot.messages.person import person
from bot.messages.sentences import sentence
from bot.messages.summary import heading
from bot.messages.times import time_span
from bot.model import Article, ChatKind, Delivery, Preferences, Task, TaskState


def is_shared_out(kind: ChatKind, preferences: Preferences) -> bool:
    """Do the people of the chat share out its alerts? In a group they do, unless they have turned it off."""
    return kind is ChatKind.GROUP if preferences.teamwork is None else preferences.teamwork


def with_task(message: Message, delivery: Delivery, task: Task | None, now: datetime, translate: Translator) -> Message:
    """The alert with who has it, and the buttons for what can be done next; as it is where nothing is shared out."""
    if not is_shared_out(delivery.kind, delivery.preferences):
        return message
    rows = (*message.buttons, task_buttons(delivery.article.id, task, translate))
    if task is None:
        return replace(message, buttons=rows)
    shown = ((task_line(task, delivery.timezone, now, translate),),)
    return replace(message, paragraphs=(*message.paragraphs, *shown), buttons=rows)


def task_buttons(article_id: int, task: Task | None, translate: Translator) -> tuple[Button, ...]:
    """What can be done with it now."""
    if task is None:
        return Button(translate(texts.TAKE), f"take {article_id}"), Button(translate(texts.DONE), f"done {article_id}")
    if task.state is TaskState.TAKEN:
        done = Button(translate(texts.DONE), f"done {article_id}")
        return done, Button(translate(texts.GIVE_BACK), f"reopen {article_id}")
    return (Button(translate(texts.REOPEN), f"reopen {article_id}"),)


def task_line(task: Task, timezone: str, now: datetime, translate: Translator) -> Line:
    """`✋ Aliya, 14:05`."""
    text = texts.TAKEN_BY if task.state is TaskState.TAKEN else texts.DONE_BY
    name = person(task.person_name) or translate(texts.SOMEBODY)
    return sentence(translate, text, person=name, time=time_span(task.changed_at, ZoneInfo(timezone), now, translate))


def reminder(article: Article, timezone: str, now: datetime, *, translate: Translator) -> Message:
    """Of an alert that nobody has taken."""
    first = (sentence(translate, texts.REMINDER),)
    about = heading(article, timezone, now, translate=translate)
    return Message(paragraphs=(first, about), buttons=(task_buttons(article.id, None, translate),))
