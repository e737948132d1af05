"""A command that is about another chat: `/follow AI in #ai-news`, and the buttons below its answer.

named ─▶ Target ─ the platform looks: which chat, may they, can we ─▶ Elsewhere ─▶ the same handler, about that chat
                                                                       ├─▶ the answer, to who asks, in their language
                                                                       └─▶ one line there, in its own, with Undo
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from bot.i18n.catalogue import elsewhere as texts
from bot.i18n.catalogue import formats, groups
from bot.messages.message import Message, Span, bold, code, command, say
from bot.messages.sentences import listed
from bot.messages.wording import shown
from bot.model import ChatKind, Command, Elsewhere, Preferences, Target, TargetFault
from bot.speech.elsewhere import DIRECTED, directed, elsewhere
from bot.storage.store import ChatRecord, Store
from handlers import admission, editing, naming
from handlers.actions import action_of
from handlers.made_elsewhere import tell
from handlers.phrases import cannot_post, follow_example
from handlers.registry import ALIASES
from handlers.request import Request
from handlers.undo import taking_back

TAG = "in"
TAGGED = re.compile(
    TAG + r" (\d{1,18}) (\S+) ?(.*)", re.DOTALL
)  #: a button of an answer about another chat, by its row
IN_OWN_ZONE = ("follow", "unfollow", "edit", "following")  #: in their answers times are only read, never set
REFUSALS = {
    TargetFault.NOT_FOUND: texts.NOT_FOUND,
    TargetFault.NO_TOPIC: texts.NO_TOPIC,
    TargetFault.IN_PRIVATE: texts.IN_PRIVATE,
    TargetFault.UNSEEN: texts.UNSEEN,
}

Handle = Callable[[Request], Message]


def target_of(asked: Command, store: Store) -> Target | None:
    """Another chat that a command names, or the tag of its button; None: it is about its own."""
    if asked.event or asked.forwarded or asked.wordless:
        return None
    if asked.button:
        return _tagged(asked, store)
    name = ALIASES.get(asked.name, asked.name)
    text, named = elsewhere(asked.text) if name in DIRECTED else ("", "")
    return Target(named=named, name=name, text=text, changes=_changes(asked, name, text)) if named else None


def answer(request: Request, target: Target, handle: Handle) -> Message:
    """What `handle` says of the other chat, to who asks; that chat is told what they changed there."""
    there = request.command.elsewhere or _not_looked(target, request)
    if there.fault is not None or there.chat is None:
        return _refused(there, request)
    record = request.store.chats.get(there.chat)
    asked = _there(request.command, there, record)
    if there.chat == request.command.chat:
        return handle(replace(request, command=asked))
    refused = admission.refusal_there(request, there.chat, there.kind, _name(there, request))
    if refused is not None:
        return refused
    name = bold(_name(there, request))
    if target.changes and not asked.may_change:
        return say(request.sentence(texts.NOT_ALLOWED if asked.rights_seen else texts.UNSEEN, chat=name), private=True)
    if not asked.can_post:
        above = request.sentence(texts.ABOUT, chat=name)
        return Message(paragraphs=((above, *cannot_post(request, there.kind)),), private=True)
    if target.changes:
        record = request.store.chats.upsert(replace(asked, language=""), request.now, timezone=request.zone.key)
    if record is None:
        begin = command(directed(follow_example(request).text, target.named))
        return say(request.sentence(texts.NOTHING_FOLLOWED, chat=name, command=begin), private=True)
    return _about(_request(request, asked, record, name), request, record, handle)


def in_private(request: Request) -> Message:
    """Where all would read the answer, or nobody knows who asks: where to ask."""
    return say(request.translate(texts.IN_PRIVATE), private=True)


def _about(inner: Request, request: Request, record: ChatRecord, handle: Handle) -> Message:
    before = naming.state(inner)
    follows = inner.follows()
    message = handle(inner)
    after = naming.state(inner)
    if before != after:
        tell(request, inner, record, before=follows)
    if after.follows > before.follows:
        message = message.with_buttons(taking_back(inner), *message.buttons)
    if message.paragraphs and inner.there not in message.paragraphs[0][0]:
        named = (request.sentence(texts.ABOUT, chat=inner.there or ""),)
        message = replace(message, paragraphs=(named, *message.paragraphs))
    rows = tuple(
        tuple(replace(each, action=f"{inner.tag}{each.action}") if each.action else each for each in row)
        for row in message.buttons
    )
    alone = message.private or request.command.facts.whispers  # who is not in that chat does not hear of it
    return replace(message, buttons=rows, private=alone)


def _tagged(asked: Command, store: Store) -> Target | None:
    pressed = TAGGED.fullmatch(f"{asked.name} {asked.text}")
    if pressed is None:
        return None
    record = store.chats.numbered(int(pressed[1]))
    own = record is not None and record.chat.lane == asked.chat.lane
    name, text = pressed[2], pressed[3]
    chat = record.chat if record is not None and own else None  # a number on a button may be anybody's
    return Target(chat=chat, name=name, text=text, changes=_changes(asked, name, text))


def _changes(asked: Command, name: str, text: str) -> bool:
    command_there = replace(asked, name=name, text=text)
    action = action_of(command_there)
    return action is not None and action.is_change(command_there)


def _there(asked: Command, there: Elsewhere, record: ChatRecord | None) -> Command:
    """The command as if it was asked in that chat, with what its person may do there."""
    own = replace(
        asked,
        name=there.target.name,
        text=there.target.text,
        chat=there.chat or asked.chat,
        kind=there.kind,
        title=there.title,
        may_change=there.may_change,
        rights_seen=there.rights_seen,
        can_post=there.can_post,
        elsewhere=None,
    )
    return editing.as_set(own, record.preferences if record else Preferences())


def _request(request: Request, asked: Command, record: ChatRecord, name: Span) -> Request:
    inner = Request.of(asked, record, rules=request.rules, store=request.store, now=request.now)
    own_zone = not asked.button and asked.name in IN_OWN_ZONE
    zone = request.zone if own_zone else inner.zone
    return replace(inner, translate=request.translate, zone=zone, tag=f"{TAG} {record.id} ", there=name)


def _not_looked(target: Target, request: Request) -> Elsewhere:
    """The platform has no other chat, or did not look."""
    fault = TargetFault.UNSEEN if request.command.facts.other_chats else TargetFault.NAMED_OTHERWISE
    return Elsewhere(target=target, fault=fault)


def _refused(there: Elsewhere, request: Request) -> Message:
    """Why not, and what to do; nothing of a chat is told but what the person typed."""
    target, examples = there.target, request.command.facts.other_chats.split()
    if not target.named:
        return say(request.translate(texts.PRESSED_IN_VAIN if target.chat else groups.EXPIRED), private=True)
    chat = bold(shown(target.named))
    if not examples:
        without = command(f"{target.name} {target.text}".strip())
        return say(request.sentence(texts.NO_OTHER_CHAT, chat=chat, command=without), private=True)
    if there.fault is TargetFault.NAMED_OTHERWISE:
        named = listed(request.translate, [(code(example),) for example in examples], formats.OR)
        return say(request.sentence(texts.NAMED_OTHERWISE, chat=chat, examples=named), private=True)
    text = REFUSALS[there.fault or TargetFault.NOT_FOUND]
    return say(request.sentence(text, chat=chat), private=True)


def _name(there: Elsewhere, request: Request) -> str:
    title = shown(there.title) or there.target.named or (there.chat.id if there.chat else "")
    if there.kind is ChatKind.GROUP and there.chat is not None and there.chat.thread:
        return request.translate(texts.TOPIC, group=title, number=there.chat.thread)
    return title
