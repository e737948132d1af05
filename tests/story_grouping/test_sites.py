"""Streets and microdistricts that a text names."""

from __future__ import annotations

import pytest

from bot.stories.sites import sites


@pytest.mark.parametrize(
    "texts",
    [
        ("на улице Жибек жолы", "Жібек жолы көшесінде", "on Zhibek Zholy Street"),
        ("на проспекте Абылай хана", "Абылай хан даңғылында", "on Abylai Khan Avenue"),
        ("на бульваре Нуржол", "", "along Nurzhol Boulevard"),
        ("в 12-м микрорайоне", "12-шағын ауданда", "in the 12th microdistrict"),
        ("в микрорайоне «Нурсая»", "«Нұрсая» ықшамауданында", "in microdistrict Nursaya"),
        ("в мкр. 12", "12 шағын аудан", "in microdistrict 12"),
    ],
)
def test_a_site_is_one_in_three_languages(texts: tuple[str, str, str]) -> None:
    found = {sites(text, language) for text, language in zip(texts, ("ru", "kk", "en"), strict=True) if text}
    assert len(found) == 1
    assert len(found.pop()) == 1


@pytest.mark.parametrize(
    ("text", "language"),
    [("улицу перекрыли", "ru"), ("көше жабылды", "kk"), ("the street is closed", "en")],
)
def test_a_street_without_a_name_is_no_site(text: str, language: str) -> None:
    assert sites(text, language) == frozenset()
