"""Cards as lines of a table: what everybody reads on a card, and what its territory's coordinator knows besides."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from vmeste.gather.participants import policies
from vmeste.gather.participants.models import Organisation
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.ui.formatting import day
from vmeste.ground.vocabulary import queries as vocabulary


def lines(actor: Actor, rows: Iterable[Organisation]) -> Iterator[list[str]]:
    """Give headings, then a line for each card; columns for coordinators are blank where somebody else coordinates."""
    oversees = policies.oversees(actor)
    yield [*headings(), *(more_headings() if oversees else [])]
    for row in rows:
        more = coordinators_cells(row) if policies.coordinates(actor, row) else [""] * len(more_headings())
        yield [*cells(row), *(more if oversees else [])]


def headings() -> list[str]:
    """Name the columns everybody gets."""
    return [
        _("Full name"), _("Short name"), _("Type"), _("Department"), _("Region"), _("Municipality"), _("Settlement"),
        _("Address"), _("Phone"), _("E-mail"), _("Website"), _("ИНН"), _("About us"),
    ]  # fmt: skip


def more_headings() -> list[str]:
    """Name the columns for coordinators."""
    return [
        _("КПП"), _("ОГРН"), _("Founder"), _("Legal form"), _("Latitude"), _("Longitude"), _("Confirmed on"),
        _("Has a representative since"), _("Who tells this"), _("True on"),
    ]  # fmt: skip


def cells(row: Organisation) -> list[str]:
    """Give what everybody gets of a card."""
    return [
        row.name, row.short_name, word("organisation_type", row.type), word("department", row.department),
        row.region.full_name if row.region else "", row.municipality.name if row.municipality else "",
        row.settlement.full_name if row.settlement else "",
        row.address, row.phone, row.email, row.website, row.inn, row.description,
    ]  # fmt: skip


def coordinators_cells(row: Organisation) -> list[str]:
    """Give what a coordinator gets besides."""
    return [
        row.kpp, row.ogrn, row.founder, word("legal_form", row.legal_form),
        "" if row.lat is None else f"{row.lat:.6f}", "" if row.lon is None else f"{row.lon:.6f}",
        day(row.verified_at) if row.verified_at else "", day(row.claimed_at) if row.claimed_at else "",
        row.source, day(row.true_on) if row.true_on else "",
    ]  # fmt: skip


def word(name: str, code: str) -> str:
    """Give the word of a code."""
    return vocabulary.label(name, code) if code else ""
