"""/help: every command with an example, and how to ask."""

from __future__ import annotations

from collections.abc import Sequence

from bot.messages.message import Message, command, line
from handlers.spec import Spec


def help_message(specs: Sequence[Spec]) -> Message:
    """The table of commands in the platform's form."""
    table = tuple(line(command(spec.usage), f" — {spec.summary}") for spec in specs)
    grammar = (
        line("A word is found in all its forms, and a known name in three languages: ", command("follow Aktau")),
        line("A space means both: ", command("follow waste Aktau")),
        line("Either: ", command("follow Aktau OR Alatau"), ", or in brackets: ", command("follow (port OR pier) oil")),
        line("Without: ", command("follow metro -Moscow"), ", ", command("follow metro -(night train)")),
        line("The exact words: ", command('follow "water supply"'), "; without other names: ", command("follow =AI")),
        line("The beginning of a word: ", command("follow нефт*")),
        line("In the headline: ", command("follow title:AI"), "; in one language: ", command("follow waste lang:kk")),
        line("From one source: ", command("follow waste source:kt-eng")),
        line("Several at once: ", command("follow AI, waste, Aktau")),
        line("Two to five capitals, as in IMF, are found in capitals only."),
    )
    periods = (
        line("A digest is for ", command("digest today"), ", ", command("digest yesterday"), ", "),
        line(command("digest week"), " or a day: ", command("digest 2026-11-25"), ", ", command("digest 25.11"), ";"),
        line("of other words: ", command("digest today AI"), ", or of everything: ", command("digest today all")),
    )
    return Message(paragraphs=(table, grammar, periods), private=True)
