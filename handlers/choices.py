"""What a chat can set by choosing one of several values: what each is called, and where it can be set at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.i18n.catalogue import chat_settings as texts
from bot.i18n.text import Text
from bot.messages.tasks import is_shared_out
from bot.model import ChatKind, Editors, Extract, FollowMode, FollowUps, LinkPreview
from bot.speech.modes import SILENTLY
from handlers.request import Request


@dataclass(frozen=True, kw_only=True)
class Value:
    """One value that can be chosen."""

    name: str  #: in buttons: "above"
    stored: bool | str | None
    label: Text
    typed: tuple[str, ...] = ()  #: what else it is called, as keys


@dataclass(frozen=True, kw_only=True)
class Setting:
    """A field of Preferences that is set by choosing a value."""

    name: str  #: in buttons: "preview"
    field: str  #: of Preferences
    title: Text
    about: Text
    values: tuple[Value, ...]
    is_here: Callable[[Request], bool]  #: does it have an effect in that chat?

    def value(self, request: Request) -> Value:
        """What it is set to; the platform's own way where nothing is."""
        stored = getattr(request.preferences, self.field)
        if self.field == "editors" and stored is None:
            stored = Editors.ADMINS if request.admins_choose else Editors.EVERYONE
        if self.field == "teamwork":
            stored = is_shared_out(request.kind, request.preferences)
        return next(value for value in self.values if value.stored == stored)

    def choices(self, request: Request) -> tuple[Value, ...]:
        """The values that can be chosen there."""
        if self.field == "mode" and not request.command.facts.sounds:
            return tuple(value for value in self.values if value.stored != FollowMode.SILENT)
        return self.values


def _alerts(request: Request) -> bool:
    """Posts of channels have a style of their own."""
    return request.kind is not ChatKind.CHANNEL


SOUNDS = (
    Value(name="on", stored=False, label=texts.WITH_SOUND),
    Value(name="off", stored=True, label=texts.WITHOUT_SOUND, typed=SILENTLY),
)
SETTINGS: tuple[Setting, ...] = (
    Setting(
        name="mode",
        field="mode",
        title=texts.MODE,
        about=texts.ABOUT_MODE,
        values=(
            Value(name="instant", stored=FollowMode.INSTANT, label=texts.INSTANTLY),
            Value(name="silent", stored=FollowMode.SILENT, label=texts.SILENTLY),
            Value(name="digest", stored=FollowMode.DIGEST, label=texts.IN_DIGESTS),
        ),
        is_here=lambda _: True,
    ),
    Setting(
        name="sound",
        field="silent",
        title=texts.SILENT,
        about=texts.ABOUT_SILENT,
        values=SOUNDS,
        is_here=lambda request: request.command.facts.sounds,
    ),
    Setting(
        name="mentions",
        field="mentions_silent",
        title=texts.MENTIONS,
        about=texts.ABOUT_MENTIONS,
        values=SOUNDS,
        is_here=lambda request: request.command.facts.sounds,
    ),
    Setting(
        name="stories",
        field="stories",
        title=texts.STORIES,
        about=texts.ABOUT_STORIES,
        values=(
            Value(name="on", stored=True, label=texts.STORIES_ON),
            Value(name="off", stored=False, label=texts.STORIES_OFF),
        ),
        is_here=lambda _: True,
    ),
    Setting(
        name="followups",
        field="follow_ups",
        title=texts.FOLLOW_UPS,
        about=texts.ABOUT_FOLLOW_UPS,
        values=(
            Value(name="new", stored=FollowUps.NEW, label=texts.NEW_FACTS),
            Value(name="all", stored=FollowUps.ALL, label=texts.ALL_FOLLOW_UPS),
            Value(name="none", stored=FollowUps.NONE, label=texts.NO_FOLLOW_UPS, typed=("off",)),
        ),
        is_here=lambda request: request.preferences.stories,
    ),
    Setting(
        name="extract",
        field="extract",
        title=texts.EXTRACT,
        about=texts.ABOUT_EXTRACT,
        values=(
            Value(name="none", stored=Extract.NONE, label=texts.NO_TEXT),
            Value(name="short", stored=Extract.SHORT, label=texts.SHORT_TEXT),
            Value(name="long", stored=Extract.LONG, label=texts.LONG_TEXT),
        ),
        is_here=_alerts,
    ),
    Setting(
        name="preview",
        field="preview",
        title=texts.PREVIEW,
        about=texts.ABOUT_PREVIEW,
        values=(
            Value(name="none", stored=None, label=texts.NO_PREVIEW, typed=("off",)),
            Value(name="below", stored=LinkPreview.BELOW, label=texts.PREVIEW_BELOW),
            Value(name="above", stored=LinkPreview.ABOVE, label=texts.PREVIEW_ABOVE),
        ),
        is_here=lambda request: _alerts(request) and request.command.facts.previews,
    ),
    Setting(
        name="badge",
        field="badge",
        title=texts.BADGE,
        about=texts.ABOUT_BADGE,
        values=(
            Value(name="auto", stored=None, label=texts.BADGE_AUTO),
            Value(name="always", stored=True, label=texts.BADGE_ALWAYS),
            Value(name="never", stored=False, label=texts.BADGE_NEVER),
        ),
        is_here=lambda _: True,
    ),
    Setting(
        name="editors",
        field="editors",
        title=texts.EDITORS,
        about=texts.ABOUT_EDITORS,
        values=(
            Value(name="admins", stored=Editors.ADMINS, label=texts.ADMINS),
            Value(name="everyone", stored=Editors.EVERYONE, label=texts.EVERYONE),
        ),
        is_here=lambda request: request.kind is ChatKind.GROUP,
    ),
    Setting(
        name="teamwork",
        field="teamwork",
        title=texts.TEAMWORK,
        about=texts.ABOUT_TEAMWORK,
        values=(
            Value(name="on", stored=True, label=texts.SHARED_OUT),
            Value(name="off", stored=False, label=texts.NOT_SHARED_OUT),
        ),
        is_here=lambda request: request.kind in (ChatKind.GROUP, ChatKind.CHANNEL),
    ),
)
BY_NAME: Mapping[str, Setting] = {setting.name: setting for setting in SETTINGS}
