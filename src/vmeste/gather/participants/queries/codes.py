"""Reading codes of cards: those of one card, the card of a code, the cards that have none yet."""

import hmac

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from vmeste.gather.participants import codes, policies
from vmeste.gather.participants.models import CardCode, Organisation
from vmeste.gather.participants.queries.directory import matching
from vmeste.gather.participants.queries.wanted import Wanted
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.errors import Invalid

MOST_CODES = 100
"""Codes made at once: a dozen pages of paper."""
MOST_SHOWN = 10


def hash_of(text: str) -> bytes:
    """Give what is kept of a code: keyed, so that a copy of the database alone does not help to try codes out."""
    key = hmac.digest(settings.SECRET_KEY.encode(), b"vmeste.participants.card-code", "sha256")
    return hmac.digest(key, text.encode(), "sha256")


def code_typed(text: str) -> CardCode:
    """Give the code that somebody typed; raises `Invalid` in words when it does not work."""
    found = with_card(CardCode.objects.filter(code_hash=hash_of(codes.read(text)))).first()
    if found is None:
        raise Invalid({"code": _("There is no such code. Ask the coordinator who gave you the sheet for a new one.")})
    if fault := fault_of(found):
        raise Invalid({"code": fault})
    return found


def fault_of(code: CardCode) -> str:
    """Say why a code does not work; empty when it does."""
    if code.used_at:
        return _("This code was used already. If it was not you, tell the coordinator who gave you the sheet.")
    if code.revoked_at:
        return _("This code was replaced or taken back. Ask the coordinator for a new sheet.")
    if code.expires_at <= clock.now():
        return _("The time of this code is over. Ask the coordinator for a new sheet.")
    if code.organisation.claimed_at:
        return _("Somebody acts for this organisation by now. Ask them to add you.")
    return ""


def code_kept(code_id: int) -> CardCode | None:
    """Give a code that a browser has shown before, if it still works."""
    found = with_card(CardCode.objects.filter(id=code_id)).first()
    return found if found and not fault_of(found) else None


def with_card(rows: QuerySet[CardCode]) -> QuerySet[CardCode]:
    """Read for which card, and where that stands."""
    return rows.select_related("organisation__region", "organisation__municipality", "organisation__settlement")


def codes_of(organisation: Organisation) -> list[CardCode]:
    """Give the last codes of a card with who made and used them; whoever shows them has asked the policy."""
    rows = CardCode.objects.filter(organisation=organisation).select_related("made_by", "used_by")
    return list(rows[:MOST_SHOWN])


def code_seen(actor: Actor, organisation: Organisation, code_id: int) -> CardCode:
    """Give a code of a card; raises `Http404` for who may not know of it."""
    if not policies.coordinates(actor, organisation):
        raise Http404
    found = CardCode.objects.filter(organisation=organisation, id=code_id).select_related("organisation").first()
    if found is None:
        raise Http404
    return found


def cards_without_code(actor: Actor, wanted: Wanted, *, anew: bool = False) -> QuerySet[Organisation]:
    """Give the cards that fit and wait for a code, by place and name; with `anew` those too that have one."""
    rows = matching(actor, wanted).filter(policies.codes_printable(actor))
    if not anew:
        live = CardCode.objects.filter(organisation=OuterRef("pk"), used_at=None, revoked_at=None)
        rows = rows.filter(~Exists(live.filter(expires_at__gt=clock.now()).order_by()))
    placed = rows.select_related("region", "municipality", "settlement")
    return placed.order_by("municipality__name", "settlement__name", "name_key", "id")
