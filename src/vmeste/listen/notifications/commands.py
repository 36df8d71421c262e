"""Every write of the notices: telling people, putting notices away, forgetting old ones."""

from datetime import timedelta

from django.utils import translation

from vmeste.ground.accounts.commands import post
from vmeste.ground.facts.reactions import Told
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.commands import command
from vmeste.listen.notifications import policies, queries
from vmeste.listen.notifications.letters import letter
from vmeste.listen.notifications.listeners import Listener, listeners
from vmeste.listen.notifications.models import Notice
from vmeste.listen.notifications.queries import Shown
from vmeste.listen.notifications.tellings import Telling

READ_KEPT, KEPT = timedelta(days=180), timedelta(days=400)
BATCH = 5000


@command
def tell_people(*, actor: Actor, telling: Telling, told: Told) -> int:
    """Leave a notice to everybody concerned who may see the thing, and post the mails; telling again changes nothing.

    Whoever did it is not told. Gives the number of people told.
    """
    concerned = listeners(telling, except_id=told.person_id)
    shown = [(listener, one) for listener in concerned if (one := put(listener, telling, told))]
    Notice.objects.bulk_create([one.notice for _, one in shown], ignore_conflicts=True)
    for listener, one in shown if telling.by_mail else ():
        subject, text = letter(one, listener)
        key = f"notifications.{told.id}:{listener.person.id}"
        post(actor=actor, to=listener.person.email, subject=subject, text=text, key=key)
    return len(shown)


def put(listener: Listener, telling: Telling, told: Told) -> Shown | None:
    """Make the notice of one person, not saved yet; nothing for who may not see it or was told already."""
    if telling.once and is_known(listener, telling):
        return None
    notice = Notice(
        person=listener.person,
        organisation_id=listener.organisation_id,
        by_id=telling.by_id,
        record_id=told.id,
        kind=telling.kind,
        subject_kind=telling.subject[0],
        subject_id=telling.subject[1],
        about_kind=telling.about[0],
        about_id=telling.about[1],
        made_at=told.at,
    )
    with translation.override(listener.person.language):
        [one] = queries.shown(listener.actor, [notice])
    return one if one.url else None


def is_known(listener: Listener, telling: Telling) -> bool:
    """Tell whether this person was told of this kind of thing about this subject before."""
    kind, key = telling.subject
    before = Notice.objects.filter(person=listener.person, kind=telling.kind, subject_kind=kind, subject_id=key)
    return before.exists()


@command
def read_notices(*, actor: Actor, keys: tuple[int, ...] = (), until: int | None = None) -> int:
    """Put away the reader's own notices: those of `keys`, or all up to the one with key `until`; give their number."""
    mine = Notice.objects.filter(policies.visible_to(actor), read_at=None)
    chosen = mine.filter(id__in=keys) if until is None else mine.filter(id__lte=until)
    return chosen.update(read_at=clock.now())


@command
def forget_notices(*, actor: Actor) -> int:
    """Forget read notices after half a year and all after a good year, at most 5,000 a turn; give their number."""
    del actor
    now = clock.now()
    old = Notice.objects.filter(made_at__lt=now - READ_KEPT).exclude(read_at=None, made_at__gte=now - KEPT)
    keys = list(old.order_by("made_at").values_list("id", flat=True)[:BATCH])
    return Notice.objects.filter(id__in=keys).delete()[0]
