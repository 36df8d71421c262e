"""Every address answers in words: whoever comes, whatever is sent, never with a fault of the server."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.house import room_of
from vmeste.ground.accounts.models import Person
from vmeste.ground.kernel.ids import code, new_id

if TYPE_CHECKING:
    from django.test import Client

BROKEN = 500
HOSTILE = "x' OR 1=1 -- \x00 \"<script>\ud7ff" + "я" * 5000
QUERIES = (
    "",
    "?q=%00%22%27&page=-1&after=zzz",
    "?q=" + "%D1%8F" * 500,
    "?after=0000000000000&lat=NaN&focus=nothing&sort=%2A",
)
SAMPLES: dict[str, Callable[[], str]] = {
    "code": lambda: code(new_id()),
    "int": lambda: "1",
    "slug": lambda: "nothing",
    "uuid": lambda: "0" * 8,
}


def addresses() -> Iterator[str]:
    """Give one address for each pattern of our rooms, with keys of nothing in it."""

    def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, route)
            elif room_of(getattr(pattern.callback, "view_class", pattern.callback).__module__):
                yield "/" + filled(route, pattern.pattern.converters)

    yield from walk(get_resolver().url_patterns, "")


def filled(route: str, converters: dict[str, Any]) -> str:
    """Put a sample into each place of a route."""
    for name, converter in converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower()
        sample = SAMPLES.get(kind, lambda: "nothing")()
        for written in (f"<{kind}:{name}>", f"<{name}>", f"<str:{name}>", f"<path:{name}>"):
            route = route.replace(written, sample)
    return route


@pytest.fixture(params=["anonymous", "signed in", "administrator"])
def reader(request: pytest.FixtureRequest, client_of: "Callable[..., Client]") -> "Client":
    if request.param == "anonymous":
        return client_of()
    is_admin = request.param == "administrator"
    return client_of(Person.objects.create_user("reader@example.org", is_admin=is_admin))


def faults(answer: Callable[[str], Any]) -> list[str]:
    """Ask every address and give those that broke."""
    found = []
    for address in addresses():
        try:
            status = answer(address).status_code
        except Exception as fault:  # noqa: BLE001  any fault of any view is what is looked for
            found.append(f"{address}: {type(fault).__name__}: {fault}")
        else:
            found += [f"{address}: {status}"] if status >= BROKEN else []
    return found


@pytest.mark.parametrize("query", QUERIES)
def test_looking_never_breaks(reader: "Client", query: str) -> None:
    assert faults(lambda address: reader.get(address + query)) == []


@pytest.mark.parametrize(
    "sent", [{}, {"q": HOSTILE, "title": HOSTILE, "text": HOSTILE, "email": HOSTILE, "name": HOSTILE}]
)
def test_sending_nonsense_never_breaks(reader: "Client", sent: dict[str, str]) -> None:
    assert faults(lambda address: reader.post(address, sent)) == []


@pytest.mark.parametrize("method", ["put", "delete", "patch", "head", "options"])
def test_other_methods_never_break(reader: "Client", method: str) -> None:
    assert faults(getattr(reader, method)) == []


def test_an_address_of_nothing_is_told_in_words(reader: "Client") -> None:
    answer = reader.get("/there-is-no-such-page/")
    assert answer.status_code == 404
    assert "<h1" in answer.content.decode()
