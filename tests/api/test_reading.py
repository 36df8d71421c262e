"""What programs read: what a page shows to the same reader, never more; portions, marks, faults in words."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.kit.reading import SameQueries
from tests.kit.town import Town
from vmeste.gather.exchange import policies as exchange
from vmeste.gather.exchange.models import Need, Offer
from vmeste.gather.participants.commands import issue_token, revoke_token
from vmeste.gather.participants.models import Organisation
from vmeste.gather.participants.queries import actor_of_token, token_of
from vmeste.ground.kernel.actors import ANONYMOUS, SYSTEM
from vmeste.ground.kernel.ids import code

pytestmark = pytest.mark.django_db
ALL = ["needs:read", "offers:read", "organisations:read"]
PROBLEM = "application/problem+json"


@pytest.fixture
def program(town: Town) -> Callable[..., Client]:
    """Give a program, with a token of an organisation or without."""

    def make(organisation: Organisation | None = None, scopes: list[str] = ALL) -> Client:
        if organisation is None:
            return Client()
        _token, secret = issue_token(
            actor=SYSTEM, organisation=organisation, name=f"{len(scopes)} {organisation.id}", scopes=scopes, days=30
        )
        return Client(headers={"Authorization": f"Bearer {secret}"})

    return make


def ids(client: Client, address: str) -> list[str]:
    """Read a list to its end."""
    found, following = [], address
    while following:
        told = client.get(following.partition("localhost:8000")[2] or following).json()
        found += [one["id"] for one in told["items"]]
        following = told["next"]
    return found


def of_every_state(town: Town) -> None:
    network = town.network(town.school, town.museum)
    for terms in ({}, {"visibility": "own"}, {"visibility": "network", "network_id": network.id}):
        town.need("Нужна экскурсия", **terms)
        town.offer("Даём экскурсию", **terms)
    town.need("Черновик", draft=True)
    town.offer("Черновик", draft=True)


def test_a_program_reads_what_its_reader_sees_and_nothing_else(town: Town, program: Callable[..., Client]) -> None:
    of_every_state(town)
    stranger = town.organisation("Чужая школа")
    for organisation in (None, town.school, town.museum, stranger):
        client = program(organisation)
        secret = client.defaults.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ")
        actor = actor_of_token(token_of(secret)) if secret else ANONYMOUS
        for model, side in ((Need, "needs"), (Offer, "offers")):
            seen = set(model.objects.filter(exchange.visible_to(actor)).values_list("id", flat=True))
            for row in model.objects.all():
                status = client.get(f"/api/v1/{side}/{code(row.id)}/").status_code
                assert status == (200 if row.id in seen else 404), (organisation, row, row.visibility, row.state)
            opened = model.objects.filter(id__in=seen, state="open").values_list("id", flat=True)
            assert sorted(ids(client, f"/api/v1/{side}/?limit=1")) == sorted(map(code, opened))


def test_ones_own_drafts_are_read_with_a_token_alone(town: Town, program: Callable[..., Client]) -> None:
    of_every_state(town)
    assert len(ids(program(town.school), "/api/v1/needs/?own=true")) == 4
    assert program().get("/api/v1/needs/?own=true").status_code == 403


def test_a_suspended_card_is_not_there_and_no_person_ever_is(town: Town, program: Callable[..., Client]) -> None:
    town.need()
    client = program(town.school)
    texts = [
        client.get(f"/api/v1/{path}").content.decode()
        for path in ("organisations/", f"organisations/{code(town.school.id)}/", "needs/", "offers/")
    ]
    for name in ("Анна", "Борис", "school.test"):
        assert name not in "".join(texts)
    Organisation.objects.filter(id=town.museum.id).update(state="suspended")
    assert client.get(f"/api/v1/organisations/{code(town.museum.id)}/").status_code == 404
    assert code(town.museum.id) not in ids(client, "/api/v1/organisations/")


def test_who_is_signed_in_is_to_the_api_a_stranger(town: Town, client_of: Callable[..., Client]) -> None:
    draft = town.need(draft=True)
    signed_in = client_of(town.teacher)
    assert signed_in.get(f"/needs/{code(draft.id)}/").status_code == 200
    assert signed_in.get(f"/api/v1/needs/{code(draft.id)}/").status_code == 404


def test_a_token_opens_only_its_scopes_and_ends(town: Town, program: Callable[..., Client]) -> None:
    client = program(town.school, ["needs:read"])
    assert client.get("/api/v1/needs/").status_code == 200
    refused = client.get("/api/v1/offers/")
    assert (refused.status_code, refused["Content-Type"]) == (403, PROBLEM)
    assert "offers:read" in refused.json()["detail"]
    for token in town.school.tokens.select_related("organisation"):
        revoke_token(actor=SYSTEM, token=token)
    ended = client.get("/api/v1/needs/")
    assert (ended.status_code, ended["Content-Type"]) == (401, PROBLEM)
    assert ended.json()["detail"]
    assert "Access-Control-Allow-Origin" not in ended


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/nothing/", 404),
        ("/api/v1/needs/0000000000000/", 404),
        ("/api/v1/needs/zzz/", 422),
        ("/api/v1/needs/?kind=nothing", 422),
        ("/api/v1/needs/?limit=101", 422),
        ("/api/v1/needs/?limit=x", 422),
        ("/api/v1/needs/?kindd=event", 422),
        ("/api/v1/needs/?q=%00", 422),
        ("/api/v1/needs/?after=" + "7" * 500, 422),
        ("/api/v1/organisations/?after=0000000000001", 404),
        ("/api/v1/organisations/?near=%D0%9D%D0%B5%D1%82", 404),
        ("/api/v1/organisations/?territory=99999999", 404),
        ("/api/v1/needs/?q=%FF%FE", 200),
    ],
)
@pytest.mark.parametrize("language", ["ru", "en"])
def test_nonsense_gets_words(db: None, address: str, status: int, language: str) -> None:
    answer = Client().get(f"{address}{'&' if '?' in address else '?'}language={language}")
    assert answer.status_code == status, answer.content
    if status != 200:
        assert answer["Content-Type"] == PROBLEM
        assert answer.json()["title"]
        assert answer["Content-Language"] == language
        assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer nothing", "Basic x", "Bearer " + "я" * 50, "bearer vmeste_x"])
def test_a_wrong_token_is_not_taken_for_none(db: None, header: str) -> None:
    answer = Client().get("/api/v1/needs/", headers={"Authorization": header})
    assert (answer.status_code, answer["Content-Type"]) == (401, PROBLEM)


def test_only_reading_and_only_json(db: None) -> None:
    for method in ("post", "put", "patch", "delete", "options"):
        answer = getattr(Client(), method)("/api/v1/needs/")
        assert (answer.status_code, answer["Content-Type"], answer["Allow"]) == (405, PROBLEM, "GET")
    assert Client().get("/api/v1/needs/", headers={"Accept": "text/html"}).status_code == 406
    head = Client().head("/api/v1/needs/")
    assert (head.status_code, head.content) == (200, b"")
    assert int(head["Content-Length"]) == len(Client().get("/api/v1/needs/").content)


def test_what_has_not_changed_weighs_nothing(town: Town) -> None:
    need = town.need()
    address = f"/api/v1/needs/{code(need.id)}/"
    first = Client().get(address)
    assert first["Last-Modified"]
    again = Client().get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Organisation.objects.filter(id=town.school.id).update(name="Другое имя")
    assert Client().get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_filters_narrow_and_words_find(town: Town) -> None:
    town.need("Экскурсия о реке", kind="event", grade_from=5, grade_to=6)
    town.need("Нужен химик", kind="staff")
    read = Client()
    assert len(ids(read, "/api/v1/needs/?kind=staff")) == 1
    assert len(ids(read, "/api/v1/needs/?grade=5")) == 2
    assert len(ids(read, "/api/v1/needs/?grade=9")) == 1
    assert len(ids(read, "/api/v1/needs/?q=химики")) == 1
    assert len(ids(read, f"/api/v1/needs/?organisation={code(town.museum.id)}")) == 0
    assert ids(read, "/api/v1/organisations/?q=музеи") == [code(town.museum.id)]
    assert len(ids(read, "/api/v1/organisations/?limit=1")) == 2
    assert ids(read, "/api/v1/organisations/?needs=staff") == [code(town.school.id)]


def test_a_list_takes_the_same_queries_for_any_number(
    town: Town, program: Callable[..., Client], assert_same_queries: SameQueries
) -> None:
    client, numbers = program(town.school), iter(range(100))

    def add() -> Any:
        town.organisation(f"Школа {next(numbers)}")
        return town.need(f"Нужна экскурсия {next(numbers)}")

    client.get("/api/v1/needs/")  # keeps the day of use, takes an allowance
    for address in ("/api/v1/needs/", "/api/v1/needs/?q=экскурсия", "/api/v1/organisations/?q=школа"):
        assert_same_queries(partial(client.get, address), add, at_most=12)


def test_limits_are_shared_by_processes_and_say_when_to_come_back(db: None, settings: Any) -> None:
    from vmeste.api import limits  # noqa: PLC0415  its memory is what is looked at

    who, let_in = "address:test", 0
    cache.clear()
    while not limits.seconds_to_wait(who, 45):
        let_in += 1
        limits._held.clear() if let_in % 20 == 0 else None  # another process goes on
    assert let_in == 45
    assert 0 < limits.seconds_to_wait(who, 45) <= 60
    assert limits.seconds_to_wait("address:other", 45) == 0


def test_too_many_requests_are_told_in_words(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from vmeste.api import readers  # noqa: PLC0415

    monkeypatch.setattr(readers, "seconds_to_wait", lambda *_of_whom: 7)
    answer = Client().get("/api/v1/needs/")
    assert (answer.status_code, answer["Retry-After"], answer["Content-Type"]) == (429, "7", PROBLEM)


def test_vocabularies_are_told_in_the_language_asked_for(db: None) -> None:
    told = {one["code"]: one["terms"] for one in Client().get("/api/v1/vocabularies/?language=en").json()}
    assert {"code": "museum", "label": "Museum"} in told["organisation_type"]
    assert "people" not in json.dumps(list(told))
