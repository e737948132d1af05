"""Jarshy: it reads the news, and sends people what they follow."""

__version__ = "0.1.0"  #: the only place that says it
