"""Charts: honest axes, colours and marks that are told apart, three scripts, and no cost at the start."""

from __future__ import annotations

import io
import subprocess
import sys
from itertools import combinations

import pytest
from PIL import Image

from bot.charts import MOST_SERIES, Chart, Series, draw
from bot.charts.chart import axis
from bot.charts.colours import CARD, QUIET, SERIES, Colour, between
from bot.charts.drawing import BOTTOM, FINER, HEIGHT, LEFT, RIGHT, WIDTH, legend
from bot.charts.fonts import drawable, fitting, font

DAYS = ("23 Nov", "", "25 Nov", "", "27 Nov", "", "29 Nov")


def chart(*values: tuple[int, ...], **fields: object) -> Chart:
    series = tuple(Series(name=f"topic {number}", values=each) for number, each in enumerate(values, 1))
    labels = DAYS[: len(values[0])] if values else ()
    made: dict[str, object] = {"title": "AI", "subtitle": "Last 7 days", "series": series, "labels": labels}
    return Chart(**(made | fields))  # type: ignore[arg-type]  # a builder's fields are checked by its tests


def opened(of: Chart) -> Image.Image:
    return Image.open(io.BytesIO(draw(of))).convert("RGB")


def near(one: object, other: Colour) -> bool:
    assert isinstance(one, tuple)
    return all(abs(a - b) < 12 for a, b in zip(one, other, strict=True))


def at(picture: Image.Image, column: int, of: int, share: float) -> object:
    """The colour in the middle of a column, at that share of the plot's height for one series."""
    x = LEFT + (RIGHT - LEFT) / of * (column + 0.5)
    return picture.getpixel((round(x), round(BOTTOM - (BOTTOM - 164) * share)))


@pytest.mark.parametrize(
    ("highest", "lines"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (5, [0, 1, 2, 3, 4, 5]),
        (6, [0, 2, 4, 6]),
        (11, [0, 5, 10, 15]),
        (25, [0, 5, 10, 15, 20, 25]),
        (26, [0, 10, 20, 30]),
        (51, [0, 20, 40, 60]),
        (101, [0, 50, 100, 150]),
        (1234, [0, 500, 1000, 1500]),
    ],
)
def test_an_axis_begins_at_zero_and_has_whole_even_steps(highest: int, lines: list[int]) -> None:
    assert list(axis(highest)) == lines


def test_every_number_has_an_axis_of_few_lines_that_holds_it() -> None:
    for highest in range(1, 5000, 7):
        lines = list(axis(highest))
        assert lines[-1] >= highest
        assert len(lines) <= 7
        assert lines[-1] - highest < lines[1]


def test_a_column_is_as_high_as_its_number_and_what_is_not_over_fades() -> None:
    picture = opened(chart((0, 5, 10), unfinished=True))
    assert near(at(picture, 1, 3, 0.45), SERIES[0])
    assert near(at(picture, 1, 3, 0.55), CARD), "half of the highest is half as high"
    assert near(at(picture, 0, 3, 0.1), CARD)
    assert near(at(picture, 2, 3, 0.9), between(SERIES[0], CARD, 0.5))


def test_stacked_numbers_stand_on_each_other() -> None:
    made = chart((4, 1), (6, 0), stacked=True)
    assert made.highest == 10
    picture = opened(made)
    x = round(LEFT + (RIGHT - LEFT) / 4)
    height = BOTTOM - 206
    assert near(picture.getpixel((x, round(BOTTOM - height * 0.3))), SERIES[0])
    assert near(picture.getpixel((x, round(BOTTOM - height * 0.7))), SERIES[1])


def test_what_is_not_held_is_neither_drawn_nor_counted() -> None:
    made = chart((90, 2, 4), missing=1, missing_label="no news from then")
    assert made.highest == 4
    picture = opened(made)
    assert not near(at(picture, 0, 3, 0.5), SERIES[0])
    assert near(at(picture, 2, 3, 0.8), SERIES[0])
    assert chart().highest == chart(stacked=True).highest == 0


@pytest.mark.parametrize(
    "made",
    [
        chart((0,)),
        chart((0, 0, 0), unfinished=True),
        chart((3,), (2,), unfinished=True),
        chart((1, 2, 3), (3, 2, 1), missing=2, missing_label="a very long label that has no room there at all"),
        chart(*((number, 99999, 3) for number in range(MOST_SERIES)), title="т" * 300, subtitle="Ә" * 300),
        chart(tuple(range(60)), tuple(range(60)), labels=("1 Nov",) * 60),
        chart(missing=0),
    ],
)
def test_odd_charts_are_drawn_and_all_have_one_size(made: Chart) -> None:
    picture = opened(made)
    assert picture.size == (WIDTH, HEIGHT)
    assert draw(made) == draw(made), "the same chart is the same picture"


def test_every_letter_of_three_languages_is_drawn_and_what_the_font_lacks_is_left_out() -> None:
    letters = "AaZz АаЯя ЁёЙй ӘәҒғҚқҢңӨөҰұҮүҺһІі №«»–—… 0123456789"
    assert drawable(letters) == letters
    assert drawable("AI 🤖 新闻") == "AI"
    assert fitting("жасанды интеллект", 100, font(28)).endswith("…")
    assert fitting("AI", 500, font(28)) == "AI"
    assert fitting("AI", 1, font(28)) == "…"


def test_a_legend_shortens_names_only_where_they_have_no_room_and_numbers_those_without_letters() -> None:
    def names(*of: str) -> list[str]:
        series = tuple(Series(name=name, values=(1,)) for name in of)
        return [name for _, name in legend(chart((1,), series=series))]

    assert names("AI", "жасанды интеллект") == ["AI", "жасанды интеллект"]
    assert names("🤖", "AI") == ["1", "AI"]
    assert names("AI") == []
    assert all(name.endswith("…") for name in names(*("очень длинное название темы " + word for word in "абвг")))


#: how the three kinds of colour blindness see red, green and blue (Machado, Oliveira and Fernandes, 2009)
BLIND = {
    "protan": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "deutan": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "tritan": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}


@pytest.mark.parametrize("kind", BLIND)
def test_who_sees_few_colours_tells_the_series_apart(kind: str) -> None:
    def seen(colour: Colour) -> list[float]:
        return [sum(share * part for share, part in zip(row, colour, strict=True)) for row in BLIND[kind]]

    for one, other in combinations((*SERIES, CARD), 2):
        far = sum((a - b) ** 2 for a, b in zip(seen(one), seen(other), strict=True)) ** 0.5
        assert far > 55, (one, other)


def luminance(colour: Colour) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = map(linear, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_words_and_lines_stand_out_from_the_card() -> None:
    for colour, least in ((QUIET, 4.5), *((each, 3.0) for each in SERIES)):
        assert (luminance(colour) + 0.05) / (luminance(CARD) + 0.05) >= least
    assert FINER == 2


def test_importing_charts_does_not_load_pillow() -> None:
    check = "import bot.charts, sys; sys.exit('PIL' in sys.modules)"
    subprocess.run([sys.executable, "-c", check], check=True)
