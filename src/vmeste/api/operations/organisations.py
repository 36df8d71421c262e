"""Asking for organisations: the directory as programs read it, one card."""

import re
from typing import Any

from django.http import Http404, HttpResponse
from ninja import Path, Query, Router
from pydantic import Field

from vmeste.api import schemas, shaping
from vmeste.api.asking import Asked, ListAsked, dated, linked, next_address, refuse_unknown
from vmeste.api.codes import Code, Department, Focus, Kind, Territory, Type, Words
from vmeste.api.readers import reader
from vmeste.gather.participants import queries
from vmeste.gather.participants.models import Territory as TerritoryRow
from vmeste.gather.participants.queries import Centre, Near, Wanted
from vmeste.ground.kernel.ids import from_code

SCOPE = "organisations:read"
DEGREES = re.compile(r"(-?\d{1,2}(?:\.\d{1,9})?)\s*,\s*(-?\d{1,3}(?:\.\d{1,9})?)", re.ASCII)
USUAL_KM = 25
router = Router(tags=["organisations"])


class OrganisationsAsked(ListAsked):
    """The filters of the directory."""

    q: Words = Field("", description="Words, in any form and with slips of the pen; the best come first.")
    type: Type | None = None
    department: Department | None = None
    territory: Territory | None = Field(None, description="Id of a territory, or ОКТМО (8 digits).")
    offers: Kind | None = Field(None, description="What they openly offer.")
    needs: Kind | None = Field(None, description="What they openly look for.")
    focus: Focus | None = None
    near: Words = Field("", description="A settlement by its name, or «lat,lon»; the nearest come first.")
    within: int = Field(USUAL_KM, ge=1, le=500, description="Kilometres from `near`.")

    def wanted(self) -> Wanted:
        """Give what is asked of the directory; raises `Http404` for a place that does not exist."""
        traits = (("offers", self.offers), ("needs", self.needs), ("focus", self.focus))
        territory = queries.territory_told(self.territory) if self.territory else None
        return Wanted(
            q=self.q.strip(),
            type=self.type or "",
            department=self.department or "",
            territory=territory,
            traits=tuple((name, value) for name, value in traits if value),
            near=Near(centre_of(self.near, territory), self.within) if self.near.strip() else None,
        )


def centre_of(text: str, inside: TerritoryRow | None) -> Centre:
    """Find the place distances are measured from; raises `Http404` when no settlement is called so."""
    if degrees := DEGREES.fullmatch(text.strip()):
        lat, lon = map(float, degrees.groups())
        if abs(lat) <= 90 and abs(lon) <= 180:  # noqa: PLR2004  degrees
            return Centre(lat, lon, text)
    found = queries.settlements_named(text, inside) or queries.settlements_named(text)
    if not found:
        raise Http404
    return Centre(found[0].lat or 0.0, found[0].lon or 0.0, found[0].name)


@router.get(
    "/",
    response={200: schemas.Organisations, **schemas.FAULTS},
    url_name="organisations",
    operation_id="organisations",
    summary="Organisations",
)
def organisations(request: Any, response: HttpResponse, asked: Query[OrganisationsAsked]) -> schemas.Organisations:
    """Give organisations by name, with words by relevance, with a place by distance."""
    refuse_unknown(request, asked)
    actor, wanted = reader(request, SCOPE), asked.wanted()
    found = queries.portion(actor, wanted, asked.mark, asked.limit)
    centre = wanted.near.centre.point if wanted.near else None
    following = linked(response, next_address(request, found.after))
    return schemas.Organisations(items=[shaping.in_list(row, centre) for row in found.rows], next=following)


@router.get(
    "/{organisation_id}/",
    response={200: schemas.Organisation, **schemas.FAULTS},
    url_name="organisation",
    operation_id="organisation",
    summary="One organisation",
)
def organisation(
    request: Any, response: HttpResponse, organisation_id: Path[Code], asked: Query[Asked]
) -> schemas.Organisation:
    """Give a whole card; a card that became part of another is not there any more."""
    refuse_unknown(request, asked)
    actor = reader(request, SCOPE)
    row = queries.organisation_seen(actor, from_code(organisation_id))
    card = queries.card_page(actor, row)
    above = {other.id for other in (row.parent, row.guarantor, row.successor) if other}
    seen = queries.names_of(actor, sorted(above)) if above else {}
    shaped = shaping.whole(row, card, seen.__contains__)
    dated(response, shaped)
    return shaped
