"""Turn the bytes of feeds and pages into text (pure).

body ─▶ two bytes a letter? ─▶ UTF-8, or nearly? ─▶ what is declared, if Cyrillic makes sense in it ─▶ the letters

Nobody is believed more than the bytes: servers name their default, content systems the encoding of their templates.
"""

from __future__ import annotations

import codecs
import re

from bot.intake.charsets import SINGLE_CYRILLIC, codec, declared
from bot.intake.cyrillic import KAZAKH, Fit, best_fit, fit

#: Bytes at the beginning of a body by which two bytes a letter are told from one.
HEAD = 4_096
#: Bytes that the library for rare encodings is given: it takes seconds for a long text.
RARE_SAMPLE = 8_000

_OTHER_TEXT = re.compile("[\udc80-\udcff]{4,}")
_NO_ASCII = re.compile("[^\x00-\x7f]")
_ELEMENT = re.compile("(?=[<>])")
_ESCAPED = re.compile("[\udc80-\udcff]")
#: Characters that UTF-8 texts have: of two bytes, and of three or more. Others come out by chance of other encodings.
_TWO_BYTES = re.compile("[\u00a0-\u024f\u0370-\u052f\u0590-\u06ff]")
_MORE_BYTES = re.compile(
    "[\u10a0-\u10ff\u1e00-\u1eff\u2000-\u206f\u20a0-\u20bf\u2100-\u27bf\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\ufe0f"
    "\uff00-\uffef\U0001f000-\U0001faff]"
)
#: Half of a letter, as content systems cut it: its first bytes, and then no letter.
_HALF_LETTER = re.compile(rb"(?:[\xc3\xd0-\xd3]|\xe2[\x80-\xbf]?|\xf0[\x80-\xbf]{0,2})(?![\x80-\xffA-Za-z0-9])")
#: An emoji as two surrogates of three bytes each, as Java and old databases write it.
_SURROGATES = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
_MARKUP = re.compile(rb"<[^<>]*>|[\x00-\x7f]{40,}")
_NOT_ASCII = re.compile(rb"[\x80-\xff]+")
_CONTROL = re.compile(rb"[\x00-\x08]")
_EBCDIC = b"\x4c\x6f\xa7\x94"


def decode(body: bytes, charset: str | None = None) -> str:
    """The text of a body, without a byte order mark; `charset` is the one of the HTTP header."""
    name, rest = _marked(body)
    if name is None and b"\x00" in rest[:HEAD]:
        name = _wide(rest)
    if name is not None:
        return rest.decode(name, "ignore").lstrip("\ufeff")
    if rest.startswith(_EBCDIC):  # "<?xm" on a mainframe
        rest = rest.decode("cp037").encode()
    names = [codec(each) for each in (charset, declared(rest))]
    try:
        text = rest.decode("utf-8")
    except UnicodeDecodeError:
        return _nearly_utf8(rest, names) or _in_one_of(rest, names)
    seven_bits = next((each for each in names if each in ("iso2022_jp", "iso2022_kr", "hz")), None)
    return rest.decode(seven_bits, "ignore") if seven_bits and text.isascii() else text


def _marked(body: bytes) -> tuple[str | None, bytes]:
    """The encoding that the byte order mark names, if what follows can be that, and the body without it."""
    while body.startswith(codecs.BOM_UTF8):
        body = body.removeprefix(codecs.BOM_UTF8)
    for mark, name in (
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if body.startswith(mark):
            rest = body.removeprefix(mark)
            return (None if _is_utf8(rest) and not _CONTROL.search(rest) else name), rest
    return None, body


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _wide(body: bytes) -> str | None:
    """UTF-16 or UTF-32 without a byte order mark: the high bytes of Latin letters and markup are 0, of Cyrillic 4."""
    head = body[:HEAD]
    zeros = [_share(head[at::4], b"\x00") for at in range(4)]
    if min(zeros[2:]) > 0.9 > zeros[0]:
        return "utf-32-le"
    if min(zeros[:2]) > 0.9 > zeros[3]:
        return "utf-32-be"
    even, odd = head[::2], head[1::2]
    if _share(odd, b"\x00\x04") > 0.5 and _share(even, b"\x00") < 0.1:
        return "utf-16-le"
    if _share(even, b"\x00\x04") > 0.5 and _share(odd, b"\x00") < 0.1:
        return "utf-16-be"
    return None


def _share(part: bytes, values: bytes) -> float:
    return sum(part.count(value) for value in values) / max(len(part), 1)


def _nearly_utf8(body: bytes, names: list[str | None]) -> str | None:
    """The text without the bytes that are broken, if they are few beside the letters that can only be UTF-8."""
    whole = _SURROGATES.sub(_joined, body)
    text = whole.decode("utf-8", "surrogateescape")
    broken = len(_ESCAPED.findall(text))
    letters = len(_TWO_BYTES.findall(text)) + 2 * len(_MORE_BYTES.findall(text))
    other = any(name not in (None, "utf-8") for name in names)
    if letters >= (2 * broken if other else max(broken, 1)):
        return _ESCAPED.sub("", _with_other_texts(text))
    if not other and not _NOT_ASCII.search(_HALF_LETTER.sub(b"", whole)):
        return _ESCAPED.sub("", text)
    return None


def _with_other_texts(text: str) -> str:
    """Half a letter has three bytes at most: more in a row are a text that was pasted in another encoding."""
    runs = _OTHER_TEXT.findall(text)
    best = best_fit(" ".join(runs).encode("ascii", "surrogateescape"))
    if not best.is_likely:
        return text
    return "".join(_other_text(piece, best.encoding) for piece in _ELEMENT.split(text))


def _other_text(piece: str, encoding: str) -> str:
    is_other = _OTHER_TEXT.search(piece) and 2 * len(_ESCAPED.findall(piece)) > len(_NO_ASCII.findall(piece))
    return piece.encode("utf-8", "surrogateescape").decode(encoding, "ignore") if is_other else piece


def _joined(pair: re.Match[bytes]) -> bytes:
    return pair[0].decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16").encode()


def _in_one_of(body: bytes, names: list[str | None]) -> str:
    """The text in the first encoding named that it can be in, else in the one that its letters show."""
    best = best_fit(body)
    for name in names:
        if name is not None and name != "utf-8" and not _is_doubted(name, body, best):
            # a Kazakh content system names windows-1251, and means the letters of its own keyboard
            return body.decode(KAZAKH if (name, best.encoding) == ("cp1251", KAZAKH) else name, "ignore")
    return _by_letters(body, best)


def _is_doubted(name: str, body: bytes, best: Fit) -> bool:
    """Does an encoding make nonsense of the body: of its Cyrillic letters, or of one byte in twenty?"""
    if name in SINGLE_CYRILLIC:
        return best.is_sure and fit(body, name).share < best.share - 0.25
    if best.is_sure:
        return True
    try:
        body.decode(name)
    except UnicodeDecodeError:
        return body.decode(name, "replace").count("\ufffd") * 20 > sum(map(len, _NOT_ASCII.findall(body)))
    return False


def _by_letters(body: bytes, best: Fit) -> str:
    """Cyrillic, else a rare encoding, else Latin with a few signs of Windows."""
    runs = _NOT_ASCII.findall(body)
    size = sum(map(len, runs))
    if best.is_likely:
        return body.decode(best.encoding, "ignore")
    if size > 2 * len(runs):
        import charset_normalizer  # imported only where it is used: mostly never

        rare = charset_normalizer.from_bytes(_MARKUP.sub(b" ", body)[:RARE_SAMPLE]).best()
        if rare is not None and codec(rare.encoding) is not None:
            return body.decode(rare.encoding, "ignore")
    # UTF-8 into which signs of Windows were pasted: each is read as what it is
    text = body.decode("utf-8", "surrogateescape")
    return _ESCAPED.sub(lambda sign: bytes([ord(sign[0]) - 0xDC00]).decode("cp1252", "ignore"), text)
