"""/languages: which languages the chat reads; alerts, /digest, /following and /try keep to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.matching.lexemes import LANGUAGES
from bot.messages.message import Button, Message, Place, bold, command, line, say
from bot.messages.wording import shown
from bot.messages.words import ENGLISH, joined
from bot.model import Command
from bot.storage.store import ChatRow
from handlers.phrases import not_allowed, you_follow
from handlers.ruled import Store

ORDER = ("en", "ru", "kk")
TOGGLED = re.compile(r"toggle (en|ru|kk)")
ALL = frozenset({"all", "все", "барлығы", "бәрі"})


def answer(heard: Command, store: Store, now: datetime) -> Message:
    """Show or set the languages."""
    toggled = TOGGLED.fullmatch(heard.text) if heard.button else None
    if not heard.text:
        return _shown(heard, _of(heard, store))
    if not heard.may_change:
        return not_allowed()
    if toggled:
        return replace(_shown(heard, switched(heard, toggled[1], store)), place=Place.REPLACE)
    wanted: set[str] = set()
    for word in re.split(r"[\s,;]+", heard.text.casefold().strip(" ,;")):
        if word not in LANGUAGES and word not in ALL:
            return _unknown(heard, word)
        wanted |= set(ORDER) if word in ALL else {LANGUAGES[word]}
    store.chats.set_languages(heard.chat, _kept(wanted))
    return _shown(heard, _of(heard, store))


def switched(heard: Command, code: str, store: Store) -> tuple[str, ...]:
    """Read a language, or read it no more; what is read now. A chat that would read none reads all again."""
    if code in ORDER:
        store.chats.set_languages(heard.chat, _kept(set(_of(heard, store) or ORDER) ^ {code}))
    return _of(heard, store)


def _of(heard: Command, store: Store) -> tuple[str, ...]:
    row = store.chats.get(heard.chat)
    return row.languages if row else ()


def _kept(wanted: set[str]) -> tuple[str, ...]:
    """In order; all of them are none in particular, so that a language added later is read too."""
    return () if wanted == set(ORDER) else tuple(code for code in ORDER if code in wanted)


def _shown(heard: Command, read: Sequence[str]) -> Message:
    verb = you_follow(heard.kind, "hear")
    names = joined([line(bold(ENGLISH.languages[code])) for code in read or ORDER], "and")
    said = line(f"{verb} of articles in {'' if read else 'every language: '}", *names, ".")
    how = line("Press to change, or type ", command("languages en ru"), "; everything: ", command("languages all"))
    if not heard.may_change:
        return say(said, private=True)
    return say(said, how, private=True).with_buttons(buttons(read))


def buttons(read: Sequence[str], action: str = "languages toggle") -> tuple[Button, ...]:
    """One for each language, those that are read ticked."""
    on = read or ORDER
    return tuple(Button(f"{'✓ ' if code in on else ''}{ENGLISH.languages[code]}", f"{action} {code}") for code in ORDER)


def _unknown(heard: Command, word: str) -> Message:
    said = line(bold(shown(word)), " is no language that I read. These are: English (en), Russian (ru), Kazakh (kk).")
    right = line("Right: ", command("languages en ru"), ", or ", command("languages all"))
    return say(said, right, private=True)


def offered_below(message: Message, row: ChatRow | None, store: Store, now: datetime) -> Message:
    """The answer to a first follow, with the question below it; as it is where there is no choice, or it was made."""
    read = {each.language for each in store.sources.health(now)} & set(ORDER)
    if (row is not None and row.languages) or len(read) < 2:
        return message
    editions = {2: "two", 3: "three"}[len(read)]
    question = (line(f"I read {editions} editions. Which languages shall I bring?"),)
    rows = (*message.buttons, buttons((), "reads"))
    return replace(message, paragraphs=(*message.paragraphs, question), buttons=rows)
