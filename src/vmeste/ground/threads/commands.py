"""Writing in threads."""

from django.utils.translation import gettext_lazy as _

from vmeste.ground.facts.recording import record
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.threads import policies
from vmeste.ground.threads.facts import MessagePosted
from vmeste.ground.threads.models import LONGEST, Message, Thread
from vmeste.ground.threads.writing import clean


@command
def post_message(*, actor: Actor, subject_kind: str, subject_id: int, text: str) -> Message:
    """Write plain text of at most 5,000 signs about a subject, as the actor's person, link and organisation."""
    policies.can_write(actor, subject_kind, subject_id).enforce()
    thread, _is_new = Thread.objects.get_or_create(subject_kind=subject_kind, subject_id=subject_id)
    message = Message.objects.create(
        thread=thread,
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        link_id=actor.link_id,
        text=checked(text),
        at=clock.now(),
    )
    told = MessagePosted(
        thread_id=thread.id,
        message_id=message.id,
        subject_kind=subject_kind,
        subject_id=subject_id,
        organisation_id=actor.organisation_id,
    )
    record(told, actor=actor)
    return message


def checked(text: str) -> str:
    """Give the text as it is kept; raises `Invalid` for nothing and for too much."""
    kept = clean(text)
    if not kept:
        raise Invalid({"text": _("Write something.")})
    if len(kept) > LONGEST:
        raise Invalid({"text": _("A message has at most 5,000 signs; this one has %(num)s.") % {"num": len(kept)}})
    return kept
