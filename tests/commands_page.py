"""Writes docs/commands.md: every command of the registry with its names and examples in three languages.

    the registry, the names of bot/speech, the catalogues ─▶ docs/commands.md

A command that has no row here yet is written with its own usage; tests/test_commands_page.py says when the page is old.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import handlers
from bot.i18n.languages import SPOKEN
from bot.speech.names import SYNONYMS, synonym
from config.translations import load_translations
from handlers.spec import Spec

PAGE = Path(__file__).resolve().parents[1] / "docs/commands.md"
LANGUAGES = {"en": "English", "ru": "Русский", "kk": "Қазақша"}
#: what stands behind a command's name in an example of each language; else what its usage has
EXAMPLES: Mapping[str, tuple[str, str, str]] = {
    "follow": ("AI", "искусственный интеллект", "жасанды интеллект"),
    "add": ("example.kz", "example.kz", "example.kz"),
    "try": ("waste Aktau", "отходы Актау", "қалдық Ақтау"),
    "unfollow": ("AI", "всё", "барлығы"),
    "edit": ("AI -> AI -military", "ИИ -> ИИ -военный", "ЖИ -> ЖИ -әскери"),
    "digest": ("last week", "вчера Актау", "25 қараша"),
    "quiet": ("23-8", "с 23 до 8", "23-тен 8-ге дейін"),
    "pause": ("until Monday", "до завтра 9:00", "2 сағат"),
    "mute": ("AI 1h", "ИИ на день", "ЖИ 1 апта"),
    "unmute": ("AI", "ИИ", "ЖИ"),
    "languages": ("en ru", "казахский и русский", "қазақша"),
    "language": ("kk", "казахский", "орысша"),
    "why": ("https://…",) * 3,
}
#: the same in plain words, without a slash
SAID: Mapping[str, tuple[str, str, str]] = {
    "start": ("hello", "привет", "сәлем"),
    "follow": (
        "I want to follow news about AI",
        "хочу следить за новостями про Актау",
        "Ақтау туралы жаңалықтарды алғым келеді",
    ),
    "try": ("any news about AI?", "что нового про Актау?", "Ақтау туралы не жаңалық бар?"),
    "unfollow": ("stop sending me anything", "как отписаться?", "бәрін тоқтат"),
    "edit": ("replace AI with robots", "замени Актау на Алматы", "Ақтауды Алматыға ауыстыр"),
    "following": ("what do I follow?", "на что я подписан?", "менің жазылымдарым"),
    "digest": ("what happened yesterday?", "новости за вчера", "бүгін не жаңалық?"),
    "quiet": ("don't wake me at night", "не беспокой ночью", "тыныш уақыт 23-8"),
    "pause": ("no alerts until Monday", "не пиши до завтра", "2 сағатқа мазалама"),
    "resume": ("resume alerts", "сними с паузы", "жалғастыр"),
    "mute": ("mute AI for a day", "заглуши Казахстан на неделю", "mute AI 1h"),
    "languages": ("news in English only", "новости только на русском", "тек қазақша жаңалықтар"),
    "language": ("speak Kazakh", "смени язык на казахский", "қазақша сөйле"),
    "why": ("why did I get this?", "почему мне это пришло?", "бұл неге келді?"),
    "manage": ("connect my channel", "как подключить мой канал?", "арнаға қалай қосамын?"),
    "posts": ("how do my posts look?", "как выглядят посты?", "жазбалар қалай көрінеді?"),
    "sources": ("which sources do you read?", "какие источники ты читаешь?", "қандай дереккөздерді оқисың?"),
    "add": ("add example.kz", "добавь сайт example.kz", "example.kz сайтын қос"),
    "help": ("what can you do?", "что ты умеешь?", "не істей аласың?"),
}
#: what its buttons open or do, in a line
BUTTONS: Mapping[str, str] = {
    "start": "six topics to begin with · the language",
    "follow": "exact word only · each word separately · leave out a longer name · the languages of articles",
    "try": "follow it · the nearest spelling",
    "unfollow": "one for each topic, ten a page · Undo; all of them after a question",
    "edit": "Undo · follow anyway",
    "following": "one for each topic, which opens it · the order · quiet topics",
    "digest": "the digest of everything, where nothing is followed · the next page",
    "quiet": "the usual hours · turn off",
    "pause": "one hour, three, until tomorrow, a week · Resume",
    "mute": "an hour, a day, a week · Undo; under an alert by ⋯",
    "languages": "one for each language, ticked or not",
    "language": "one for each language that Jarshy speaks",
    "why": "under an alert: ⋯ opens *Unfollow* for each topic, *Why?* and *Close*",
    "manage": "choose a channel · those managed before · how posts look · Done",
    "posts": "what a post of a channel shows, one for each value, with a live example",
    "sources": "one for each source, ticked or not",
    "add": "under what was found, for operators: *Approve* · *Reject*",
    "help": "search tips · digests · groups and channels · all commands",
}
HEAD = """# Commands

Made by `.venv/bin/python -m tests.commands_page` from the registry: do not edit it by hand.

A command is typed with a slash or, where the message is to Jarshy alone, without one. It has names in three
languages, which all work in every chat, whatever language it is in: with capitals, with a Russian keyboard in place
of a Kazakh one, and in a group with `@` and the bot's name behind them. Texts show the English name, as Telegram
makes a link of no other. Most wishes are understood in plain words, too, with a letter wrong here and there.

Periods: `today`, `yesterday`, `week`, `month`, `monday`, `last week`, `3 days`, `25 Nov`, `25.11`, `2026-11-25`;
`сегодня`, `вчера`, `неделя`, `месяц`, `понедельник`, `на прошлой неделе`, `25 ноября`; `бүгін`, `кеше`, `апта`, `ай`,
`дүйсенбі`, `өткен апта`, `25 қараша`. Words go behind or before them: `/digest Kaspi yesterday`.

What is said of a topic to hear no more of it ("не присылай про спорт", "no more sports", "спорт керек емес")
unfollows it; where it only comes with other topics, these are shown with it left out, a button each.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *(_section(spec) for spec in handlers.COMMANDS)])


def example(spec: Spec, place: int) -> str:
    """`/подписка ИИ`: the command as somebody types it who speaks the language in this place of SPOKEN."""
    own = spec.usage.partition(" ")[2]
    name = spec.name if not place else synonym(spec.name, SPOKEN[place]) or spec.name
    return f"/{name} {EXAMPLES[spec.name][place] if spec.name in EXAMPLES else own}".strip()


def _section(spec: Spec) -> str:
    return "\n".join([f"## `/{spec.usage}`", "", *_table(spec), *_buttons(spec), ""])


def _table(spec: Spec) -> Iterator[str]:
    translators = load_translations()
    yield _row("", LANGUAGES.values())
    yield _row("---", ["---"] * len(SPOKEN))
    yield _row("what it does", (translators(language)(spec.summary) for language in SPOKEN))
    names = [_names(spec.name, language) for language in SPOKEN]
    if any(names):
        yield _row("names", names)
    yield _row("for example", (f"`{example(spec, place)}`" for place in range(len(SPOKEN))))
    if spec.name in SAID:
        yield _row("in plain words", SAID[spec.name])


def _names(name: str, language: str) -> str:
    own = [name] if language == "en" else []
    said = SYNONYMS.get(name, {}).get(language, "").split()
    return " ".join(f"`/{word}`" for word in [*own, *said])


def _buttons(spec: Spec) -> list[str]:
    return ["", f"Buttons: {BUTTONS[spec.name]}."] if spec.name in BUTTONS else []


def _row(title: str, cells: Iterable[str]) -> str:
    return f"| {' | '.join([title, *cells])} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
