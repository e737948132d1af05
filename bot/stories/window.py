"""Stand-in."""

from datetime import timedelta

WINDOW = timedelta(hours=72)
