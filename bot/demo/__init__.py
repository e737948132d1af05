"""A demonstration of the whole bot: a newsroom on loopback, and articles of our own."""


def run() -> int:
    """Show it; the exit code. The newsroom alone can be obtained without loading the whole bot."""
    from bot.demo.show import run as run_show

    return run_show()
