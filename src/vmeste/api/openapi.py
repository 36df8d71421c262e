"""The description of the API (OpenAPI 3.1): what ninja tells of the code, and what only we know."""

from typing import Any

from ninja import NinjaAPI

from vmeste.api.middleware import ERRORS_FROM
from vmeste.ground.ui.errors import JSON, PROBLEM

PREFIX = "api/v1/"
TEXT = {"schema": {"type": "string"}}
HEADERS = {
    "200": {
        "ETag": {"description": "Mark of this answer, for If-None-Match.", **TEXT},
        "Link": {"description": "The next portion of a list, rel=next.", **TEXT},
        "Last-Modified": {"description": "When a single thing itself was changed.", **TEXT},
    },
    "405": {"Allow": {"description": "What can be done here.", **TEXT}},
    "429": {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}},
}


def description(api: NinjaAPI) -> dict[str, Any]:
    """Describe the API as plain JSON values."""
    told: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=PREFIX))
    told["security"] = [{}, {"Token": []}]
    for path in told["paths"].values():
        for operation in path.values():
            operation.pop("security", None)
            operation["parameters"] = [parameter(one) for one in operation["parameters"]]
            operation["responses"] = responses(operation["responses"])
    return told


def parameter(one: dict[str, Any]) -> dict[str, Any]:
    """Tell a parameter that may be left out as what it is when it is there; null cannot stand in an address."""
    schema = {name: value for name, value in one["schema"].items() if name not in {"title", "description"}}
    if "anyOf" in schema:
        (there,) = (choice for choice in schema.pop("anyOf") if choice != {"type": "null"})
        schema = there | {name: value for name, value in schema.items() if value is not None}
    kept = {name: value for name, value in one.items() if name != "examples"}  # ninja gives a list, OpenAPI wants names
    return kept | {"schema": schema}


def responses(told: dict[Any, Any]) -> dict[str, Any]:
    """Tell faults as problems, headers, and that nothing may have changed."""
    shaped: dict[str, Any] = {}
    for status, one in told.items():
        answer = dict(one)
        if int(status) >= ERRORS_FROM:
            answer["content"] = {PROBLEM: answer["content"][JSON]}
        shaped[str(status)] = answer | ({"headers": HEADERS[str(status)]} if str(status) in HEADERS else {})
    shaped["304"] = {"description": "Nothing has changed since."}
    return dict(sorted(shaped.items()))
