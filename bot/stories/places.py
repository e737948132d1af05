"""Which towns lie in which regions: news from Taraz may be told as news from Zhambyl Region.

The names are keys of config/concepts.toml.
"""

from __future__ import annotations

import re

_TOWNS = """
abai: semey kurchatov semipalatinsk-test-site
akmola: kokshetau kosshy stepnogorsk burabay
aktobe: aktobe
almaty: konaev alatau-city trans-ili-alatau
atyrau: atyrau
east-kazakhstan: oskemen ridder
karaganda: temirtau balkhash lake-balkhash
kostanay: rudny arkalyk
kyzylorda: baikonur aral-sea
mangystau: aktau zhanaozen kuryk
north-kazakhstan: petropavl
pavlodar: ekibastuz aksu
turkistan: kentau saryagash
ulytau: zhezkazgan satbayev-city
west-kazakhstan: oral aksai
zhambyl: taraz
zhetysu: taldykorgan zharkent khorgos
"""
REGIONS = {
    f"p {town}": f"p {region}"
    for region, _, towns in (line.partition(":") for line in _TOWNS.strip().splitlines())
    for town in towns.split()
}
#: too wide to be another place than one in them
WIDE = frozenset(("p kazakhstan", "p central-asia", "p caspian"))
_PART = re.compile(r"(?:north|south|east|west)ern\s|(?:северн|южн|восточн|западн)\w{2,3}\s", re.IGNORECASE)


def is_wide(written: str) -> bool:
    """Is a place written as a part of the country, which is wider than the region of that name: Northern Kazakhstan?"""
    return bool(_PART.match(written))
