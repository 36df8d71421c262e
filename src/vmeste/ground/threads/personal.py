"""What threads keep about a person: the messages they wrote."""

from collections.abc import Mapping
from typing import Any

from vmeste.ground.accounts.models import Person
from vmeste.ground.accounts.queries import kept_by
from vmeste.ground.threads.models import Message


def kept(person: Person) -> Mapping[str, Any]:
    """Give the messages of a person, in the order they were written."""
    columns = ("thread__subject_kind", "thread__subject_id", "text", "at")
    return {"messages": list(Message.objects.filter(person=person).order_by("id").values(*columns))}


kept_by.add("threads", kept)
