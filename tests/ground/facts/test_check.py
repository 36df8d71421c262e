"""`vmeste check` tells every fault in words."""

import pytest
from django.core.management import CommandError, call_command

from tests.ground.facts.happenings import Made, Tell
from vmeste.ground.facts.management.commands import examine
from vmeste.ground.facts.models import Delivery, DueWork, Record
from vmeste.ground.facts.recurring_work import seal
from vmeste.ground.kernel import clock

pytestmark = pytest.mark.django_db


def check(*words: str) -> None:
    call_command("examine", *words)


def told_by(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_where_all_is_well_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    check()
    assert told_by(capsys) == "All is well.\n"


def test_what_was_given_up_is_told(tell: Tell) -> None:
    tell(Made(thing_id=1))
    Delivery.objects.update(given_up=True)
    with pytest.raises(CommandError, match="1 deliveries were given up"):
        check()


def test_recurring_work_that_failed_is_told() -> None:
    DueWork.objects.create(name="tests.nightly", due_at=clock.now(), error="LookupError: nothing there")
    with pytest.raises(CommandError, match=r"tests\.nightly failed: LookupError: nothing there"):
        check()


def test_tables_behind_the_code_are_told_before_anything_is_read_from_them(monkeypatch: pytest.MonkeyPatch) -> None:
    class Behind:
        """Stand for a database of yesterday."""

        def __init__(self, connection: object) -> None:
            del connection
            self.loader = self.graph = self

        def leaf_nodes(self) -> list[str]:
            return []

        def migration_plan(self, targets: list[str]) -> list[str]:
            return [*targets, "0002"]

    monkeypatch.setattr(examine, "MigrationExecutor", Behind)
    monkeypatch.setattr(examine, "audit", None)
    with pytest.raises(CommandError, match="1 migrations are not applied"):
        check("all")


def test_the_audit_prints_what_to_note_and_later_takes_it(tell: Tell, capsys: pytest.CaptureFixture[str]) -> None:
    tell(Made(thing_id=1))
    seal()
    tell(Made(thing_id=2))
    check("audit")
    said = told_by(capsys)
    assert "1 seals hold 1 facts; 1 are not sealed yet." in said
    noted = said.split("Note elsewhere: ")[1].split()[0]
    seal()
    check("audit", "--expect", noted)
    assert "2 seals hold 2 facts" in told_by(capsys)


def test_a_broken_chain_is_told(tell: Tell) -> None:
    tell(Made(thing_id=1))
    seal()
    Record.objects.update(person_id=9)
    check()
    with pytest.raises(CommandError, match="Seal 1 does not hold"):
        check("audit")


@pytest.mark.parametrize("noted", ["", "1", "0:" + "a" * 64, "1:" + "a" * 63, "1:" + "g" * 64])
def test_a_noted_seal_that_is_none_is_refused(noted: str) -> None:
    with pytest.raises(CommandError, match="must look like"):
        check("audit", "--expect", noted)


def test_a_noted_seal_that_is_missing_is_told() -> None:
    with pytest.raises(CommandError, match="Seal 3 does not hold"):
        check("audit", "--expect", "3:" + "a" * 64)
