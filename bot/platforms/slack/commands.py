"""Translates what Slack sends to Commands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple
from uuid import uuid4

from bot.model import Chat, ChatKind, Command, PlatformFacts, Received, SentFile
from bot.platforms.addressed import for_us
from bot.platforms.documents import FILE
from bot.platforms.limits import SLACK_PAGE
from bot.platforms.slack.attached import readable_file
from bot.platforms.slack.markup import MENTION, links_in, said, said_with_mentions, shared, typed
from bot.platforms.typed_text import named, spoken_command, without_mention
from bot.speech.called import called, calling
from bot.speech.elsewhere import directed, elsewhere
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
    whispers=True,
    other_chats="#ai-news",
)
GROUP_MESSAGE_FACTS = replace(FACTS, invitation="", closed=True)  #: nobody can be invited into one
#: what an answer needs of what Slack told: where to answer, and the message whose button was pressed
CONTEXT = ("response_url", "container", "message")

FIELD = "plain_text_input"  #: the type of a field to type into

#: the address of a message in Slack
MESSAGE = re.compile(r"https://[\w.-]+\.slack\.com/archives/\S+")

_REMINDER = re.compile(r"\w+:\s*(.*?)\.?", re.DOTALL)  #: "Reminder: digest today.", in the workspace's language
_LABELLED = re.compile(r"<@([UW][A-Z0-9]+)\|[^<>]*>")
_NAMELESS = re.compile(r"<#([CG][A-Z0-9]+)\|?>")
_OWN_NAME = re.compile(r"(?<!\w)@jarshy\b[\s,:]*", re.IGNORECASE)


def chat_of(channel: str, workspace: str = "") -> Chat:
    """The Chat of a channel, group or direct conversation; `workspace`: of one that has installed the app."""
    return Chat(platform="slack", id=channel, workspace=workspace)


def kind_of(channel: str) -> ChatKind:
    """The kind of a conversation: ids of direct ones begin with D."""
    return ChatKind.PRIVATE if channel.startswith("D") else ChatKind.GROUP


def slash_command(body: Body, operators: frozenset[str], me: str = "") -> Command:
    """A slash command; `/jarshy follow AI` is `/follow AI`, `/jarshy` alone is `/help`."""
    name = str(body.get("command", "")).lstrip("/").lower()
    topic, people = _called(body)
    text = _OWN_NAME.sub("", typed(topic, me))
    if name == "jarshy":
        said = spoken_command(text) if text else ("help", "")
        name, text = said if said[0] else named(*_words(text or "help"))
    else:
        name, text = named(name, text)
    text = _calling(name, text, people, me)
    command = _command(body["channel_id"], name, text, body.get("user_id", ""), operators, body.get("channel_name", ""))
    return replace(command, person_name=str(body.get("user_name") or ""))


def button_press(body: Body, operators: frozenset[str]) -> Command:
    """A button press, in a message or on our page; or what was typed into a field there."""
    pressed = body["actions"][0]
    name, _, text = str(pressed["value"]).partition(" ")
    button = pressed.get("type") != FIELD
    if not button:
        name, text = pressed["action_id"], typed(pressed["value"])
    channel, home = body.get("channel") or {}, home_of(body)
    user = body.get("user") or {}
    where = home.channel if home else channel.get("id") or (body.get("container") or {}).get("channel_id", "")
    command = _command(where, name, text, user.get("id", ""), operators, channel.get("name", ""), button=button)
    shown_as = str(user.get("name") or user.get("username") or "")
    return replace(command, person_name=shown_as, at_home=home is not None)


def shortcut(body: Body, operators: frozenset[str]) -> Command:
    """*Why this?* in the menu of a message: an alert of ours is known by its id, another one by its links."""
    message, channel, user = body["message"], body.get("channel") or {}, body.get("user") or {}
    ours, written = bool(message.get("bot_id")), str(message.get("text") or "")
    text, links = ("", links_in(message.get("blocks") or written)) if ours else (written, "")
    ref = str(message.get("ts") or "")
    person, title = str(user.get("id") or ""), str(channel.get("name") or "")
    command = _command(str(channel.get("id") or ""), "why", text, person, operators, title, reply_to=ref)
    return replace(command, person_name=str(user.get("name") or ""), reply_links=links)


class Home(NamedTuple):
    """Our page in Slack, of one person."""

    person: str
    channel: str  #: that person's direct conversation with us


def home_of(body: Body) -> Home | None:
    """The page that was opened, or on which something was pressed; None: it was elsewhere."""
    event, view = body.get("event") or {}, body.get("view") or {}
    if event.get("type") == "app_home_opened" and event.get("tab") == "home":
        return Home(str(event["user"]), str(event["channel"]))
    if view.get("type") == "home" and view.get("private_metadata"):
        return Home(str((body.get("user") or {}).get("id", "")), str(view["private_metadata"]))
    return None


def text_message(event: Body, operators: frozenset[str], me: str = "") -> Command | None:
    """A text to us, in a direct conversation or with a mention, or of a file; None: nobody has just asked anything.

    `follow AI` is a command; anything else is plain text. What is edited is not heard again.
    """
    topic, people = _called(event)
    ours = topic != (event.get("text") or "")
    text = _written({**event, "text": topic, "blocks": ()} if ours else event, me)
    asked = None if text is None else _asked(text, event)
    if asked is None:
        return None
    asked = asked._replace(text=_calling(asked.name, asked.text, people, me))
    file = readable_file(event) if asked.name == "import" and not asked.text else None
    thread = str(event.get("thread_ts") or "")
    person = "" if _is_slackbot(event) else event.get("user", "")  # a reminder is everybody's
    title = GROUP_MESSAGE if event.get("channel_type") == "mpim" else ""
    command = _command(event["channel"], asked.name, asked.text, person, operators, title, reply_to=thread)
    sent = SentFile(name=file["name"]) if file else None  # what it holds is fetched before the answer
    return replace(command, forwarded=asked.forwarded, wordless=asked.wordless, document=sent)


def _called(body: Body) -> tuple[str, tuple[str, ...]]:
    """What was typed before the people that it is for, and these by their ids: `<@U1|ann>` as `<@U1>`.

    A channel in which it is to work stays, and is named by its id where Slack does not say its name.
    """
    text = body.get("text") or ""
    rest, target = elsewhere(_LABELLED.sub(r"<@\1>", text))
    topic, people = called(rest)
    nameless = _NAMELESS.fullmatch(target)
    if not people and not nameless:
        return text, ()
    return directed(topic, f"#{nameless[1]}" if nameless else target), people


def _calling(name: str, text: str, people: Sequence[str], me: str) -> str:
    """What is followed with whom it calls behind it; other commands call nobody, and nobody calls us."""
    return calling(text, (person for person in people if person != f"<@{me}>")) if name == "follow" else text


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
    if kind == "app_home_opened" and event.get("tab") == "home":
        return replace(_command(channel, "home", "", event["user"], operators, "", button=True), at_home=True)
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


def received(command: Command, body: Body, *, otherwise: str = "") -> Received:
    """The command with what its answer needs. Told again because its acknowledgement was lost it has the same id.

    `otherwise` is that of what Slack gives no id.
    """
    context = {name: body[name] for name in CONTEXT if name in body}
    if message := context.get("message"):
        context["message"] = {name: message[name] for name in ("text", "blocks") if name in message}
    if home := home_of(body):
        context |= {"home": home._asdict(), "message": {"blocks": (body.get("view") or {}).get("blocks") or []}}
    if command.document is not None and (file := readable_file(body.get("event") or {})):
        context[FILE] = file
    told = body.get("event_id") or body.get("trigger_id") or otherwise or uuid4().hex
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
