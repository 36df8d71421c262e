"""Of which organisation a row of a list speaks: by ИНН and КПП, else by a name it is known under.

A name nobody is known under exactly is read as people mean it («Средняя школа №5» is «МБОУ СОШ № 5»), but only where
the actor writes: among the own organisations and those of the own territory. Of several none is taken.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vmeste.gather.participants import policies
from vmeste.gather.participants.columns import is_inn, is_kpp
from vmeste.gather.participants.identifiers import digits, good_inn, name_key
from vmeste.gather.participants.models import Organisation, OtherName
from vmeste.gather.participants.queries.namesakes import Namesakes
from vmeste.gather.participants.tabled import mended
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.decisions import Decision
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.registries import ImportField

WHOSE = (
    ImportField(
        "organisation",
        gettext_lazy("Organisation"),
        ("организация", "учреждение", "наименование организации", "название организации", "наименование учреждения",
         "название учреждения", "образовательная организация", "школа", "место работы", "organization", "school"),
    ),
    ImportField("inn", gettext_lazy("ИНН of the organisation"), ("инн", "инн организации", "inn"), looks_like=is_inn),
    ImportField("kpp", gettext_lazy("КПП of the organisation"), ("кпп", "кпп организации", "kpp"), looks_like=is_kpp),
)  # fmt: skip
"""Columns that say of which organisation a row of a list speaks."""

May = Callable[[Actor, Organisation], Decision]


class Finder:
    """Finds organisations for the rows of a chunk, among those the actor `may` write for.

    `usual` is that of rows that name none.
    """

    def __init__(self, actor: Actor, may: May, usual: Organisation | None) -> None:
        """Look for this actor."""
        self.actor, self.may, self.usual = actor, may, usual
        self.by_inn: dict[str, list[Organisation]] = {}
        self.by_name: dict[str, list[Organisation]] = {}
        self.namesakes = Namesakes(actor)

    def load(self, rows: Sequence[Mapping[str, str]]) -> None:
        """Read the organisations these rows could mean; two queries, and six for names nobody is known under."""
        self.by_inn, self.by_name = defaultdict(list), defaultdict(list)
        inns = {digits(codes_of(row)["inn"]) for row in rows} - {""}
        names = {row.get("organisation", "").strip() for row in rows} - {""}
        keys = {name_key(name) for name in names}
        others = OtherName.objects.filter(name_key__in=keys).order_by().values_list("name_key", "organisation_id")
        called: dict[int, set[str]] = defaultdict(set)
        for key, owner in others:
            called[owner].add(key)
        met = Q(inn__in=inns) | Q(name_key__in=keys) | Q(short_name__in=names) | Q(id__in=list(called))
        standing = Organisation.objects.filter(policies.visible_to(self.actor), met, state=Organisation.State.ACTIVE)
        for row in standing.select_related("settlement").order_by("id") if inns or names else ():
            self.by_inn[row.inn].append(row)
            for key in {row.name_key, name_key(row.short_name), *called[row.id]} - {""}:
                self.by_name[key].append(row)
        self.namesakes.load(name for name in names if name_key(name) not in self.by_name)

    def find(self, row: Mapping[str, str]) -> tuple[Organisation | None, str]:
        """Give the organisation, or nothing and why."""
        row = {**row, **codes_of(row)}
        inn, name = digits(row["inn"]), row.get("organisation", "").strip()
        if not inn and not name:
            return (
                self.allowed(self.usual)
                if self.usual
                else (None, _("It is not told whose this is: name the organisation."))
            )
        if inn and not good_inn(inn):
            return None, _("ИНН %(value)s does not hold: look at its digits again.") % {"value": inn[:20]}
        found = self.by_inn.get(inn, []) if inn else self.by_name.get(name_key(name)) or self.namesakes.of(name)
        if not found:
            words = _("ИНН %(value)s") % {"value": inn} if inn else f"«{name[:100]}»"
            return None, _("No organisation is known here by %(words)s. Load or add it first.") % {"words": words}
        return self.one_of(found, row)

    @staticmethod
    def notes(row: Mapping[str, str]) -> list[str]:
        """Say what was put back into the codes of a row."""
        return mended({name: row.get(name, "") for name in ("inn", "kpp")})[1]

    def one_of(self, found: Sequence[Organisation], row: Mapping[str, str]) -> tuple[Organisation | None, str]:
        """Choose among several: by КПП, by name, by right."""
        kpp, key = digits(row.get("kpp", "")), name_key(row.get("organisation", ""))
        narrower: Iterable[Callable[[Organisation], bool]] = (
            lambda one: bool(kpp) and one.kpp == kpp,
            lambda one: bool(key) and one in self.by_name.get(key, []),
            lambda one: bool(self.may(self.actor, one)),
        )
        left = list(found)
        for fits in narrower:
            left = [one for one in left if fits(one)] or left
        if len(left) > 1:
            return None, _("Several organisations fit («%(first)s», «%(second)s»): add ИНН and КПП.") % {
                "first": left[0],
                "second": left[1],
            }
        return self.allowed(left[0])

    def allowed(self, organisation: Organisation) -> tuple[Organisation | None, str]:
        """Give an organisation for which the actor may write, else why not."""
        decision = self.may(self.actor, organisation)
        return (organisation, "") if decision else (None, f"«{organisation}»: {decision.reason}")


def codes_of(row: Mapping[str, str]) -> dict[str, str]:
    """Give ИНН and КПП as they were before a table program dropped a zero; the organisation found shows it."""
    codes, _notes = mended({name: row.get(name, "") for name in ("inn", "kpp")})
    return codes


def whose_field() -> forms.CharField:
    """Ask once per file whose the rows are that name no organisation."""
    return forms.CharField(
        max_length=300,
        required=False,
        label=_("Whose rows these are"),
        help_text=_("Name or ИНН of the organisation, for rows that name none. Empty: the one you act for."),
    )


def whose(actor: Actor, may: May, text: str) -> Organisation | None:
    """Give the organisation of rows that name none: the one told, else the one acted for; raises `Invalid`."""
    if not text.strip():
        return Organisation.objects.filter(id=actor.organisation_id or 0).select_related("settlement").first()
    told = {"inn": text} if digits(text).isdigit() else {"organisation": text}
    finder = Finder(actor, may, None)
    finder.load([told])
    found, why_not = finder.find(told)
    if found is None:
        raise Invalid({"organisation": why_not})
    return found
