"""A program with only the terminal platform: it echoes commands, and `/alert` is followed by an alert."""

from __future__ import annotations

import asyncio
import signal

from bot.messages.message import SILENCE, Button, Message, Place, Span, line, say
from bot.model import Command
from bot.platforms.terminal import TerminalPlatform
from bot.platforms.terminal.listener import LOCAL
from tests.platforms.recording_host import RecordingHost, stop

ALERT = Message(
    paragraphs=(
        (
            line(Span("A tram for Oral", bold=True, url="https://courier.example/tram")),
            line("The Steppe Courier"),
        ),
        (line("🔔 tram"),),
    ),
    more=Button("⋯", "more 7"),
)


async def main() -> None:
    left = asyncio.Event()
    platform = TerminalPlatform(left.set, commands=["alert", "follow"])
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, left.set)

    async def send(pause: float) -> None:
        await asyncio.sleep(pause)
        await platform.sender.send(LOCAL, ALERT)

    def answer(command: Command) -> Message:
        if command.name == "alert":
            sending.append(asyncio.create_task(send(0.5)))
            return say("soon")
        if command.name == "quiet":
            return SILENCE
        if command.name == "more":
            return Message(buttons=((Button("Unfollow tram", "unfollow #3"),),), place=Place.BUTTONS)
        return say(f"heard {command.name!r} {command.text!r} {'pressed' if command.button else 'typed'}")

    sending: list[asyncio.Task[None]] = []
    host = RecordingHost()
    host.reply = answer
    await platform.listener.start(host)
    await left.wait()
    await stop(platform)
    print("stopped")


if __name__ == "__main__":
    asyncio.run(main())
