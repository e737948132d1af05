"""A demonstration of the whole bot: a newsroom on loopback, and articles of our own."""


def run() -> int:
    """Run the demonstration; returns the exit code. Imported here, so that the newsroom does not load the whole bot."""
    from bot.demo.show import run as run_show

    return run_show()
