"""The post of a channel: what its administrators chose, in its order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.i18n.translator import ENGLISH
from bot.messages.extract import LONG_LIMIT
from bot.messages.folded import folded
from bot.messages.message import Message
from bot.messages.post import HASHTAGS, hashtags, post
from bot.model import Article, ChatKind, Delivery, Extract, LinkPreview, PostStyle, Reason
from tests.builders import NOW, article, delivery, reason, written

TEASER = "Builders begin in May. The depot will stand in the west of the city. It is the second one."
WATER = "It has a hall whose trains will be washed with recycled water."
BODY = f"{TEASER}\n\nMany guests came. They ate.\n\n{WATER}"
ZONE = "Asia/Almaty"
TITLE = "[A second line for the Almaty metro depot]"
LINE = "Kazakhstan Today · 13:20"
LEAD = "Builders begin in May. The depot will stand in the west of the city."


def owed(style: PostStyle, *reasons: Reason, of: Article | None = None) -> Delivery:
    one = of or article(teaser=TEASER, body=BODY)
    return replace(delivery(one, *(reasons or (reason("water", WATER, "water"),)), kind=ChatKind.CHANNEL), style=style)


def posted(style: PostStyle, *reasons: Reason, of: Article | None = None) -> Message:
    return post(owed(style, *reasons, of=of), ZONE, NOW, translate=ENGLISH)


@pytest.mark.parametrize(
    ("style", "text"),
    [
        (PostStyle(), f"{TITLE}\n{LINE}\n\n{LEAD}\n\n› {WATER.replace('water', '**water**')}"),
        (PostStyle(source=False, sentence=False), f"{TITLE}\n\n{LEAD}"),
        (PostStyle(extract=Extract.NONE, sentence=False), f"{TITLE}\n{LINE}"),
        (PostStyle(extract=Extract.NONE), f"{TITLE}\n{LINE}\n\n› {WATER.replace('water', '**water**')}"),
        (
            PostStyle(extract=Extract.LONG, source=False),
            f"{TITLE}\n\n{TEASER}\n\nMany guests came. They ate.\n\n{WATER.replace('water', '**water**')}",
        ),
        (
            PostStyle(extract=Extract.NONE, sentence=False, source=False, hashtags=True, closing="Read us at x.kz"),
            f"{TITLE}\n\n#water\n\nRead us at x.kz",
        ),
    ],
    ids=["as nothing is chosen", "bare", "no text", "the sentence alone", "long", "with an ending"],
)  # fmt: skip
def test_a_post_shows_what_is_chosen(style: PostStyle, text: str) -> None:
    message = posted(style)
    assert written(message) == text
    assert (message.more, message.buttons) == (None, ())


def test_words_found_in_the_lead_are_bold_there_and_words_of_the_title_need_no_sentence() -> None:
    in_lead = reason("depot", "The depot will stand in the west of the city.", "depot")
    text = written(posted(PostStyle(), in_lead, reason("metro", article().title, "metro")))
    assert "The **depot** will stand" in text
    assert "›" not in text


def test_a_sentence_beyond_the_cut_of_the_lead_is_shown_by_itself() -> None:
    assert "› It is the **second** one." in written(posted(PostStyle(), reason("x", "It is the second one.", "second")))


def test_a_long_extract_ends_with_a_whole_sentence_and_is_not_cut_within_one() -> None:
    paragraphs = [f"Paragraph {number} has a sentence. {'Long ' * 30}it is." for number in range(9)]
    shown = posted(PostStyle(extract=Extract.LONG), of=article(body="\n\n".join(paragraphs))).paragraphs[1:-1]
    texts = ["".join(span.text for span in lines[0]) for lines in shown]
    assert sum(map(len, texts)) <= LONG_LIMIT
    assert len(texts) > 3
    assert all(text.endswith(".") for text in texts)


def test_a_single_endless_sentence_is_cut_at_a_word() -> None:
    message = posted(PostStyle(extract=Extract.LONG, sentence=False), of=article(body="слово " * 900))
    assert written(message).endswith("слово…")
    assert len(message.paragraphs) == 2


def test_without_any_text_the_title_stands_alone() -> None:
    bare = article(teaser="", body=None)
    for extract in Extract:
        style = PostStyle(extract=extract, sentence=False)
        assert written(posted(style, of=bare)) == f"{TITLE}\n{LINE}"


@pytest.mark.parametrize(
    ("typed", "sentence", "found", "tags"),
    [
        ("Алматы", "Алматыда жаңбыр жауды.", "Алматыда", "#Алматы"),
        ("курс тенге", "Курс тенге вырос.", "Курс", "#курс_тенге"),
        ('"water supply"', "The water supply fails.", "water supply", "#water_supply"),
        ("title:AI waste -sport lang:en", "AI sorts waste.", "AI", "#AI_waste"),
        ("новости про Актау", "В Актау ветер.", "Актау", "#Актау"),
        ("Covid-19", "Covid-19 is back.", "Covid-19", "#Covid_19"),
        ("=AI", "AI is here.", "AI", "#AI"),
        ("Kaspi OR Halyk", "Народный Halyk вырос.", "Halyk", "#Halyk"),
        ("Астана OR Алматы", "Жители Астаны рады.", "Астаны", "#Астана"),
        ("Kaspi OR Halyk", "Ни тот ни другой.", "тот", ""),
        ("(port OR pier) oil", "A pier for oil.", "pier", "#pier_oil"),
        ("нефт*", "Нефтяники рады.", "Нефтяники", ""),
        ("lang:kk source:kt-eng", "Any.", "Any", ""),
        ("100 000", "100 000 homes.", "100 000", ""),
        ('"gold', "Gold.", "Gold", ""),
        ("очень длинный запрос о многих вещах сразу и ещё", "Очень.", "Очень", ""),
    ],
)
def test_a_follow_makes_one_hashtag_of_its_words_or_none(typed: str, sentence: str, found: str, tags: str) -> None:
    assert hashtags([reason(typed, sentence, found)]) == tags


def test_two_follows_with_the_same_words_make_one_hashtag_and_very_many_not_all() -> None:
    assert (
        hashtags([reason("AI", "AI.", "AI"), reason("ai lang:en", "AI.", "AI"), reason("gold", "Gold.", "Gold")])
        == "#AI #gold"
    )
    assert hashtags([reason(f"gold{n}", "Gold.", "Gold") for n in range(9)]).count("#") == HASHTAGS


def test_a_page_is_previewed_as_chosen_unless_the_article_has_no_address() -> None:
    assert posted(PostStyle()).preview is None
    assert posted(PostStyle(preview=LinkPreview.ABOVE)).preview is LinkPreview.ABOVE
    assert posted(PostStyle(preview=LinkPreview.ABOVE), of=article(url=None)).preview is None


def test_several_posts_in_one_message_keep_what_fits_there() -> None:
    style = PostStyle(source=False, hashtags=True, closing="Read us")
    deliveries = [owed(style, reason(typed, "Gold.", "Gold")) for typed in ("gold", "gold*")]
    message, carried = folded(deliveries, ZONE, NOW, translate=ENGLISH)
    assert carried == 2
    assert written(message) == f"**2 articles**\n\n{TITLE}\n#gold\n\n{TITLE}\n\nRead us"
    assert written(folded([owed(PostStyle())] * 2, ZONE, NOW, translate=ENGLISH)[0]).count("\n13:20 · Kazakh") == 2
