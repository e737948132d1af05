"""How chats are named on the command line: PLATFORM:[WORKSPACE/]ID[:TOPIC], telegram:-100123:7 or slack:T1/C1."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

import typer

from bot.i18n.catalogue import operating as texts
from bot.i18n.formats import enumerated
from bot.i18n.translator import ENGLISH
from bot.model import Chat

if TYPE_CHECKING:
    from bot.storage.store import Store

NEAR = 0.65  #: difflib's ratio from which a name counts as near
MOST_NEAR = 3  #: names that are shown


@dataclass(frozen=True, kw_only=True)
class ChatName:
    """A chat as it was typed."""

    platform: str
    workspace: str | None  #: None: not named
    id: str
    thread: str


def name_of(chat: Chat) -> str:
    """The name of a chat, as it can be typed."""
    workspace = f"{chat.workspace}/" if chat.workspace else ""
    return f"{chat.platform}:{workspace}{chat.id}" + (f":{chat.thread}" if chat.thread else "")


def parsed(name: str) -> ChatName | None:
    """What a name says; None: it is no name of a chat."""
    found = re.fullmatch(r"(\w+):(?:([^\s/:]+)/)?([^\s/:]+)(?::([^\s/:]+))?", name.strip())
    if found is None:
        return None
    return ChatName(platform=found[1].lower(), workspace=found[2], id=found[3], thread=found[4] or "")


def find_chat(store: Store, name: str, *, or_its_topics: bool = False) -> Chat:
    """The chat of that name. `or_its_topics`: a group of which only topics are stored is found, too.

    Raises:
        typer.BadParameter: it is no name, or that of no chat, or of several; with the nearest.
    """
    typed = parsed(name)
    if typed is None:
        raise typer.BadParameter(ENGLISH(texts.NO_CHAT, name=name), param_hint="CHAT")
    found = store.inspection.named(typed.platform, typed.id, typed.thread, typed.workspace)
    if len(found) == 1:
        return found[0]
    if found:
        names = enumerated([name_of(chat) for chat in found], ENGLISH)
        raise typer.BadParameter(ENGLISH(texts.CHAT_OF_SEVERAL, name=name, names=names), param_hint="CHAT")
    group = Chat(platform=typed.platform, id=typed.id, thread=typed.thread, workspace=typed.workspace or "")
    if or_its_topics and not typed.thread and store.chats.has_topics(group):
        return group
    near = nearest(name, map(name_of, store.inspection.all_chats()))
    if near:
        text = ENGLISH(texts.UNKNOWN_CHAT_NEAR, name=name, names=enumerated(near, ENGLISH))
        raise typer.BadParameter(text, param_hint="CHAT")
    raise typer.BadParameter(ENGLISH(texts.UNKNOWN_CHAT, name=name), param_hint="CHAT")


def nearest(name: str, names: Iterable[str]) -> list[str]:
    """The names that are most like one, the nearest first; much longer and shorter ones are not looked at."""
    alike = [each for each in names if abs(len(each) - len(name)) <= max(len(name) // 3, 2)]
    return get_close_matches(name, alike, n=MOST_NEAR, cutoff=NEAR)
