"""What Telegram refuses of files and pictures, and how they come in a call."""

from __future__ import annotations

import json
import struct
from typing import Any

import tdjson
from aiohttp.web import FileField

from tests.platforms.telegram.older import bad

PNG = b"\x89PNG\r\n\x1a\n"
CAPTION = 1024
PICTURE_BYTES = 10_000_000
SIDES = 10_000  # width and height of a picture together
RATIO = 20


def uploaded(params: dict[str, Any]) -> dict[str, Any]:
    """The parameters, each file as its bytes, with its name as `… name`; that of a medium as `file`."""
    files = {name: each for name, each in params.items() if isinstance(each, FileField)}
    plain: dict[str, Any] = {name: each for name, each in params.items() if name not in files}
    for name, each in files.items():
        known = name if name in ("photo", "document") else "file"
        plain |= {known: each.file.read(), f"{known} name": each.filename}
    return plain


def refused_file(method: str, params: dict[str, Any]) -> dict[str, Any] | None:
    """Telegram's refusal of a file, a picture or the text below it; None: they are accepted."""
    media = json.loads(params.get("media", "{}"))
    about = params | media
    is_picture = method == "sendPhoto" or media.get("type") == "photo"
    content: bytes = params.get("photo") or params.get("document") or params.get("file") or b""
    if not content:
        return bad("file must be non-empty")
    if is_picture and (error := _refused_picture(content)):
        return bad(error)
    caption = about.get("caption", "")
    if about.get("parse_mode") == "HTML" and caption:
        asked = {"@type": "parseTextEntities", "text": caption, "parse_mode": {"@type": "textParseModeHTML"}}
        read = json.loads(tdjson.td_execute(json.dumps(asked).encode()) or b"{}")
        if read["@type"] == "error":
            return bad(read["message"][:1].lower() + read["message"][1:])
        caption = read["text"]
    return bad("message caption is too long") if len(caption) > CAPTION else None


def _refused_picture(content: bytes) -> str:
    if not content.startswith(PNG):
        return "IMAGE_PROCESS_FAILED"
    width, height = struct.unpack(">II", content[16:24])
    if len(content) > PICTURE_BYTES or width + height > SIDES or max(width, height) > RATIO * min(width, height):
        return "PHOTO_INVALID_DIMENSIONS"
    return ""
