"""The same click twice gives the same answer, and happens once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tests.ground.kernel.pages import traces
from tests.kit.processes import Child
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.idempotency import KEPT, forget_old, once_token
from vmeste.ground.kernel.models import Once

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "vmeste.ground.kernel.idempotency.OnceMiddleware",
]
WEB = {"ROOT_URLCONF": "tests.ground.kernel.pages", "MIDDLEWARE": MIDDLEWARE}


@pytest.fixture(autouse=True)
def _pages(db: None, settings: Any) -> None:
    for name, value in WEB.items():
        setattr(settings, name, value)


@pytest.fixture
def browser() -> Client:
    return Client(raise_request_exception=False)


def click(browser: Client, page: str, key: str = "one", **fields: object) -> HttpResponse:
    return browser.post(f"/{page}/", {"_once": key, **fields})  # type: ignore[return-value]


def test_a_double_click_happens_once_and_is_answered_alike(browser: Client) -> None:
    first, second = click(browser, "done"), click(browser, "done")
    assert traces("done") == 1
    assert second.status_code == first.status_code == 302
    for header in ("Location", "HX-Trigger", "Content-Type"):
        assert second[header] == first[header]


def test_the_second_answer_sets_the_same_cookies(browser: Client) -> None:
    first, second = (click(browser, "done").cookies["language"] for _ in range(2))
    assert second.OutputString() == first.OutputString()
    assert second["httponly"]


def test_a_page_shown_after_a_post_is_shown_again(browser: Client) -> None:
    first, second = click(browser, "shown"), click(browser, "shown")
    assert second.content.decode() == first.content.decode() == "сделано 1"
    assert second.status_code == 201


def test_another_form_is_another_click(browser: Client) -> None:
    click(browser, "done", "one")
    click(browser, "done", "two")
    assert traces("done") == 2


def test_the_same_form_with_other_content_is_a_new_deed(browser: Client) -> None:
    click(browser, "done", title="a need")
    click(browser, "done", title="another need")
    click(browser, "done", title="another need")
    assert traces("done") == 2


def test_a_changed_protection_token_makes_no_new_deed(browser: Client) -> None:
    click(browser, "done", csrfmiddlewaretoken="first")
    click(browser, "done", csrfmiddlewaretoken="second")
    assert traces("done") == 1


def test_the_same_key_at_another_address_is_another_deed(browser: Client) -> None:
    click(browser, "done")
    click(browser, "shown")
    assert (traces("done"), traces("shown")) == (1, 1)


def test_without_a_key_every_click_counts(browser: Client) -> None:
    browser.post("/done/")
    browser.post("/done/")
    assert traces("done") == 2


def test_programs_send_the_key_as_a_header(browser: Client) -> None:
    for key in ("one", "one", "two"):
        browser.post("/done/", data={"a": 1}, content_type="application/json", headers={"Idempotency-Key": key})
    assert traces("done") == 2


def test_programs_with_the_same_key_never_read_each_others_answers(browser: Client) -> None:
    for bearer in ("Bearer of one", "Bearer of another"):
        browser.post("/done/", headers={"Idempotency-Key": "1", "Authorization": bearer})
    assert traces("done") == 2


def test_a_wrong_form_writes_nothing_and_may_be_sent_again(browser: Client) -> None:
    assert click(browser, "wrong").content == b"wrong 1"
    assert click(browser, "wrong").content == b"wrong 1", "the view ran again on a clean table"
    assert traces("wrong") == 0
    assert not Once.objects.exists()


@pytest.mark.parametrize("page", ["broken", "doubled"])
def test_a_page_that_breaks_writes_nothing_and_may_be_sent_again(browser: Client, page: str) -> None:
    for _ in range(2):
        assert click(browser, page).status_code == 500
    assert traces(page) == 0
    assert not Once.objects.exists()


def test_after_a_refused_command_the_page_goes_on(browser: Client) -> None:
    assert click(browser, "mended").content == b"0 1"
    assert traces("mended") == 1


def test_an_answer_in_pieces_keeps_its_changes(browser: Client) -> None:
    answers = [b"".join(click(browser, "streamed").streaming_content) for _ in range(2)]  # type: ignore[attr-defined]
    assert answers == [b"piece 1", b"piece 2"], "it cannot be repeated from memory, so it ran again"
    assert traces("streamed") == 2


def test_a_file_sent_twice_is_read_whole_and_counts_once(browser: Client) -> None:
    for content, count in (("список", 1), ("список", 1), ("другой", 2)):
        answer = click(browser, "sent", file=SimpleUploadedFile("list.csv", content.encode()))
        assert answer.json() == {"read": content}  # type: ignore[attr-defined]
        assert traces("sent") == count


def test_signing_in_is_never_answered_from_memory(browser: Client) -> None:
    click(browser, "signed_in", who="5")
    assert Once.objects.count() == 0


def test_nobody_is_given_the_answer_to_another(browser: Client) -> None:
    other = Client()
    click(browser, "signed_in", "to come in", who="5")
    click(other, "signed_in", "to come in", who="6")
    answers = [click(one, "shown").content for one in (browser, other, browser)]
    assert answers[0] != answers[1]
    assert answers[0] == answers[2]


def test_a_visitor_whose_session_begins_between_two_clicks_is_the_same(browser: Client) -> None:
    click(browser, "done")
    session = browser.session
    session["flash"] = "Saved."
    session.save()
    click(browser, "done")
    assert traces("done") == 1


def test_what_counts_failed_tries_keeps_the_count(browser: Client) -> None:
    assert [click(browser, "counted").content for _ in range(2)] == [b"try 1", b"try 2"]
    assert traces("counted") == 2


def test_reading_is_not_touched(browser: Client) -> None:
    browser.get("/shown/", {"_once": "one"})
    browser.get("/shown/", {"_once": "one"})
    assert traces("shown") == 2


def test_an_unknown_address_stays_unknown(browser: Client) -> None:
    assert click(browser, "nowhere").status_code == 404


def test_old_keys_are_forgotten_and_fresh_ones_kept(browser: Client) -> None:
    with clock.at(clock.now() - KEPT - timedelta(minutes=1)):
        click(browser, "done", "old")
    click(browser, "done", "fresh")
    assert forget_old() == 1
    click(browser, "done", "fresh")
    assert traces("done") == 2


def test_keys_are_long_and_differ() -> None:
    assert len({once_token() for _ in range(100)}) == 100
    assert len(once_token()) >= 22


CLICK = """
from django.test import Client
say("ready")
answer = Client().post("/slow/", {"_once": "one"})
say("got", answer.status_code, answer.content.decode())
"""


def answered(child: Child) -> str:
    return child.hear("got")


def test_of_two_clicks_at_the_same_moment_the_second_waits_for_the_first(spawn: Callable[..., Child]) -> None:
    first = spawn(CLICK, **WEB)
    first.hear("inside")
    second = spawn(CLICK, **WEB)
    second.hear("ready")
    assert second.is_silent(0.5), "it must neither answer nor run the page beside the first"
    first.tell("200")
    assert answered(first) == answered(second) == "got 200 answer 1"
    assert traces("slow") == 1


def test_when_the_first_click_is_refused_the_second_is_tried(spawn: Callable[..., Child]) -> None:
    first = spawn(CLICK, **WEB)
    first.hear("inside")
    second = spawn(CLICK, **WEB)
    second.hear("ready")
    first.tell("422")
    assert answered(first) == "got 422 answer 1"
    second.hear("inside")
    second.tell("200")
    assert answered(second) == "got 200 answer 1"
    assert traces("slow") == 1


def test_when_the_first_is_killed_in_the_middle_the_second_is_tried(spawn: Callable[..., Child]) -> None:
    first = spawn(CLICK, **WEB)
    first.hear("inside")
    second = spawn(CLICK, **WEB)
    second.hear("ready")
    first.kill()
    second.hear("inside")
    second.tell("200")
    assert answered(second) == "got 200 answer 1"
    assert traces("slow") == 1
