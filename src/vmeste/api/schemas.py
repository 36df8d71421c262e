"""What the API answers: the shapes of things, as OpenAPI tells them. Fields are added and never taken away."""

from datetime import date, datetime

from ninja import Schema
from pydantic import Field


class Word(Schema):
    """A code and the word for it in the language asked for."""

    code: str
    label: str


class Point(Schema):
    """Degrees of WGS 84."""

    lat: float
    lon: float


class Place(Schema):
    """A region, a municipality or a settlement; `oktmo` of the first two only."""

    id: str
    level: str
    name: str
    oktmo: str | None


class Reference(Schema):
    """Another thing: its name, its page for people."""

    id: str
    name: str
    url: str


class OrganisationInList(Schema):
    """What lists say of an organisation."""

    id: str
    name: str
    short_name: str
    nature: Word
    type: Word | None
    department: Word | None
    state: Word
    is_claimed: bool = Field(description="Somebody acts for it.")
    is_verified: bool = Field(description="A coordinator of the territory has confirmed its data.")
    region: Place | None
    municipality: Place | None
    settlement: Place | None
    address: str
    point: Point | None
    distance_km: float | None = Field(description="From the place of `near`; null where it was not asked.")
    changed_at: datetime
    url: str = Field(description="Its page for people.")
    api_url: str = Field(description="The whole of it for programs.")


class Site(Schema):
    """A place where an organisation works."""

    address: str
    point: Point | None


class Organisation(OrganisationInList):
    """A card as its page shows it to the same reader, without people."""

    inn: str
    kpp: str
    ogrn: str
    legal_form: Word | None
    founder: str
    phone: str
    email: str
    website: str
    description: str
    other_names: list[str]
    sites: list[Site]
    parent: Reference | None = Field(description="The organisation of which it is a unit.")
    guarantor: Reference | None = Field(description="The organisation that answers for an informal group.")
    successor: Reference | None
    units: list[Reference]
    networks: list[Reference]
    source: str = Field(description="Who told the data.")
    true_on: date | None = Field(description="The day on which the data were true.")


class Posting(Schema):
    """A need or an offer as its page shows it to the same reader, without people and answers."""

    id: str
    title: str
    text: str
    organisation: Reference
    on_behalf: bool = Field(description="Written by the coordinator of the territory.")
    kind: Word | None
    focus: Word | None
    direction: Word | None
    grade_from: int | None = Field(description="0 is preschool.")
    grade_to: int | None
    amount: float | None
    unit: Word | None
    period_from: date | None
    period_to: date | None
    here: bool = Field(description="At the organisation's own place.")
    there: bool = Field(description="At the partner's place.")
    remote: bool
    radius_km: int | None = Field(description="How far one travels; null means any distance.")
    settlement: Place | None
    address: str
    point: Point | None
    cost: Word | None
    visibility: Word
    network: Reference | None
    state: Word
    opened_at: datetime | None
    changed_at: datetime
    url: str
    api_url: str


class Listed(Schema):
    """A portion of a list; `next` is the address of the following one, null at the end."""

    next: str | None


class Organisations(Listed):
    """A portion of the directory."""

    items: list[OrganisationInList]


class Postings(Listed):
    """A portion of needs or offers."""

    items: list[Posting]


class Vocabulary(Schema):
    """The words one field can hold, those offered today."""

    code: str
    terms: list[Word]


class Problem(Schema):
    """Why there is no answer (RFC 9457); `faults` say it by parameter."""

    type: str
    title: str
    status: int
    detail: str
    faults: dict[str, str] | None = None


FAULTS = dict.fromkeys((400, 401, 403, 404, 405, 406, 422, 429), Problem)
