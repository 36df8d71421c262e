"""Recurring work: needs and offers that nobody confirms are asked about, then paused; past ones are closed."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from vmeste.gather.exchange.commands import expire_posting, question_posting
from vmeste.gather.exchange.models import Need, Offer, Posting
from vmeste.ground.facts.recurring import recurring
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.errors import Stale

BATCH = 500


@recurring("exchange.freshness", every=timedelta(hours=1))
def keep_fresh() -> None:
    """Question what is old, pause what stayed without an answer, close what is over; at most 500 of each a turn."""
    for model in (Need, Offer):
        rows = model.objects.filter(state=Posting.State.OPEN).select_related("organisation")
        for posting in rows.filter(period_to__lt=clock.today())[:BATCH]:
            expire(posting)
        grace = clock.now() - timedelta(days=settings.VMESTE.need_grace_days)
        for posting in rows.filter(asked_at__lt=grace)[:BATCH]:
            expire(posting)
        old = clock.now() - timedelta(days=settings.VMESTE.need_fresh_days)
        for posting in rows.filter(confirmed_at__lt=old, asked_at=None)[:BATCH]:
            question_posting(posting=posting)


def expire(posting: Posting) -> None:
    """Close or pause, unless its author was quicker."""
    try:
        with transaction.atomic():  # a point to return to: the others of this turn stay
            expire_posting(posting=posting)
    except Stale:
        return
