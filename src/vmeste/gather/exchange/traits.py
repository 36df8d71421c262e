"""What the directory of participants may say of an organisation: what it openly offers and needs, in which focus."""

from collections import defaultdict
from collections.abc import Iterable

from vmeste.gather.exchange.models import Need, Offer, Posting, Visibility
from vmeste.gather.participants.commands import keep_traits
from vmeste.gather.participants.models import Trait

OFFERS, NEEDS, FOCUS = NAMES = ("offers", "needs", "focus")
CHUNK = 500


def describe(organisation_ids: Iterable[int]) -> None:
    """Say anew what these organisations openly offer and need; two queries, and the keeping."""
    keys = set(organisation_ids)
    said: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for model, name in ((Offer, OFFERS), (Need, NEEDS)):
        shown = model.objects.filter(
            organisation__in=keys, state=Posting.State.OPEN, visibility=Visibility.PUBLIC
        ).order_by()
        for key, kind, focus in shown.values_list("organisation_id", "kind", "focus").distinct():
            said[key] |= {(name, kind)} | ({(FOCUS, focus)} if focus else set())
    keep_traits(NAMES, {key: frozenset(said[key]) for key in keys})


def describe_all() -> str:
    """Say it of everybody where nothing has been said yet: the first time after an upgrade. Give a sentence of it."""
    if Trait.objects.filter(name__in=NAMES).exists():
        return ""
    owners = {
        key
        for model in (Offer, Need)
        for key in model.objects.filter(state=Posting.State.OPEN, visibility=Visibility.PUBLIC)
        .order_by()
        .values_list("organisation_id", flat=True)
        .distinct()
    }
    ordered = sorted(owners)
    for start in range(0, len(ordered), CHUNK):
        describe(ordered[start : start + CHUNK])
    return f"{len(owners)} organisations described by what they need and offer." if owners else ""
