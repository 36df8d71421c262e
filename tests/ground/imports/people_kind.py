"""A kind of import of our own: people by e-mail, so that the room is tested without any upper one."""

from collections.abc import Sequence

from django import forms

from vmeste.ground.accounts.models import Person
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.decisions import ALLOW, Decision, deny
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.registries import ImportField, ImportKind, Verdict
from vmeste.ground.kernel.undoing import Trace, restore
from vmeste.ground.vocabulary.queries import find

KIND = "test_people"


class PeopleRun:
    """Rows become people; the e-mail is the key, a name may change."""

    def __init__(self, _actor: Actor, options: dict[str, str]) -> None:
        self.options = options
        if options.get("note") == "nonsense":
            raise Invalid({"note": "say something else"})
        self.seen: set[str] = set()
        self.trace = Trace()

    def judge(self, rows: Sequence[dict[str, str]]) -> list[Verdict]:
        known = {person.email: person for person in Person.objects.filter(email__in=[row["email"] for row in rows])}
        return [self.verdict(row, known.get(row["email"])) for row in rows]

    def verdict(self, row: dict[str, str], person: Person | None) -> Verdict:
        warnings = [] if row.get("name") else ["no name"]
        if "@" not in row["email"]:
            return Verdict("wrong", reasons=["no e-mail"])
        if row["email"] in self.seen:
            return Verdict("duplicate", person.id if person else None)
        self.seen.add(row["email"])
        if person is None:
            return Verdict(
                "new", changes={"name": ("", row.get("name", ""))}, warnings=warnings, unknown=unknown_in(row)
            )
        if row.get("name") and row["name"] != person.name:
            return Verdict("changed", person.id, {"name": (person.name, row["name"])})
        return Verdict("unchanged", person.id)

    def write(self, rows: Sequence[dict[str, str]]) -> list[Verdict]:
        self.trace = Trace()
        verdicts = self.judge(rows)
        fresh = {
            place: Person(email=rows[place]["email"], name=rows[place].get("name", ""))
            for place, one in enumerate(verdicts)
            if one.outcome == "new"
        }
        Person.objects.bulk_create(fresh.values())
        for place, person in fresh.items():
            verdicts[place].target_id = person.id
        self.trace.add(Person, [person.id for person in fresh.values()], is_active=True)
        for row, one in zip(rows, verdicts, strict=True):
            if one.outcome == "changed" and one.target_id:
                Person.objects.filter(email=row["email"]).update(name=row["name"])
                self.trace.change(Person, one.target_id, {"name": one.changes["name"][0]}, {"name": row["name"]})
        return verdicts


def unknown_in(row: dict[str, str]) -> dict[str, str]:
    sort = row.get("sort", "")
    return {"sort": sort} if sort and find("focus", sort) is None else {}


def undo(actor: Actor, trace: Trace) -> None:
    can_import(actor).enforce()
    restore(trace)


def can_import(actor: Actor) -> Decision:
    return ALLOW if actor.is_admin or actor.is_system or actor.territory_ids else deny("not you")


PEOPLE = ImportKind(
    label="People",
    fields=(
        ImportField(
            "email", "E-mail", ("адрес электронной почты", "почта"), required=True, looks_like=lambda text: "@" in text
        ),
        ImportField("name", "Name", ("фио", "имя")),
        ImportField("phone", "Phone", ("телефон",)),
        ImportField("sort", "Sort", ("вид",), vocabulary="focus"),
    ),
    can_import=can_import,
    start=PeopleRun,
    done_url="/",
    undo=undo,
    options=lambda _actor: {"note": forms.CharField(required=False, label="Note", max_length=20)},
)
