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
    "allow": ("telegram:123",) * 3,
    "try": ("waste Aktau", "отходы Актау", "қалдық Ақтау"),
    "unfollow": ("AI", "всё", "барлығы"),
    "edit": ("AI -> AI -military", "ИИ -> ИИ -военный", "ЖИ -> ЖИ -әскери"),
    "mode": ("AI silent", "ИИ без звука", "ЖИ тек дайджест"),
    "digest": ("last 3 hours", "вчера Актау", "демалыс күндері"),
    "trend": ("week AI, waste", "ИИ за квартал", "ай ЖИ"),
    "report": ("month AI", "неделя отходы", "апта қалдық"),
    "quiet": ("23-8", "с 23 до 8", "23-тен 8-ге дейін"),
    "pause": ("until Monday", "до завтра 9:00", "2 сағат"),
    "mute": ("AI 1h", "ИИ на день", "ЖИ 1 апта"),
    "unmute": ("AI", "ИИ", "ЖИ"),
    "languages": ("en ru", "казахский и русский", "қазақша"),
    "language": ("kk", "казахский", "орысша"),
    "timezone": ("Aktau", "Москва", "Ақтау"),
    "why": ("https://…",) * 3,
    "story": ("https://…",) * 3,
    "teamwork": ("on", "вкл", "қосу"),
    "import": ("AI, waste", "ИИ, отходы", "ЖИ, қалдық"),
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
    "mode": ("send Kaspi silently", "переведи Актау в дайджест", "Ақтау дыбыссыз болсын"),
    "saved": ("what did I save?", "что я сохранил?", "не сақтадым?"),
    "digest": ("oil last night", "Актау сегодня", "бүгін не жаңалық?"),
    "trend": ("draw a chart of AI", "как часто пишут про Актау?", "Ақтау туралы график көрсет"),
    "report": ("give me a report for last week", "сделай отчёт за неделю", "өткен апта есебін көрсет"),
    "quiet": ("don't wake me at night", "не беспокой ночью", "тыныш уақыт 23-8"),
    "pause": ("no alerts until Monday", "не пиши до завтра", "2 сағатқа мазалама"),
    "resume": ("resume alerts", "сними с паузы", "жалғастыр"),
    "mute": ("mute AI for a day", "заглуши Казахстан на неделю", "mute AI 1h"),
    "languages": ("news in English only", "новости только на русском", "тек қазақша жаңалықтар"),
    "language": ("speak Kazakh", "смени язык на казахский", "қазақша сөйле"),
    "why": ("why did I get this?", "почему мне это пришло?", "бұл неге келді?"),
    "story": ("who else wrote about this?", "кто ещё писал об этом?", "бұл туралы тағы кім жазды?"),
    "manage": ("connect my channel", "как подключить мой канал?", "арнаға қалай қосамын?"),
    "posts": ("how do my posts look?", "как выглядят посты?", "жазбалар қалай көрінеді?"),
    "settings": ("open settings", "открой настройки", "баптауларды аш"),
    "timezone": ("my time zone is Tokyo", "смени часовой пояс на Алматы", "уақыт белдеуім Алматы"),
    "sources": ("which sources do you read?", "какие источники ты читаешь?", "қандай дереккөздерді оқисың?"),
    "add": ("add example.kz", "добавь сайт example.kz", "example.kz сайтын қос"),
    "status": ("is everything ok?", "всё в порядке?", "бәрі дұрыс па?"),
    "export": ("export my topics", "выгрузи мои темы", "тақырыптарымды файлға сақта"),
    "import": ("import my topics", "загрузи мои темы из файла", "тақырыптарымды файлдан енгіз"),
    "privacy": ("privacy policy", "политика конфиденциальности", "құпиялылық саясаты"),
    "mydata": ("what do you know about me?", "что ты обо мне знаешь?", "мен туралы не білесің?"),
    "forgetme": ("delete my data", "удали мои данные", "менің деректерімді жой"),
    "help": ("what can you do?", "что ты умеешь?", "не істей аласың?"),
}
#: what its buttons open or do, in a line
BUTTONS: Mapping[str, str] = {
    "start": "six topics to begin with · the language",
    "follow": "exact word only · each word separately · leave out a longer name · the languages of articles",
    "try": "follow it · the nearest spelling",
    "unfollow": "one for each topic, ten a page · Undo; all of them after a question",
    "edit": "Undo · follow anyway",
    "following": "one for each topic, which opens it, and there *Mode* and *Watch for …* · the order · quiet topics",
    "mode": "one for each way, ticked or not · headlines only · Undo",
    "saved": "✕ with a number removes an article · Undo · the next page",
    "digest": "by itself, on schedule · the digest of everything, where nothing is followed · the next page",
    "trend": "another period, in place · the report on the same",
    "report": "another period, in place · the chart · the table, for a spreadsheet",
    "quiet": "the usual hours · turn off",
    "pause": "one hour, three, until tomorrow, a week · Resume",
    "mute": "an hour, a day, a week · Undo; under an alert by ⋯",
    "languages": "one for each language, ticked or not",
    "language": "one for each language that Jarshy speaks",
    "why": "under an alert: ⋯ opens *Headlines only*, *Not this: «a word of it»*, *Mute*, *Mode* and *Unfollow* for "
    "each topic, *Save*, *Why this?* and *Close*",
    "story": "under an alert: ⋯ opens *Story* and *Not the same story* where others tell of it; for each article that "
    "joined it *not the same story*, after which it comes by itself · Undo · the next page",
    "manage": "choose a channel · those managed before · how posts look · Done",
    "posts": "what a post of a channel shows, one for each value, with a live example",
    "settings": "one for each setting, which opens its screen in place · back",
    "timezone": "six likely cities with the time there · those that may be meant · back to the one before",
    "sources": "one for each source, ticked or not",
    "add": "under what was found, for operators: *Approve* · *Reject*",
    "allow": "in the list: *Allow* · *Refuse* · ✕ takes somebody off",
    "status": "all topics",
    "import": "Undo; a text file with one topic a line can be sent without the command, too",
    "privacy": "get a copy · delete everything",
    "forgetme": "delete everything · in a group with topics: only here or the whole group's · keep it",
    "help": "search tips · digests · groups and channels · all commands · settings",
}
HEAD = """# Commands

Made by `.venv/bin/python -m tests.commands_page` from the registry: do not edit it by hand.

A command is typed with a slash or, where the message is to Jarshy alone, without one. It has names in three
languages, which all work in every chat, whatever language it is in: with capitals, with a Russian keyboard in place
of a Kazakh one, and in a group with `@` and the bot's name behind them. Texts show the English name, as Telegram
makes a link of no other. Most wishes are understood in plain words, too, with a letter wrong here and there.

Periods: `today`, `yesterday`, `week`, `month`, `monday`, `last week`, `3 days`, `25 Nov`, `25.11`, `2026-11-25`;
`сегодня`, `вчера`, `неделя`, `месяц`, `понедельник`, `на прошлой неделе`, `25 ноября`; `бүгін`, `кеше`, `апта`, `ай`,
`дүйсенбі`, `өткен апта`, `25 қараша`, `last 3 hours`, `за сутки`, `демалыс күндері`. Words go behind or before
them: `/digest Kaspi yesterday`.

A digest comes by itself at set times: `/digest daily 8:30`, `/digest weekdays 9:00 18:00`, `/digest every Monday 9:00`;
`/digest ежедневно 8:30`, `по будням в 9`, `каждый понедельник 9:00`; `/digest күн сайын 8:30`, `жұмыс күндері 9:00`,
`дүйсенбі сайын 9:00`; "send me a digest every morning at 8". `/digest schedule` shows when, `/digest off` ends it, and
`/digest last` shows the last one that came so.

Charts and reports take longer periods, too: `quarter`, `3 months`, `year`; `квартал`, `полгода`, `год`; `тоқсан`,
`жыл`. `/report week csv` is a table of the articles for a spreadsheet.

What a topic is to watch for stands behind it: `/follow lang:kk alone:6h` brings only what no other language has for six
hours, `/follow Aktau quiet 14d` tells when nothing came for two weeks; `один:6ч`, `тихо 2 недели`; `жалғыз:6 сағат`,
`тыныш 14 күн`. `/mode Aktau quiet off` ends it; [how it is watched](matching.md).

Who else writes about a story is added to its alert. `/settings stories off` ("stories off", "отключи сюжеты",
"жаңалықтарды біріктірме") brings each article by itself; `/settings followups all`, `none` or `new` chooses which
later articles of a story come as replies ("no follow-ups", "все продолжения", "тек жаңа деректер"). `/why` with a link
in reply to an alert, or with two links, says whether the two are one story, and by what. Digests and reports count
stories.

What is said of a topic to hear no more of it ("не присылай про спорт", "no more sports", "спорт керек емес")
unfollows it; where it only comes with other topics, these are shown with it left out, a button each.

What is followed, and how it comes, can be changed and shown from another chat: `/follow AI in #ai-news` on Slack,
`/following in @ainews` or `/digest daily 8:30 in https://t.me/c/1234567890/8` on Telegram (a channel, a group, or a
topic of one by its link); `/подписка ИИ в #ai-news`, `/жазылу ЖИ #ai-news арнасына`. One has to be in that chat, and
may do there what one may by its own rules; it is told in one line, with Undo.
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
