"""To whom letters about a proposal go: operators decide in their own chats, who asked is told where they asked. Pure.

found ─┬─▶ each operator: what was found, with buttons      failed, approved, rejected ─▶ whoever asked
       └─▶ whoever asked and does not decide
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.i18n.translators import Translators
from bot.messages.message import Message
from bot.messages.payload import to_json
from bot.messages.proposal import outcome, to_decide
from bot.model import Asker, Chat, ChatKind, LetterKind, NewLetter, Proposal, ProposalState, own_chat

Operator = tuple[str, str]  #: platform, and the person's id there, with the workspace if there is one: `T1/U1`


@dataclass(frozen=True, kw_only=True)
class LetterWriter:
    """Writes the letters about proposals."""

    translators: Translators
    timezone: str  #: of chats that are new
    now: datetime

    def letters(
        self,
        proposal: Proposal,
        site: str,
        operators: Collection[Operator] = (),
        languages: Mapping[Operator, str | None] | None = None,
    ) -> list[NewLetter]:
        """What there is to tell of a proposal as it is now. `site`: as it is shown; `languages`: of operators."""
        if proposal.state is not ProposalState.FOUND:
            return [self._told(proposal, site, asker) for asker in proposal.askers]
        deciding = {(each.platform, each.key): each for each in proposal.askers if _decides_there(each)}
        written = [
            self._to_decide(proposal, site, each.hears_in, each.language, each.kind) for each in deciding.values()
        ]
        for platform, person in sorted(set(operators) - deciding.keys()):
            language = (languages or {}).get((platform, person))
            written.append(self._to_decide(proposal, site, own_chat(platform, person), language))
        others = (each for each in proposal.askers if not _decides_there(each))
        return [*written, *(self._told(proposal, site, each) for each in others)]

    def _to_decide(
        self, proposal: Proposal, site: str, chat: Chat, language: str | None, kind: ChatKind = ChatKind.PRIVATE
    ) -> NewLetter:
        return self._letter(chat, kind, to_decide(proposal, site, translate=self.translators(language)))

    def _told(self, proposal: Proposal, site: str, asker: Asker) -> NewLetter:
        message = outcome(proposal, site, translate=self.translators(asker.language))
        return self._letter(asker.hears_in, asker.hears_in_kind, message)

    def _letter(self, chat: Chat, kind: ChatKind, message: Message) -> NewLetter:
        payload = to_json(message)
        return NewLetter(
            chat=chat,
            kind=LetterKind.PROPOSAL,
            payload=payload,
            due_at=self.now,
            timezone=self.timezone,
            chat_kind=kind,
        )


def _decides_there(asker: Asker) -> bool:
    """Is it an operator who asked where nobody else reads?"""
    return asker.decides and asker.hears_in_kind in (ChatKind.PRIVATE, ChatKind.TERMINAL)
