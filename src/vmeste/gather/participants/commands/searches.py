"""Keeping searches of the directory, and taking the directory out as a table."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from vmeste.gather.participants import policies
from vmeste.gather.participants.facts import DirectoryExported, SearchForgotten, SearchSaved
from vmeste.gather.participants.models import Organisation, SavedSearch
from vmeste.gather.participants.queries import Wanted, matching
from vmeste.gather.participants.queries.searches import MOST_SAVED
from vmeste.ground.facts.recording import record
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.decisions import demand_second_factor
from vmeste.ground.kernel.errors import Invalid


@command
def save_search(*, actor: Actor, name: str, query: str) -> SavedSearch:
    """Keep a search under a name; the same name again keeps the new search instead. Raises `Invalid` by field."""
    policies.can_keep_search(actor).enforce()
    name = " ".join(name.replace("\0", "").split())[:80]
    if not name:
        raise Invalid({"name": _("Give the search a name.")})
    if not query:
        raise Invalid({"name": _("Nothing is searched here: choose words or filters first.")})
    mine = SavedSearch.objects.filter(person=actor.person_id)
    if mine.exclude(name=name).count() >= MOST_SAVED:
        raise Invalid({"name": _("You keep %(count)s searches; forget one first.") % {"count": MOST_SAVED}})
    saved, _made = SavedSearch.objects.update_or_create(
        person_id=actor.person_id or 0, name=name, defaults={"query": query, "made_at": clock.now()}
    )
    record(SearchSaved(search_id=saved.id), actor=actor)
    return saved


@command
def forget_search(*, actor: Actor, search: SavedSearch) -> None:
    """Keep a search no more; twice is once."""
    policies.can_forget_search(actor, search).enforce()
    deleted, _tables = SavedSearch.objects.filter(id=search.id).delete()
    if deleted:
        record(SearchForgotten(search_id=search.id), actor=actor)


@command
def export_directory(*, actor: Actor, wanted: Wanted, form: str) -> QuerySet[Organisation]:
    """Let the cards that fit leave as a table (`form`: csv or xlsx); the fact says by what they were chosen.

    Gives the rows unread: they are read while they leave.
    """
    policies.can_export(actor).enforce()
    demand_second_factor(actor)
    record(
        DirectoryExported(
            form=form,
            with_words=bool(wanted.q),
            type=wanted.type,
            department=wanted.department,
            territory_id=wanted.territory.id if wanted.territory else None,
            traits=tuple(f"{name}:{code}" for name, code in wanted.traits),
            within_km=wanted.near.km if wanted.near else None,
        ),
        actor=actor,
    )
    return matching(actor, wanted).select_related("region", "municipality", "settlement")
