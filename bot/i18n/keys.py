"""What is stored of a text: its key and its parts, so that it can be read in another language later. Pure."""

from __future__ import annotations

import json
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from bot.i18n import catalogue
from bot.i18n.catalogue import common
from bot.i18n.text import PerChat, Phrase, Plural, Text, pieces


@cache
def texts_by_key() -> dict[str, Text | Plural]:
    """Every text of the catalogue: `asking.too_long` for TOO_LONG of asking.py, `follow.now.you` for NOW's `you`."""
    modules = [module.name for module in iter_modules(catalogue.__path__)]
    return {
        key: text
        for name in modules
        for constant, value in vars(import_module(f"{catalogue.__name__}.{name}")).items()
        for key, text in _texts(f"{name}.{constant.lower()}", value)
    }


def _texts(key: str, value: object) -> list[tuple[str, Text | Plural]]:
    if isinstance(value, PerChat):
        return [(f"{key}.you", value.you), (f"{key}.chat", value.chat), (f"{key}.channel", value.channel)]
    return [(key, value)] if isinstance(value, Text | Plural) else []


@cache
def _keys() -> dict[Text | Plural, str]:
    return {text: key for key, text in texts_by_key().items()}


def to_json(phrase: Phrase) -> str:
    """The phrase as it is stored.

    Raises:
        KeyError: its text, or that of a part, does not stand in the catalogue.
    """
    return json.dumps(_plain(phrase), ensure_ascii=False)


def from_json(stored: str) -> Phrase:
    """The phrase that was stored.

    Raises:
        KeyError: a text of another release, which this one does not know, or without one of its parts.
        ValueError: it is no phrase.
    """
    return _phrase(json.loads(stored))


def from_any_release(stored: str) -> Phrase:
    """The phrase that was stored; what another release stored, and this one can't read, stands there as it is."""
    try:
        return from_json(stored)
    except (KeyError, ValueError):
        return Phrase(common.PLAIN_WORDS, {"words": stored})


def _plain(phrase: Phrase) -> dict[str, Any]:
    parts = {name: _plain(part) if isinstance(part, Phrase) else part for name, part in phrase.parts.items()}
    return {"text": _keys()[phrase.text], "parts": parts}


def _phrase(plain: Any) -> Phrase:
    if not isinstance(plain, dict) or not isinstance(plain.get("parts"), dict):
        raise ValueError("no phrase")
    parts = {name: _phrase(part) if isinstance(part, dict) else part for name, part in plain["parts"].items()}
    text = texts_by_key()[str(plain["text"])]
    if missing := _needed(text) - parts.keys():
        raise KeyError(*sorted(missing))
    return Phrase(text, parts)


def _needed(text: Text | Plural) -> set[str]:
    """The parts that it can't be read without; every Plural needs its count."""
    forms = (text.english,) if isinstance(text, Text) else (text.one, text.many)
    named = {name for form in forms for _, name in pieces(form) if name}
    return named | ({"count"} if isinstance(text, Plural) else set())
