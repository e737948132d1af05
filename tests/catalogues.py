"""Brings the texts of the code into the catalogues of translators: make messages.

bot/i18n/catalogue/ ─▶ every text, with what is said of it there ─▶ config/locales/ru.po, kk.po

What a language says already stays. A text that was changed keeps its old translation, marked as fuzzy: it is not used
until somebody has looked at it and taken the mark away.
"""

from __future__ import annotations

import io
import re
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from bot.i18n import catalogue
from bot.i18n.languages import DEFAULT, SPOKEN
from bot.i18n.text import PerChat, Plural, Text

LOCALES = Path(__file__).resolve().parents[1] / "config/locales"
#: what only the command line prints: it speaks English, as its logs do
ENGLISH_ONLY = frozenset(
    {"check", "cli", "config_files", "demo", "figures", "meaning", "operating", "operation", "settings", "sources"}
    | {"storage", "web"}
)
WIDTH = 120
HEADER = """# What Jarshy says, in another language: docs/translating.md tells how to change it.
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: {plural}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def template() -> Catalog:
    """Every text in the order of the files, with the comments that stand above it."""
    found = Catalog(project="Jarshy", charset="utf-8")
    for name in sorted({module.name for module in iter_modules(catalogue.__path__)} - ENGLISH_ONLY):
        module = import_module(f"{catalogue.__name__}.{name}")
        comments = _comments(Path(str(module.__file__)).read_text(encoding="utf-8"))
        for constant, value in vars(module).items():
            texts = (value.you, value.chat, value.channel) if isinstance(value, PerChat) else (value,)
            for text in texts:
                if isinstance(text, Text | Plural):
                    found.add(
                        text.english if isinstance(text, Text) else (text.one, text.many),
                        context=text.context or None,
                        locations=[(f"{name}.{constant}", 0)],
                        auto_comments=comments.get(constant, []),
                    )
    return found


def _comments(source: str) -> dict[str, list[str]]:
    """The lines that begin with "#:" directly above a constant, by its name."""
    found: dict[str, list[str]] = {}
    above: list[str] = []
    for line in source.splitlines():
        if line.startswith("#: "):
            above.append(line[3:])
        else:
            if constant := re.match(r"([A-Z_]+)(?:: [^=]+)? = ", line):
                found[constant[1]] = above
            above = []
    return found


def updated(language: str, old: str) -> str:
    """The catalogue of a language with exactly the texts of the code; `old`: what it was, as the text of a .po file."""
    found = read_po(io.StringIO(old), locale=language) if old else Catalog(locale=language, charset="utf-8")
    found.update(template())
    found.obsolete.clear()
    written = io.BytesIO()
    write_po(written, found, width=WIDTH, omit_header=True)  # its own has the time, and so changes at each run
    return HEADER.format(language=language, plural=found.plural_forms) + written.getvalue().decode()


def missing(language: str, text: str) -> list[str]:
    """The texts that a catalogue does not say, or not for sure."""
    messages = [message for message in read_po(io.StringIO(text), locale=language) if message.id]
    return [str(message.id) for message in messages if message.fuzzy or not _is_whole(message.string)]


def main() -> None:
    """Write the catalogues, and say how much of each is missing."""
    for language in SPOKEN:
        if language != DEFAULT:
            file = LOCALES / f"{language}.po"
            text = updated(language, file.read_text(encoding="utf-8") if file.exists() else "")
            file.write_text(text, encoding="utf-8")
            sys.stdout.write(f"{file.name}: {len(missing(language, text))} texts to be translated\n")


def _is_whole(string: object) -> bool:
    return all(string) if isinstance(string, tuple) else bool(string)


if __name__ == "__main__":
    main()
