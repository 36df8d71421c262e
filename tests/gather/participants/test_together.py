"""Several writers of cards at once: no card twice, nothing of one writer erased by another. On both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from vmeste.gather.participants.commands import RegisterRun
from vmeste.gather.participants.models import Organisation
from vmeste.ground.kernel.actors import SYSTEM

if TYPE_CHECKING:
    from vmeste.gather.participants.models import Territory

pytestmark = pytest.mark.django_db(transaction=True)


def both(deed: Callable[[int], None]) -> None:
    """Let the deed run twice, on two connections, both starting together."""
    start = Barrier(2)

    def run(number: int) -> None:
        try:
            start.wait(timeout=20)
            deed(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(run, number) for number in range(2)]:
            done.result()


def test_two_registers_loaded_at_once_make_each_card_once(town: "Territory") -> None:
    chunks = [[{"name": f"Клуб № {chunk} {row}", "address": "Мира, 1"} for row in range(40)] for chunk in range(3)]

    def load(number: int) -> None:
        run = RegisterRun(SYSTEM, town.region, f"реестр {number}", date(2026, 1, 1))
        for chunk in chunks:
            run.write(chunk)

    both(load)
    assert Organisation.objects.count() == 120
