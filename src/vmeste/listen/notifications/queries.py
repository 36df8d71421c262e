"""Every read of the notices: one's list with words, the number on the bell, who is to be told."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, Q, QuerySet, When
from django.http import Http404

from vmeste.gather.participants.models import Organisation
from vmeste.ground.kernel import registries
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.registries import SubjectView
from vmeste.listen.notifications import policies, wording
from vmeste.listen.notifications.models import Notice
from vmeste.listen.notifications.tellings import WAITING, Ref

PAGE = 30
MOST_COUNTED = 100
WAITS = Q(read_at=None, kind__in=WAITING)


@dataclass(frozen=True, slots=True)
class Shown:
    """A notice in words, as this reader may know them; without `url` there is nothing left to see."""

    notice: Notice
    text: str
    expected: str
    url: str
    icon: str


def waiting_of(actor: Actor) -> list[Notice]:
    """Give the reader's new notices of what waits for a word, newest first, a page at most."""
    return list(Notice.objects.filter(policies.visible_to(actor), WAITS).order_by("-id")[:PAGE])


def notices_of(actor: Actor, *, before: int | None = None) -> list[Notice]:
    """Give a page of the reader's other notices, newest first, and one more if there are older ones."""
    rows = Notice.objects.filter(policies.visible_to(actor)).exclude(WAITS)
    return list((rows.filter(id__lt=before) if before else rows).order_by("-id")[: PAGE + 1])


def shown(actor: Actor, notices: Sequence[Notice]) -> list[Shown]:
    """Put notices into words; queries as many as there are kinds of subjects, whatever the number of notices."""
    views = views_of(actor, notices)
    return [in_words(notice, views) for notice in notices]


def views_of(actor: Actor, notices: Sequence[Notice]) -> dict[Ref, SubjectView]:
    """Ask each room to show what these notices point at, to this reader."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for notice in notices:
        wanted[notice.subject_kind].add(notice.subject_id)
        wanted[notice.about_kind].add(notice.about_id)
        if notice.by_id:
            wanted["organisation"].add(notice.by_id)
    known = {kind: keys for kind, keys in wanted.items() if kind in registries.subjects}
    return {
        (kind, key): view
        for kind, keys in known.items()
        for key, view in registries.subjects.get(kind).show(actor, sorted(keys)).items()
    }


def in_words(notice: Notice, views: dict[Ref, SubjectView]) -> Shown:
    """Say one notice with what its reader may see; without its subject, that there is nothing to see any more."""
    subject = views.get((notice.subject_kind, notice.subject_id))
    about = views.get((notice.about_kind, notice.about_id))
    if subject is None or about is None or notice.kind not in wording.WORDS:
        return Shown(notice, wording.gone(), "", "", "info")
    by = views.get(("organisation", notice.by_id or 0))
    text = wording.sentence(notice.kind, by.title if by else "", about.title)
    return Shown(notice, text, wording.expected(notice.kind), subject.url, wording.icon(notice.kind))


def unread(person_id: int, organisation_ids: Sequence[int]) -> tuple[int, bool]:
    """Count what waits for a word in all organisations of a person, up to a hundred; else what is new; one query.

    Gives the number and whether it is of what waits.
    """
    rows = unread_of(person_id).filter(Q(organisation=None) | Q(organisation__in=organisation_ids))
    kinds = list(rows.order_by(Case(When(WAITS, then=0), default=1)).values_list("kind", flat=True)[:MOST_COUNTED])
    waiting = sum(kind in WAITING for kind in kinds)
    return waiting or len(kinds), waiting > 0


def unread_of(person_id: int) -> QuerySet[Notice]:
    """Give what a person has not read yet, whatever the organisation."""
    return Notice.objects.filter(person=person_id, read_at=None)


def unread_elsewhere(actor: Actor, organisation_ids: Sequence[int]) -> list[tuple[Organisation, int]]:
    """Give the reader's other organisations that have something new for them, with how much; two queries."""
    others = set(organisation_ids) - set(actor.organisation_ids)
    if actor.person_id is None or not others:
        return []
    rows = unread_of(actor.person_id).filter(organisation__in=others)
    counts = dict(rows.order_by().values_list("organisation").annotate(Count("id")))
    found = Organisation.objects.filter(id__in=counts)
    return [(organisation, counts[organisation.id]) for organisation in found]


def notice_of(person_id: int | None, organisation_ids: Sequence[int], key: int) -> Notice:
    """Give a notice of this person in any of their organisations; raises `Http404`."""
    mine = Q(organisation=None) | Q(organisation__in=organisation_ids)
    notice = Notice.objects.filter(mine, person=person_id, id=key).select_related("organisation").first()
    if notice is None or person_id is None:
        raise Http404
    return notice
