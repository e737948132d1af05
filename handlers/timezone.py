"""/timezone: where the clocks of a chat stand, by a city, an offset, a name of tzdata or a shared location.

typed ─┬─ one zone ─▶ set, with the time there to check it by
       ├─ several, or a letter wrong ─▶ a button each
       └─ none ─▶ how to say it
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.calendar.zones import LIKELY, City, city_of, offset, offset_name
from bot.i18n.catalogue import timezone as texts
from bot.i18n.formats import clock
from bot.messages.message import Button, Line, Message, ReplyMode, bold, command, say
from bot.messages.text import shorten
from bot.messages.wording import shown
from bot.model import ChatKind, Command
from bot.speech.zones import read_zone
from handlers.request import Request

LABEL = 24  #: characters of a city on a button
EXAMPLES: Mapping[str, str] = {"en": "Aktau", "ru": "Актау", "kk": "Ақтау"}


def changes(asked: Command) -> bool:
    """Alone it only shows it."""
    return bool(asked.text)


def answer(request: Request) -> Message:
    """Show the zone, or set it."""
    return (chosen if request.text else screen)(request, action="timezone")


def screen(request: Request, *, action: str) -> Message:
    """The zone as it is, with others by button: `action` and a zone."""
    said = request.sentence(texts.SHOWN, **_now(request))
    if not request.command.may_change:
        return say(said, private=True)
    located = request.command.facts.locations and request.kind in (ChatKind.PRIVATE, ChatKind.CHANNEL)
    how = request.sentence(texts.HOW_WITH_PLACE if located else texts.HOW, **_examples(request))
    return say(said, how, private=True).with_buttons(*_rows(_likely(request), request, action))


def chosen(request: Request, *, action: str) -> Message:
    """The answer to a zone that was typed, pressed, or is that of a place."""
    reading = read_zone(request.text, request.now)
    if reading.city is not None:
        return _set(reading.city, request, action)
    typed = bold(shown(request.text))
    if reading.meant:
        asked = request.sentence(texts.WHERE, time=reading.time) if reading.time else None
        question = asked or request.sentence(texts.MEANT, typed=typed)
        return say(question, private=True).with_buttons(*_rows(reading.meant, request, action))
    unknown, how = request.sentence(texts.UNKNOWN, typed=typed), request.sentence(texts.TRY, **_examples(request))
    return say(unknown, how, private=True).with_buttons(*_rows(_likely(request), request, action))


def zone_name(request: Request, city: City | None = None) -> str:
    """`Aktau, UTC+5`, of the chat or of a city; an offset alone is its own name."""
    of = city or city_of(request.zone.key)
    ahead = offset_name(offset(of.zone, request.now))
    name = of.name(request.translate.language)
    return name if name == ahead else request.translate(texts.ZONE, city=name, offset=ahead)


def clock_there(request: Request) -> str:
    """What the clocks of the chat show."""
    return clock(request.now, request.zone, request.translate)


def _set(city: City, request: Request, action: str) -> Message:
    before, zone = request.zone.key, ZoneInfo(city.zone)
    request.store.chats.set_zone(request.command.chat, zone, request.now)
    keeps = request.preferences.quiet_hours or request.store.digests.schedule(request.command.chat)
    request = replace(request, zone=zone)
    lines: list[Line] = [request.sentence(texts.CHANGED, **_now(request, city))]
    lines += [request.sentence(texts.KEPT)] if keeps and before != zone.key else []
    message = Message(paragraphs=(tuple(lines),), private=True)
    rows = _rows(_likely(request), request, action) if request.command.button else []
    back = f"{action} {before}"
    if before != zone.key and not request.command.button and len(back.encode()) <= request.action_bytes:
        name = shorten(city_of(before).name(request.translate.language), LABEL)
        rows = [(Button(request.translate(texts.GO_BACK, city=name), back),)]
    mode = ReplyMode.REPLACE if request.command.button else ReplyMode.NEW
    return replace(message, buttons=tuple(rows), reply_mode=mode)


def _now(request: Request, city: City | None = None) -> dict[str, Line]:
    return {"zone": (bold(zone_name(request, city)),), "clock": (bold(clock_there(request)),)}


def _examples(request: Request) -> dict[str, Line]:
    city = EXAMPLES[request.translate.language]
    return {"city": (command(f"timezone {city}"),), "offset": (command("timezone UTC+5"),)}


def _likely(request: Request) -> list[City]:
    """Those of the language, the chat's own first."""
    own = request.zone.key
    return [city_of(zone) for zone in dict.fromkeys((own, *LIKELY[request.translate.language]))]


def _rows(found: Iterable[City], request: Request, action: str) -> list[tuple[Button, ...]]:
    """Two cities a row with what the clocks there show, by which people know their own."""
    buttons = [button for city in found if (button := _button(city, request, action)) is not None]
    return [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]


def _button(city: City, request: Request, action: str) -> Button | None:
    pressed = f"{action} {city.zone}"
    if len(pressed.encode()) > request.action_bytes:
        return None
    text = texts.TICKED if city.zone == request.zone.key else texts.CITY
    there = clock(request.now, ZoneInfo(city.zone), request.translate)
    name = shorten(city.name(request.translate.language), LABEL)
    return Button(request.translate(text, city=name, clock=there), pressed)
