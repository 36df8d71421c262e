"""The seal: what was told and sealed cannot be changed, lost, moved or cut off unseen."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as some

from tests.ground.facts.happenings import Made, Tell
from tests.kit.processes import Child
from vmeste.ground.facts import sealing
from vmeste.ground.facts.models import Delivery, Party, Record, Seal
from vmeste.ground.facts.recurring_work import seal as seal_everything
from vmeste.ground.facts.sealing import audit, merkle, seal_batch
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.ids import new_id

BATCH = 3


@pytest.fixture
def chain(tell: Tell, monkeypatch: pytest.MonkeyPatch) -> list[Record]:
    """Give seven facts under three seals of three, three and one."""
    monkeypatch.setattr(sealing, "BATCH", BATCH)
    tell(*(Made(thing_id=number, tags=("я",)) for number in range(7)))
    seal_everything()
    return list(Record.objects.all())


def test_a_whole_chain_holds(chain: list[Record]) -> None:
    found = audit()
    assert (found.seals, found.sealed, found.unsealed, found.broken) == (3, 7, 0, None)


def test_facts_told_since_are_an_open_end(chain: list[Record], tell: Tell) -> None:
    tell(Made(thing_id=8))
    found = audit()
    assert (found.unsealed, found.broken) == (1, None)
    assert seal_batch() == 1
    assert audit().seals == 4


def test_an_empty_chain_holds(db: None) -> None:
    assert seal_batch() == 0
    assert audit().broken is None


COLUMNS: dict[str, Any] = {
    "kind": "tests.other.made",
    "version": 7,
    "at": clock.now(),
    "actor_kind": "person",
    "person_id": 5,
    "organisation_id": 5,
    "link_id": 5,
    "subject_kind": "other",
    "subject_id": 99,
    "audience": "admins",
    "values": {"thing_id": 99},
}


def test_no_column_of_a_record_is_forgotten_below() -> None:
    columns = {field.attname for field in Record._meta.concrete_fields}
    assert columns - {"id", "seal_id"} == set(COLUMNS)


@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_column_shows(chain: list[Record], column: str) -> None:
    Record.objects.filter(pk=chain[4].pk).update(**{column: COLUMNS[column]})
    assert audit().broken == 2


def test_a_changed_key_shows(chain: list[Record]) -> None:
    other = new_id()
    Record.objects.filter(pk=chain[4].pk).update(id=other)
    for table in (Party, Delivery):
        table._default_manager.filter(record_id=chain[4].pk).update(record_id=other)
    assert audit().broken == 2


def test_a_changed_party_shows(chain: list[Record]) -> None:
    Party.objects.filter(record=chain[4]).update(organisation_id=77)
    assert audit().broken == 2


def test_an_added_party_shows(chain: list[Record]) -> None:
    Party.objects.create(record=chain[4], organisation_id=77)
    assert audit().broken == 2


def test_a_removed_fact_shows(chain: list[Record]) -> None:
    forget_dependents(chain[4])
    chain[4].delete()
    assert audit().broken == 2


def forget_dependents(record: Record) -> None:
    Party.objects.filter(record=record).delete()
    Delivery.objects.filter(record=record).delete()


def test_a_fact_slipped_under_a_seal_shows(chain: list[Record], tell: Tell) -> None:
    tell(Made(thing_id=8))
    Record.objects.filter(seal=None).update(seal=chain[4].seal)
    assert audit().broken == 2


def test_two_facts_that_change_places_show(chain: list[Record]) -> None:
    first, second = chain[0].values, chain[1].values
    Record.objects.filter(pk=chain[0].pk).update(values=second)
    Record.objects.filter(pk=chain[1].pk).update(values=first)
    assert audit().broken == 1


def test_facts_that_change_seals_show(chain: list[Record]) -> None:
    Record.objects.filter(pk=chain[0].pk).update(seal=chain[3].seal)
    Record.objects.filter(pk=chain[3].pk).update(seal=chain[0].seal)
    assert audit().broken == 1


def test_a_forged_seal_shows(chain: list[Record]) -> None:
    Seal.objects.filter(number=2).update(root=hashlib.sha256(b"forged").digest())
    assert audit().broken == 2


@pytest.mark.parametrize("number", [1, 2])
def test_a_seal_taken_off_in_the_middle_shows(chain: list[Record], number: int) -> None:
    Record.objects.filter(seal__number=number).update(seal=None)
    Seal.objects.filter(number=number).delete()
    assert audit().broken == number


def test_a_seal_that_covers_nothing_shows(chain: list[Record]) -> None:
    Seal.objects.create(number=4, root=b"", count=0, at=clock.now())
    assert audit().broken == 4


def test_an_end_cut_off_shows_against_a_noted_root_only(chain: list[Record]) -> None:
    noted = audit()
    Record.objects.filter(seal__number=3).update(seal=None)
    Seal.objects.filter(number=3).delete()
    assert audit().broken is None, "nothing in the database tells of it"
    assert audit({noted.seals: noted.root}).broken == 3


def test_a_chain_made_anew_shows_against_a_noted_root_only(chain: list[Record]) -> None:
    noted = audit()
    Record.objects.update(seal=None, values={"thing_id": 99})
    Seal.objects.all().delete()
    seal_everything()
    assert audit().broken is None
    assert audit({noted.seals: noted.root}).broken == noted.seals


def test_a_noted_root_holds_though_the_chain_grew(chain: list[Record], tell: Tell) -> None:
    noted = audit()
    tell(Made(thing_id=8))
    seal_everything()
    found = audit({noted.seals: noted.root})
    assert (found.seals, found.broken) == (4, None)
    assert found.root != noted.root


@given(some.lists(some.binary(min_size=32, max_size=32), min_size=1, max_size=20), some.data())
def test_any_change_of_a_leaf_or_of_their_order_changes_the_root(leaves: list[bytes], data: some.DataObject) -> None:
    other = data.draw(some.permutations(leaves))
    assert (merkle(other) == merkle(leaves)) == (other == leaves)
    assert merkle([*leaves, leaves[-1]]) != merkle(leaves), "a doubled last leaf is not the same tree"


SEALS = """
from vmeste.ground.facts import sealing
sealing.BATCH = 5
say("ready")
wait()
done = idle = 0
while idle < 20:
    step = sealing.seal_batch()
    done += step
    idle += not step
say("sealed", done)
"""


def test_two_sealers_make_one_chain(spawn: Callable[..., Child], tell: Tell) -> None:
    tell(*(Made(thing_id=number) for number in range(200)))
    sealers = [spawn(SEALS) for _ in range(2)]
    for sealer in sealers:
        sealer.hear("ready")
    for sealer in sealers:
        sealer.tell()
    counts = [int(sealer.hear("sealed").split()[1]) for sealer in sealers]
    connection.close()
    found = audit()
    assert (found.sealed, found.unsealed, found.broken) == (200, 0, None)
    assert sum(counts) == 200
