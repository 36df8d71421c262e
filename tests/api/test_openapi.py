"""The description is that of the code, and what was promised stays."""

import copy
from typing import Any

import pytest
from django.test import Client

from tools import freeze_api

pytestmark = pytest.mark.django_db
NEEDS = "/api/v1/needs/"


def test_the_frozen_description_is_that_of_the_code() -> None:
    assert freeze_api.written(freeze_api.described()) == freeze_api.FILE.read_text(encoding="utf-8"), "make openapi"


def test_the_description_is_given_to_programs() -> None:
    assert Client().get("/api/v1/openapi.json").json() == freeze_api.frozen()


def test_nothing_is_broken_by_adding() -> None:
    new = copy.deepcopy(freeze_api.frozen())
    new["paths"]["/api/v1/more/"] = new["paths"][NEEDS]
    new["components"]["schemas"]["Posting"]["properties"]["more"] = {"type": "string"}
    new["paths"][NEEDS]["get"]["parameters"].append({"name": "more", "required": False, "schema": {"type": "string"}})
    assert freeze_api.broken(freeze_api.frozen(), new) == []


def without_path(told: Any) -> None:
    del told["paths"][NEEDS]


def without_parameter(told: Any) -> None:
    told["paths"][NEEDS]["get"]["parameters"].pop()


def without_field(told: Any) -> None:
    del told["components"]["schemas"]["Posting"]["properties"]["title"]


def other_field(told: Any) -> None:
    told["components"]["schemas"]["Posting"]["properties"]["title"]["type"] = "integer"


def fewer_values(told: Any) -> None:
    (kind,) = (one for one in told["paths"][NEEDS]["get"]["parameters"] if one["name"] == "kind")
    kind["schema"]["enum"].pop()


def smaller_limit(told: Any) -> None:
    (limit,) = (one for one in told["paths"][NEEDS]["get"]["parameters"] if one["name"] == "limit")
    limit["schema"]["maximum"] = 10


def must_be_given(told: Any) -> None:
    told["paths"][NEEDS]["get"]["parameters"][0]["required"] = True


@pytest.mark.parametrize(
    "change",
    [without_path, without_parameter, without_field, other_field, fewer_values, smaller_limit, must_be_given],
)
def test_taking_away_breaks_a_promise(change: Any) -> None:
    new = copy.deepcopy(freeze_api.frozen())
    change(new)
    assert len(freeze_api.broken(freeze_api.frozen(), new)) >= 1
