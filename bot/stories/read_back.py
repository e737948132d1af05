"""A Russian text in Latin letters, as addresses of news have it, read back into Cyrillic; soft signs stay lost.

For names, which are spelled in many ways, see bot/language/translit.py: this is about texts that one table wrote.
"""

from __future__ import annotations

import re

_TABLE = """
    shch=щ shh=щ sch=щ zh=ж kh=х ts=ц ch=ч sh=ш yu=ю ju=ю iu=ю ya=я ja=я yo=ё jo=ё
    iy=ий ij=ий yj=ый yy=ый ay=ай aj=ай ey=ей ej=ей oy=ой oj=ой uy=уй uj=уй
    a=а b=б c=ц d=д e=е f=ф g=г h=х i=и j=й k=к l=л m=м n=н o=о p=п q=к r=р s=с t=т u=у v=в w=в x=кс y=ы z=з
    """
_PIECES = dict(each.split("=") for each in _TABLE.split())
#: the longest first; what ends in y or j before a vowel leaves it to the next letter: baya is бая, not байа
_PIECE = re.compile("|".join(f"{each}(?![aou])" if len(each) > 1 and each[-1] in "yj" else each for each in _PIECES))


def read_back(text: str) -> str:
    """The text in small Cyrillic letters; what is no Latin letter stays."""
    return _PIECE.sub(lambda found: _PIECES[found[0]], text.lower())
