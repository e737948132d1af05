"""The second voice of stories, with the model that the settings name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.settings import Settings

if TYPE_CHECKING:
    from bot.meaning.voice import Voice


def second_voice(settings: Settings) -> Voice | None:
    """None: the settings want none, and nothing of it is loaded."""
    url, key = settings.jarshy_embeddings_url, settings.jarshy_embeddings_key
    if url is not None:
        from bot.meaning.endpoint import Endpoint
        from bot.meaning.voice import Voice

        return Voice(Endpoint(url, settings.jarshy_embeddings_model, key.get_secret_value() if key else ""))
    if not settings.jarshy_meaning:
        return None
    from bot.meaning.child import Child
    from bot.meaning.voice import Voice

    return Voice(Child())
