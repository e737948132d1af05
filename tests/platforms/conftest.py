"""What tests of platforms need."""

from __future__ import annotations

import pytest

from bot.delivery import deliver
from bot.platforms.slack import platform as slack_platform
from bot.platforms.telegram import platform as telegram_platform

RATE = 20.0  #: messages a second in one chat


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was held is released at once when it is due, and no chat has to wait for its next message."""
    monkeypatch.setattr(deliver, "MAINTAIN_EVERY", 0.05)
    monkeypatch.setattr(telegram_platform, "TELEGRAM_CHAT_RATE", RATE)
    monkeypatch.setattr(slack_platform, "SLACK_CHAT_RATE", RATE)
