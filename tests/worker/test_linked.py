"""A list that is named by a link is fetched as a site that a stranger names is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model import Chat, ChatKind, Command, SentFile
from bot.platforms.documents import MOST_BYTES
from bot.worker.linked import with_linked_list
from tests.intake.site import Site

ASKED = Command(chat=Chat(platform="telegram", id="1"), kind=ChatKind.PRIVATE, name="import", text="")


async def test_a_list_is_fetched_from_its_link() -> None:
    async with Site() as site:
        site.says("/topics.txt", "AI\nwaste")
        asked = replace(ASKED, text=f"<{site.url}/topics.txt>")
        found = await with_linked_list(asked, guarded=False)
    assert (found.text, found.document) == ("", SentFile(name="topics.txt", text="AI\nwaste"))


async def test_an_inner_network_is_not_asked() -> None:
    async with Site() as site:
        site.says("/topics.txt", "AI")
        asked = replace(ASKED, text=f"{site.url}/topics.txt")
        assert await with_linked_list(asked) == asked
        assert site.asked == []


async def test_what_is_too_large_or_not_there_is_not_had() -> None:
    async with Site() as site:
        site.says("/large.txt", "A" * (MOST_BYTES + 1))
        for path in ("/large.txt", "/nothing.txt"):
            asked = replace(ASKED, text=site.url + path)
            assert await with_linked_list(asked, guarded=False) == asked


@pytest.mark.parametrize(
    "changed",
    [
        {"text": ""},
        {"text": "AI"},
        {"text": "https://a.kz/x AI"},
        {"name": "follow"},
        {"button": True},
        {"may_change": False},
        {"document": SentFile(name="a.txt", text="AI")},
    ],
)
async def test_nothing_else_is_fetched(changed: dict[str, object]) -> None:
    asked = replace(ASKED, **({"text": "http://127.0.0.1:9/a.txt"} | changed))  # type: ignore[arg-type]
    assert await with_linked_list(asked, guarded=False) is asked
