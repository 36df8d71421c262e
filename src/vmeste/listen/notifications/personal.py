"""What notifications keep about a person: what they were told; it goes with the account."""

from collections.abc import Mapping, Sequence
from typing import Any

from vmeste.ground.accounts.facts import PersonClosed
from vmeste.ground.accounts.models import Person
from vmeste.ground.accounts.queries import kept_by
from vmeste.ground.facts.reactions import Told, now_reaction
from vmeste.listen.notifications.models import Notice


def kept(person: Person) -> Mapping[str, Any]:
    """Give what a person was told, by kind, thing and moment."""
    columns = ("kind", "subject_kind", "subject_id", "made_at", "read_at")
    return {"notices": list(Notice.objects.filter(person=person).order_by("id").values(*columns))}


@now_reaction(PersonClosed)
def forget(told: Sequence[Told]) -> None:
    """Forget what a person was told."""
    Notice.objects.filter(person__in=[one.fact.person_id for one in told]).delete()


kept_by.add("notifications", kept)
