"""Facts the threads announce."""

from dataclasses import dataclass

from vmeste.ground.facts.fact import Fact, fact


@fact("threads.message.posted")
@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePosted(Fact):
    """Somebody wrote in a thread; the text stays in the message."""

    thread_id: int
    message_id: int
    subject_kind: str
    subject_id: int
    organisation_id: int | None = None

    @property
    def subject(self) -> tuple[str, int]:
        """What the thread is about."""
        return self.subject_kind, self.subject_id

    @property
    def parties(self) -> tuple[int, ...]:
        """The organisation that wrote."""
        return () if self.organisation_id is None else (self.organisation_id,)
