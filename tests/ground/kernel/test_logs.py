"""Log lines tell what happened, not to whom."""

import logging
import secrets
import sys

from vmeste.ground.kernel.logs import Line


def line(text: str, *values: object, fault: bool = False) -> str:
    trace = sys.exc_info() if fault else None
    return Line().format(logging.LogRecord("vmeste.tests", logging.WARNING, "here.py", 1, text, values, trace))


def test_a_line_begins_with_moment_level_and_room() -> None:
    moment, level, room, *words = line("delivery failed reaction=%s", "tests.count").split()
    assert (moment[10], moment[-1], level, room) == ("T", "Z", "WARNING", "vmeste.tests")
    assert words == ["delivery", "failed", "reaction=tests.count"]


def test_addresses_of_people_are_struck_out() -> None:
    assert "anna" not in line("Could not send to %s", "anna.petrova@school.test")


def test_keys_of_one_time_links_are_struck_out() -> None:
    for _ in range(200):
        token = secrets.token_urlsafe(24)
        assert token not in line("Internal Server Error: /welcome/%s/", token)


def test_traces_lose_the_people_and_keep_the_places() -> None:
    try:
        raise LookupError("boris@school.test is nobody")  # noqa: EM101, TRY003, TRY301  the text is what is tested
    except LookupError:
        text = line("it failed", fault=True)
    assert "boris" not in text
    assert "test_traces_lose_the_people_and_keep_the_places" in text


def test_short_codes_of_things_stay() -> None:
    assert "0s8k3m1x9q2zt" in line("Not found: /needs/0s8k3m1x9q2zt/")
