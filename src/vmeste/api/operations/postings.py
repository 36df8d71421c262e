"""Asking for needs and offers: lists and single ones."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Path, Query, Router
from pydantic import Field

from vmeste.api import schemas, shaping
from vmeste.api.asking import Asked, ListAsked, dated, linked, next_address, refuse_unknown
from vmeste.api.codes import Code, Focus, Kind, Territory, Words
from vmeste.api.readers import reader
from vmeste.gather.exchange import queries
from vmeste.gather.exchange.models.postings import Side
from vmeste.gather.exchange.queries import PostingFilter
from vmeste.gather.participants.queries import territory_told
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.errors import Refused
from vmeste.ground.kernel.ids import code_in, from_code

SCOPES: dict[Side, str] = {"need": "needs:read", "offer": "offers:read"}
needs, offers = Router(tags=["needs"]), Router(tags=["offers"])


class PostingsAsked(ListAsked):
    """The filters of the lists of needs and offers."""

    q: Words = Field("", description="Words, in any form and with slips of the pen; the best come first.")
    kind: Kind | None = None
    focus: Focus | None = None
    grade: int | None = Field(None, ge=0, le=11, description="0 is preschool.")
    territory: Territory | None = Field(None, description="Where the organisation is: id, or ОКТМО (8 digits).")
    organisation: Code | None = Field(None, description="Of this organisation only.")
    own: bool = Field(False, description="Those of the token's organisation, whatever their state.")

    def chosen(self, actor: Actor) -> PostingFilter:
        """Give what the list is narrowed to; raises `Refused` for one's own things without a token."""
        if self.own and not actor.organisation_ids:
            raise Refused(_("What is your own is read with a token of your organisation."))
        territory = territory_told(self.territory) if self.territory else None
        return PostingFilter(
            q=self.q.strip(),
            kind=self.kind or "",
            focus=self.focus or "",
            grade=self.grade,
            territory_id=territory.id if territory else None,
            organisation_id=code_in(self.organisation),
            own=self.own,
        )


def listed(side: Side, request: Any, response: HttpResponse, asked: PostingsAsked) -> schemas.Postings:
    """Give a portion of a list."""
    refuse_unknown(request, asked)
    actor = reader(request, SCOPES[side])
    found = queries.portion(actor, side, asked.chosen(actor), asked.mark, asked.limit)
    following = linked(response, next_address(request, found.after))
    return schemas.Postings(items=[shaping.posting(row) for row in found.rows], next=following)


def single(side: Side, request: Any, response: HttpResponse, posting_id: str, asked: Asked) -> schemas.Posting:
    """Give one."""
    refuse_unknown(request, asked)
    shaped = shaping.posting(queries.posting_of(reader(request, SCOPES[side]), side, from_code(posting_id)))
    dated(response, shaped)
    return shaped


LIST = {200: schemas.Postings, **schemas.FAULTS}
ONE = {200: schemas.Posting, **schemas.FAULTS}


@needs.get("/", response=LIST, url_name="needs", operation_id="needs", summary="Needs")
def list_needs(request: Any, response: HttpResponse, asked: Query[PostingsAsked]) -> schemas.Postings:
    """Give open needs, the newest first, with words the best first."""
    return listed("need", request, response, asked)


@needs.get("/{need_id}/", response=ONE, url_name="need", operation_id="need", summary="One need")
def need(request: Any, response: HttpResponse, need_id: Path[Code], asked: Query[Asked]) -> schemas.Posting:
    """Give one need."""
    return single("need", request, response, need_id, asked)


@offers.get("/", response=LIST, url_name="offers", operation_id="offers", summary="Offers")
def list_offers(request: Any, response: HttpResponse, asked: Query[PostingsAsked]) -> schemas.Postings:
    """Give open offers, the newest first, with words the best first."""
    return listed("offer", request, response, asked)


@offers.get("/{offer_id}/", response=ONE, url_name="offer", operation_id="offer", summary="One offer")
def offer(request: Any, response: HttpResponse, offer_id: Path[Code], asked: Query[Asked]) -> schemas.Posting:
    """Give one offer."""
    return single("offer", request, response, offer_id, asked)
