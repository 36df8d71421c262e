"""Two clicks at once; on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from vmeste.ground.imports import storage
from vmeste.ground.imports.models import Import

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_clicks_on_upload_are_one_import(upload: Callable[..., Import]) -> None:
    start = Barrier(2)

    def click() -> int:
        try:
            start.wait(timeout=20)
            return int(upload("Почта\na@example.org\n").pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first, second = (done.result() for done in [pool.submit(click) for _ in range(2)])
    assert first == second
    assert Import.objects.count() == 1
    assert {path.name for path in storage.folder().iterdir()} == {
        storage.file_of(first).name,
        storage.lines_of(first).name,
    }
