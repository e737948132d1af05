"""An article as it is listed and inserted in inline mode."""

from __future__ import annotations

import pytest

from bot.i18n.translator import ENGLISH
from bot.messages.inline import inline_result
from tests.builders import NOW, article, written

ZONE = "Asia/Almaty"


def test_it_is_listed_with_source_time_and_lead_and_inserted_as_a_short_alert() -> None:
    one = article(teaser="The depot gets a second line. It opens in spring. Nothing else is known.")
    result = inline_result(one, ZONE, NOW, translate=ENGLISH)
    assert (result.id, result.title) == ("7", "A second line for the Almaty metro depot")
    lead = "The depot gets a second line. It opens in spring."
    assert result.description == f"Kazakhstan Today · 13:20\n{lead}"
    assert written(result.message) == f"**[{one.title}]**\nKazakhstan Today · 13:20\n\n{lead}"


def test_without_a_text_there_is_only_the_headline() -> None:
    result = inline_result(article(), ZONE, NOW, translate=ENGLISH)
    assert result.description == "Kazakhstan Today · 13:20"
    assert len(result.message.paragraphs) == 1


@pytest.mark.parametrize("text", ["x" * 5000, "word " * 1000, "🚇" * 3000])
def test_what_is_too_long_is_cut(text: str) -> None:
    result = inline_result(article(title=text, teaser=text), ZONE, NOW, translate=ENGLISH)
    assert len(result.title) <= 200
    assert len(result.description) <= 160
    assert len(written(result.message)) <= 600
