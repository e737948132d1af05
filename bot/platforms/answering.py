"""From a received command to its answer, on every platform."""

from __future__ import annotations

import structlog

from bot.errors import SendError
from bot.platforms.protocol import Host, Received, Sender

log = structlog.get_logger(__name__)


async def respond(received: Received, host: Host, sender: Sender) -> None:
    """Have the host answer a command, and send the answer; a failure to send is logged."""
    command = received.command
    message = await host.answer(command)
    if message.silent:
        return
    try:
        await sender.answer(received, message, host.count_sent)
    except SendError as error:
        verdict = type(error.verdict).__name__
        platform = command.chat.platform
        log.warning("answer not sent", platform=platform, command=command.name, verdict=verdict, reason=str(error))
