"""Several writers at once."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection

from vmeste.ground.text.index import drop, put
from vmeste.ground.text.ledger import add_up, frequencies
from vmeste.ground.text.lemmas import bag
from vmeste.ground.text.models import Entry

WORDS = ("балет", "музей", "театр", "хор", "парк")


def write(seed: int) -> None:
    """Put and drop the same few subjects again and again, and add the ledger up between."""
    try:
        for step in range(12):
            if (seed + step) % 5 == 4:
                drop("need", step % 3)
            else:
                put("need", step % 3, f"{WORDS[(seed + step) % 5]} {WORDS[(seed * step) % 5]}")
            if step % 4 == 3:
                add_up()
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_writers_of_the_same_texts_leave_right_frequencies() -> None:
    work: list[Callable[[], None]] = [partial(write, seed) for seed in range(4)]
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(piece) for piece in work]:
            done.result()
    texts = list(Entry.objects.values_list("lemmas", flat=True))
    true = Counter(lemma for text in texts for lemma in {"", *text.split()})
    assert {lemma: its.df for lemma, its in frequencies("need", ["", *bag(" ".join(WORDS))]).items()} == dict(true)
