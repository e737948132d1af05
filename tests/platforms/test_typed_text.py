"""What keyboards put into typed words, and how a command is known."""

from __future__ import annotations

import pytest

from bot.matching.grammar import parse
from bot.platforms.typed_text import as_typed, meant, named, spoken_command


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“solid fuel”", '"solid fuel"'),
        ("‘solid fuel’ and ‚heating oil‘", '"solid fuel" and "heating oil"'),
        ("'solid fuel'", '"solid fuel"'),
        ("«Port of Aktau»", "«Port of Aktau»"),
        ("Kazakhstan’s oil, O‘zbek, rock 'n' roll, Qazaq'tar, the '90s and '80s", None),
        ("metro —Moscow", "metro -Moscow"),
        ("oil –(price market) –“raw oil”", 'oil -(price market) -"raw oil"'),
        ("COVID‑19 kt–eng 2024—2025", "COVID-19 kt-eng 2024-2025"),
        ("AI — what is new", None),
        ("edit AI —> AI", None),
        ("C# C++ AT&T нефт* =AI -sport title:AI 5*6", None),
        ("AI\u00a0\u202fwaste\u2009 \u200b", "AI waste"),
        ("\u200e\u202bAI\u202c\ufeff\u00ad", "AI"),
        ("AI\r\nwaste\u2028zinc", "AI\nwaste\nzinc"),
        ("why https://kt.kz/a—b_’c’_–d", None),
        ("👩\u200d🚒 AI", None),
    ],
)
def test_what_a_keyboard_puts_in_is_taken_out_and_nothing_else(text: str, expected: str | None) -> None:
    assert as_typed(text) == (text if expected is None else expected)
    assert as_typed(as_typed(text)) == as_typed(text)


@pytest.mark.parametrize(
    ("changed", "typed"),
    [
        ("“solid fuel” –sport", '"solid fuel" -sport'),
        ("‘solid fuel’", '"solid fuel"'),
        ("COVID–19\u00a0Aktau", "COVID-19 Aktau"),
        ("AT&T C# нефт*", "AT&T C# нефт*"),
    ],
)
def test_a_changed_text_asks_for_the_same_as_what_was_typed(changed: str, typed: str) -> None:
    assert parse(as_typed(changed)) == parse(typed)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("follow AI", ("follow", "AI")),
        ("Follow: AI", ("follow", "AI")),
        ("follow\nAI\nfollow waste\n/follow zinc", ("follow", "AI\nwaste\nzinc")),
        ("hi, please follow AI", ("follow", "AI")),
        ("привет! digest today, пожалуйста", ("digest", "today")),
        ('"follow AI"', ("follow", "AI")),
        ('"solid fuel"', ("", '"solid fuel"')),
        ("help!", ("help", "")),
        ("help for flooded villages", ("", "help for flooded villages")),
        ("hi flyers", ("", "hi flyers")),
        ("follow-up of the talks", ("", "follow-up of the talks")),
        ("/follow please", ("follow", "please")),
        ("/stop", ("unfollow", "all")),
        ("/Стоп", ("unfollow", "all")),
        ("/stop AI", ("unfollow", "AI")),
        ("stop", ("unfollow", "all")),
        ("please, stop!", ("unfollow", "all")),
        ("hi, help me please", ("help", "")),
        ("please", ("", "please")),
        ("", ("", "")),
    ],
)
def test_a_command_is_known_without_its_slash_among_what_is_polite(text: str, expected: tuple[str, str]) -> None:
    assert spoken_command(text) == expected


def test_names_within_a_follow_are_not_commands() -> None:
    assert named("follow", "follow the money\nfollowers of Abai") == ("follow", "follow the money\nfollowers of Abai")
    assert meant("thanks!") == ("", "")
    assert meant("stop signs in Almaty") == ("", "stop signs in Almaty")


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("follow AI in #ai-news", ("follow", "AI in #ai-news")),
        ("подпишись на ИИ в канале @ainews", ("follow", "ИИ in @ainews")),
        ("what do I follow in #ai-news", ("following", "in #ai-news")),
        ("unfollow AI in https://t.me/c/1234567/8", ("unfollow", "AI in https://t.me/c/1234567/8")),
        ("#ai-news арнасында ЖИ бақыла", ("follow", "ЖИ in #ai-news")),
        ("digest daily 8:30 in #ai-news", ("digest", "daily 8:30 in #ai-news")),
        ("see you in @ainews", ("", "see you in @ainews")),
    ],
)
def test_a_wish_may_be_about_another_chat(typed: str, command: tuple[str, str]) -> None:
    assert spoken_command(typed) == command
