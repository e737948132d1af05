"""Letters about a site that was asked for, word for word, and to whom they go."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from bot.i18n.catalogue import adding, intake
from bot.i18n.text import Phrase, Text
from bot.i18n.translator import ENGLISH
from bot.i18n.translators import ONLY_ENGLISH
from bot.messages.payload import from_json
from bot.messages.proposal import decided, outcome, rejected_lately, to_decide, with_which_reason
from bot.messages.proposal_letters import LetterWriter
from bot.model import (
    Asker,
    Chat,
    ChatKind,
    FoundSite,
    LetterKind,
    Proposal,
    ProposalState,
    SiteHeadline,
    Source,
    Way,
    WayKind,
)
from config.translations import load_translations
from tests.builders import NOW, PERSON, actions, labels, written, written_line

SITE = FoundSite(
    source=Source(key="example-ru", name="Пример", language="ru", ways=(Way(url="https://a:b@example.kz/rss"),)),
    entries=1,
    headlines=(SiteHeadline(title="A pier\nis built", link=""),),
    opening="",
)
BOSS = ("telegram", "77")


def asker(person: str = "1", **fields: object) -> Asker:
    values: dict[str, object] = {
        "platform": "telegram",
        "person": person,
        "name": f"N{person}",
        "chat": Chat(platform="telegram", id=person),
        "kind": ChatKind.PRIVATE,
        "language": None,
        "directly": False,
    }
    return Asker(**(values | fields))  # type: ignore[arg-type]  # a builder's fields are checked by its tests


def proposal(state: ProposalState = ProposalState.FOUND, **fields: object) -> Proposal:
    values: dict[str, object] = {
        "id": 12,
        "site": "example.kz",
        "url": "https://example.kz/",
        "state": state,
        "attempts": 1,
        "asked_at": NOW,
        "looked_at": NOW,
        "found": SITE,
        "reason": None,
        "decided_at": NOW,
        "decided_by": "Aizhan",
        "askers": (asker(),),
    }
    return Proposal(**(values | fields))  # type: ignore[arg-type]  # as above


def test_operators_see_what_would_be_read_without_a_password() -> None:
    message = to_decide(proposal(), "example.kz", translate=ENGLISH)
    assert written(message) == (
        "New source? **example.kz**\nAsked for by N1\n[Пример] · Russian · feed\n\n"
        "1 article would be read:\n• A pier is built\n\n"
        "The full text of the newest couldn't be read."
    )
    assert [span.url for span in message.paragraphs[0][2] if span.url] == ["https://example.kz/rss"]


def test_nobody_waits_any_more() -> None:
    assert "Asked for" not in written(to_decide(proposal(askers=()), "example.kz", translate=ENGLISH))


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        (WayKind.TELEGRAM, "Telegram channel"),
        (WayKind.SITEMAP, "sitemap"),
        (WayKind.WORDPRESS, "WordPress"),
        (WayKind.LIST, "list of headlines"),
        (WayKind.JSON, "feed"),
    ],
)
def test_each_kind_has_its_word(kind: WayKind, word: str) -> None:
    source = replace(SITE.source, ways=(Way(kind=kind, url="https://example.kz/"),))
    message = to_decide(proposal(found=replace(SITE, source=source)), "example.kz", translate=ENGLISH)
    assert f"Russian · {word}" in written(message)


def test_of_many_who_ask_some_are_named() -> None:
    askers = tuple(asker(str(number)) for number in range(9))
    text = written(to_decide(proposal(askers=askers), "example.kz", translate=ENGLISH))
    assert "Asked for by N0, N1, N2 and 6 others" in text


def test_a_long_name_and_a_long_site_leave_room_for_the_rest() -> None:
    message = to_decide(proposal(askers=(asker(name="ы" * 5_000),)), "x" * 5_000, translate=ENGLISH)
    assert len(written(message)) < 500


def test_every_action_of_the_buttons_fits_on_every_platform() -> None:
    there = replace(proposal(), id=10**9)
    for message in (to_decide(there, "s", translate=ENGLISH), with_which_reason(there, "s", translate=ENGLISH)):
        assert max(len(action.encode()) for action in actions(message)) <= 64
    assert labels(with_which_reason(there, "s", translate=ENGLISH))[1] == ["Without a reason", "Back"]


@pytest.mark.parametrize(
    ("state", "reason", "text"),
    [
        (ProposalState.APPROVED, None, "✅ **s** approved by **Aizhan**. I start reading it within a minute."),
        (ProposalState.REJECTED, None, "**s** rejected by **Aizhan**."),
        (ProposalState.REJECTED, adding.BECAUSE_NOT_NEWS, "**s** rejected by **Aizhan**: it isn't a news site."),
    ],
)
def test_a_decision_names_who_took_it(state: ProposalState, reason: Text | None, text: str) -> None:
    because = None if reason is None else Phrase(reason)
    lines = decided(proposal(state, reason=because), "s", translate=ENGLISH)
    assert written_line(lines[0]) == text


@pytest.mark.parametrize(
    ("state", "reason", "text"),
    [
        (ProposalState.APPROVED, None, "✅ I read **s** now. Its next news reaches you if it matches your topics."),
        (ProposalState.REJECTED, None, "**s** won't be added."),
        (ProposalState.REJECTED, adding.BECAUSE_TOO_MUCH, "**s** won't be added: it publishes too much."),
        (ProposalState.FAILED, intake.ENDED_EARLY, "I can't read **s**: ended its answer early."),
        (ProposalState.FAILED, None, "I can't read **s**: ."),
    ],
)
def test_who_asked_is_told_what_came_of_it(state: ProposalState, reason: Text | None, text: str) -> None:
    because = None if reason is None else Phrase(reason)
    assert written(outcome(proposal(state, reason=because), "s", translate=ENGLISH)).startswith(text)


def test_a_rejection_before_is_told_with_its_day() -> None:
    before = proposal(ProposalState.REJECTED, decided_at=NOW - timedelta(days=3))
    line = rejected_lately(before, "s", UTC, NOW, translate=ENGLISH)
    assert written_line(line) == "The people who run this bot decided against **s** (22 Nov, 09:00)."
    because = replace(before, decided_at=None, reason=Phrase(adding.BECAUSE_NOT_RELIABLE))
    line = rejected_lately(because, "s", UTC, NOW, translate=ENGLISH)
    assert written_line(line).endswith("(25 Nov, 09:00): it isn't reliable enough.")


def letters(state: Proposal, **more: object) -> list[tuple[str, str, ChatKind, str]]:
    writer = LetterWriter(translators=load_translations("en"), timezone="Asia/Almaty", now=NOW)
    made = writer.letters(state, "s", [BOSS, ("slack", "U5")], {BOSS: "ru"})
    assert {each.kind for each in made} == {LetterKind.PROPOSAL}
    return [
        (each.chat.platform, each.chat.id, each.chat_kind, written(from_json(each.payload)).split("\n")[0])
        for each in made
    ]


def test_operators_decide_and_who_asked_is_told_each_in_their_language() -> None:
    kazakh, slack = asker("1", language="kk"), asker("U1", platform="slack", directly=True, kind=ChatKind.GROUP)
    assert letters(proposal(askers=(kazakh, slack))) == [
        ("slack", "U5", ChatKind.PRIVATE, "New source? **s**"),
        ("telegram", "77", ChatKind.PRIVATE, "Новый источник? **s**"),
        (
            "telegram",
            "1",
            ChatKind.PRIVATE,
            "**s** сайтын оқи аламын. Енді бот иесі шешеді, сосын сізге хабарлаймын.",
        ),
        (
            "slack",
            "U1",
            ChatKind.PRIVATE,
            "I can read **s**. Now the people who run this bot decide, and I'll tell you.",
        ),
    ]


def test_an_operator_who_asks_is_written_to_once() -> None:
    private = asker("77", decides=True, chat=Chat(platform="telegram", id="77"))
    assert [(chat, text) for _, chat, _, text in letters(proposal(askers=(private,)))] == [
        ("77", "New source? **s**"),
        ("U5", "New source? **s**"),
    ]


def test_an_operator_who_asks_in_a_group_decides_in_private() -> None:
    group = asker("77", decides=True, chat=Chat(platform="telegram", id="-5"), kind=ChatKind.GROUP)
    told = letters(proposal(askers=(group,)))
    assert [(chat, kind) for _, chat, kind, _ in told] == [
        ("U5", ChatKind.PRIVATE),
        ("77", ChatKind.PRIVATE),
        ("-5", ChatKind.GROUP),
    ]


def test_a_decision_goes_to_who_asked_alone() -> None:
    assert [chat for _, chat, _, _ in letters(proposal(ProposalState.APPROVED))] == [PERSON.id]


def test_without_operators_nobody_else_is_written_to() -> None:
    writer = LetterWriter(translators=ONLY_ENGLISH, timezone="UTC", now=NOW)
    assert [each.chat.id for each in writer.letters(proposal(), "s")] == ["1"]
