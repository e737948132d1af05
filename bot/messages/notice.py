"""What the operator is told: a source or a platform fails, and is well again. Pure."""

from __future__ import annotations

from bot.messages.message import Message, bold, line, say
from bot.model import SourceHealth


def source_fails(health: SourceHealth) -> Message:
    """A source has failed for an hour."""
    return say(
        line(bold(f"{health.name} ({health.language})"), " can't be read."),
        f"Since {health.failing_since_at:%Y-%m-%d %H:%M} UTC: {health.last_error}. "
        f"I keep trying, at least hourly, and will say when it is well.",
    )


def platform_refused(platform: str, reason: str) -> Message:
    """A platform refuses the token."""
    return say(
        line(bold(platform.capitalize()), " refuses the bot's token."),
        f"It says: {reason}. What is owed there waits; put a good token into the settings and start again.",
    )


def well_again(name: str) -> Message:
    """What failed is well."""
    return say(line(bold(name), " is well again."))
