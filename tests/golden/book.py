"""The golden file of one language: the conversations, then every text that they do not say."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from bot.i18n import catalogue
from bot.i18n.languages import SPOKEN
from bot.i18n.text import PerChat, Plural, Text
from bot.i18n.translator import Translator
from tests.builders import default_concepts
from tests.catalogues import ENGLISH_ONLY
from tests.databases import sqlite_file
from tests.golden.scenes import SCENES, world
from tests.golden.talk import Talk, recording
from tests.handlers.conftest import Room, unhurried

FOLDER = Path(__file__).parent
LANGUAGES = tuple(SPOKEN)
COUNTS = (1, 3, 5)  #: which show every plural form of the three languages
HEADING = """Every message in {language}, as a phone shows it: > what is typed or pressed, then the answer;
*bold*, `code`, _link_, [ button ]. Written by `make golden`; a change of a text changes it here, too."""


def book(language: str) -> str:
    """The file as it has to be."""
    said: set[Text | Plural] = set()
    with tempfile.TemporaryDirectory() as folder, unhurried():
        room = Room(sqlite_file(Path(folder)), sources=()).made(world)
        room.knows(concepts=default_concepts(), translators=recording(said, language), follows=20)
        talk = Talk(room, language)
        for scene in SCENES:
            scene(talk)
        room.store.close()
    rest = "\n".join(_unsaid(said, recording(set(), language)(language)))
    lines = "\n".join(line.rstrip() for line in "\n".join(talk.lines).splitlines())
    return f"{HEADING.format(language=language)}\n{lines}\n\n=== What else is said ===\n\n{rest}\n"


def _unsaid(said: set[Text | Plural], translate: Translator) -> Iterator[str]:
    for name in sorted({module.name for module in iter_modules(catalogue.__path__)} - ENGLISH_ONLY):
        for constant, value in vars(import_module(f"{catalogue.__name__}.{name}")).items():
            if not isinstance(value, Text | Plural | PerChat):
                continue
            texts = (value.you, value.chat, value.channel) if isinstance(value, PerChat) else (value,)
            for text in dict.fromkeys(texts):
                if text not in said:
                    yield f"{name}.{constant}\n" + "\n".join(f"  {form}" for form in _forms(text, translate))


def _forms(text: Text | Plural, translate: Translator) -> list[str]:
    counts = COUNTS if isinstance(text, Plural) else (3,)
    return list(dict.fromkeys(translate.template(text, count).replace("{count}", str(count)) for count in counts))
