"""Slack: the only package that imports slack-sdk and slack-bolt."""

from bot.platforms.slack.platform import SlackPlatform

__all__ = ["SlackPlatform"]
