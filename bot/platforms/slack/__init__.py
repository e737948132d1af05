"""Slack: the only room that knows slack-sdk and slack-bolt."""

from bot.platforms.slack.platform import SlackPlatform

__all__ = ["SlackPlatform"]
