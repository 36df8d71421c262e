"""What of the exchange names organisations: who posted, and both sides of a response."""

from itertools import groupby
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vmeste.gather.exchange.models import Response
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.moving import Ledger
from vmeste.ground.kernel.registries import Pointer, pointers


def settle_responses(ledger: Ledger, source: int, target: int) -> None:
    """Refuse two that answered each other; of two running answers under one thing keep the one that got further."""
    both = (source, target)
    if Response.objects.filter(needing__in=both, giving__in=both).exists():
        raise Invalid(
            {"": gettext("These two have answered each other's needs or offers: they cannot be one organisation.")}
        )
    running = Response.objects.filter(state__in=Response.running)
    doubled(ledger, running.filter(giving__in=both, need__isnull=False).order_by("need_id", "id"), "need_id")
    alone = running.filter(needing__in=both, need=None)
    doubled(ledger, alone.order_by("offer_id", "id"), "offer_id")


def doubled(ledger: Ledger, rows: Any, under: str) -> None:
    """End all but the best of the running answers under each thing: an agreed one before one that waits."""
    for _thing, group in groupby(rows, key=lambda row: getattr(row, under)):
        further = sorted(group, key=lambda row: (row.state != Response.State.ACCEPTED, row.id))
        for row in further[1:]:
            agreed = row.state == Response.State.ACCEPTED
            ended = Response.State.FAILED if agreed else Response.State.WITHDRAWN
            ledger.change(row, state=ended.value, decided_at=row.decided_at or clock.now())


pointers.add("exchange.Need", Pointer("exchange.Need", ("organisation_id",), label=_("Needs")))
pointers.add("exchange.Offer", Pointer("exchange.Offer", ("organisation_id",), label=_("Offers")))
pointers.add(
    "exchange.Response",
    Pointer(
        "exchange.Response", ("needing_id", "giving_id", "fulfilled_by_id"), settle=settle_responses, label=_("Answers")
    ),
)
