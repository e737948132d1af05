"""One file per command, knowing no platform; here stands the dispatch.

    Command ─▶ may they? ─▶ its row (a paused one wakes) ─▶ Request ─▶ its channel, if it speaks for one ─▶ Message

Events (a chat is lost, open again, migrated or renamed) make no row; only what was missed is told.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from bot.i18n.catalogue import common, dispatch, groups, haste
from bot.messages.message import SILENCE, Button, Message, Paragraph, command, say
from bot.messages.said import command_said, without_schemes
from bot.model import MOVED, TOO_OLD, Chat, ChatKind, Command, Target
from bot.rules import Rules
from bot.storage.store import ChatRecord, Store
from handlers import admission, allow, chat, editing, elsewhere, home, manage, mentions, naming, pages, plain, posted
from handlers.actions import EVENTS, action_of
from handlers.admission import is_open_to
from handlers.inline import find
from handlers.phrases import cannot_post, not_allowed, with_instead
from handlers.registry import ALIASES, COMMANDS, NAMES
from handlers.request import Request
from handlers.spec import Action, Spec

__all__ = ["COMMANDS", "NAMES", "Spec", "answer", "changed_by", "find", "is_open_to", "slow_down", "target_of"]

#: what a managed channel is asked for
FOR_A_CHANNEL = {
    "follow", "try", "unfollow", "edit", "following", "mode", "digest", "languages", "language", "sources", "why",
    "story", "posts", "open", "teamwork", "quiet", "pause", "resume", "mute", "unmute", "leave-out", "settings",
    "timezone", "status", "export", "import", "privacy", "mydata", "forgetme", "trend", "report", "",
}  # fmt: skip
#: where it is posted: only who may post there can, and text is a post; its answer goes elsewhere, without buttons
OBEYED_IN_CHANNEL = FOR_A_CHANNEL - {"why", "story", "forgetme", "import", "trend", "report", ""}
TAGGED = re.compile(r"for (-?\d{1,20}) (\S+) ?(.*)", re.DOTALL)  #: a button of an answer about a channel


def answer(asked: Command, store: Store, rules: Rules, now: datetime) -> Message:
    """The answer to what a platform received; `now` is aware UTC."""
    refused = admission.refusal(asked, store, rules, now, spoken_to=_is_for_us(asked))
    if refused is not None:
        return refused
    if asked.event and asked.name in EVENTS:
        return EVENTS[asked.name](Request.of(asked, None, rules=rules, store=store, now=now))
    if asked.kind is ChatKind.CHANNEL and not asked.event:
        return _posted(asked, store, rules, now)
    if not _is_for_us(asked):
        return SILENCE
    if not asked.topic_known and (asked.name == TOO_OLD or store.chats.has_topics(asked.chat)):  # elsewhere is wrong
        return say(Request.of(asked, None, rules=rules, store=store, now=now).translate(common.TOO_OLD), private=True)
    row = store.chats.upsert(asked, now, timezone=rules.timezone)
    request = Request.of(asked, row, rules=rules, store=store, now=now)
    target = asked.elsewhere.target if asked.elsewhere else elsewhere.target_of(asked, store)
    if target is not None:
        message = elsewhere.answer(request, target, _handled_in_words)
    else:
        request = replace(request, command=_in_words(editing.as_set(asked, row.preferences)))
        message = SILENCE if _is_known(request, row) else _answered(request, manages=row.manages)
    message = home.with_way_home(message, request)
    return chat.after_absence(message, row.missed, request) if row.paused and row.missed else message


def slow_down(asked: Command, store: Store, rules: Rules, now: datetime) -> Message:
    """What is said, once, to who asks faster than anybody reads; a channel's readers are told nothing."""
    if asked.kind is ChatKind.CHANNEL or not (_is_for_us(asked) and is_open_to(asked, store, rules)):
        return SILENCE
    request = Request.of(asked, store.chats.get(asked.chat), rules=rules, store=store, now=now)
    return say(request.translate(haste.SLOW_DOWN), private=True)


def _posted(asked: Command, store: Store, rules: Rules, now: datetime) -> Message:
    """What is said in a channel where a command was posted; the answer goes to who manages it."""
    known = store.chats.get(asked.chat)
    ours = ALIASES.get(asked.name, asked.name) in OBEYED_IN_CHANNEL and not asked.button
    if not ours or (known is not None and known.paused):  # where we can't post nothing could come
        return SILENCE
    channel = store.chats.upsert(asked, now, timezone=rules.timezone)
    request = Request.of(_in_words(asked), channel, rules=rules, store=store, now=now)
    to = posted.hearer(request)
    if to is not None:
        request = replace(request, translate=rules.translators(to.language))
    if elsewhere.target_of(asked, store) is not None:  # it is not known who posted it
        return posted.told(elsewhere.in_private(request), to, channel, request, changes=False)
    action = action_of(request.command)
    changes = action is not None and action.is_change(request.command)
    return posted.told(_handled(request), to, channel, request, changes=changes)


def _in_words(asked: Command) -> Command:
    """The command with the addresses of sites as words, of which news may be; of a link it is said why none came."""
    if asked.button or asked.event or asked.name in ("why", "story", "posts", "add", "import"):
        return asked
    if asked.forwarded and not asked.name:  # a post: its links are what it is known by
        return asked
    text = without_schemes(asked.text)
    if asked.name in ("follow", "try") and command_said(text) == ("why", text):
        return replace(asked, name="why", text=text)
    return replace(asked, text=text)


def _is_known(request: Request, row: ChatRecord) -> bool:
    """Is it only told that we are where we were: in a group that moved, or that follows something and was not lost?"""
    asked = request.command
    if not (asked.event and asked.name == "start"):
        return False
    return asked.text == MOVED or (not row.paused and bool(request.follows()))


def target_of(asked: Command, store: Store) -> Target | None:
    """Another chat that a command is about: the platform is to look which it is, and what its person may do there."""
    return elsewhere.target_of(asked, store)


def changed_by(asked: Command, store: Store, now: datetime) -> Chat | None:
    """The chat whose follows a command changes: its own, or the channel that it speaks for; None: it changes none.

    A channel that is chosen by a button counts as changed.
    """
    chosen = manage.chosen_by_button(asked)
    if chosen is not None:
        return chosen
    channel, asked = _spoken_for(asked, store, now)
    action = action_of(asked) if asked.name else None
    if action is None or not action.is_change(asked):
        return None
    return channel.chat if channel else asked.chat


def _is_for_us(asked: Command) -> bool:
    """Another bot's command in a group neither wakes the chat nor makes a row; a button is always ours."""
    shared = asked.facts.shared_groups and asked.kind is ChatKind.GROUP
    return not shared or not asked.name or asked.button or action_of(asked) is not None


def _answered(request: Request, *, manages: bool) -> Message:
    """The answer about this chat, or about the channel that it speaks for; `manages`: it manages one.

    A button says by itself which channel it is about: pressed after Done it must not change the private chat, and a
    button of the chat's own alerts must not change the channel.
    """
    channel, asked = None, request.command
    if manages:  # as few do
        channel, asked = _spoken_for(asked, request.store, request.now)
    if asked.button and asked.name == "for":  # it is left as it was pressed
        return say(request.sentence(dispatch.NOT_MANAGED, command=command("manage")), private=True)
    request = replace(request, command=asked)
    if channel is not None:
        return _about_channel(request, channel)
    message = _handled(request)
    return manage.after_idle(message, request) if manages and _may_be_for_channel(asked) else message


def _may_be_for_channel(asked: Command) -> bool:
    """Would it be about a channel if its chat spoke for one? A button says by itself what it is about."""
    name = ALIASES.get(asked.name, asked.name)
    about_alert = name in ("why", "story") and asked.reply_to  # which came here
    own = asked.button or asked.event or asked.wordless or about_alert
    private = asked.kind is ChatKind.PRIVATE and asked.facts.manages_channels
    return private and name in FOR_A_CHANNEL and not own


def _spoken_for(asked: Command, store: Store, now: datetime) -> tuple[ChatRecord | None, Command]:
    """The channel that a command is about, None: its own chat; and the command without the tag of its button.

    The tag is left where the chat does not speak for that channel any more.
    """
    tagged = TAGGED.fullmatch(f"{asked.name} {asked.text}") if asked.button else None
    channel = None
    if tagged and asked.kind is ChatKind.PRIVATE and asked.facts.manages_channels:
        channel = store.chats.managed_channel(asked.chat)
    elif _may_be_for_channel(asked):
        channel = store.chats.managed_channel(asked.chat, used_since=now - manage.IDLE)
    if not tagged or channel is None or channel.chat.id != tagged[1]:
        return (None if tagged else channel), asked
    return channel, replace(asked, name=tagged[2], text=tagged[3])


def _handled_in_words(request: Request) -> Message:
    return _handled(replace(request, command=_in_words(request.command)))


def _handled(request: Request) -> Message:
    """The answer of the one handler, without what this person may not do."""
    if request.command.wordless:
        return mentions.wordless(request)
    if not request.command.name:
        return _usable(pages.first_page(_plain(request), request, changes=False), request)
    action = action_of(request.command)
    if action is None:
        expired = say(request.translate(groups.EXPIRED), private=True)
        return expired if request.command.button else plain.unknown(request, NAMES)
    if request.command.forwarded and request.command.name != "why":  # which changes nothing
        return plain.forwarded(request)
    if not action.may(request.command):
        return not_allowed(request)
    hopeless = request.command.facts.closed and not request.command.can_post and action.is_change(request.command)
    if hopeless:  # what is followed where we can never post would bring nothing
        return Message(paragraphs=(cannot_post(request, request.kind),), private=True)
    return _usable(_acted(request, action), request)


def _plain(request: Request) -> Message:
    """The answer to what is no command: to a post that was passed on, to a topic."""
    if (deciding := allow.offered(request)) is not None:
        return deciding
    if request.command.forwarded:
        return mentions.answer(request)
    if request.kind is ChatKind.GROUP and not request.command.may_change:
        seen = request.command.rights_seen
        return say(request.translate(groups.MEMBERS), private=True) if seen else not_allowed(request)
    return plain.offered(request)


def _acted(request: Request, action: Action) -> Message:
    """What the action says; in a chat of several with the name of who changed something."""
    changes = action.is_change(request.command)
    named = naming.is_named(request) and not request.tag  # of another chat: that one is told who it was
    before = naming.state(request) if changes and named else None
    message = with_instead(action.answer(request), request)
    message = message if before is None else naming.named(message, before, request)
    return message if request.command.name == "page" else pages.first_page(message, request, changes=changes)


def _usable(message: Message, request: Request) -> Message:
    """The answer without buttons that this person may not press: nobody is offered what would be refused."""
    if request.command.may_change and request.command.administers is not False:
        return message
    rows = (tuple(button for button in row if _may_press(button, request)) for row in message.buttons)
    return replace(message, buttons=tuple(row for row in rows if row))


def _may_press(button: Button, request: Request) -> bool:
    name, _, text = button.action.partition(" ")
    pressed = replace(request.command, name=name, text=text, button=True)
    action = action_of(pressed) if name else None
    return action is None or action.may(pressed)


def _about_channel(request: Request, channel: ChatRecord) -> Message:
    """The same answer with the channel named, its buttons tagged, and Done."""
    name, done = manage.name_of(request, channel), manage.done_button(request)
    refused = admission.refusal_there(request, channel.chat, channel.kind, channel.title)
    if refused is not None:
        return refused.with_buttons(*refused.buttons, (done,))
    if channel.paused:
        return manage.closed(request, channel).with_buttons((done,))
    if request.command.rights_seen and not request.command.may_change:
        request.store.chats.stop_managing(request.command.chat, forget=channel.chat)
        return say(request.sentence(dispatch.NO_ADMINISTRATOR, channel=name, command=command("manage")))
    request.store.chats.manage(request.command.chat, channel.chat, request.now)
    message = _handled(request.about(channel))
    named: Paragraph = (request.sentence(dispatch.FOR_CHANNEL, channel=name),)
    rows = tuple(tuple(_tagged(button, channel.chat.id) for button in row) for row in message.buttons)
    return replace(message, paragraphs=(named, *message.paragraphs), buttons=(*rows, (done,)))


def _tagged(button: Button, channel_id: str) -> Button:
    return replace(button, action=f"for {channel_id} {button.action}")
