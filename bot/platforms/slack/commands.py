"""Translates what Slack sends to Commands."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, NamedTuple
from uuid import uuid4

from bot.model import Chat, ChatKind, Command, PlatformFacts, Received, SentFile
from bot.platforms.addressed import for_us
from bot.platforms.limits import SLACK_PAGE
from bot.platforms.slack.attached import FILE, readable_file
from bot.platforms.slack.markup import MENTION, said, said_with_mentions, shared, typed
from bot.platforms.typed_text import named, spoken_command, without_mention
from bot.speech.names import command_of

Body = dict[str, Any]

#: placeholders that Slack sends instead of a channel's name
PLACEHOLDER_NAMES = ("directmessage", "privategroup")
GROUP_MESSAGE = "mpdm-"  #: how the name of a conversation of several people without a channel begins
#: what people wrote; any other subtype is a notice, an edit, or another app's
WRITTEN = ("", "file_share", "thread_broadcast", "me_message")
LOST = ("channel_left", "group_left", "channel_deleted", "group_deleted", "channel_archive", "group_archive")
OPENED = ("channel_unarchive", "group_unarchive")
FACTS = PlatformFacts(
    passes_commands=True,
    paged=True,
    page_octets=SLACK_PAGE,
    mention="@Jarshy",
    invitation="/invite @Jarshy",
    direct=True,
)
GROUP_MESSAGE_FACTS = replace(FACTS, invitation="", closed=True)  #: nobody can be invited into one
#: what an answer needs of what Slack told: where to answer, and the message whose button was pressed
CONTEXT = ("response_url", "container", "message")

#: the address of a message in Slack
MESSAGE = re.compile(r"https://[\w.-]+\.slack\.com/archives/\S+")

_REMINDER = re.compile(r"\w+:\s*(.*?)\.?", re.DOTALL)  #: "Reminder: digest today.", in the workspace's language
_OWN_NAME = re.compile(r"(?<!\w)@jarshy\b[\s,:]*", re.IGNORECASE)


def chat_of(channel: str) -> Chat:
    """The Chat of a channel, group or direct conversation."""
    return Chat(platform="slack", id=channel)


def kind_of(channel: str) -> ChatKind:
    """The kind of a conversation: ids of direct ones begin with D."""
    return ChatKind.PRIVATE if channel.startswith("D") else ChatKind.GROUP


def slash_command(body: Body, operators: frozenset[str], me: str = "") -> Command:
    """A slash command; `/jarshy follow AI` is `/follow AI`, `/jarshy` alone is `/help`."""
    name = str(body.get("command", "")).lstrip("/").lower()
    text = _OWN_NAME.sub("", typed(body.get("text") or "", me))
    if name == "jarshy":
        said = spoken_command(text) if text else ("help", "")
        name, text = said if said[0] else named(*_words(text or "help"))
    else:
        name, text = named(name, text)
    command = _command(body["channel_id"], name, text, body.get("user_id", ""), operators, body.get("channel_name", ""))
    return replace(command, person_name=str(body.get("user_name") or ""))


def button_press(body: Body, operators: frozenset[str]) -> Command:
    """A button press."""
    name, _, text = str(body["actions"][0]["value"]).partition(" ")
    channel = body.get("channel") or {}
    user = body.get("user") or {}
    where = channel.get("id") or (body.get("container") or {}).get("channel_id", "")
    command = _command(where, name, text, user.get("id", ""), operators, channel.get("name", ""), button=True)
    return replace(command, person_name=str(user.get("name") or user.get("username") or ""))


def text_message(event: Body, operators: frozenset[str], me: str = "") -> Command | None:
    """A text to us, in a direct conversation or with a mention, or of a file; None: nobody has just asked anything.

    `follow AI` is a command; anything else is plain text. What is edited is not heard again.
    """
    text = _written(event, me)
    asked = None if text is None else _asked(text, event)
    if asked is None:
        return None
    file = readable_file(event) if asked.name == "import" and not asked.text else None
    thread = str(event.get("thread_ts") or "")
    person = "" if _is_slackbot(event) else event.get("user", "")  # a reminder is everybody's
    title = GROUP_MESSAGE if event.get("channel_type") == "mpim" else ""
    command = _command(event["channel"], asked.name, asked.text, person, operators, title, reply_to=thread)
    sent = SentFile(name=file["name"]) if file else None  # what it holds is fetched before the answer
    return replace(command, forwarded=asked.forwarded, wordless=asked.wordless, document=sent)


class _Asked(NamedTuple):
    """What a message asks."""

    name: str  #: "" for plain words
    text: str
    forwarded: bool = False  #: written elsewhere
    wordless: bool = False  #: there is nothing to read


def _asked(text: str, event: Body) -> _Asked | None:
    """What a text with our mentions in it asks, or the message that was passed on with it; None: it is talk."""
    alone = kind_of(event["channel"]) is not ChatKind.GROUP or _is_slackbot(event)
    own = without_mention(text, MENTION)
    others = shared(event)
    if readable_file(event) and (not own or command_of(_words(own)[0]) == "import"):
        return _Asked("import", _words(own)[1] if own else "")
    if not (event.get("text") or "").strip():
        return _passed_on(others, event) if alone else None
    said_to_us = spoken_command(own, wishes=not others) if alone else for_us(text, MENTION)
    if said_to_us is None:
        return None
    name, rest = said_to_us
    if others and (not name or (name == "why" and (not rest or MESSAGE.match(rest)))):
        return _Asked("", others, forwarded=True)
    return _Asked(name, rest)


def _passed_on(others: str, event: Body) -> _Asked | None:
    """A message without words of its own: another one, or a file."""
    if others:
        return _Asked("", others, forwarded=True)
    return _Asked("", "", wordless=True) if event.get("files") else None


def _written(event: Body, me: str) -> str | None:
    """What somebody typed, our mentions in it, or was to be reminded of; None: it is neither."""
    if "edited" in event:
        return None
    if _is_slackbot(event):
        reminder = _REMINDER.fullmatch(said(event, me))
        return reminder[1] if reminder else None
    from_person = (event.get("subtype") or "") in WRITTEN and not event.get("bot_id")
    return said_with_mentions(event, me) if from_person else None


def _is_slackbot(event: Body) -> bool:
    """Is it from Slackbot, who says what people set as reminders?"""
    return event.get("user") == "USLACKBOT" or str(event.get("username")).casefold() == "slackbot"


def event_command(event: Body, me: str, operators: frozenset[str]) -> Command | None:
    """The command of an event of the Events API; None: nothing to answer."""
    kind, channel = event.get("type", ""), event.get("channel")
    if kind == "channel_id_changed":
        return channel_event("migrated", str(event.get("old_channel_id", "")), str(event.get("new_channel_id", "")))
    if not isinstance(channel, str):
        return None
    if kind in OPENED:
        return channel_event("opened", channel)
    if kind == "member_joined_channel" and event.get("user") == me:
        return channel_event("start", channel, person=event.get("inviter", ""))
    if kind in LOST:
        return channel_event("lost", channel, kind.replace("_", " "))
    if kind == "app_mention" or (kind == "message" and event.get("channel_type") == "im"):
        return text_message(event, operators, me)
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
    if command.document is not None and (file := readable_file(body.get("event") or {})):
        context[FILE] = file
    told = body.get("event_id") or body.get("trigger_id") or uuid4().hex
    return Received(command=command, context=context, update_id=str(told))


def channel_event(name: str, channel: str, text: str = "", person: str = "") -> Command:
    """An event about us in a channel: "start", "lost", "opened" or "migrated"."""
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
    in_group_message = title.startswith(GROUP_MESSAGE)
    shown = title not in ("", *PLACEHOLDER_NAMES) and kind is ChatKind.GROUP and not in_group_message
    return Command(
        facts=GROUP_MESSAGE_FACTS if in_group_message else FACTS,
        chat=chat_of(channel),
        kind=kind,
        name=name,
        text=text,
        person=person,
        title=f"#{title}" if shown else "",
        button=button,
        is_operator=person in operators,
        reply_to=reply_to,
    )


def _words(text: str) -> tuple[str, str]:
    """(name, arguments) of a command; the arguments may begin on the next line."""
    first, *rest = text.split(maxsplit=1) or [""]
    return first.lstrip("/").rstrip(":,.!").lower(), rest[0].strip() if rest else ""
