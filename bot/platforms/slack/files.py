"""Files and pictures on Slack: uploaded first, shared behind the text that they belong to.

    getUploadURLExternal ─▶ the bytes ─▶ (the text is posted) ─▶ completeUploadExternal: shared in the channel or thread

What is uploaded and never shared is seen by nobody and dropped by Slack. The message does without a file that is
refused, as without the scope `files:write`, and says so.
"""

from __future__ import annotations

from http import HTTPStatus

import structlog
from slack_sdk.errors import SlackApiError, SlackRequestError

from bot.i18n.catalogue import platforms as texts
from bot.i18n.translator import ENGLISH
from bot.messages.message import Attachment
from bot.platforms.slack.attempts import Part, Route, attempt
from bot.platforms.slack.connection import Connection
from bot.platforms.slack.errors import PASSING, REFUSED, UNREACHABLE, describe, error_code, status_of

log = structlog.get_logger(__name__)

SCOPE_MISSING = "missing_scope"  #: without `files:write`: everything else still goes out
_NOTHING = Part(payload={}, plain={})


class Files:
    """Uploads and shares what messages are sent with."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._client = connection.client

    async def upload(self, attached: Attachment) -> str | None:
        """Upload a file that nobody sees yet, and return its id; None: Slack refuses it for good.

        Raises:
            one of errors.UNREACHABLE: the same may work in a moment, or nothing can be sent.
        """
        try:
            return await self._upload(attached)
        except SlackApiError as error:
            if not _is_refused(error):
                raise
            log.warning("file not sent", reason=describe(error))
            return None

    async def insist(self, attached: Attachment) -> str | None:
        """The same for an answer: tried again for a short while, then done without."""
        found: list[str | None] = []

        async def send(_: object) -> None:
            found.append(await self.upload(attached))

        try:
            await attempt([Route(send=send, repeatable=True)], _NOTHING)
        except UNREACHABLE as error:
            log.warning("file not sent", reason=describe(error))
            return None
        return found[-1]

    async def share(self, file_id: str, attached: Attachment, *, channel: str, thread: str = "") -> bool:
        """Show an uploaded file in a channel, a thread of it or a conversation; False: it can't be shown there.

        `channel` is a person's id for their own conversation with us.
        """

        async def send(_: object) -> None:
            await self._share(file_id, attached, channel, thread)

        try:
            await attempt([Route(send=send)], _NOTHING)
        except UNREACHABLE as error:
            log.warning("file not shared", reason=describe(error))
            return False
        return True

    async def _upload(self, attached: Attachment) -> str | None:
        content = attached.content
        asked = await self._client.files_getUploadURLExternal(
            filename=attached.name, length=len(content), alt_txt=attached.alt or None
        )
        async with self._connection.session.post(str(asked["upload_url"]), data=content) as answer:
            if HTTPStatus.BAD_REQUEST <= answer.status < HTTPStatus.INTERNAL_SERVER_ERROR:
                log.warning("file not sent", status=answer.status)
                return None
            if answer.status != HTTPStatus.OK:
                raise SlackRequestError(ENGLISH(texts.SLACK_OTHER_STATUS, status=str(answer.status)))
        return str(asked["file_id"])

    async def _share(self, file_id: str, attached: Attachment, channel: str, thread: str) -> None:
        if channel[:1] in ("U", "W"):
            opened = await self._client.conversations_open(users=channel)
            channel = str((opened.get("channel") or {}).get("id") or channel)
        await self._client.files_completeUploadExternal(
            files=[{"id": file_id, "title": attached.alt or attached.name}],
            channel_id=channel,
            thread_ts=thread or None,
        )


def _is_refused(error: SlackApiError) -> bool:
    """Is it the file that is refused, and not everything, or for now?"""
    name, status = error_code(error), status_of(error)
    passing = name in PASSING or status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return bool(name) and not passing and (name == SCOPE_MISSING or name not in REFUSED)
