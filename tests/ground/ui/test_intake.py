"""Too much is refused in words before it is read; only who is signed in sends files, and only where files are taken."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client

from tests.ground.accounts.conftest import anna  # noqa: F401  somebody who can sign in
from vmeste.ground.accounts.models import Person
from vmeste.ground.ui.intake import USUAL

pytestmark = pytest.mark.django_db
UPLOAD = "/imports/new/organisations/"


class Unread(BytesIO):
    """What was sent, of which nothing may be read."""

    def read(self, size: int | None = -1) -> bytes:
        raise AssertionError(size)


def sent(client: Client, path: str, length: int | str, **more: object) -> tuple[int, str]:
    """Say that so many bytes come, and give status and words of the answer."""
    more = {"CONTENT_LENGTH": length, "CONTENT_TYPE": "multipart/form-data; boundary=x", "wsgi.input": Unread(), **more}
    response = client.generic("POST", path, **more)  # type: ignore[arg-type]
    return response.status_code, response.content.decode()


@pytest.mark.parametrize("path", ["/preferences/", "/sign-in/", "/nowhere/", UPLOAD])
def test_a_stranger_sends_no_more_than_a_form(client: Client, path: str) -> None:
    status, words = sent(client, path, USUAL + 1)
    assert status == 413
    assert "1 МБ" in words.replace("\N{NO-BREAK SPACE}", " ")


def test_what_does_not_say_its_length_is_refused(client: Client) -> None:
    status, words = sent(client, "/preferences/", "", HTTP_TRANSFER_ENCODING="chunked")
    assert status == 411
    assert "какой оно длины" in words


def test_a_form_of_the_usual_size_is_read(client: Client) -> None:
    response = client.post("/preferences/", {"language": "en", "rest": "x" * 900_000})
    assert response.status_code == 303


def test_who_is_signed_in_sends_a_file_where_files_are_taken_and_only_there(
    client_of: Callable[..., Client],
    anna: Person,  # noqa: F811
) -> None:
    client = client_of(anna)
    file = BytesIO(b"x" * 2 * USUAL)
    file.name = "list.csv"
    assert client.post(UPLOAD, {"file": file}).status_code in {403, 422}
    file.seek(0)
    assert client.post("/account/", {"file": file}).status_code == 413
    assert sent(client, UPLOAD, 200 * USUAL)[0] == 413
