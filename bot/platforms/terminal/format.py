"""Formats a Message for a terminal. Pure.

    message ─ clean spans ─ rich Text with numbered buttons ─▶ a string, with or without escape sequences

Control characters are removed from all texts first, so that texts from outside can't control the terminal: all escape
sequences in the result are from rich.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.style import Style
from rich.text import Text

from bot.messages.message import Aside, Button, ButtonStyle, Line, Message, ReplyMode, Span, ends_link
from bot.platforms.cleaning import one_line, web_address

GAP = "  "  #: between two buttons of a row
PRESS = Style(bold=True, color="cyan")
DANGER = Style(bold=True, color="red")
PLAIN_WIDTH = 80  #: rich needs a width, but plain lines are not wrapped


@dataclass(frozen=True, kw_only=True)
class Look:
    """What the terminal can show."""

    styled: bool = True  #: False: text only, lines unwrapped (a pipe, a file)
    links: bool = True  #: OSC 8; False: the URL is printed
    width: int = PLAIN_WIDTH


PLAIN = Look(styled=False, links=False)


def choices(message: Message) -> tuple[Button, ...]:
    """The buttons that can be pressed here, in the order of their numbers; `more` is last."""
    buttons = [button for row in message.buttons for button in row]
    if message.more is not None:
        buttons.append(message.more)
    return tuple(button for button in buttons if button.action)


def render(message: Message, numbers: Sequence[int], look: Look) -> Text:
    """The message as rich Text; `numbers` are those of `choices(message)`.

    For an answer that only changes the buttons of an earlier message, only the buttons are shown.
    """
    numbered = dict(zip(map(id, choices(message)), numbers, strict=True))
    paragraphs: list[Text] = []
    if message.reply_mode is not ReplyMode.BUTTONS:
        for lines in message.paragraphs:
            before = [paragraphs.pop()] if paragraphs and isinstance(lines, Aside) else []
            paragraphs.append(Text("\n").join([*before, _paragraph(lines, look)]))
    more = message.more
    if more is not None and more.action:
        tail = _choice(more, numbered[id(more)])
        paragraphs = [*paragraphs[:-1], Text("   ").join([paragraphs[-1], tail])] if paragraphs else [tail]
    rows = [_row(row, numbered) for row in message.buttons]
    if any(rows):
        paragraphs.append(Text("\n").join(row for row in rows if row))
    return Text("\n\n").join(paragraph for paragraph in paragraphs if paragraph)


def write(text: Text, look: Look) -> str:
    """The text as a string, with a line break at the end."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=look.width,
        force_terminal=look.styled,
        color_system="standard" if look.styled else None,
        legacy_windows=False,
    )
    console.print(text, soft_wrap=not look.styled)
    return out.getvalue()


def _paragraph(lines: tuple[Line, ...], look: Look) -> Text:
    """The lines of a paragraph."""
    return Text("\n").join(_line(spans, look) for spans in lines)


def _line(spans: Line, look: Look) -> Text:
    return Text.assemble(*(_span(span, look, written=ends_link(spans, place)) for place, span in enumerate(spans)))


def _span(span: Span, look: Look, *, written: bool) -> Text:
    """A span; a link is OSC 8, or followed by its URL if that is to be written here."""
    if span.command is not None:
        return Text("/" + one_line(span.command), Style(bold=True))
    label, url = one_line(span.text), web_address(span.url)
    style = Style(bold=span.bold or span.code or None, italic=span.italic or None)
    if url is None:
        return Text(label, style)
    if look.links:
        return Text(label, style + Style(link=url))
    return Text(label, style) if url == label or not written else Text.assemble((label, style), f" ({url})")


def _row(row: Sequence[Button], numbered: dict[int, int]) -> Text:
    """A row of buttons, without those that work only on other platforms."""
    return Text(GAP).join(_choice(button, numbered[id(button)]) for button in row if id(button) in numbered)


def _choice(button: Button, number: int) -> Text:
    """`[1] Unfollow AI`."""
    style = DANGER if button.style is ButtonStyle.DANGER else PRESS
    return Text.assemble((f"[{number}]", style), " ", one_line(button.label))
