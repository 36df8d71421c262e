"""The directory is ordered by the name that is shown, whatever way a card was written."""

from collections.abc import Callable

import pytest

from vmeste.gather.participants import commands, queries
from vmeste.gather.participants.identifiers import name_key
from vmeste.gather.participants.models import Organisation, Territory
from vmeste.gather.participants.queries import Wanted
from vmeste.ground.kernel.actors import ANONYMOUS, SYSTEM
from vmeste.ground.kernel.registries import import_kinds

pytestmark = pytest.mark.django_db
Make = Callable[..., Organisation]


def listed() -> list[str]:
    return [str(row) for row in queries.directory(ANONYMOUS, Wanted()).rows]


def keys_hold() -> bool:
    return all(row.shown_key == name_key(str(row)) for row in Organisation.objects.filter(merged_into=None))


def test_by_the_short_name_where_there_is_one(make: Make) -> None:
    make("Муниципальное учреждение школа № 3", short_name="Ясная школа")
    make("Автономное учреждение лицей", short_name="Лицей")
    make("Гимназия")
    assert listed() == ["Гимназия", "Лицей", "Ясная школа"]
    first = queries.portion(ANONYMOUS, Wanted(), 0, 1)
    second = queries.portion(ANONYMOUS, Wanted(), first.after or 0, 1)
    assert [str(row) for row in (*first.rows, *second.rows)] == ["Гимназия", "Лицей"]


def test_a_changed_card_stands_elsewhere(make: Make) -> None:
    card, _other = make("Аист"), make("Буран")
    commands.change_organisation(
        actor=SYSTEM, organisation=card, values={"name": "Аист", "short_name": "Яхта"}, version=1
    )
    assert listed() == ["Буран", "Яхта"]
    assert keys_hold()


def test_merging_parting_and_registers_keep_the_order(make: Make, region: Territory) -> None:
    loud, calm = make("ШКОЛА № 5", inn="7707083893"), make("Авторская школа № 5")
    merge = commands.merge_organisations(actor=SYSTEM, survivor=loud, merged=calm)
    assert listed() == ["Авторская школа № 5"]
    assert keys_hold()
    commands.part_organisations(actor=SYSTEM, merge=merge)
    assert listed() == ["Авторская школа № 5", "ШКОЛА № 5"]
    assert keys_hold()
    run = import_kinds.get("organisations").start(SYSTEM, {"territory": str(region.code), "as_of": "2099"})
    run.write([{"name": "Ба", "short_name": "Яр"}, {"name": "ШКОЛА № 5", "inn": "7707083893", "short_name": "Аз"}])
    assert listed() == ["Авторская школа № 5", "Аз", "Яр"]
    assert keys_hold()
