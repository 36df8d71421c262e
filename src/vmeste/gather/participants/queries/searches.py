"""Searches of the directory that a person keeps."""

from vmeste.gather.participants.models import SavedSearch
from vmeste.ground.kernel.actors import Actor

MOST_SAVED = 50


def searches_of(actor: Actor) -> list[SavedSearch]:
    """Give the kept searches of whoever acts, by name; one query."""
    return list(SavedSearch.objects.filter(person=actor.person_id)[:MOST_SAVED]) if actor.person_id else []


def search_kept(actor: Actor, search_id: int) -> SavedSearch | None:
    """Give one of the actor's own kept searches; nothing for those of others."""
    return SavedSearch.objects.filter(person=actor.person_id, id=search_id).first()
