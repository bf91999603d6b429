"""A tool as agents see it and as the door runs it; and who calls."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Generic, TypeVar

from mcp_types import Tool as Described
from mcp_types import ToolAnnotations

from bookings_app.api.agent.answers import Answer
from bookings_app.api.agent.asked import Conversation
from bookings_app.api.v1.fields import Body
from bookings_app.domain.access import Actor
from bookings_app.domain.errors import Invalid
from bookings_app.usecases.contacts import get_contact
from bookings_app.usecases.conversations import talking_in

Said = TypeVar("Said", bound=Body)

_ONE_OF_THEM = "Name either the conversation you are in, or the contact_id of find_contact."


@dataclass(frozen=True, slots=True)
class AgentCall:
    """Whose key calls, and when. The actor sees nobody until `talking_with`."""

    actor: Actor
    now: datetime

    def talking_with(self, conversation: Conversation | None, contact_id: str | None) -> Actor:
        """The actor as it talks with that contact: there is nobody else for it.

        Raises:
            Invalid: not exactly one of them was named, or it can be none.
            NotFound: no such contact.
        """
        if conversation is not None and contact_id is None:
            return talking_in(conversation.named(), by=self.actor)
        if contact_id is None or conversation is not None:
            raise Invalid([("conversation", _ONE_OF_THEM)])
        talking = replace(self.actor, contact_id=contact_id)
        get_contact(contact_id, seen_by=talking)
        return talking


@dataclass(frozen=True, slots=True)
class Tool(Generic[Said]):
    """What can be asked for. What only reads may be called as often as one likes."""

    name: str
    title: str
    description: str
    asks: type[Said]
    run: Callable[[AgentCall, Said], Answer]
    only_reads: bool = True
    takes_away: bool = False
    same_when_repeated: bool = True

    def described(self) -> Described:
        """The same for `tools/list`."""
        return Described(
            name=self.name,
            title=self.title,
            description=self.description,
            input_schema=self.schema(),
            annotations=ToolAnnotations(
                read_only_hint=self.only_reads,
                destructive_hint=self.takes_away,
                idempotent_hint=self.same_when_repeated,
                open_world_hint=False,
            ),
        )

    def schema(self) -> dict[str, Any]:
        """What it takes, as JSON Schema."""
        return self.asks.model_json_schema()
