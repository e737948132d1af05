"""Translates what Slack sends to Commands."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from uuid import uuid4

from bot.model import Chat, ChatKind, Command, PlatformFacts, Received
from bot.platforms.limits import SLACK_PAGE

Body = dict[str, Any]

#: placeholders that Slack sends instead of a channel's name
PLACEHOLDER_NAMES = ("directmessage", "privategroup")
#: commands that are understood without a slash, where every message is to us
WITH_ARGUMENTS = ("follow", "unfollow", "digest", "try", "why", "edit")
#: the same, but only without arguments: otherwise it is plain text
WITHOUT_ARGUMENTS = ("following", "help", "languages", "list", "start")
LOST = ("channel_left", "group_left", "channel_deleted", "group_deleted", "channel_archive", "group_archive")
FACTS = PlatformFacts(paged=True, page_octets=SLACK_PAGE, mention="@Jarshy", invitation="/invite @Jarshy")
#: what an answer needs of what Slack told: where to answer, and the message whose button was pressed
CONTEXT = ("response_url", "container", "message")

_REFERENCE = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")


def unescaped(text: str) -> str:
    """The text as typed: `&gt;` is >, `<#C1|news>` #news, `<@U1|ann>` @ann, `<https://x|label>` the URL."""

    def typed(found: re.Match[str]) -> str:
        sign, target, label = found.groups()
        if sign == "#":
            return f"#{label or target}"
        if sign in ("@", "!"):
            return f"@{label or target}"
        return target.removeprefix("mailto:")

    return unescape(_REFERENCE.sub(typed, text)).strip()


def chat_of(channel: str) -> Chat:
    """The Chat of a channel, group or direct conversation."""
    return Chat(platform="slack", id=channel)


def kind_of(channel: str) -> ChatKind:
    """The kind of a conversation: ids of direct ones begin with D."""
    return ChatKind.PRIVATE if channel.startswith("D") else ChatKind.GROUP


def slash_command(body: Body, operators: frozenset[str]) -> Command:
    """A slash command; `/jarshy follow AI` is `/follow AI`, `/jarshy` alone is `/help`."""
    name, text = str(body.get("command", "")).lstrip("/").lower(), unescaped(body.get("text") or "")
    if name == "jarshy":
        name, text = _words(text or "help")
    return _command(body["channel_id"], name, text, body.get("user_id", ""), operators, body.get("channel_name", ""))


def button_press(body: Body, operators: frozenset[str]) -> Command:
    """A button press."""
    name, _, text = str(body["actions"][0].get("value") or "").partition(" ")
    channel = body.get("channel") or {}
    person = (body.get("user") or {}).get("id", "")
    where = channel.get("id") or (body.get("container") or {}).get("channel_id", "")
    return _command(where, name, text, person, operators, channel.get("name", ""), button=True)


def text_message(event: Body, operators: frozenset[str]) -> Command | None:
    """A text to us, in a direct conversation or with a mention; None: it is not from a person, or empty.

    `follow AI` is a command; anything else is plain text.
    """
    if event.get("subtype") or event.get("bot_id") or not event.get("text"):
        return None
    text = unescaped(re.sub(r"^\s*<@\w+(\|[^>]*)?>[\s,:]*", "", event["text"]))
    name, rest = _words(text)
    if not (text.startswith("/") or name in WITH_ARGUMENTS or (name in WITHOUT_ARGUMENTS and not rest)):
        name, rest = "", text
    thread = str(event.get("thread_ts") or "")
    return _command(event["channel"], name, rest, event.get("user", ""), operators, "", reply_to=thread)


def event_command(event: Body, me: str, operators: frozenset[str]) -> Command | None:
    """The command of an event of the Events API; None: nothing to answer."""
    kind, channel = event.get("type", ""), event.get("channel")
    if not isinstance(channel, str):
        return None
    if kind == "member_joined_channel" and event.get("user") == me:
        return channel_event("start", channel, person=event.get("inviter", ""))
    if kind in LOST:
        return channel_event("lost", channel, kind.replace("_", " "))
    if kind == "app_mention" or (kind == "message" and event.get("channel_type") == "im"):
        return text_message(event, operators)
    return None


def is_removal(event: Body) -> bool:
    """Was the app removed from the workspace? A revoked token of a person does not concern us."""
    if event.get("type") == "tokens_revoked":
        return bool((event.get("tokens") or {}).get("bot"))
    return event.get("type") == "app_uninstalled"


def received(command: Command, body: Body) -> Received:
    """The command with what its answer needs. Told again because its acknowledgement was lost it has the same id."""
    context = {name: body[name] for name in CONTEXT if name in body}
    if message := context.get("message"):
        context["message"] = {name: message[name] for name in ("text", "blocks") if name in message}
    told = body.get("event_id") or body.get("trigger_id") or uuid4().hex
    return Received(command=command, context=context, update_id=str(told))


def channel_event(name: str, channel: str, text: str = "", person: str = "") -> Command:
    """An event about us in a channel: "start" or "lost"."""
    return Command(
        facts=FACTS, chat=chat_of(channel), kind=kind_of(channel), name=name, text=text, person=person, event=True
    )


def _command(
    channel: str,
    name: str,
    text: str,
    person: str,
    operators: frozenset[str],
    title: str,
    *,
    button: bool = False,
    reply_to: str = "",
) -> Command:
    kind = kind_of(channel)
    return Command(
        facts=FACTS,
        chat=chat_of(channel),
        kind=kind,
        name=name,
        text=text,
        person=person,
        title=f"#{title}" if title and title not in PLACEHOLDER_NAMES and kind is ChatKind.GROUP else "",
        button=button,
        is_operator=person in operators,
        reply_to=reply_to,
    )


def _words(text: str) -> tuple[str, str]:
    """(name, arguments) of a command; the arguments may begin on the next line."""
    first, *rest = text.split(maxsplit=1) or [""]
    return first.lstrip("/").lower(), rest[0].strip() if rest else ""
