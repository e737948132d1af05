"""/settings: all that can be chosen for a chat on one screen, each changed on a screen of its own, in place.

settings ─ settings preview ─ settings preview above        a button names what is to be, so that it may be pressed
settings zone ─ settings zone Asia/Aqtau                    twice, by two people, and a month later
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.i18n.catalogue import chat_settings as texts
from bot.i18n.catalogue import languages as names
from bot.i18n.catalogue import quiet as quiet_texts
from bot.i18n.catalogue.manage import HOW_POSTS_LOOK
from bot.i18n.formats import enumerated, moment, time_of_day
from bot.i18n.languages import SPOKEN
from bot.i18n.text import Text
from bot.i18n.translator import Translator
from bot.messages.message import Button, Line, Message, Paragraph, ReplyMode, bold, say
from bot.messages.text import tidy
from bot.messages.times import time_span
from bot.model import ChatKind, Command, Editors, FollowMode, QuietHours
from bot.speech.arguments import argument_of
from bot.speech.spelled import key
from handlers import digest, digest_schedule, language, languages, quiet, sources, timezone
from handlers.choices import BY_NAME, SETTINGS, Setting, Value
from handlers.manners import without_digests
from handlers.phrases import not_allowed
from handlers.request import Handler, Request

_MY = frozenset(map(key, ("my", "мой", "менің")))
_SIGNS = " :-–—="  #: between a setting and its value
IN_PLACE = "home"  #: the whole screen in place of one of its own


def changes(asked: Command) -> bool:
    """What names no value only shows."""
    return bool(tidy(asked.text).partition(" ")[2])


def for_administrators(asked: Command) -> bool:
    """Does it decide who may change things here?"""
    return changes(asked) and tidy(asked.text).casefold().startswith("editors ")


def answer(request: Request) -> Message:
    """The whole screen, that of one setting, or the same after a change."""
    name, _, value = _in_our_words(request).partition(" ")
    setting = BY_NAME.get(name)
    if setting is not None and setting.is_here(request):
        message = _of_choice(setting, value, request)
    elif name in _SCREENS:
        message = _SCREENS[name](replace(request, command=replace(request.command, text=value)))
    else:
        message = _whole(request)
        if setting is not None:
            name_of = request.translate(setting.title)
            message = replace(
                message, paragraphs=((request.sentence(texts.NOT_HERE, setting=name_of),), *message.paragraphs)
            )
    in_place = request.command.button and request.text and message.buttons
    return replace(message, reply_mode=ReplyMode.REPLACE) if in_place else message


def _in_our_words(request: Request) -> str:
    """`preview above`, as buttons have it; of what is typed in the words of the screen the same."""
    text = tidy(request.text)
    if request.command.button:
        return text
    for translate in map(request.rules.translators, SPOKEN):
        for name, title in _TITLES:
            said = translate(title)
            if key(text).startswith(key(said)):
                return f"{name} {text[len(said) :].strip(_SIGNS)}".strip()
    name, value = (part.strip(_SIGNS) for part in text.partition(" ")[::2])
    named = {each for translate in map(request.rules.translators, SPOKEN) for each in _begun_by(name, translate)}
    return f"{named.pop() if len(named) == 1 else name.casefold()} {value}".strip()


def _begun_by(word: str, translate: Translator) -> Iterator[str]:
    """The settings whose name on the screen begins with a word: "превью выкл", "previews off"."""
    typed = {key(word), key(word.removesuffix("s"))} - {""}
    return (name for name, title in _TITLES if typed & {name, *_first_words(translate(title))})


def _first_words(title: str) -> list[str]:
    """The first word of a name on the screen, and of "My language" the second one too."""
    words = [key(word) for word in title.split()]
    return words[:2] if words[0] in _MY else words[:1]


def _whole(request: Request) -> Message:
    """Every setting with its value, and a button for each."""
    rows = (*_paused(request), *(_row(request, title, value) for title, value in _values(request)))
    if not request.command.may_change:
        return Message(paragraphs=((request.sentence(texts.ONLY_SHOWN),), rows), private=True)
    buttons = _links(request)
    buttons += [Button(request.translate(each.title), f"settings {each.name}") for each in _here(request)]
    pairs = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    resume = ((Button(request.translate(quiet_texts.RESUME), "resume"),),) if _paused(request) else ()
    return Message(paragraphs=((request.sentence(texts.HEADING),), rows), buttons=(*resume, *pairs), private=True)


def _paused(request: Request) -> tuple[Line, ...]:
    """That everything waits, first of all: else somebody looks in vain for why nothing comes."""
    record = request.store.chats.get(request.command.chat)
    until = record.snoozed_until_at if record else None
    if until is None or until <= request.now:
        return ()
    return (
        request.sentence(quiet_texts.PAUSED, moment=time_span(until, request.zone, request.now, request.translate)),
    )


def _row(request: Request, title: Text, value: str) -> Line:
    return request.sentence(texts.ROW, setting=request.translate(title), value=bold(value))


def _here(request: Request) -> list[Setting]:
    return [setting for setting in SETTINGS if setting.is_here(request)]


def _links(request: Request) -> list[Button]:
    """What has a screen of another kind."""
    translate = request.translate
    links = [
        Button(translate(texts.LANGUAGE), "settings language"),
        Button(translate(texts.LANGUAGES), "settings languages"),
        Button(translate(texts.ZONE), "settings zone"),
        Button(translate(texts.SOURCES), "settings sources"),
        Button(translate(texts.QUIET), "settings quiet"),
        Button(translate(texts.DIGEST), "settings digest"),
    ]
    posts = [Button(translate(HOW_POSTS_LOOK), "posts")] if request.kind is ChatKind.CHANNEL else []
    return links + posts


def _values(request: Request) -> Iterator[tuple[Text, str]]:
    """Each setting with what it is set to, in words."""
    translate = request.translate
    yield texts.LANGUAGE, language.spoken_name(request)
    yield texts.LANGUAGES, _read(request)
    now = {"zone": timezone.zone_name(request), "clock": timezone.clock_there(request)}
    yield texts.ZONE, translate(texts.ZONE_NOW, **now)
    out = len(request.left_out)
    yield texts.SOURCES, translate(texts.SOURCES_OFF, count=out) if out else translate(texts.ALL_SOURCES)
    hours = request.preferences.quiet_hours
    yield texts.QUIET, _span(request, hours) if hours else translate(texts.OFF)
    schedule = request.store.digests.schedule(request.command.chat)
    at = moment(schedule.next_at, request.zone, request.now, translate) if schedule else ""
    yield texts.DIGEST, translate(texts.NEXT_DIGEST, moment=at) if at else translate(texts.OFF)
    for setting in _here(request):
        yield setting.title, translate(setting.value(request).label)


def _read(request: Request) -> str:
    codes = [code for code in request.languages if code in languages.ORDER]
    every = request.translate(texts.EVERY_LANGUAGE)
    return enumerated([request.translate(names.NAMES[code]) for code in codes], request.translate) or every


def _span(request: Request, hours: QuietHours) -> str:
    start, end = time_of_day(hours.start), time_of_day(hours.end)
    return request.translate(texts.HOURS, start=start, end=end)


def _of_choice(setting: Setting, wanted: str, request: Request) -> Message:
    """The screen of a setting, after it was set if `wanted` is one of its values."""
    value = _value(setting, wanted, request)
    if value is not None:
        if setting.field == "editors" and request.command.administers is False:  # in whatever words it was typed
            return not_allowed(request)
        if value.stored == Editors.ADMINS and not _may_leave_it_to_admins(request):
            return say(request.translate(texts.ADMINS_NOT_KNOWN), private=True)  # a toast, which replaces nothing
        request.store.preferences.set(request.command.chat, **{setting.field: value.stored})
        record = request.store.chats.get(request.command.chat)
        request = replace(request, preferences=record.preferences if record else request.preferences)
    now = setting.value(request)
    lines: Paragraph = (_row(request, setting.title, request.translate(now.label)),)
    paragraphs: tuple[Paragraph, ...] = (lines, (request.sentence(setting.about),))
    if now.stored == FollowMode.DIGEST:
        paragraphs += tuple((line,) for line in without_digests(request))
    if not request.command.may_change:
        return Message(paragraphs=paragraphs, private=True)
    choices = tuple(_choice(setting, each, now, request) for each in setting.choices(request))
    return Message(paragraphs=paragraphs, buttons=(choices, (_back(request),)), private=True)


def _value(setting: Setting, wanted: str, request: Request) -> Value | None:
    """The value that is meant by its name or by what it is called in any language."""
    said = {key(wanted), argument_of("settings", wanted)}
    spoken = [request.rules.translators(each) for each in SPOKEN]
    for value in setting.choices(request):
        if said & {value.name, *value.typed, *(key(translate(value.label)) for translate in spoken)}:
            return value
    return None


def _may_leave_it_to_admins(request: Request) -> bool:
    """Where nobody is known as an administrator, nobody could take it back."""
    return request.command.administers is True


def _choice(setting: Setting, value: Value, now: Value, request: Request) -> Button:
    label = request.translate(value.label)
    ticked = request.translate(texts.TICKED, choice=label) if value == now else label
    return Button(ticked, f"settings {setting.name} {value.name}")


def _back(request: Request) -> Button:
    return Button(request.translate(texts.BACK), f"settings {IN_PLACE}")


def _with_back(message: Message, request: Request) -> Message:
    return message.with_buttons(*message.buttons, (_back(request),))


def _language(request: Request) -> Message:
    """In which language it speaks; said in the new one, but of a channel in that of who asks."""
    request = replace(request, command=replace(request.command, text=argument_of("language", request.text)))
    if request.text and language.speak(request.text, request) and request.kind is not ChatKind.CHANNEL:
        request = replace(request, translate=request.rules.translators(request.text))
    return _with_back(language.screen(request, action="settings language"), request)


def _languages(request: Request) -> Message:
    if request.text and not request.command.button:
        return languages.answer(request.renamed("languages", argument_of("languages", request.text)))
    read = languages.switched(request, request.text)
    return _with_back(languages.screen(request, read, action="settings languages"), request)


def _zone(request: Request) -> Message:
    made = timezone.chosen if request.text else timezone.screen
    return _with_back(made(request, action="settings zone"), request)


def _within(name: str, handler: Handler, alone: str = "") -> Handler:
    """A command as a screen among these: its buttons stay in here, and there is a way back."""

    def opened(request: Request) -> Message:
        message = handler(request.renamed(name, request.text or alone))
        if not request.command.may_change:
            return message
        rows = (tuple(_of_settings(button, name, request) for button in row) for row in message.buttons)
        return _with_back(message.with_buttons(*rows), request)

    return opened


def _of_settings(button: Button, name: str, request: Request) -> Button:
    action = f"settings {button.action}"
    ours = button.action.partition(" ")[0] == name and len(action.encode()) <= request.action_bytes
    return replace(button, action=action) if ours else button


_SCREENS: Mapping[str, Handler] = {
    "language": _language,
    "languages": _languages,
    "zone": _zone,
    "quiet": _within("quiet", quiet.answer),
    "digest": _within("digest", digest.answer, digest_schedule.SHOW),
    "sources": _within("sources", sources.answer),
}
#: what each is called on the screen, to be typed
_TITLES = (
    ("language", texts.LANGUAGE),
    ("languages", texts.LANGUAGES),
    ("zone", texts.ZONE),
    ("sources", texts.SOURCES),
    ("quiet", texts.QUIET),
    ("digest", texts.DIGEST),
    *((setting.name, setting.title) for setting in SETTINGS),
)
