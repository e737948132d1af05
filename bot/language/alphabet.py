"""The order of names in a list: Cyrillic as Russian and Kazakh have it (ә behind а, ё behind е), signs left out."""

from __future__ import annotations

import unicodedata

_CYRILLIC = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
_PLACES = {letter: chr(0x430 + place) for place, letter in enumerate(_CYRILLIC)}  #: behind Latin, as in Unicode


def alphabetical(text: str) -> tuple[str, str]:
    """A key to sort names by: letters and digits alone decide, and only then the text as it is."""
    letters = [letter for letter in text.casefold() if unicodedata.category(letter)[0] in "LN"]
    return "".join(_PLACES.get(letter, letter) for letter in letters), text
