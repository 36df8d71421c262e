"""Lineage: typed steps between subjects, so that every thing shows where it came from and what came of it."""

from collections.abc import Sequence

from vmeste.ground.facts.models import Lineage
from vmeste.ground.kernel import clock, registries
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.registries import SubjectView

Ref = tuple[str, int]
DEPTH = 6


def link(source: Ref, relation: str, target: Ref) -> None:
    """Note that `target` came of `source`; twice is once."""
    Lineage.objects.get_or_create(
        from_kind=source[0],
        from_id=source[1],
        relation=relation,
        to_kind=target[0],
        to_id=target[1],
        defaults={"at": clock.now()},
    )


def before(ref: Ref) -> list[Ref]:
    """Give the way up from a subject to its oldest origin, origin first; the first origin where there are several."""
    way = [ref]
    for _ in range(DEPTH):
        step = Lineage.objects.filter(to_kind=way[0][0], to_id=way[0][1]).first()
        if step is None or (step.from_kind, step.from_id) in way:
            break
        way.insert(0, (step.from_kind, step.from_id))
    return way[:-1]


def after(ref: Ref) -> list[Ref]:
    """Give what came directly of a subject, oldest first."""
    steps = Lineage.objects.filter(from_kind=ref[0], from_id=ref[1])
    return [(step.to_kind, step.to_id) for step in steps]


def shown(actor: Actor, refs: Sequence[Ref]) -> list[SubjectView]:
    """Give views of those subjects the actor may see, in the order given."""
    views: dict[Ref, SubjectView] = {}
    for kind in dict.fromkeys(kind for kind, _ in refs):
        if kind in registries.subjects:
            ids = [key for other, key in refs if other == kind]
            views |= {(kind, key): view for key, view in registries.subjects.get(kind).show(actor, ids).items()}
    return [views[ref] for ref in refs if ref in views]
