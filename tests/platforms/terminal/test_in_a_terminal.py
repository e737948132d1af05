"""The real prompt in a real (pseudo) terminal."""

from __future__ import annotations

import signal

from tests.platforms.terminal.pseudo_terminal import PseudoTerminal

PROGRAM = ("-m", "tests.platforms.terminal.chat_program")


async def test_an_alert_that_is_printed_meanwhile_leaves_the_typed_line_intact() -> None:
    async with PseudoTerminal(PROGRAM) as terminal:
        await terminal.until(lambda lines: lines and lines[-1] == ">")
        terminal.type("/alert\r")
        await terminal.until(lambda lines: "soon" in lines and lines[-1] == ">")
        terminal.type("/follow wind and wa")
        lines = await terminal.until(
            lambda lines: "The Steppe Courier" in lines and lines[-1] == "> /follow wind and wa"
        )
        assert lines[-4:] == [
            "A tram for Oral",
            "The Steppe Courier",
            "🔔 tram   [1] ⋯",
            "> /follow wind and wa",
        ]
        terminal.type("ter\r")
        lines = await terminal.until(lambda lines: any("heard 'follow'" in line for line in lines))
        assert "heard 'follow' 'wind and water' typed" in lines
        terminal.type("\x04")
        assert await terminal.ended() == 0


async def test_a_number_presses_the_button_it_was_shown_with() -> None:
    async with PseudoTerminal(PROGRAM) as terminal:
        await terminal.until(lambda lines: lines and lines[-1] == ">")
        terminal.type("/alert\r")
        await terminal.until(lambda lines: any("[1] ⋯" in line for line in lines))
        terminal.type("1\r")
        await terminal.until(lambda lines: "[2] Unfollow tram" in lines)
        terminal.type("[2]\r")
        await terminal.until(lambda lines: "heard 'unfollow' '#3' pressed" in lines)
        terminal.type("9\r")
        await terminal.until(lambda lines: "heard '' '9' typed" in lines)
        terminal.type("/quit\r")
        assert await terminal.ended() == 0


async def test_titles_are_links_where_the_terminal_supports_them_and_urls_where_not() -> None:
    for term, linked in (("xterm-256color", True), ("linux", False)):
        async with PseudoTerminal(PROGRAM, TERM=term) as terminal:
            await terminal.until(lambda lines: lines and lines[-1] == ">")
            terminal.type("/alert\r")
            await terminal.until(lambda lines: any("A tram for Oral" in line for line in lines))
            assert (b";https://courier.example/tram\x1b\\" in terminal.raw) is linked
            assert ("A tram for Oral (https://courier.example/tram)" in terminal.lines) is not linked
            terminal.type("\x03")
            assert await terminal.ended() == 0


async def test_the_arrow_up_brings_back_what_was_typed_and_tab_completes_a_command() -> None:
    async with PseudoTerminal(PROGRAM) as terminal:
        await terminal.until(lambda lines: lines and lines[-1] == ">")
        terminal.type("/fol\t")
        await terminal.until(lambda lines: lines[-1] == "> /follow")
        terminal.type(" wind\r")
        await terminal.until(lambda lines: "heard 'follow' 'wind' typed" in lines and lines[-1] == ">")
        terminal.type("\x1b[A")
        await terminal.until(lambda lines: lines[-1] == "> /follow wind")
        terminal.type("\r/quit\r")
        assert await terminal.ended() == 0


async def test_sigterm_ends_it_at_the_prompt_and_restores_the_terminal() -> None:
    async with PseudoTerminal(PROGRAM) as terminal:
        await terminal.until(lambda lines: lines and lines[-1] == ">")
        terminal.type("half a li")
        await terminal.until(lambda lines: lines[-1] == "> half a li")
        terminal.process.send_signal(signal.SIGTERM)
        assert await terminal.ended() == 0
        await terminal.until(lambda lines: lines[-1] == "stopped")
