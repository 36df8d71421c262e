"""What lists are asked with, and how a portion leaves: parameters, the address of the next portion."""

from typing import Literal
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field

from vmeste.api import schemas
from vmeste.api.codes import Code
from vmeste.ground.accounts.queries import absolute
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.ids import code, from_code


class Asked(Schema):
    """What every operation takes."""

    language: Literal["ru", "en"] = Field("ru", description="Language of labels and faults.")


class ListAsked(Asked):
    """What every list takes."""

    after: Code | None = Field(None, description="From `next` of the portion before; empty: from the beginning.")
    limit: int = Field(30, ge=1, le=100, description="How many at most.")

    @property
    def mark(self) -> int:
        """Where the portion begins, as queries take it."""
        return from_code(self.after) if self.after else 0


def refuse_unknown(request: HttpRequest, asked: Asked) -> None:
    """Refuse parameters nobody knows: a misspelt filter would give everything. Raises `Invalid`."""
    unknown = request.GET.keys() - type(asked).model_fields.keys()
    if unknown:
        raise Invalid({name[:40]: _("There is no such parameter.") for name in sorted(unknown)})


def next_address(request: HttpRequest, after: int | None) -> str | None:
    """Give the address of the portion that follows."""
    if after is None:
        return None
    query = [(name, value) for name, value in request.GET.items() if name != "after"]
    return absolute(f"{request.path}?{urlencode([*query, ('after', code(after))])}")


def linked(response: HttpResponse, following: str | None) -> str | None:
    """Name the next portion in a header, too (RFC 8288)."""
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    return following


def dated(response: HttpResponse, thing: schemas.OrganisationInList | schemas.Posting) -> None:
    """Say when a thing itself was changed last."""
    response["Last-Modified"] = http_date(thing.changed_at.timestamp())
