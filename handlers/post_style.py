"""/posts: what the posts of a managed channel show, with a live example, changed by buttons in its place."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.answers.example import example_article
from bot.i18n.catalogue import posts as texts
from bot.i18n.text import Text
from bot.messages.message import Button, Message, Paragraph, ReplyMode, Span, code, say
from bot.messages.post import post
from bot.messages.summary import AlertContext
from bot.messages.text import tidy
from bot.model import ChatKind, Command, Delivery, Extract, LinkPreview, PostStyle
from handlers import manage
from handlers.request import Request

SITE = "example.kz"
CLOSING_LIMIT = 200  #: characters of a closing line
#: as people type the closing line, in each language
CLOSING = frozenset({"closing", "подпись", "қолтаңба"})
REMOVED = frozenset({"-", "–", "—"})
CHOICE = re.compile(
    r"(source|sentence|hashtags) (on|off)|(extract) (none|short|long)|(preview) (off|below|above)", re.IGNORECASE
)
#: what a button sets, and what it is called
EXTRACTS = {Extract.NONE: texts.NO_TEXT, Extract.SHORT: texts.SHORT_TEXT, Extract.LONG: texts.LONG_TEXT}
PREVIEWS = {None: texts.NO_PREVIEW, LinkPreview.BELOW: texts.PREVIEW_BELOW, LinkPreview.ABOVE: texts.PREVIEW_ABOVE}


def changes(asked: Command) -> bool:
    """A word alone only shows."""
    return bool(_word_and_value(asked.text)[1])


def answer(request: Request) -> Message:
    """Show what posts look like, or change it; a value that is set already may be set again."""
    if request.kind is not ChatKind.CHANNEL:
        return manage.answer(request.renamed("manage", ""))
    word, value = _word_and_value(request.text)
    if word in CLOSING:
        return _closing(request, value)
    chosen = CHOICE.fullmatch(tidy(request.text))
    if chosen:
        request.store.post_styles.set(request.command.chat, **_fields(*filter(None, chosen.groups())))
    return _in_place(_screen(request), request)


def _word_and_value(text: str) -> tuple[str, str]:
    """What is set, and to what: ("closing", "Read us") of "Closing: Read us"."""
    word, _, value = tidy(text).partition(" ")
    return word.rstrip(":").casefold(), value


def _in_place(message: Message, request: Request) -> Message:
    """In place of a screen whose button was pressed; opened from elsewhere it is a message of its own."""
    return replace(message, reply_mode=ReplyMode.REPLACE) if request.command.button and request.text else message


def _fields(name: str, value: str) -> dict[str, bool | str | None]:
    name, value = name.lower(), value.lower()
    if name == "extract":
        return {name: value}
    if name == "preview":
        return {name: None if value == "off" else value}
    return {name: value == "on"}


def _screen(request: Request) -> Message:
    style = request.store.post_styles.get(request.command.chat)
    heading, example = _example(request, style)
    return Message(
        paragraphs=(heading, *example.paragraphs),
        buttons=_buttons(request, style),
        preview=example.preview,
        private=True,
    )


def _example(request: Request, style: PostStyle) -> tuple[Paragraph, Message]:
    """A post as it would come now, in the language of the channel, and what stands above it."""
    heading: Paragraph = (request.sentence(texts.HEADING),)
    record = request.store.chats.get(request.command.chat)
    found = example_article(
        request.command.chat,
        store=request.store,
        concepts=request.rules.concepts,
        languages=request.languages,
        now=request.now,
    )
    if record is None or found is None:
        return (*heading, request.sentence(texts.NO_ARTICLE)), Message()
    article, reasons = found
    if not reasons:
        heading = (*heading, request.sentence(texts.ANY_ARTICLE))
    delivery = Delivery(
        chat=record.chat,
        chat_id=record.id,
        kind=record.kind,
        timezone=record.timezone,
        language=record.language,
        article=article,
        reasons=reasons,
        attempts=0,
        first_attempt_at=None,
        plain=False,
        style=style,
        languages=record.languages,
    )
    translate, context = request.rules.translators(record.language), AlertContext.of(request.rules)
    return heading, post(delivery, record.timezone, request.now, translate=translate, context=context)


def _buttons(request: Request, style: PostStyle) -> tuple[tuple[Button, ...], ...]:
    """What is shown is ticked; each names what it sets, so that pressed twice it does no more."""
    return (
        (
            _switch(request, texts.SOURCE, "source", on=style.source),
            _switch(request, texts.SENTENCE, "sentence", on=style.sentence),
        ),
        tuple(
            _ticked_if(request, text, f"posts extract {extract}", on=style.extract is extract)
            for extract, text in EXTRACTS.items()
        ),
        (
            _switch(request, texts.HASHTAGS, "hashtags", on=style.hashtags),
            _ticked_if(request, texts.CLOSING, "posts closing", on=bool(style.closing)),
        ),
        tuple(
            _ticked_if(request, text, f"posts preview {preview or 'off'}", on=style.preview is preview)
            for preview, text in PREVIEWS.items()
        ),
    )


def _switch(request: Request, text: Text, name: str, *, on: bool) -> Button:
    return _ticked_if(request, text, f"posts {name} {'off' if on else 'on'}", on=on)


def _ticked_if(request: Request, text: Text, action: str, *, on: bool) -> Button:
    option = request.translate(text)
    return Button(request.translate(texts.TICKED, option=option) if on else option, action)


def _closing(request: Request, line: str) -> Message:
    """Set the closing line, remove it, or say how."""
    if len(line) > CLOSING_LIMIT:
        too_long = request.sentence(texts.CLOSING_TOO_LONG, limit=CLOSING_LIMIT, length=len(line))
        return say(too_long, private=True)
    if line:
        request.store.post_styles.set(request.command.chat, closing="" if line in REMOVED else line)
        return _in_place(_screen(request), request)
    closing = request.store.post_styles.get(request.command.chat).closing
    word = request.translate(texts.CLOSING_WORD)
    how = request.sentence(
        texts.CLOSING_HOW,
        example=_typed(f"posts {word} {request.translate(texts.CLOSING_EXAMPLE, site=SITE)}"),
        limit=CLOSING_LIMIT,
        removal=_typed(f"posts {word} -"),
    )
    now = request.sentence(texts.CLOSING_NOW, line=closing) if closing else request.sentence(texts.CLOSING_NONE)
    remove = (Button(request.translate(texts.REMOVE), "posts closing -"),) if closing else ()
    back = Button(request.translate(texts.BACK), "posts back")
    return _in_place(say(now, how, private=True).with_buttons((*remove, back)), request)


def _typed(command: str) -> Span:
    """A command to be copied, for a tap on it would send only its name."""
    return code(f"/{command}")
