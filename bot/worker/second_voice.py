"""The second voice of stories, with the model that the settings name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.settings import Settings

if TYPE_CHECKING:
    from bot.meaning.embedder import Embedder
    from bot.meaning.voice import Voice


def second_voice(settings: Settings, *, patient: bool = False) -> Voice | None:
    """None: the settings want none, and nothing of it is loaded. `patient`: no news waits for it."""
    url, key = settings.jarshy_embeddings_url, settings.jarshy_embeddings_key
    if url is None and not settings.jarshy_meaning:
        return None
    from bot.meaning.voice import MEASURE_LIMIT, TIME_LIMIT, Voice

    if url is not None:
        from bot.meaning.endpoint import Endpoint

        model: Embedder = Endpoint(url, settings.jarshy_embeddings_model, key.get_secret_value() if key else "")
    else:
        from bot.meaning.child import Child

        model = Child()
    return Voice(model, time_limit=MEASURE_LIMIT if patient else TIME_LIMIT)
