"""What of facts names organisations: records and their parties are sealed and stay; ties and lineage follow a merge."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vmeste.ground.facts.models import Lineage, Tie
from vmeste.ground.kernel.moving import Ledger, remove_doubles
from vmeste.ground.kernel.registries import Pointer, pointers

SEALED = "what was told stays as it was told, and is sealed"


def settle_ties(ledger: Ledger, source: int, target: int) -> None:
    """Add up the joint work of both with each other organisation; what they did with each other ties nobody."""
    for tie in Tie.objects.filter(Q(org_a=source) | Q(org_b=source)):
        other = tie.org_b if tie.org_a == source else tie.org_a
        org_a, org_b = sorted((other, target))
        known = Tie.objects.filter(org_a=org_a, org_b=org_b, kind=tie.kind).first()
        if other == target or known:
            ledger.remove(tie)
        else:
            ledger.change(tie, org_a=org_a, org_b=org_b)
        if known:
            ledger.add(known, "count", tie.count)
            ledger.change(known, loosely=True, last_on=max(known.last_on, tie.last_on))


def settle_steps(ledger: Ledger, source: int, target: int) -> None:
    """Keep one of two steps that say the same."""
    ends = (("from", "to"), ("to", "from"))
    for one, other in ends:
        alike = (f"{one}_kind", "relation", f"{other}_kind", f"{other}_id")
        remove_doubles(ledger, Lineage, f"{one}_id", alike, (source, target))


pointers.add("facts.Record", Pointer("facts.Record", ("organisation_id", "subject_id"), stays=SEALED))
pointers.add("facts.Party", Pointer("facts.Party", ("organisation_id",), stays=SEALED))
pointers.add("facts.Tie", Pointer("facts.Tie", ("org_a", "org_b"), settle=settle_ties, label=_("Joint work")))
pointers.add(
    "facts.Lineage.from",
    Pointer("facts.Lineage", ("from_id",), "from_kind", settle_steps, label=_("What came of what")),
)
pointers.add("facts.Lineage.to", Pointer("facts.Lineage", ("to_id",), "to_kind", label=_("What came of what")))
